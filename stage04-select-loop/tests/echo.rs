//! The conformance suite: what the server by requests promises to its clients. Nothing is excused.

#[test]
fn requests_conform() {
    testkit::echo::conform("requests", stage04::echo::serve);
}
