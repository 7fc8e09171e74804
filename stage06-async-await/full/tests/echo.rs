//! The conformance suite: what the server by wakers promises to its clients. Nothing is excused.

use testkit::echo::Suite;

#[test]
fn wakers_conform() {
    Suite::new("wakers", stage06_full::echo::serve).run();
}
