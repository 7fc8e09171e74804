use super::*;
use std::panic::panic_any;

/// Panics when it is dropped, with another one.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic_any(Bomb);
    }
}

#[test]
fn a_payload_whose_drop_panics_is_contained() {
    assert_eq!(catch_panic(|| panic_any(Bomb)), None::<()>);
    assert_eq!(catch_panic(|| 7), Some(7));
}
