//! What an echo server promises: one small function for each promise.

mod answers;
mod load;
mod resets;
mod resources;

use super::{server::Server, symptom::Seen};

/// One promise, and how to find out whether a server keeps it.
pub(super) struct Check {
    pub(super) name: &'static str,
    /// What clients may rely on, as a sentence.
    pub(super) promise: &'static str,
    /// Gets a new server that is not yet started.
    pub(super) run: fn(&mut Server) -> Seen,
}

/// Whether a server stops is found out early: one that does not is then not waited for again.
pub(super) const STOP: &str = "clean stop";

/// All checks, in the order in which they run. The descriptors come first, because servers that failed a check may linger.
pub(super) const CHECKS: [Check; 15] = [
    Check {
        name: "descriptors come back",
        promise: "the server gives back all that its clients made it open, and all the rest when it stops",
        run: resources::descriptors,
    },
    Check {
        name: STOP,
        promise: "told to stop, the server ends every connection and returns `Ok`, whatever its clients are doing",
        run: resources::stop,
    },
    Check {
        name: "many clients at once",
        promise: "fifty clients, all connected before the first byte, get their answers while all stay",
        run: answers::many_clients,
    },
    Check {
        name: "a megabyte each way",
        promise: "1 MiB comes back while it is being sent",
        run: answers::megabyte,
    },
    Check {
        name: "pieces of odd sizes",
        promise: "each piece comes back as it was, whatever the sizes of the pieces before it",
        run: answers::odd_pieces,
    },
    Check {
        name: "single bytes",
        promise: "a single byte comes back at once, without waiting for a second one",
        run: answers::single_bytes,
    },
    Check {
        name: "half-close",
        promise: "a client that has ended its side still gets every byte back, and then the end",
        run: answers::half_close,
    },
    Check {
        name: "nothing unasked",
        promise: "no byte comes that the client did not send, neither before its first byte nor after its end",
        run: answers::nothing_unasked,
    },
    Check {
        name: "slow reader",
        promise: "a client that sends all it can, and then reads little by little, gets everything",
        run: load::slow_reader,
    },
    Check {
        name: "a client that never reads",
        promise: "it can send 8 MiB at most, and the other clients are served meanwhile",
        run: load::never_reads,
    },
    Check {
        name: "connects and leaves",
        promise: "clients that leave without a word do not harm the next ones",
        run: resets::connects_and_leaves,
    },
    Check {
        name: "reset before accept",
        promise: "a connection that was reset before the server took it does not harm the next ones",
        run: resets::before_accept,
    },
    Check {
        name: "reset mid-stream",
        promise: "a connection that is reset while bytes flow does not harm the next ones",
        run: resets::mid_stream,
    },
    Check {
        name: "reset beside others",
        promise: "a connection that is reset does not harm those that are open beside it",
        run: resets::beside_others,
    },
    Check {
        name: "idle clients cost nothing",
        promise: "while all clients are silent, the server is busy for less than a tenth of the time",
        run: resources::idle,
    },
];
