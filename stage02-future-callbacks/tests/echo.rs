//! The conformance suite: what each of the four designs promises to its clients, and what two of them cannot.

use stage02::echo::{blocking, callbacks, select, threads};
use testkit::echo::{Suite, Symptom, conform};

#[test]
fn callbacks_conform() {
    conform("callbacks", callbacks::serve);
}

#[test]
fn select_conforms() {
    conform("select", select::serve);
}

#[test]
fn a_thread_per_connection_conforms() {
    conform("a thread per connection", threads::serve);
}

#[test]
fn blocking_serves_one_client_and_looks_at_nothing_else() {
    Suite::new("blocking", blocking::serve)
        .cannot("descriptors come back", Symptom::DoesNotStop)
        .cannot("clean stop", Symptom::DoesNotStop)
        .cannot("many clients at once", Symptom::NoAnswer)
        .cannot("a client that never reads", Symptom::NoAnswer)
        .cannot("reset beside others", Symptom::NoAnswer)
        .run();
}
