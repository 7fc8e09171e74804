//! A listener of the runtime's events is user code, too.

mod support;

use stage06_full::{Runtime, spawn, yield_now};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::Waker,
};
use support::promptly;
use tracing::{Event, Metadata, Subscriber, span, subscriber};

/// Wakes a task at every event: as one does that sends them through a channel, to a task of the same loop.
#[derive(Clone, Default)]
struct Listener {
    waker: Arc<Mutex<Option<Waker>>>,
    heard: Arc<AtomicUsize>,
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "event_loop"
    }

    fn event(&self, _: &Event<'_>) {
        self.heard.fetch_add(1, SeqCst);
        let waker = self.waker.lock().unwrap();
        waker.iter().for_each(Waker::wake_by_ref);
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

#[test]
fn an_event_may_wake_a_task() {
    promptly("the tasks", || {
        let listener = Listener::default();
        let main = async {
            let own = std::future::poll_fn(|context| context.waker().clone().into()).await;
            *listener.waker.lock().unwrap() = Some(own);
            let task = spawn(async {
                yield_now().await;
                spawn(yield_now()).await.unwrap();
            });
            task.await.unwrap();
        };
        subscriber::with_default(listener.clone(), || Runtime::new().block_on(main));
        assert!(listener.heard.load(SeqCst) > 10);
    });
}
