//! What runs futures: the loop, and the parts that it joins.

pub(crate) mod blocking;
pub(crate) mod builder;
pub(crate) mod context;
pub(crate) mod handle;
pub(crate) mod io;
#[allow(clippy::module_inception)] // as in tokio
pub(crate) mod runtime;
pub(crate) mod scheduler;
pub(crate) mod task;
pub(crate) mod tick;
pub(crate) mod time;

pub use builder::Builder;
pub use handle::Handle;
pub use runtime::{Metrics, Runtime};
