//! A notification.

use crate::{
    wait::{Kind, Wait},
    words::{Name, Words},
};
use std::ops::Deref;
use tokio::sync::futures::Notified;

/// As tokio's.
#[derive(Debug)]
pub struct Notify {
    name: Name,
    notify: tokio::sync::Notify,
}

impl Notify {
    /// As tokio's.
    #[track_caller]
    #[expect(clippy::new_without_default, reason = "it is named after its line")]
    pub fn new() -> Self {
        let name = Name::new("Notify");
        let notify = tokio::sync::Notify::new();
        Notify { name, notify }
    }

    /// As tokio's; its `enable` is missing.
    #[track_caller]
    pub fn notified(&self) -> Wait<Notified<'_>> {
        let words = Words::Named("the ", self.name);
        Wait::new(self.notify.notified(), words, Kind::Whole)
    }
}

impl Deref for Notify {
    type Target = tokio::sync::Notify;
    fn deref(&self) -> &Self::Target {
        &self.notify
    }
}
