//! The provided tests of c4.

#[path = "paused.rs"]
mod paused;

use super::Lines;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::stream::{self, StreamExt};
use futures::{Stream, task::ArcWake};
use paused::paused;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Poll};
use std::time::Duration;

/// A waker that counts its wakes.
#[derive(Default)]
struct Wakes(AtomicUsize);

impl ArcWake for Wakes {
    fn wake_by_ref(wakes: &Arc<Self>) {
        wakes.0.fetch_add(1, SeqCst);
    }
}

/// A stream, polled by hand.
struct Hand {
    lines: Lines<UnboundedReceiver<String>>,
    chunks: UnboundedSender<String>,
}

fn hand() -> Hand {
    let (chunks, receiver) = unbounded();
    let lines = Lines::new(receiver);
    Hand { lines, chunks }
}

impl Hand {
    fn send(&self, chunk: &str) {
        self.chunks.unbounded_send(chunk.into()).unwrap();
    }

    /// Polls as an executor does: once, and again after each wake that comes during a poll, a hundred times at most.
    fn poll(&mut self, wakes: &Arc<Wakes>) -> Poll<Option<String>> {
        let waker = futures::task::waker(wakes.clone());
        let mut context = Context::from_waker(&waker);
        for _ in 0..100 {
            let before = wakes.0.load(SeqCst);
            let polled = Pin::new(&mut self.lines).poll_next(&mut context);
            if polled.is_ready() || wakes.0.load(SeqCst) == before {
                return polled;
            }
        }
        panic!(
            "no chunk came, and in each of a hundred polls the stream woke the task that polled it"
        );
    }
}

fn line(text: &str) -> Poll<Option<String>> {
    Poll::Ready(Some(text.into()))
}

#[test]
fn a_line_in_ten_chunks_that_are_there() {
    paused("the line `0123456789`", || async {
        let chunks = stream::iter((0..10).map(|n| n.to_string()).chain(["\n".into()]));
        let lines: Vec<_> = Lines::new(chunks).collect().await;
        assert_eq!(
            lines,
            ["0123456789"],
            "all chunks were there; left are the lines"
        );
    });
}

#[test]
fn a_line_whose_chunks_come_one_after_another() {
    paused("the line `hello`", || async {
        let (mut hand, wakes) = (hand(), Arc::default());
        assert!(
            hand.poll(&wakes).is_pending(),
            "nothing has come, and there is a line"
        );
        for chunk in ["h", "", "el", "lo"] {
            hand.send(chunk);
            let polled = hand.poll(&wakes);
            assert!(
                polled.is_pending(),
                "no line has ended, and the stream gave {polled:?}"
            );
        }
        let before = wakes.0.load(SeqCst);
        hand.send("\n");
        assert_ne!(
            wakes.0.load(SeqCst),
            before,
            "the end of the line has come, and the task was not woken: which waker did the last poll leave with the chunks?"
        );
        assert_eq!(hand.poll(&wakes), line("hello"), "the line has ended");
        hand.send("half");
        assert!(hand.poll(&wakes).is_pending(), "half a line has come");
        let before = wakes.0.load(SeqCst);
        let (other, _) = unbounded();
        drop(std::mem::replace(&mut hand.chunks, other));
        assert_ne!(
            wakes.0.load(SeqCst),
            before,
            "the chunks have ended, and the task was not woken"
        );
        assert_eq!(
            hand.poll(&wakes),
            line("half"),
            "the rest of the text is the last line"
        );
        assert_eq!(
            hand.poll(&wakes),
            Poll::Ready(None),
            "there are no more lines"
        );
    });
}

#[test]
fn while_no_chunk_comes_the_task_is_not_woken() {
    paused("an hour in which no chunk comes", || async {
        let (mut hand, wakes) = (hand(), Arc::<Wakes>::default());
        hand.send("half a li");
        assert!(hand.poll(&wakes).is_pending(), "half a line has come");
        let before = wakes.0.load(SeqCst);
        tokio::time::sleep(Duration::from_secs(1000)).await;
        let after = wakes.0.load(SeqCst) - before;
        assert_eq!(
            after, 0,
            "wakes in the time in which no chunk came: what was there to poll for?"
        );
    });
}

#[test]
fn the_task_that_polled_last_is_woken() {
    paused("a line for the second task", || async {
        let (mut hand, first, second) = (hand(), Arc::default(), Arc::default());
        hand.send("one ");
        assert!(hand.poll(&first).is_pending(), "half a line has come");
        assert!(hand.poll(&second).is_pending(), "half a line has come");
        let before = second.0.load(SeqCst);
        hand.send("line\n");
        assert_ne!(
            second.0.load(SeqCst),
            before,
            "a second task polled last: it must be woken, and was not"
        );
        assert_eq!(hand.poll(&second), line("one line"), "the line has ended");
    });
}

#[test]
fn many_lines_in_a_chunk() {
    paused("three lines", || async {
        let chunks = stream::iter(["a\n\nb", "\nc", "\n"].map(String::from));
        let lines: Vec<_> = Lines::new(chunks).collect().await;
        assert_eq!(
            lines,
            ["a", "", "b", "c"],
            "left are the lines of `a\\n\\nb`, `\\nc`, `\\n`"
        );
    });
}

#[test]
fn the_text_after_the_last_end_is_a_line() {
    paused("the last line", || async {
        let chunks = stream::iter(["a\nb".to_string()]);
        let lines: Vec<_> = Lines::new(chunks).collect().await;
        assert_eq!(lines, ["a", "b"], "left are the lines of `a\\nb`");
    });
}

#[test]
fn the_chunks_end_while_half_a_line_is_there() {
    paused("the line `half`, whose chunks were all there", || async {
        let lines: Vec<_> = Lines::new(stream::iter(["half".to_string()]))
            .collect()
            .await;
        assert_eq!(lines, ["half"], "left are the lines of `half`");
    });
}

#[test]
fn the_chunks_are_not_polled_after_their_end() {
    paused("the end of the lines", || async {
        let (mut chunks, mut ended) = (vec!["half".to_string()], false);
        let chunks = stream::poll_fn(move |_| {
            assert!(
                !ended,
                "the chunks have ended, and were polled once more: a stream may panic then"
            );
            ended = chunks.is_empty();
            Poll::Ready(chunks.pop())
        });
        let mut lines = Lines::new(chunks);
        let three = (lines.next().await, lines.next().await, lines.next().await);
        assert_eq!(
            three,
            (Some("half".into()), None, None),
            "left are three polls of the lines of `half`"
        );
    });
}

#[test]
fn a_line_does_not_wait_for_the_end_of_the_chunks() {
    paused("the first line of chunks that never end", || async {
        let taken = std::cell::Cell::new(0);
        let chunks = stream::repeat("x\n".to_string()).inspect(|_| {
            taken.set(taken.get() + 1);
            assert!(
                taken.get() <= 1000,
                "a thousand chunks were taken, each with a line, and no line was handed out"
            );
        });
        let first = Lines::new(chunks).next().await;
        assert_eq!(first.as_deref(), Some("x"), "left is the first line");
    });
}
