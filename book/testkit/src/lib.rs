//! What the tests of all stages share.

mod bomb;
#[cfg(target_os = "linux")]
mod cpu;
pub mod echo;
mod programs;
mod recorded;
mod within;

pub use bomb::{Bomb, contained};
#[cfg(target_os = "linux")]
pub use cpu::{awake_time, cpu_time, naps};
pub use programs::end_quietly_without_a_reader;
pub use recorded::{observed, recorded, recorded_from};
pub use within::within;
