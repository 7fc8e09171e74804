//! Rejected with: still waiting for an answer about a handful of tasks

/// What a task waits for.
#[derive(Clone, Copy)]
enum Wait {
    /// For the end of the task with this name.
    Task(&'static str),
    /// For something that may come from outside: a socket, a timer.
    Outside,
}

fn cycle(waits: &[(&'static str, Wait)]) -> Option<String> {
    let next = |name| waits.iter().find(|(other, _)| *other == name).map(|(_, wait)| *wait);
    for &(start, _) in waits {
        let mut path = vec![start];
        let mut last = start;
        while let Some(Wait::Task(name)) = next(last) {
            if name == start {
                path.push(start);
                return Some(path.join(" -> "));
            }
            path.push(name);
            last = name;
        }
    }
    None
}

#[path = "../tests/e5_deadlock.rs"]
mod tests;
