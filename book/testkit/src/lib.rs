//! What the tests of all stages share.

pub mod echo;
mod recorded;
mod within;

pub use recorded::{recorded, recorded_from};
pub use within::within;
