//! What the tests of an exercise said, from what they printed.

/// What the tests said.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// The exercise does not compile.
    Uncompiled,
    /// The tests ran.
    Ran {
        /// How many there are.
        all: usize,
        /// Those that failed, the most telling first.
        failures: Vec<Failure>,
    },
    /// The tests' process ended before it could report. These are its last words.
    Ended(String),
}

/// A test that failed.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Failure {
    /// Its name, without the module of the provided tests.
    pub(crate) test: String,
    /// Why.
    pub(crate) message: String,
    /// Where it said so: `stage03-task/exercises/tests/e1_step.rs:147`.
    pub(crate) place: Option<String>,
}

impl Verdict {
    /// True if there are tests, and they all pass.
    pub(crate) fn passed(&self) -> bool {
        matches!(self, Self::Ran { all: 1.., failures } if failures.is_empty())
    }

    /// Reads what the tests printed.
    pub(crate) fn of(stdout: &str, stderr: &str) -> Self {
        let results = stdout.lines().filter_map(|line| {
            let (name, result) = line.strip_prefix("test ")?.split_once(" ... ")?;
            Some((own(name)?, result))
        });
        let results: Vec<_> = results.collect();
        // Without this line the process has ended before its report.
        if !stdout.lines().any(|line| line.starts_with("test result: ")) {
            return Self::Ended(last_words(stderr));
        }
        let sections = stdout.split("\n---- ").skip(1).filter_map(|section| {
            let (name, text) = section.split_once(" stdout ----\n")?;
            Some((own(name)?, text.split("\nfailures:\n").next()?))
        });
        let mut failures: Vec<_> = sections.map(|(test, text)| failure(test, text)).collect();
        // A test that failed without a word has no section.
        for (test, _) in results.iter().filter(|(_, result)| *result == "FAILED") {
            if !failures.iter().any(|failure| failure.test == *test) {
                failures.push(failure(test, "it failed without a word"));
            }
        }
        // The tests end in any order. Those that say what the code did come before those that say little.
        failures.sort_by_key(|failure| (failure.says_little(), failure.line()));
        Self::Ran {
            all: results.len(),
            failures,
        }
    }
}

impl Failure {
    /// True if the test waited in vain, as `testkit::within` says, or has no sentence of its own.
    fn says_little(&self) -> bool {
        let waited = self.message.contains(" still waiting for ");
        waited || self.message.starts_with("assertion ")
    }

    /// The file and the line that the message comes from.
    fn line(&self) -> (String, u32) {
        let place = self.place.as_deref().unwrap_or_default();
        let (file, line) = place.rsplit_once(':').unwrap_or((place, ""));
        (file.to_string(), line.parse().unwrap_or_default())
    }
}

/// The name of a provided test. An exercise may bring earlier ones along, whose tests are not its own.
fn own(name: &str) -> Option<&str> {
    name.strip_prefix("tests::")
}

fn failure(test: &str, text: &str) -> Failure {
    let test = test.to_string();
    let Some((_, panic)) = text.split_once(" panicked at ") else {
        return Failure {
            test,
            message: text.trim().to_string(),
            place: None,
        };
    };
    let (place, message) = panic.split_once(":\n").unwrap_or(("", panic));
    let ends = |line: &&str| {
        line.starts_with("note: ")
            || line.starts_with("stack backtrace:")
            || (line.starts_with("thread '") && line.contains(" panicked at "))
    };
    let lines: Vec<&str> = message.lines().take_while(|line| !ends(line)).collect();
    let message = lines.join("\n");
    // The words before the message say only which macro was used.
    let message = ["left == right", "left != right"]
        .iter()
        .fold(message, |message, compared| {
            let begin = format!("assertion `{compared}` failed: ");
            message
                .strip_prefix(&begin)
                .map_or(message.clone(), String::from)
        });
    Failure {
        test,
        message: message.trim_end().to_string(),
        place: place
            .rsplit_once(':')
            .map(|(place, _)| place.replace('\\', "/"))
            .filter(|place| !place.contains("/testkit/") && !place.starts_with("/rustc/")),
    }
}

/// What the process said at last, without cargo's words about it.
fn last_words(stderr: &str) -> String {
    let words = stderr.lines().filter_map(|line| {
        if let Some((_, how)) = line.split_once("process didn't exit successfully: ") {
            return Some(
                how.rsplit_once(" (")
                    .map_or(how, |(_, how)| how.trim_end_matches(')')),
            );
        }
        let cargo = ["error: test failed", "Caused by:", "note: "];
        let own = !line.trim().is_empty() && !cargo.iter().any(|begin| line.starts_with(begin));
        own.then_some(line)
    });
    let words: Vec<&str> = words.collect();
    words[words.len().saturating_sub(6)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "
running 3 tests
test tests::it_ends ... ok
test tests::life::it_wakes ... FAILED
test executor::tests::it_queues ... FAILED

failures:

---- tests::life::it_wakes stdout ----

thread '<unnamed>' (7) panicked at stage03-task/exercises/tests/e1_step.rs:147:9:
assertion `left == right` failed: the future was done
  left: 1
 right: 2
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- executor::tests::it_queues stdout ----

thread 'main' (8) panicked at x.rs:1:1:
another exercise's

failures:
    tests::life::it_wakes
    executor::tests::it_queues

test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    #[test]
    fn a_failure_has_its_sentence_and_its_place() {
        let Verdict::Ran { all, failures } = Verdict::of(REPORT, "") else {
            panic!("they ran");
        };
        assert_eq!(all, 2, "the other exercise's test does not count");
        let expected = Failure {
            test: "life::it_wakes".into(),
            message: "the future was done\n  left: 1\n right: 2".into(),
            place: Some("stage03-task/exercises/tests/e1_step.rs:147".into()),
        };
        assert_eq!(failures, [expected]);
    }

    #[test]
    fn a_process_that_ends_early_has_last_words() {
        let stderr = "thread 'x' panicked at a.rs:1:1:\nno\nthread caused non-unwinding panic. aborting.\n\
                      error: test failed, to rerun pass `-p a --test s1e1`\n\nCaused by:\n  process didn't exit successfully: `x` (signal: 6, SIGABRT: process abort signal)\n";
        let words = "thread 'x' panicked at a.rs:1:1:\nno\nthread caused non-unwinding panic. aborting.\n\
                     signal: 6, SIGABRT: process abort signal";
        let ended = Verdict::of("\nrunning 3 tests\n", stderr);
        assert_eq!(ended, Verdict::Ended(words.into()));
    }

    #[test]
    fn no_test_is_no_pass() {
        let nothing = "running 0 tests\n\ntest result: ok. 0 passed; 0 failed\n";
        assert!(!Verdict::of(nothing, "").passed());
        let one = "test tests::a ... ok\n\ntest result: ok. 1 passed; 0 failed\n";
        assert!(Verdict::of(one, "").passed());
    }
}
