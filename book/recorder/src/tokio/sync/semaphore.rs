//! Permits: who asks for one, who has one.

use crate::{
    hold::Held,
    wait::{Kind, Wait},
    words::{Name, Words},
};
use std::{panic::Location, sync::Arc};
use tokio::sync::AcquireError;

/// As tokio's. `acquire_many` and the `try_` methods are missing.
#[derive(Debug)]
pub struct Semaphore {
    name: Name,
    permits: Arc<tokio::sync::Semaphore>,
}

/// As tokio's.
#[derive(Debug)]
pub struct SemaphorePermit<'a>(#[expect(dead_code)] Held<tokio::sync::SemaphorePermit<'a>>);

/// As tokio's.
#[derive(Debug)]
pub struct OwnedSemaphorePermit(#[expect(dead_code)] Held<tokio::sync::OwnedSemaphorePermit>);

impl Semaphore {
    /// As tokio's.
    #[track_caller]
    pub fn new(permits: usize) -> Self {
        let name = Name::new("Semaphore");
        let permits = Arc::new(tokio::sync::Semaphore::new(permits));
        Semaphore { name, permits }
    }

    /// As tokio's.
    #[track_caller]
    pub fn acquire(&self) -> impl Future<Output = Result<SemaphorePermit<'_>, AcquireError>> {
        let (words, at) = (self.words(), Location::caller());
        let permit = Wait::at(self.permits.acquire(), words.clone(), Kind::Resource, at);
        async { Ok(SemaphorePermit(Held::new(permit.await?, words))) }
    }

    /// As tokio's.
    #[track_caller]
    pub fn acquire_owned(
        self: Arc<Self>,
    ) -> impl Future<Output = Result<OwnedSemaphorePermit, AcquireError>> {
        let (words, at) = (self.words(), Location::caller());
        let permit = self.permits.clone().acquire_owned();
        let permit = Wait::at(permit, words.clone(), Kind::Resource, at);
        async { Ok(OwnedSemaphorePermit(Held::new(permit.await?, words))) }
    }

    /// As tokio's.
    pub fn available_permits(&self) -> usize {
        self.permits.available_permits()
    }

    /// As tokio's.
    pub fn add_permits(&self, n: usize) {
        self.permits.add_permits(n);
    }

    /// As tokio's.
    pub fn close(&self) {
        self.permits.close();
    }

    fn words(&self) -> Words {
        Words::Named("a permit of the ", self.name)
    }
}
