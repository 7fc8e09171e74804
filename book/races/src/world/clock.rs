//! The clock of a [`World`](super::World).

use std::time::Duration;

use super::world;

/// A point in the time of the [`World`](super::World).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(Duration);

impl Instant {
    /// Returns the time. Another thread may act just before.
    #[track_caller]
    pub fn now() -> Instant {
        let world = world();
        world.moment("while the loop looks at the clock", true);
        Instant(world.now())
    }

    /// Returns this time and a duration, if there is such a time.
    pub fn checked_add(self, duration: Duration) -> Option<Instant> {
        self.0.checked_add(duration).map(Instant)
    }

    /// Returns how much later this is; zero if it is not.
    pub fn saturating_duration_since(self, earlier: Instant) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl std::ops::Add<Duration> for Instant {
    type Output = Instant;

    fn add(self, duration: Duration) -> Instant {
        Instant(self.0 + duration)
    }
}
