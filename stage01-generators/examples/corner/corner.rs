//! A function with two pauses, into which a value comes.

use super::println;
use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
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
#[derive(Debug)]
pub enum Corner {
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
