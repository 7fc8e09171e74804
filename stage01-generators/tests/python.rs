//! What the pages say of Python, run by Python, if it is there.

use std::process::Command;

const SAID: &str = "\
the first value that is sent: TypeError
after the end, next raises: StopIteration StopIteration
a variable of a paused frame, after its last use: alive
a with block that has ended: closed
a generator that is collected hears: GeneratorExit
except Exception at the exit: closed
a bare except at the exit: RuntimeError: generator ignored GeneratorExit
close before the start, then next: StopIteration
throw before the start: ValueError, the body ran: False
StopIteration that leaves the body: RuntimeError
a child that returns at the exit: closed, the outer went on: False
a child that is next gets: None
a child that yields at the exit: RuntimeError
two thousand levels: RecursionError
itertools' roundrobin: A D E B F C
";

#[test]
fn python_does_as_the_pages_say() {
    let python = |argument: &str| Command::new("python3").arg(argument).output();
    if !python("--version").is_ok_and(|out| out.status.success()) {
        return println!("no python3: what the pages say of Python was not checked");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differs.py");
    let out = python(script).expect("python3 is there");
    let said = String::from_utf8_lossy(&out.stdout).replace('\r', "");
    let errors = String::from_utf8_lossy(&out.stderr);
    assert_eq!(said, SAID, "Python does otherwise: {errors}");
}
