//! The columns: every echo server of the course.

use crate::{panicking, servers};
use clap::ValueEnum;
use testkit::echo::{Serve, Symptom};

/// A way to serve many clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Design {
    /// Stage 2: one thread, one client at a time.
    Blocking,
    /// Stage 2: a thread for each client.
    Threads,
    /// Stage 2: one loop around `select`.
    Select,
    /// Stage 2: callbacks on a loop, without any guard.
    Naive,
    /// Stage 2: callbacks on a loop.
    Callbacks,
    /// Stage 3: tasks on that loop.
    Tasks,
    /// Stage 4: tasks that ask the loop.
    Requests,
    /// Stage 5: tasks that try again and again.
    Polling,
    /// Stage 6: the small runtime.
    Small,
    /// Stage 6: the full runtime.
    Full,
}

impl Design {
    /// Returns its server.
    pub fn serve(self) -> Serve {
        match self {
            Design::Blocking => stage02::echo::blocking::serve,
            Design::Threads => stage02::echo::threads::serve,
            Design::Select => stage02::echo::select::serve,
            Design::Callbacks => stage02::echo::callbacks::serve,
            Design::Naive => servers::naive,
            Design::Tasks => servers::tasks,
            Design::Requests => stage04::echo::serve,
            Design::Polling => stage05::echo::serve,
            Design::Small => stage06::echo::serve,
            Design::Full => stage06_full::echo::serve,
        }
    }

    /// Returns a server whose handler panics at the first byte of its first client. `None` for `select`, which has no handlers.
    pub fn serve_with_a_panic(self) -> Option<Serve> {
        Some(match self {
            Design::Blocking => panicking::blocking,
            Design::Threads => panicking::threads,
            Design::Select => return None,
            Design::Naive | Design::Callbacks => panicking::callbacks,
            Design::Tasks => panicking::tasks,
            Design::Requests => panicking::requests,
            Design::Polling => panicking::polling,
            Design::Small => panicking::small,
            Design::Full => panicking::full,
        })
    }

    /// Returns what this design cannot do: the name of a fault, and what a client sees. All else, it must do.
    pub fn cannot(self) -> &'static [(&'static str, Symptom)] {
        use Symptom::*;
        match self {
            // The one thread waits for the client that it serves.
            Design::Blocking => &[
                ("a client that says nothing", NoAnswer),
                ("a client that never reads", NoAnswer),
                ("a client is stopped", NoAnswer),
                ("reset beside others", NoAnswer),
                ("no descriptor is left", NoAnswer),
                ("a handler panics", Died),
            ],
            // The panic of a callback leaves `run`, and with it the server. Its caller may call `run` again.
            Design::Callbacks => &[("a handler panics", Died)],
            // It waits for a client that does not read, and each error ends it.
            Design::Naive => &[
                ("a client that never reads", NoAnswer),
                ("a client is stopped", NoAnswer),
                ("reset before accept", Died),
                ("reset mid-stream", Died),
                ("reset beside others", Died),
                ("a client is killed", Died),
                ("no descriptor is left", Died),
                ("idle without a descriptor", Died),
                ("a handler panics", Died),
            ],
            // Its accept loop tries again at once.
            Design::Tasks => &[("idle without a descriptor", Spins)],
            // Each task tries again in every turn.
            Design::Polling => &[
                ("idle clients cost nothing", Spins),
                ("idle without a descriptor", Spins),
            ],
            _ => &[],
        }
    }

    /// Returns its name, as its column and its process have it.
    pub fn name(self) -> String {
        word(self)
    }
}

/// What a value is called on the command line.
pub(crate) fn word(value: impl ValueEnum) -> String {
    let value = value.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}
