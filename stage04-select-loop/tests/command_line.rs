//! The program: it ends by itself, and prints what it does.

mod support;

use std::process::Command;
use support::promptly;

#[test]
fn the_headline_program_ends_and_prints_the_same_each_time() {
    promptly("the headline program", || {
        let run = || {
            let output = Command::new(env!("CARGO_BIN_EXE_stage04"))
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        let text = run();
        assert!(
            text.contains("sleeper has ended\n  reader has ended"),
            "{text}"
        );
        assert_eq!(text, run());
    });
}

#[test]
fn programs_whose_reader_goes_away_end_quietly() {
    promptly("every program", || {
        let program = env!("CARGO_BIN_EXE_stage04");
        testkit::end_quietly_without_a_reader(program, env!("CARGO_MANIFEST_DIR"));
    });
}
