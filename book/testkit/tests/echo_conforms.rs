//! A good server passes the echo suite, and those that are limited by design do what is stated.

#[path = "servers/designs.rs"]
mod designs;

use testkit::echo::{Suite, Symptom, conform};

#[test]
fn a_thread_per_connection_conforms() {
    conform("a thread per connection", designs::a_thread_each);
}

#[test]
fn a_server_of_one_client_at_a_time_fails_as_stated() {
    Suite::new("one client at a time", designs::one_at_a_time)
        .cannot("clean stop", Symptom::DoesNotStop)
        .cannot("many clients at once", Symptom::NoAnswer)
        .cannot("a client that never reads", Symptom::NoAnswer)
        .cannot("reset beside others", Symptom::NoAnswer)
        .run();
}

#[test]
fn a_server_that_never_waits_conforms_but_for_what_it_costs() {
    Suite::new("never waits", designs::never_waits)
        .cannot("idle clients cost nothing", Symptom::Spins)
        .run();
}
