//! The channel, under many orders of sends, receives and drops.

use stage06::channel::{SendError, Sender, channel};
use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};
use testkit::within;

/// A `send` that waits, and whether it was woken since its last poll.
struct Waits<'a> {
    message: u32,
    send: Pin<Box<dyn Future<Output = Result<(), SendError<u32>>> + 'a>>,
    woken: Arc<Woken>,
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}

impl<'a> Waits<'a> {
    fn new(sender: &'a Sender<u32>, message: u32) -> Self {
        Waits {
            message,
            send: Box::pin(sender.send(message)),
            woken: Arc::default(),
        }
    }

    /// True if it has sent.
    fn poll(&mut self) -> bool {
        self.woken.0.store(false, SeqCst);
        let waker = Waker::from(self.woken.clone());
        let poll = self.send.as_mut().poll(&mut Context::from_waker(&waker));
        poll.is_ready()
    }
}

/// Numbers below `n`, the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = (self.0.wrapping_mul(6364136223846793005)).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

#[test]
fn in_any_order_no_message_is_lost_and_where_there_is_room_a_send_is_woken() {
    within(Duration::from_secs(30), "twenty thousand acts", || {
        for seed in 0..200 {
            any_order(&mut Numbers(seed));
        }
    });
}

fn any_order(numbers: &mut Numbers) {
    let capacity = 1 + numbers.below(3);
    let (sender, mut receiver) = channel(capacity);
    let (mut waiting, mut next) = (Vec::<Waits<'_>>::new(), 0);
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for _ in 0..100 {
        match numbers.below(5) {
            0 | 1 => {
                next += 1;
                let mut new = Waits::new(&sender, next);
                match new.poll() {
                    true => sent.push(next),
                    false => waiting.push(new),
                }
            }
            2 if !waiting.is_empty() => {
                let n = numbers.below(waiting.len());
                if waiting[n].poll() {
                    sent.push(waiting.remove(n).message);
                }
            }
            3 if !waiting.is_empty() => drop(waiting.remove(numbers.below(waiting.len()))),
            _ => {
                let mut context = Context::from_waker(Waker::noop());
                let poll = Box::pin(receiver.recv()).as_mut().poll(&mut context);
                if let Poll::Ready(message) = poll {
                    received.extend(message);
                }
            }
        }
        let held = sent.len() - received.len();
        assert!(held <= capacity, "{held} messages, and room for {capacity}");
        assert_eq!(received, sent[..received.len()], "as they were sent");
        assert!(
            held == capacity
                || waiting.is_empty()
                || waiting.iter().any(|send| send.woken.0.load(SeqCst)),
            "there is room, a send waits, and none was woken"
        );
    }
}

#[test]
fn a_waker_that_panics_leaves_no_other_send_waiting_for_a_receiver_that_is_gone() {
    struct Panics;
    impl Wake for Panics {
        fn wake(self: Arc<Self>) {
            panic!("a stranger's waker");
        }
    }
    let (sender, receiver) = channel(1);
    let mut full = Waits::new(&sender, 0);
    assert!(full.poll());
    let mut first = Box::pin(sender.send(1));
    let stranger = Waker::from(Arc::new(Panics));
    let poll = first.as_mut().poll(&mut Context::from_waker(&stranger));
    assert!(poll.is_pending());
    let mut second = Waits::new(&sender, 2);
    assert!(!second.poll());
    drop(receiver);
    assert!(second.woken.0.load(SeqCst), "the second send was not woken");
}
