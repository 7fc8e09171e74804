//! What a registration waits for, its name, and what it is told.

use std::fmt;

/// What a registration waits for. Python: `EVENT_READ`, `EVENT_WRITE` and both.
///
/// "Neither" is not among them: the operating system reports errors and hang-ups of every socket it watches, so
/// a socket that is watched for nothing would be reported forever. Unregister it instead.
///
/// ```
/// use stage02::Interest;
///
/// let (has_room, has_something_to_say) = (true, false);
/// let interest = Interest::new(has_room, has_something_to_say);
/// assert_eq!(interest, Some(Interest::Read));
/// assert_eq!(Interest::new(false, false), None); // unregister it
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interest {
    /// A `read` or `accept` would not block: bytes, a client, the end, or an error is there.
    Read,
    /// A `write` would not block, or a `connect` has ended, well or badly.
    Write,
    /// Either of them.
    ReadWrite,
}

impl Interest {
    /// The interest in what is asked for; `None` if nothing is.
    pub fn new(read: bool, write: bool) -> Option<Interest> {
        match (read, write) {
            (true, true) => Some(Interest::ReadWrite),
            (true, false) => Some(Interest::Read),
            (false, true) => Some(Interest::Write),
            (false, false) => None,
        }
    }

    /// True if readability is part of it.
    pub fn reads(self) -> bool {
        self != Interest::Write
    }

    /// True if writability is part of it.
    pub fn writes(self) -> bool {
        self != Interest::Read
    }
}

/// The name of one registration. No selector gives out the same key twice, so a key that outlives its
/// registration names nothing, and never a newer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub(crate) u64);

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

// ANCHOR: Ready
/// One registration that became ready. At least one of the two is true, and only what was asked for is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ready {
    /// Which registration.
    pub key: Key,
    /// A `read` or `accept` will not block.
    pub readable: bool,
    /// A `write` will not block.
    pub writable: bool,
}
// ANCHOR_END: Ready
