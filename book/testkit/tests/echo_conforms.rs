//! A good server passes the echo suite.

#[path = "servers/good.rs"]
mod good;

#[test]
fn a_thread_per_connection_with_a_proper_stop_conforms() {
    testkit::echo::conform("a thread per connection", good::serve);
}
