//! The full runtime's own `finished.rs`: what is done on another thread, and then seen to be done.

macro_rules! finished {
    ($(#[$fails:meta])* $name:ident) => {
        mod $name {
            mod finished { include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs")); }

            use crate::sync::{AtomicUsize, Ordering::Relaxed, check, thread};
            use std::sync::Arc;

            #[test]
            $(#[$fails])*
            fn what_came_before_is_seen() {
                check(|| {
                    let outcome = Arc::new(AtomicUsize::new(0));
                    let (finishes, finished) = finished::finished();
                    let sent = outcome.clone();
                    thread::spawn(move || {
                        sent.store(1, Relaxed);
                        drop(finishes);
                    });
                    if finished.get() {
                        assert_eq!(outcome.load(Relaxed), 1, "the outcome is there");
                    }
                });
            }
        }
    };
}

finished!(finished);
// Wrong by its memory order alone.
finished!(
    #[cfg_attr(
        not(feature = "shuttle"),
        should_panic(expected = "the outcome is there")
    )]
    finished_without_order
);
