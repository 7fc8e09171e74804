//! What runs futures: the loop, and the parts that it joins.

pub(crate) mod blocking;
pub(crate) mod builder;
pub(crate) mod config;
pub(crate) mod context;
pub(crate) mod coop;
pub(crate) mod core;
pub(crate) mod handle;
pub(crate) mod io;
pub(crate) mod metrics;
pub(crate) mod park;
#[allow(clippy::module_inception)] // as in tokio
pub(crate) mod runtime;
pub(crate) mod scheduler;
pub(crate) mod task;
pub(crate) mod tick;
pub(crate) mod time;

pub use builder::Builder;
pub use context::{CurrentGuard, is_running, metrics};
pub use handle::Handle;
pub use metrics::Metrics;
pub use runtime::Runtime;
