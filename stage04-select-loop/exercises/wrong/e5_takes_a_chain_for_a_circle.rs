//! Rejected with: c may go on one day

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
            if path.contains(&name) {
                break; // a circle, but one that `start` is not part of
            }
            path.push(name);
            last = name;
        }
    }
    let stuck = waits.iter().find(|(_, wait)| matches!(wait, Wait::Task(other) if next(other).is_some()));
    stuck.map(|(name, _)| name.to_string())
}

#[path = "../tests/e5_deadlock.rs"]
mod tests;
