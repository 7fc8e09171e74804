//! x
#![warn(clippy::unwrap_used)]
pub mod echo;
mod event_loop;
mod future;
mod selector;
pub use event_loop::EventLoop;
pub use future::{Future, InvalidState};
pub use selector::{Interest, Key, Ready, Selector, Source};
