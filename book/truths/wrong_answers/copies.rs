//! The answers to an exercise as modules of one binary: copies of the solution, changed.

use crate::{exercises::Exercise, page::read};
use course::answers::Answers;
use regex::Regex;
use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

/// Writes the sources of the binary: a module for each answer, with copies of the stage's files and the provided tests. A solution that
/// is a file of its own is that module.
pub(super) fn write(exercise: &Exercise, answers: &Answers, folder: &Path) -> Vec<String> {
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
                // As in the stub: a test may run threads in every order.
                let text = match name.as_str() {
                    "sync" => text.replace("use std::sync::", "use explorer::sync::"),
                    _ => text,
                };
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
