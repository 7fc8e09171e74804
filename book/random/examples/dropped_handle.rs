//! The smallest program that the two runtimes of stage 6 run with other counts of polls.

#[path = "../tests/async_await/full.rs"]
mod full;
#[path = "../tests/async_await/small.rs"]
mod small;
#[allow(dead_code)] // the twins use more of it
#[path = "../tests/async_await/words.rs"]
mod words;

use random_programs::{
    Body,
    Cancelling::{AtOnce, WhenPolled},
    Program, Step, model,
};
use stage01::println;

fn main() {
    let child = Body {
        task: 1,
        steps: vec![Step::Sleep(2)],
    };
    let limited = Step::Within(1, vec![Step::Within(1, vec![Step::Join(0)])]);
    let program = Program(vec![Body {
        task: 0,
        steps: vec![Step::Spawn(child), limited, Step::Sleep(2)],
    }]);
    println!("{program}");
    let row = |name, runs, model| println!("{name}: {runs} polls, and {model} by the model");
    row(
        "small",
        small::run(&program).polls,
        model(&program, WhenPolled).polls,
    );
    row(
        "full",
        full::run(&program).polls,
        model(&program, AtOnce).polls,
    );
}
