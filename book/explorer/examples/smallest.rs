//! How an explorer works, in the fewest lines: tasks are run in every order, by running them again with other choices.

use stage01::println;
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

type Task = Pin<Box<dyn Future<Output = ()>>>;

// ANCHOR: run
/// Runs the tasks. Which one is polled next is a choice: the script says which, and after its end it is the first.
/// Returns each choice, and how many options it had.
fn run(mut tasks: Vec<Task>, script: &[usize]) -> Vec<(usize, usize)> {
    let mut cx = Context::from_waker(Waker::noop());
    let mut choices = vec![];
    while !tasks.is_empty() {
        let choice = script.get(choices.len()).copied().unwrap_or(0);
        choices.push((choice, tasks.len()));
        if tasks[choice].as_mut().poll(&mut cx).is_ready() {
            drop(tasks.remove(choice));
        }
    }
    choices
}
// ANCHOR_END: run

// ANCHOR: next
/// The script of the next order: the last choice that has another option takes it. What comes after is new.
fn next(mut choices: Vec<(usize, usize)>) -> Option<Vec<usize>> {
    while let Some((choice, options)) = choices.pop() {
        if choice + 1 < options {
            let before = choices.into_iter().map(|(choice, _)| choice);
            return Some(before.chain([choice + 1]).collect());
        }
    }
    None
}
// ANCHOR_END: next

/// Lets other tasks go first, once.
async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|_| match std::mem::replace(&mut yielded, true) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await;
}

// ANCHOR: main
fn main() {
    let (mut script, mut orders) = (Some(vec![]), 0);
    while let Some(choices) = script {
        // Two tasks count to two. Each reads the counter, lets others go first, and writes one more.
        let counter = Rc::new(Cell::new(0));
        let count = |counter: Rc<Cell<u32>>| async move {
            let seen = counter.get();
            yield_now().await;
            counter.set(seen + 1);
        };
        let tasks: Vec<Task> = vec![
            Box::pin(count(counter.clone())),
            Box::pin(count(counter.clone())),
        ];
        let choices = run(tasks, &choices);
        orders += 1;
        let taken: Vec<_> = choices.iter().map(|(choice, _)| choice).collect();
        println!("order {orders}, choices {taken:?}: {}", counter.get());
        script = next(choices);
    }
}
// ANCHOR_END: main
