//! A value comes in where another went out. Rows 001j, 001k, 001l and 002b of the source documents.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
    println,
};

// ANCHOR: Corner
/// Python:
///
/// ```python
/// def s():
///     x = 'HI'
///     message = yield x
///     print(message)
///     yield 'Nice'
/// ```
enum Corner {
    Start,
    /// Paused in the middle of a line: `yield x` is done, `message =` is not.
    AwaitingMessage,
    SaidNice,
}

impl Coroutine<&str> for Corner {
    type Yield = &'static str;
    type Return = ();

    fn resume(&mut self, sent: &str) -> CoroutineState<&'static str, ()> {
        match self {
            Self::Start => {
                let x = "HI";
                *self = Self::AwaitingMessage;
                Yielded(x)
            }
            Self::AwaitingMessage => {
                let message = sent;
                println!("{message}");
                *self = Self::SaidNice;
                Yielded("Nice")
            }
            Self::SaidNice => Complete(()),
        }
    }
}
// ANCHOR_END: Corner

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

fn main() {
    println!("[001j 001k 001l] one function, three resumes");
    let mut i = Corner::Start;
    for sent in ["thrown away", "Hello", "again"] {
        match i.resume(sent) {
            Yielded(y) => println!("-> {y}"),
            Complete(()) => println!("the end"),
        }
    }

    println!("\n[002b] a coroutine that only takes");
    let mut c = CompareNumbers {
        n: 5,
        started: false,
    };
    println!("created, nothing printed yet");
    for sent in [0, 3, 10] {
        c.resume(sent); // the first argument reaches nobody
    }
}
