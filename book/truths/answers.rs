//! Answers to exercises as data: each is a change to the solution, and a sentence that says why a person writes it.

use crate::{
    exercises::{Exercise, Outcome, cargo, judge_right, judge_wrong, outcome, run, untested},
    page::read,
};
use cargo_metadata::Message;
use regex::Regex;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

/// The answers to one exercise: `exercises/wrong/e1.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// The solution: `block_on` if it is the stage's own `src/block_on.rs`, `e1_step` if it is `solutions/e1_step.rs`.
    pub solution: String,
    /// Other modules of the stage that the provided tests use.
    #[serde(default)]
    pub with: Vec<String>,
    /// Answers that the provided tests refuse.
    pub wrong: Vec<Answer>,
    /// Answers of another shape that they accept.
    #[serde(default)]
    pub right: Vec<Answer>,
}

/// An answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Its name, an identifier.
    pub name: String,
    /// Why a person writes it.
    pub why: String,
    /// Words of the refusal. Only a wrong answer has them.
    #[serde(default)]
    pub refused: String,
    /// What it changes in the solution, in this order.
    pub change: Vec<Change>,
}

/// Lines of the solution, and those that stand in their place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// They occur once.
    pub before: String,
    /// The new lines.
    pub after: String,
}

impl Answers {
    /// The answers to an exercise, if they are data.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    pub fn of(exercise: &Exercise) -> Option<Result<Self, String>> {
        let path = exercise.answers();
        let text = path.exists().then(|| read(&path))?;
        Some(Self::parse(&text).map_err(|problem| format!("{}: {problem}", path.display())))
    }

    /// The file that is the solution, in the folder of its stage.
    pub fn solution_in(&self, stage: &Path) -> PathBuf {
        let of_the_stage = stage.join(format!("src/{}.rs", self.solution));
        match of_the_stage.exists() {
            true => of_the_stage,
            false => stage.join(format!("solutions/{}.rs", self.solution)),
        }
    }

    /// Reads the answers.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let answers: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        for answer in &answers.wrong {
            if answer.refused.is_empty() {
                return Err(format!("{}: it has no words of its refusal", answer.name));
            }
        }
        for answer in answers.wrong.iter().chain(&answers.right) {
            if answer.why.is_empty() || answer.change.is_empty() {
                return Err(format!("{}: it has no reason or no change", answer.name));
            }
        }
        Ok(answers)
    }
}

impl Answer {
    /// The solution, with the changes of this answer.
    ///
    /// # Errors
    ///
    /// If the solution has not the lines that it changes, or has them twice.
    pub fn apply(&self, solution: &str) -> Result<String, String> {
        let mut text = solution.to_string();
        for Change { before, after } in &self.change {
            let found = text.matches(before.as_str()).count();
            if found != 1 {
                let name = &self.name;
                return Err(format!("{name}: the solution has {found} times\n{before}"));
            }
            text = text.replacen(before, after, 1);
        }
        Ok(text)
    }
}

/// How often an answer that was misjudged beside the others is run again, alone.
const CHANCES: usize = 3;

/// Runs the answers of one exercise, which are one binary of the package in `folder`, and gives what is wrong with them.
pub(crate) fn judged(exercise: &Exercise, answers: &Answers, folder: &Path) -> Vec<String> {
    let all: Vec<&Answer> = answers.wrong.iter().chain(&answers.right).collect();
    let firsts = match built(exercise, folder) {
        Some(tests) => in_a_hurry(&tests, &all, folder),
        None => vec![run(folder, &["--test", &exercise.name]); all.len()],
    };
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
            outcomes.push(alone(exercise, answer, folder));
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

/// Runs each answer in a process of its own, some at once: what hangs there ends with it. A test waits for a second at most.
fn in_a_hurry(tests: &Path, answers: &[&Answer], folder: &Path) -> Vec<Outcome> {
    let outcomes: Vec<OnceLock<Outcome>> = answers.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let n = next.fetch_add(1, SeqCst);
            let Some(answer) = answers.get(n) else { return };
            let mut command = Command::new(tests);
            command.current_dir(folder).env("WITHIN_A_SECOND", "1");
            command.env_remove("RUST_BACKTRACE");
            command.args([&format!("{}::", answer.name), "--test-threads=4"]);
            let _ = outcomes[n].set(outcome_of(&answer.name, &outcome(&mut command)));
        }
    };
    thread::scope(|scope| (0..3).for_each(|_| drop(scope.spawn(work))));
    outcomes
        .into_iter()
        .filter_map(OnceLock::into_inner)
        .collect()
}

/// Runs one answer.
fn alone(exercise: &Exercise, answer: &Answer, folder: &Path) -> Outcome {
    let tests = format!("{}::", answer.name);
    let arguments = ["--test", &exercise.name, "--", &tests, "--test-threads=1"];
    outcome_of(&answer.name, &run(folder, &arguments))
}

/// Writes the sources of the binary: a module for each answer, with copies of the stage's files and the provided tests. A solution that
/// is a file of its own is that module.
pub(crate) fn write(exercise: &Exercise, answers: &Answers, folder: &Path) -> Vec<String> {
    let (mut main, mut problems) = (String::from("#![allow(warnings)]\n"), Vec::new());
    let tests = format!("exercises/tests/{}.rs", exercise.file);
    let tests = exercise.folder.join(tests);
    let binary = folder.join(&exercise.name);
    let _ = fs::remove_dir_all(&binary); // of an earlier run
    for answer in answers.wrong.iter().chain(&answers.right) {
        let copies = binary.join(&answer.name);
        fs::create_dir_all(&copies).expect("target/ can be written");
        let mut applied = |text: &str| {
            answer.apply(text).unwrap_or_else(|problem| {
                problems.push(format!("{} {problem}", exercise.name));
                String::new()
            })
        };
        let mut module = String::new();
        let sources = sources(&exercise.folder, answers);
        if sources.is_empty() {
            let text = applied(&read(&answers.solution_in(&exercise.folder)));
            let provided = format!("\"../exercises/tests/{}.rs\"", exercise.file);
            module = text.replace(&provided, &format!("{tests:?}"));
        } else {
            for (name, text) in sources {
                let text = match name == answers.solution {
                    true => applied(&text),
                    false => text,
                };
                let text = text.replace("crate::", "super::");
                fs::write(copies.join(format!("{name}.rs")), text).expect("target/ can be written");
                writeln!(module, "pub mod {name};").expect("a String takes it");
            }
            let solution = &answers.solution;
            writeln!(
                module,
                "pub use {solution}::*;\n#[path = {tests:?}]\nmod tests;"
            )
            .expect("a String takes it");
        }
        fs::write(copies.join("mod.rs"), module).expect("target/ can be written");
        writeln!(main, "mod {};", answer.name).expect("a String takes it");
    }
    fs::write(binary.join("main.rs"), main).expect("target/ can be written");
    problems
}

/// The stage's file that is the solution, and those that it needs, by name. None, if the solution is a file of its own.
fn sources(stage: &Path, answers: &Answers) -> BTreeMap<String, String> {
    let uses = Regex::new(r"crate::([a-z_]+)").expect("a pattern");
    let mut wanted: Vec<String> = answers.with.clone();
    wanted.push(answers.solution.clone());
    let mut sources = BTreeMap::new();
    while let Some(name) = wanted.pop() {
        let path = stage.join(format!("src/{name}.rs"));
        if !sources.contains_key(&name) && path.exists() {
            let text: String = read(&path);
            // In a copy the crate's own doc links lead nowhere, and uses of its files must not be looked for in there.
            let code = text.lines().filter(|line| !line.trim().starts_with("//"));
            let code: String = code.map(|line| format!("{line}\n")).collect();
            wanted.extend(uses.captures_iter(&code).map(|found| found[1].to_string()));
            sources.insert(name, text);
        }
    }
    sources
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
