//! The page.

use crate::trace::Trace;

/// Page.
pub fn html(_: &Trace) -> String {
    String::new()
}
