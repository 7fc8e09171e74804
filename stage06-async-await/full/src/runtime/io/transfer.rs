//! What the length of a transfer says about the next one.

/// What a try has found.
pub(crate) enum Tried<T> {
    /// This. The next try may find more.
    MayHaveMore(T),
    /// This, and there is no more for now.
    Drained(T),
}

impl<T> Tried<T> {
    pub(crate) fn into_inner(self) -> T {
        match self {
            Tried::MayHaveMore(value) | Tried::Drained(value) => value,
        }
    }
}

impl Tried<usize> {
    /// For a socket whose transfers may be short for other reasons, as a Unix socket's are at a descriptor that is
    /// sent along.
    #[cfg(unix)]
    pub(crate) fn may_have_more(transferred: usize, _possible: usize) -> Self {
        Tried::MayHaveMore(transferred)
    }

    /// A transfer that was shorter than it might have been has emptied, or filled, the socket: epoll(7) promises that
    /// of streams, and an urgent byte is told there. Elsewhere a read may stop at one silently; and where mio has to
    /// emulate edges, on Windows, only `WouldBlock` arms the next one.
    pub(crate) fn of(transferred: usize, possible: usize) -> Self {
        let promised = cfg!(any(target_os = "linux", target_os = "android"));
        match promised && 0 < transferred && transferred < possible {
            true => Tried::Drained(transferred),
            false => Tried::MayHaveMore(transferred),
        }
    }
}

/// How many bytes a single call may transfer. The system looks at no more than this many slices, and at no more than
/// this many bytes, so what is beyond says nothing about the socket.
pub(crate) fn possible(lengths: impl Iterator<Item = usize>) -> usize {
    const MOST_SLICES: usize = 1024;
    const MOST_BYTES: usize = 0x7fff_f000;
    let all = lengths.take(MOST_SLICES).fold(0, usize::saturating_add);
    all.min(MOST_BYTES)
}

#[cfg(test)]
#[path = "../../../tests/unit/transfer.rs"]
mod tests;
