//! The provided tests of c1. They call `serve` and nothing else.

#[path = "paused.rs"]
mod paused;

use super::serve;
use paused::paused;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex, split};
use tokio::task::{JoinHandle, spawn_local};
use tokio::time::{Instant, advance, sleep, timeout};

/// What a client has seen, and what the server has read.
#[derive(Debug, Default)]
struct Seen {
    /// The messages, and how many milliseconds after the start each was handed over.
    messages: Vec<(String, u128)>,
    /// When the client read each `.`, in milliseconds.
    heartbeats: Vec<u128>,
}

impl Seen {
    fn texts(&self) -> Vec<&str> {
        self.messages.iter().map(|(text, _)| &**text).collect()
    }
}

fn message(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap();
    [&length.to_be_bytes(), text.as_bytes()].concat()
}

/// Serves a client that sends each of these pieces, waits so many milliseconds, and in the end closes the connection.
async fn client(pieces: &[(&[u8], u64)]) -> Seen {
    let begin = Instant::now();
    let seen = Rc::<RefCell<Seen>>::default();
    let (theirs, ours) = duplex(64);
    let (reader, writer) = split(ours);
    let note = seen.clone();
    let server = serve(reader, writer, move |text| {
        let at = begin.elapsed().as_millis();
        note.borrow_mut().messages.push((text, at));
    });
    let (mut from, mut to) = split(theirs);
    let talk = async {
        for (bytes, pause) in pieces {
            to.write_all(bytes).await.unwrap();
            sleep(Duration::from_millis(*pause)).await;
        }
        to.shutdown().await.unwrap();
        sleep(Duration::from_millis(100)).await;
    };
    let listen = async {
        while let Ok(b'.') = from.read_u8().await {
            let at = begin.elapsed().as_millis();
            seen.borrow_mut().heartbeats.push(at);
        }
        std::future::pending::<()>().await;
    };
    let clients = async {
        tokio::select! {
            () = talk => {}
            () = listen => {}
        }
    };
    let limit = Duration::from_secs(600);
    let (served, ()) = tokio::join!(timeout(limit, server), clients);
    let served =
        served.expect("the client has closed the connection: `serve` returns then, and did not");
    served.expect("the client did nothing wrong, and `serve` returned an error");
    seen.take()
}

#[test]
fn a_text_that_comes_in_two_pieces_is_whole() {
    paused("the message `hello`", || async {
        let seen = client(&[(b"\0\x05he", 2500), (b"llo", 500)]).await;
        assert_eq!(
            seen.texts(),
            ["hello"],
            "the client sent `hello` in two pieces, with heartbeats between them; left is what the server read"
        );
    });
}

#[test]
fn a_character_that_comes_in_two_pieces_is_whole() {
    paused("the message `café`", || async {
        let seen = client(&[(b"\0\x05caf\xc3", 100), (b"\xa9", 100)]).await;
        assert_eq!(
            seen.texts(),
            ["café"],
            "the client sent `café`, with a pause between the two bytes of its `é`; left is what the server read"
        );
    });
}

#[test]
fn a_length_that_comes_in_two_pieces_is_whole() {
    paused("the message `hello`", || async {
        let seen = client(&[(b"\0", 2500), (b"\x05hello", 500)]).await;
        assert_eq!(
            seen.texts(),
            ["hello"],
            "the client sent one byte of a length, and after two heartbeats the rest; left is what the server read"
        );
    });
}

#[test]
fn the_message_after_a_slow_one_is_whole() {
    paused("the message `world`", || async {
        let world = message("world");
        let seen = client(&[(b"\0\x05hell", 1500), (b"o", 1500), (&world, 500)]).await;
        assert_eq!(
            seen.texts(),
            ["hello", "world"],
            "the client sent `hello` in two pieces, and then `world`; left is what the server read"
        );
    });
}

#[test]
fn a_message_that_comes_byte_by_byte_is_whole() {
    paused("the message `slow`", || async {
        let bytes = [message("slow"), message("er")].concat();
        let pieces: Vec<_> = bytes.chunks(1).map(|byte| (byte, 1300)).collect();
        let seen = client(&pieces).await;
        assert_eq!(
            seen.texts(),
            ["slow", "er"],
            "the client sent a byte every 1.3 seconds; left is what the server read"
        );
    });
}

#[test]
fn a_message_is_handed_over_with_its_last_byte() {
    paused("two messages", || async {
        let (a, b) = (message("a"), message("bc"));
        let seen = client(&[(b"", 300), (&a, 300), (&b[..3], 50), (&b[3..], 800)]).await;
        let expected = [("a".to_string(), 300), ("bc".to_string(), 650)];
        assert_eq!(
            seen.messages, expected,
            "left are the messages that were handed over, and when (in ms); right, when their last bytes came"
        );
    });
}

#[test]
fn messages_in_one_piece_are_all_handed_over() {
    paused("twenty messages", || async {
        let texts: Vec<String> = (0..20).map(|n| "x".repeat(n)).collect();
        let bytes: Vec<u8> = texts.iter().flat_map(|text| message(text)).collect();
        let seen = client(&[(&bytes, 1)]).await;
        assert_eq!(
            seen.texts(),
            texts,
            "the client sent twenty messages in one piece, the first with no text; left is what the server read"
        );
    });
}

#[test]
fn a_long_message_is_whole() {
    paused("a message of 40,000 bytes", || async {
        let text = "long ".repeat(8000);
        let bytes = message(&text);
        let (first, rest) = bytes.split_at(10_001);
        let seen = client(&[(first, 1200), (rest, 100)]).await;
        let lengths: Vec<_> = seen.texts().iter().map(|text| text.len()).collect();
        assert_eq!(
            lengths,
            [40_000],
            "the client sent one message; left are the lengths of those that the server read"
        );
        assert!(
            seen.texts() == [text],
            "the server read other text than the client sent"
        );
    });
}

#[test]
fn heartbeats_go_on_while_the_client_is_silent() {
    paused("heartbeats", || async {
        beats("is silent", &client(&[(b"", 10_200)]).await);
    });
}

#[test]
fn heartbeats_go_on_in_the_middle_of_a_message() {
    paused("heartbeats", || async {
        let seen = client(&[(b"\0\x05he", 10_000), (b"llo", 200)]).await;
        beats("has sent half a message", &seen);
        let seen = client(&[(b"\0", 10_200)]).await;
        beats("has sent half of a length", &seen);
    });
}

#[test]
fn heartbeats_go_on_while_messages_come() {
    paused("heartbeats", || async {
        let a = message("a");
        let pieces: Vec<_> = (0..17).map(|_| (&a[..], 600)).collect();
        beats("sends a message every 0.6 seconds", &client(&pieces).await);
    });
}

#[test]
fn heartbeats_go_on_while_messages_come_without_a_pause() {
    paused("the end of five seconds full of messages", || async {
        let (theirs, ours) = duplex(65_536);
        let (reader, writer) = split(ours);
        let (mut from, mut to) = split(theirs);
        let beats = Rc::<Cell<u32>>::default();
        let count = beats.clone();
        let tasks = [
            // There are more messages than a task can read before it is another task's turn.
            spawn_local(async move {
                let many = message(&"x".repeat(62)).repeat(2000);
                while to.write_all(&many).await.is_ok() {}
            }),
            spawn_local(async move {
                while let Ok(b'.') = from.read_u8().await {
                    count.set(count.get() + 1);
                }
            }),
            spawn_local(async move { drop(serve(reader, writer, |_| {}).await) }),
        ];
        // No clock jumps while there is work, so it is moved by hand.
        for _ in 0..100 {
            advance(Duration::from_millis(50)).await;
        }
        tasks.iter().for_each(JoinHandle::abort);
        let beats = beats.get();
        assert!(
            (4..=7).contains(&beats),
            "for five seconds the client sent messages without a pause, and it was sent {beats} heartbeats; one a second was promised"
        );
    });
}

/// Ten seconds have passed: about ten heartbeats, and never two seconds without one.
fn beats(what: &str, seen: &Seen) {
    let number = seen.heartbeats.len();
    assert!(
        (9..=12).contains(&number),
        "in ten seconds, in which the client {what}, it was sent {number} heartbeats; one a second was promised"
    );
    for pair in seen.heartbeats.windows(2) {
        let gap = pair[1] - pair[0];
        assert!(
            gap <= 2000,
            "the client {what}, and waited {gap} ms for a heartbeat; one a second was promised"
        );
    }
}

#[test]
fn it_returns_when_the_client_closes_the_connection() {
    paused("the end of `serve`", || async {
        client(&[]).await;
        client(&[(&message("bye"), 10)]).await;
        let seen = client(&[(b"\0\x05he", 10)]).await;
        assert!(
            seen.messages.is_empty(),
            "half a message was sent, and handed over: {seen:?}"
        );
    });
}
