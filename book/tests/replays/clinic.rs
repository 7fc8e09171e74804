//! Patients of the clinic on the small executor, which tells of its steps.

mod heartbeat;
mod lines;
mod transfer;

pub(crate) use heartbeat::lost_bytes;
pub(crate) use lines::forgotten_waker;
pub(crate) use transfer::two_transfers;
