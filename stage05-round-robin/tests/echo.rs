//! The conformance suite: what the server by trying promises to its clients, and what it cannot.

use testkit::echo::{Suite, Symptom};

#[test]
fn polling_conforms_but_for_idle_clients() {
    Suite::new("polling", stage05::echo::serve)
        .cannot("idle clients cost nothing", Symptom::Spins)
        .run();
}
