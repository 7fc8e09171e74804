//! Writes wrong twins of the small runtime's `block_on.rs` and `executor.rs`, each of which breaks one of their rules.

use std::{env, fs, path::Path};

type Changes<'a> = Vec<(&'a str, &'a str)>;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let park = "self.woken.swap(true, Ordering::AcqRel); // the flag first: the thread may look at it at once\n";
    let unpark = "self.thread.unpark();\n";
    write(
        "block_on.rs",
        vec![
            // Unparks the thread before the flag is set.
            (
                "unparks_before_the_flag",
                vec![
                    (park, ""),
                    (
                        unpark,
                        "self.thread.unpark();\n        self.woken.swap(true, Ordering::AcqRel);\n",
                    ),
                ],
            ),
        ],
    );
    let look = "state.parked = state.ready.is_empty();\n        state.parked\n";
    let clear = "task.waker.clear_woken();";
    write(
        "executor.rs",
        vec![
            // Parks without a look into the queue.
            (
                "never_looks",
                vec![(look, "state.parked = true;\n        true\n")],
            ),
            // Looks, and says that it is parked under another lock.
            (
                "looks_then_says",
                vec![(
                    look,
                    "let empty = state.ready.is_empty();\n        drop(state);\n        self.lock().parked = empty;\n        empty\n",
                )],
            ),
            // Unparks the loop before the task is in the queue.
            (
                "unparks_first",
                vec![
                    ("state.ready.push_back(task);", ""),
                    (
                        "(self.unpark)();\n        }",
                        "(self.unpark)();\n        }\n        self.lock().ready.push_back(task);",
                    ),
                ],
            ),
            // Clears the flag after the poll.
            (
                "clears_late",
                vec![
                    (clear, ""),
                    (
                        "self.tasks.borrow_mut().insert(id, task);\n                emit",
                        "task.waker.clear_woken();\n                self.tasks.borrow_mut().insert(id, task);\n                emit",
                    ),
                ],
            ),
            // Clears the flag by a store, which does not read what the wakes before it have written.
            (
                "clears_by_store",
                vec![(
                    "self.woken.swap(false, Ordering::AcqRel)",
                    "self.woken.store(false, Ordering::Release)",
                )],
            ),
        ],
    );
}

/// Writes a twin of this file for each name.
fn write(file: &str, twins: Vec<(&str, Changes<'_>)>) {
    let path = format!("../src/{file}");
    println!("cargo::rerun-if-changed={path}");
    let right = fs::read_to_string(path).expect("the stage's file");
    for (name, changes) in twins {
        let mut text = right.clone();
        for (before, after) in changes {
            assert_eq!(
                text.matches(before).count(),
                1,
                "{name}: {file} has not once {before:?}"
            );
            text = text.replace(before, after);
        }
        // An included file cannot have inner docs.
        let text: String = text
            .lines()
            .filter(|line| !line.starts_with("//!"))
            .map(|line| format!("{line}\n"))
            .collect();
        let folder = env::var("OUT_DIR").expect("cargo sets it");
        fs::write(Path::new(&folder).join(format!("{name}.rs")), text)
            .expect("the folder is there");
    }
}
