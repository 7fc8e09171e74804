//! What the pages say of asyncio, run by Python, if it is there.

use std::process::Command;

const SAID: &str = "\
turns that 1000 waits for a done future take: 0
a wait that is resumed too early: RuntimeError
two tasks wait for one future, the first is cancelled: cancelled cancelled
the future is set after that: InvalidStateError
the same with shield, the first: cancelled
the same with shield, the second: 1
a parent that waits for a child is cancelled: cancelled cancelled
the wake is queued, then the task is cancelled: cancelled 1
a task cancels itself, and returns 7: cancelled
a task raises SystemExit, and asyncio.run raises: stop
";

#[test]
fn asyncio_differs_as_the_pages_say() {
    let python = |argument: &str| Command::new("python3").arg(argument).output();
    if !python("--version").is_ok_and(|out| out.status.success()) {
        return println!("no python3: what the pages say of asyncio was not checked");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differs.py");
    let out = python(script).expect("python3 is there");
    let said = String::from_utf8_lossy(&out.stdout).replace('\r', "");
    let errors = String::from_utf8_lossy(&out.stderr);
    assert_eq!(said, SAID, "asyncio does otherwise: {errors}");
}
