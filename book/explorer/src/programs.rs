//! The threads that use the small runtime's files.

mod executor;
mod one_future;
mod park_race;

pub use executor::{Wakes, executor};
pub use one_future::one_future;
pub use park_race::{PARK_RACE, park_race};
