//! Tasks: futures that run beside each other.

pub(crate) mod spawn;

pub use crate::runtime::{
    blocking::pool::spawn_blocking,
    task::{
        join::{JoinError, JoinHandle},
        send_join::SendJoinHandle,
    },
};
pub use spawn::{spawn, yield_now};
