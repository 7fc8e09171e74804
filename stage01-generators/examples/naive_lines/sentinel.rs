//! Version 0: an empty chunk means that there are no more.

use stage01::{
    Coroutine,
    CoroutineState::{self, Complete, Yielded},
};
use std::mem;

// ANCHOR: Message
/// Takes chunks of text, and returns the whole message.
#[derive(Default)]
pub struct Message(String);

impl Coroutine<&str> for Message {
    type Yield = ();
    type Return = String;

    fn resume(&mut self, chunk: &str) -> CoroutineState<(), String> {
        if chunk.is_empty() {
            return Complete(mem::take(&mut self.0)); // no more chunks
        }
        self.0.push_str(chunk);
        Yielded(())
    }
}
// ANCHOR_END: Message
