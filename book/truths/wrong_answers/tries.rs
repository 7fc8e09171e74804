//! Runs the answers to an exercise, each in a process of its own.

use crate::{
    exercises::Exercise,
    judge::{judge_right, judge_wrong, untested},
    outcome::{self, Outcome, cargo, run},
};
use cargo_metadata::Message;
use course::answers::{Answer, Answers};
use std::{
    collections::BTreeMap,
    io::Cursor,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

/// How often an answer that was misjudged beside the others is run again, alone.
const CHANCES: usize = 3;

/// Runs the answers of one exercise, which are one binary of the package in `folder`, and gives what is wrong with them.
pub(super) fn judged(exercise: &Exercise, answers: &Answers, folder: &Path) -> Vec<String> {
    let Some(tests) = built(exercise, folder) else {
        let output = run(folder, &["--no-run", "--test", &exercise.name]).output;
        return vec![format!(
            "{}: its answers do not compile\n{output}",
            exercise.name
        )];
    };
    let all: Vec<&Answer> = answers.wrong.iter().chain(&answers.right).collect();
    let firsts = side_by_side(&tests, &all);
    let (mut problems, mut tried) = (Vec::new(), Vec::new());
    for (n, (answer, first)) in all.into_iter().zip(firsts).enumerate() {
        let right = n >= answers.wrong.len();
        let name = format!("{} {}", exercise.name, answer.name);
        let judged = |outcome: &Outcome| match right {
            true => judge_right(&name, outcome),
            false => judge_wrong(&name, &answer.refused, outcome),
        };
        let mut outcomes = vec![first];
        // Beside others, on a busy machine, a wrong answer may lose no race, and a right one may be late.
        while !judged(&outcomes[outcomes.len() - 1]).is_empty() && outcomes.len() <= CHANCES {
            outcomes.push(run_one(&tests, answer, 1));
        }
        problems.extend(judged(&outcomes[outcomes.len() - 1]));
        if !right {
            tried.extend(outcomes);
        }
    }
    tried.push(exercise.run(&exercise.name)); // the stub
    problems.extend(untested(&exercise.name, &tried));
    problems
}

/// The binary with the answers to one exercise, if they compile.
fn built(exercise: &Exercise, folder: &Path) -> Option<PathBuf> {
    let build = ["test", "--no-run", "--message-format=json", "--test"];
    let out = cargo(folder).args(build).arg(&exercise.name).output();
    let messages = Message::parse_stream(Cursor::new(out.expect("cargo can be started").stdout));
    let tests = messages
        .map_while(Result::ok)
        .filter_map(|message| match message {
            Message::CompilerArtifact(artifact) => {
                let ours = artifact.target.name == exercise.name;
                artifact.executable.filter(|_| ours)
            }
            _ => None,
        });
    tests.last().map(PathBuf::from)
}

/// Runs some answers at once, since most of the time one of their tests waits in vain.
fn side_by_side(tests: &Path, answers: &[&Answer]) -> Vec<Outcome> {
    let outcomes: Vec<OnceLock<Outcome>> = answers.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let n = next.fetch_add(1, SeqCst);
            let Some(answer) = answers.get(n) else { return };
            let _ = outcomes[n].set(run_one(tests, answer, 4));
        }
    };
    thread::scope(|scope| (0..3).for_each(|_| drop(scope.spawn(work))));
    outcomes
        .into_iter()
        .filter_map(OnceLock::into_inner)
        .collect()
}

/// Runs one answer in a process of its own: what hangs there ends with it.
fn run_one(tests: &Path, answer: &Answer, threads: usize) -> Outcome {
    let mut command = Command::new(tests);
    command.args([
        &format!("{}::", answer.name),
        &format!("--test-threads={threads}"),
    ]);
    command.env_remove("RUST_BACKTRACE");
    outcome_of(&answer.name, &outcome::of(&mut command))
}

/// What the tests of one answer did, with what they printed.
fn outcome_of(answer: &str, all: &Outcome) -> Outcome {
    let prefix = format!("{answer}::");
    let of_this = |name: &str| name.strip_prefix(&prefix).map(String::from);
    let passed: BTreeMap<_, _> = (all.passed.iter())
        .filter_map(|(name, passed)| Some((of_this(name)?, *passed)))
        .collect();
    let printed = all.output.split("\n---- ");
    let printed: Vec<_> = printed.filter(|text| text.starts_with(&prefix)).collect();
    let output = match passed.is_empty() {
        true => all.output.clone(), // it was not compiled, or the binary has ended early
        false => printed.join("\n---- "),
    };
    Outcome { passed, output }
}
