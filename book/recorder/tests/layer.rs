//! What the stages' loops tell by `tracing`.

mod support;

use recorder::{Picture, Trace, What};
use stage04::{EventLoop, sleep};
use support::{LIMIT, Memory};
use testkit::within;
use tracing_subscriber::layer::SubscriberExt as _;
