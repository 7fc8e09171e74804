//! What the tests of all stages share.

pub mod echo;
mod within;

pub use within::within;
