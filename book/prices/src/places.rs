//! The server has one processor, and its clients have another.
//!
//! On a single one, the scheduler could run the client in the middle of the server's `send`. The next request is then
//! there before the server has turned to its other clients, and its design is not measured.

use measure::machine;
use std::sync::OnceLock;

/// The processors that this process may run on, before it chose one.
fn cpus() -> &'static [usize] {
    static CPUS: OnceLock<Vec<usize>> = OnceLock::new();
    CPUS.get_or_init(machine::cpus)
}

/// Keeps this thread, with the clients that it runs, on the first processor. Returns what came of it, in words.
pub(crate) fn for_clients() -> String {
    match cpus() {
        [first, .., last] if machine::stay_on(*first) => {
            format!("servers on CPU {last}, clients on CPU {first}")
        }
        _ => {
            "servers and clients are NOT kept on a processor each: the times mean little".to_owned()
        }
    }
}

/// Starts a server: on the last processor, if the clients are kept on the first.
pub(crate) fn for_server<T>(start: impl FnOnce() -> T) -> T {
    match cpus() {
        [first, .., last] if machine::cpus() == [*first] => {
            machine::stay_on(*last);
            let started = start();
            machine::stay_on(*first);
            started
        }
        _ => start(),
    }
}
