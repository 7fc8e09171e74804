//! The program: it ends by itself, and prints the same each time but for what it measured.

mod support;

use std::process::Command;
use support::promptly;

#[test]
fn the_headline_program_ends_and_prints_the_same_each_time() {
    promptly("the headline program", || {
        let run = || {
            let output = Command::new(env!("CARGO_BIN_EXE_stage05"))
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
            let text = String::from_utf8(output.stdout).unwrap();
            let mut parts = text.split("≈ ");
            let start = parts.next().unwrap_or_default().to_string();
            parts.fold(start, |text, part| {
                text + part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            })
        };
        let text = run();
        assert!(text.contains("open, after 14 steps"), "{text}");
        assert_eq!(text, run());
    });
}

#[test]
fn programs_whose_reader_goes_away_end_quietly() {
    promptly("every program", || {
        let program = env!("CARGO_BIN_EXE_stage05");
        testkit::end_quietly_without_a_reader(program, env!("CARGO_MANIFEST_DIR"));
    });
}
