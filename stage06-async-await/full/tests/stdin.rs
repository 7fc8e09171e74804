//! Lines of standard input come beside everything else. A child process reads, since the tests share theirs.

#[path = "support/keyboard.rs"]
mod support;

use std::time::Duration;
use support::{Keyboard, output};
use testkit::within;

const LIMIT: Duration = Duration::from_secs(20);
const HELLO: &str = "a line, `quit` or Ctrl-C:";

#[test]
fn it_ends_with_its_input_and_every_line_has_come() {
    within(LIMIT, "the program", || {
        assert_eq!(output(""), [HELLO, "ended by the end of the input"]);
        let expected = [
            HELLO,
            "line: one",
            "line: ",
            "line: no line end",
            "ended by the end of the input",
        ];
        assert_eq!(output("one\r\n\nno line end"), expected);
    });
}

#[test]
fn the_end_of_the_program_does_not_wait_for_a_line() {
    within(LIMIT, "the program", || {
        let mut program = Keyboard::start();
        program.types("quit\n");
        program.reads("ended by quit");
        program.ends();
    });
}

#[test]
fn the_clock_ticks_while_nobody_types() {
    within(LIMIT, "the ticks", || {
        let mut program = Keyboard::start();
        program.reads("tick 1");
        program.types("hello\n");
        program.reads("line: hello");
        program.reads("tick 2");
        program.types("quit\n");
        program.reads("ended by quit");
        program.ends();
    });
}
