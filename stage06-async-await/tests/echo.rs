//! The conformance suite: what the server by wakers promises to its clients. Nothing is excused.

use testkit::echo::Suite;

#[test]
fn the_small_runtime_conforms() {
    Suite::new("wakers, small", stage06::echo::serve).run();
}
