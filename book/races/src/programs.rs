//! The threads that use the small runtime's files, and a loop that uses stage 4's timers.

mod cancel;
mod deadline_race;
mod executor;
#[path = "../../../stage06-async-await/examples/naive_join/word.rs"]
mod letters;
mod one_future;
mod park_race;
mod wake_during_poll;
mod whole_loop;
mod words;

pub use cancel::{CANCEL_RACE, Keeps, cancel_race};
pub use deadline_race::{DEADLINE_RACE, Version, deadline_race};
pub use executor::{Wakes, executor};
pub use one_future::one_future;
pub use park_race::{PARK_RACE, park_race};
pub use wake_during_poll::{WAKE_DURING_POLL, Whose, wake_during_poll};
pub use whole_loop::{Parts, whole_loop};
