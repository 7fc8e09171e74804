//! Two functions that pause, written as structs. Rows 000a and 002a of the source documents; `two`, `numbers` or `sizes`
//! shows one part.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    println,
};
use std::env;

// ANCHOR: MyGenerator
/// Python:
///
/// ```python
/// def my_generator():
///     print('i am generator and i am being executed')
///     a = 1
///     yield a
///     a += 1
///     yield a
/// ```
#[derive(Debug)]
enum MyGenerator {
    Start,
    FirstYield { a: u32 },
    SecondYield,
    Ended,
}

impl Coroutine for MyGenerator {
    type Yield = u32;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<u32, ()> {
        match *self {
            Self::Start => {
                println!("i am generator and i am being executed");
                let a = 1;
                *self = Self::FirstYield { a };
                Yielded(a)
            }
            Self::FirstYield { mut a } => {
                a += 1;
                *self = Self::SecondYield;
                Yielded(a)
            }
            Self::SecondYield => {
                *self = Self::Ended;
                Complete(())
            }
            Self::Ended => panic!("resumed after the end"),
        }
    }
}
// ANCHOR_END: MyGenerator

// ANCHOR: GenerateNumbers
/// Python:
///
/// ```python
/// def generate_numbers(n):
///     print("starting generating numbers...")
///     for i in range(n):
///         yield i
/// ```
enum GenerateNumbers {
    Start { n: u32 },
    InLoop { i: u32, n: u32 },
}

impl Coroutine for GenerateNumbers {
    type Yield = u32;
    type Return = ();

    fn resume(&mut self, (): ()) -> CoroutineState<u32, ()> {
        let (i, n) = match *self {
            Self::Start { n } => {
                println!("starting generating numbers...");
                (0, n)
            }
            Self::InLoop { i, n } => (i + 1, n),
        };
        *self = Self::InLoop { i, n };
        if i < n { Yielded(i) } else { Complete(()) }
    }
}
// ANCHOR_END: GenerateNumbers

fn instruction_pointer() {
    let mut g = MyGenerator::Start;
    println!("before the first resume: {g:?}");
    while let Yielded(a) = g.resume(()) {
        println!("resume -> {a}");
        println!("paused at: {g:?}");
    }
    println!("resume -> the end: {g:?}");
}

fn nothing_runs_before_the_first_resume() {
    let mut g = GenerateNumbers::Start { n: 3 };
    println!("made a GenerateNumbers");
    // A coroutine that is given nothing and returns nothing is an iterator.
    let numbers = std::iter::from_fn(|| match g.resume(()) {
        Yielded(i) => Some(i),
        Complete(()) => None,
    });
    for i in numbers {
        println!("{i}");
    }
    println!("the end");
}

// ANCHOR: sizes
fn sizes() {
    let (mut i, n) = (0, 3_u32);
    let closure = move || {
        i += 1;
        (i <= n).then_some(i - 1)
    };
    println!("MyGenerator: {} bytes", size_of::<MyGenerator>());
    println!("  its local variable a: {} bytes", size_of::<u32>());
    println!("GenerateNumbers: {} bytes", size_of::<GenerateNumbers>());
    println!("the iterator 0..3: {} bytes", size_of_val(&(0..n)));
    println!("a closure that counts: {} bytes", size_of_val(&closure));
}
// ANCHOR_END: sizes

fn main() {
    match env::args().nth(1).as_deref() {
        Some("two") => instruction_pointer(),
        Some("numbers") => nothing_runs_before_the_first_resume(),
        Some("sizes") => sizes(),
        _ => {
            println!("[000a] the place where it paused is a variant");
            instruction_pointer();
            println!("\n[002a] making it runs nothing");
            nothing_runs_before_the_first_resume();
            println!("\na paused function takes as much memory as what it remembers");
            sizes();
        }
    }
}
