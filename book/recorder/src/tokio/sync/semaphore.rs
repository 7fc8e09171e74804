//! Permits: who asks for one, who has one.

use crate::{
    hold::Held,
    wait::{Kind, Wait},
    words::{Name, Words},
};
use std::{panic::Location, sync::Arc};
use tokio::sync::{AcquireError, TryAcquireError};

/// As tokio's. `acquire_many_owned` and `try_acquire_owned` are missing.
#[derive(Debug)]
pub struct Semaphore {
    name: Name,
    permits: Arc<tokio::sync::Semaphore>,
}

/// As tokio's.
#[derive(Debug)]
pub struct SemaphorePermit<'a>(Held<tokio::sync::SemaphorePermit<'a>>);

/// As tokio's.
#[derive(Debug)]
pub struct OwnedSemaphorePermit(Held<tokio::sync::OwnedSemaphorePermit>);

impl SemaphorePermit<'_> {
    /// As tokio's: the permit is gone, and the task has it no more.
    pub fn forget(self) {
        self.0.into_inner().forget();
    }
}

impl OwnedSemaphorePermit {
    /// As tokio's: the permit is gone, and the task has it no more.
    pub fn forget(self) {
        self.0.into_inner().forget();
    }
}

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
        self.acquire_many(1)
    }

    /// As tokio's.
    ///
    /// # Errors
    /// As tokio's.
    #[track_caller]
    pub fn try_acquire(&self) -> Result<SemaphorePermit<'_>, TryAcquireError> {
        let permit = self.permits.try_acquire()?;
        Ok(SemaphorePermit(Held::got(permit, self.words())))
    }

    /// As tokio's. In the trace, many permits are one.
    #[track_caller]
    pub fn acquire_many(
        &self,
        n: u32,
    ) -> impl Future<Output = Result<SemaphorePermit<'_>, AcquireError>> {
        let (words, at) = (self.words(), Location::caller());
        let permit = self.permits.acquire_many(n);
        let permit = Wait::at(permit, words.clone(), Kind::Resource, at);
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
