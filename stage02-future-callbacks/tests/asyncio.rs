//! What the pages say of Python, run by Python, if it is there.
#![cfg(unix)]

use std::process::Command;

const SAID: &str = "\
callbacks that ran inside set_result: 0
callbacks that ran in the next turn: early late
a second result: InvalidStateError
the result of a pending future: InvalidStateError
cancel: True True
after one turn: 1 other
after two turns: 1 other 2
handlers that ran, of which the first removed both: 1
two readers for one socket, heard: second
run_forever ended when it was told to: True
a closed socket is reported: 0
the next socket with its number: already registered
after unregister of the closed one: True
";

#[test]
fn python_does_what_the_pages_say() {
    let python = |argument: &str| Command::new("python3").arg(argument).output();
    if !python("--version").is_ok_and(|out| out.status.success()) {
        return println!("no python3: what the pages say of Python was not checked");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differs.py");
    let out = python(script).expect("python3 is there");
    let said = String::from_utf8_lossy(&out.stdout);
    let errors = String::from_utf8_lossy(&out.stderr);
    assert_eq!(said, SAID, "Python does otherwise: {errors}");
}
