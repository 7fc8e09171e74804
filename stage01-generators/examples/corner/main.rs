//! A value comes in where another went out. Rows 001j, 001k, 001l and 002b of the source documents. With `three`, the
//! first of them alone.
#![allow(unreachable_pub)]

mod corner;

use corner::Corner;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    println,
};
use std::env;

/// Python:
///
/// ```python
/// def compare_numbers(n):
///     print("Does input number less than {} ?".format(n))
///     while True:
///         i = (yield)
///         print("yes!" if i < n else "no!")
/// ```
struct CompareNumbers {
    n: i32,
    started: bool,
}

impl Coroutine<i32> for CompareNumbers {
    type Yield = ();
    type Return = ();

    fn resume(&mut self, i: i32) -> CoroutineState<(), ()> {
        if self.started {
            println!("{}", if i < self.n { "yes!" } else { "no!" });
        } else {
            println!("Does input number less than {} ?", self.n);
            self.started = true;
        }
        Yielded(())
    }
}

// ANCHOR: three_resumes
fn three_resumes() {
    let mut i = Corner::Start;
    for sent in ["thrown away", "Hello", "again"] {
        match i.resume(sent) {
            Yielded(y) => println!("-> {y}"),
            Complete(()) => println!("the end"),
        }
    }
}
// ANCHOR_END: three_resumes

fn main() {
    if env::args().nth(1).as_deref() == Some("three") {
        return three_resumes();
    }
    println!("[001j 001k 001l] one function, three resumes");
    three_resumes();

    println!("\n[002b] a coroutine that only takes");
    let mut c = CompareNumbers {
        n: 5,
        started: false,
    };
    println!("created, nothing printed yet");
    for sent in [0, 3, 10] {
        c.resume(sent); // the first argument reaches no line of it
    }
}
