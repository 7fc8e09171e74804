//! What the tests of all stages share.

mod within;

pub use within::within;
