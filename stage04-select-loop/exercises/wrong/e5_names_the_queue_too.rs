//! Rejected with: nobody in the circle waits for main

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
            let again = path.contains(&name);
            path.push(name);
            if again {
                return Some(path.join(" -> "));
            }
            last = name;
        }
    }
    None
}

#[path = "../tests/e5_deadlock.rs"]
mod tests;
