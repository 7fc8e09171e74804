//! The rows: what goes wrong, and how a client finds out what the server makes of it.

use crate::Design;
#[cfg(unix)]
use crate::{outside, server::Server, stopping};
use std::path::Path;
use testkit::echo::{Seen, Suite, Symptom};

/// Something that goes wrong outside of the server.
#[derive(Debug)]
pub struct Fault {
    /// A name for its row.
    pub name: &'static str,
    /// What a good server's clients may rely on nevertheless.
    pub promise: &'static str,
    how: How,
}

/// How the fault is made.
#[derive(Debug)]
enum How {
    /// The echo suite has a check of that name. The server runs on a thread.
    Suite,
    /// The server has a process of its own.
    #[cfg(unix)]
    Process(fn(&mut Server) -> Seen),
}

/// All faults. Outside of Unix, those that are made by a client.
pub const FAULTS: &[Fault] = &[
    suite(
        "half-close",
        "a client that has ended its side gets every byte",
    ),
    suite("single bytes", "a single byte comes back at once"),
    suite("slow reader", "a client that reads late gets every byte"),
    suite(
        "a client that never reads",
        "the others are served, and memory is bounded",
    ),
    suite("reset before accept", "the next client is served"),
    suite("reset mid-stream", "the next client is served"),
    suite("reset beside others", "the others are served"),
    suite("idle clients cost nothing", "the server rests"),
    #[cfg(unix)]
    process(
        "a client that says nothing",
        "the others are served",
        outside::silence,
    ),
    #[cfg(unix)]
    process(
        "a client is stopped",
        "the others are served, and it gets every byte",
        stopping::client_stopped,
    ),
    #[cfg(unix)]
    process(
        "a client is killed",
        "the next client is served",
        stopping::client_killed,
    ),
    #[cfg(unix)]
    process(
        "the server is stopped",
        "all get every byte when it goes on",
        stopping::server_stopped,
    ),
    #[cfg(unix)]
    process("a storm of signals", "all get every byte", outside::signals),
    #[cfg(unix)]
    process(
        "no descriptor is left",
        "those connected are served, and the others later",
        outside::descriptors,
    ),
    #[cfg(unix)]
    process(
        "idle without a descriptor",
        "the server rests",
        outside::idle,
    ),
    #[cfg(unix)]
    process("a handler panics", "the others are served", outside::panic),
];

const fn suite(name: &'static str, promise: &'static str) -> Fault {
    Fault {
        name,
        promise,
        how: How::Suite,
    }
}

#[cfg(unix)]
const fn process(
    name: &'static str,
    promise: &'static str,
    make: fn(&mut Server) -> Seen,
) -> Fault {
    Fault {
        name,
        promise,
        how: How::Process(make),
    }
}

impl Fault {
    /// Makes the fault, and returns what the clients of this server saw. After it, the server must run and serve the next client,
    /// and no descriptor may be left open. `program` is this package's: its processes are servers and clients.
    ///
    /// # Errors
    ///
    /// When the server breaks its promise.
    #[cfg_attr(not(unix), expect(unused_variables, reason = "there are no processes"))]
    pub fn judge(&self, program: &Path, design: Design) -> Seen {
        match self.how {
            How::Suite => {
                let mut suite = Suite::new(&design.name(), design.serve());
                for &(fault, symptom) in design.cannot() {
                    if fault == self.name {
                        suite = suite.cannot(fault, symptom);
                    }
                }
                if design == Design::Blocking {
                    suite = suite.cannot("clean stop", Symptom::DoesNotStop);
                }
                suite.outcome(self.name)
            }
            #[cfg(unix)]
            How::Process(make) => {
                let mut cannot = design.cannot().iter();
                let waits = |symptom| matches!(symptom, Symptom::NoAnswer | Symptom::Spins);
                let hopeless = cannot.any(|&(fault, symptom)| fault == self.name && waits(symptom));
                let mut server = Server::new(program, design, hopeless);
                let seen = make(&mut server).and_then(|()| server.is_whole());
                seen.map_err(|failure| server.explain(failure))
            }
        }
    }
}
