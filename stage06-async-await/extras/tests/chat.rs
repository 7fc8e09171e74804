//! The chat: server and guests in one thread.

use async_tungstenite::tungstenite::{
    self, Message,
    protocol::frame::{
        Frame,
        coding::{CloseCode, Data, OpCode},
    },
};
use extras::chat::{
    self, Limits, Room, Socket,
    client::{Heard, enter, hear},
    demo,
};
use http_body_util::{BodyExt, Empty};
use hyper::{Request, StatusCode, body::Bytes, client::conn::http1, header::HOST};
use stage06_full::{
    Runtime,
    hyper::Io,
    net::{TcpListener, TcpStream},
    spawn,
};
use std::{net::SocketAddr, rc::Rc, time::Duration};
use testkit::within;

fn on_our_runtime<F: Future<Output = ()>>(check: impl FnOnce() -> F + Send + 'static) {
    within(Duration::from_secs(60), "a word in the chat", move || {
        Runtime::new().block_on(async { check().await });
    });
}

/// Serves until the runtime is dropped.
async fn serve(limits: Limits) -> (SocketAddr, Rc<Room>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
    let address = listener.local_addr().expect("an address");
    let room = Rc::new(Room::new(limits));
    spawn(chat::serve(listener, room.clone()));
    (address, room)
}

async fn guest(address: SocketAddr, number: u32) -> Socket {
    enter(address, number).await.expect("a place in the room")
}

async fn say(socket: &mut Socket, message: Message) {
    socket.send(message).await.expect("a connection");
}

async fn hears(socket: &mut Socket, text: &str) {
    let heard = hear(socket).await.expect("a connection");
    assert_eq!(heard, Heard::Text(text.to_owned()));
}

/// With which code it was sent away.
async fn sent_away(socket: &mut Socket) -> CloseCode {
    match hear(socket).await.expect("a connection") {
        Heard::End(Some(why)) => why.code,
        other => panic!("it hears {other:?}"),
    }
}

#[test]
fn everybody_hears_what_anybody_says_in_that_order() {
    on_our_runtime(|| async {
        let (address, _) = serve(Limits::default()).await;
        let mut one = guest(address, 1).await;
        let mut two = guest(address, 2).await;
        hears(&mut one, "guest 2 is here").await;
        for text in ["hello", "<b>not bold</b>", "grüß Gott"] {
            say(&mut one, Message::text(text)).await;
        }
        for socket in [&mut one, &mut two] {
            hears(socket, "guest 1: hello").await;
            hears(socket, "guest 1: <b>not bold</b>").await;
            hears(socket, "guest 1: grüß Gott").await;
        }
        say(&mut two, Message::text("and you")).await;
        hears(&mut one, "guest 2: and you").await;
    });
}

#[test]
fn a_slow_reader_holds_up_nobody_and_is_dropped_with_a_word() {
    on_our_runtime(|| async {
        let outcome = demo::run().await.expect("the others go on");
        assert!(outcome.said > Limits::default().queue, "{outcome:?}");
        assert_eq!(outcome.first_heard, outcome.said);
        assert_eq!(outcome.second_heard, outcome.said);
        assert!(outcome.third_heard < outcome.said, "{outcome:?}");
        let told = outcome.told.expect("a word");
        assert_eq!(told.code, CloseCode::Policy);
        assert_eq!(told.reason, "too far behind");
    });
}

#[test]
fn who_leaves_is_forgotten_with_a_word_or_without() {
    on_our_runtime(|| async {
        let (address, room) = serve(Limits::default()).await;
        let mut one = guest(address, 1).await;
        let mut polite = guest(address, 2).await;
        hears(&mut one, "guest 2 is here").await;
        polite.close(None).await.expect("a connection");
        hears(&mut one, "guest 2 has left").await;
        let hasty = guest(address, 3).await;
        hears(&mut one, "guest 3 is here").await;
        drop(hasty);
        hears(&mut one, "guest 3 has left").await;
        assert_eq!(room.guests(), 1);
    });
}

/// Its socket stays open, but nobody is there: no end comes, and no answer to a ping.
#[test]
fn who_vanishes_is_forgotten_and_who_just_listens_is_not() {
    on_our_runtime(|| async {
        let (address, room) = serve(Limits {
            ping: Duration::from_millis(100),
            silence: Duration::from_secs(2),
            ..Limits::default()
        })
        .await;
        let vanished = guest(address, 1).await;
        let mut listener = guest(address, 2).await;
        hears(&mut listener, "guest 1 has vanished").await;
        assert_eq!(room.guests(), 1);
        say(&mut listener, Message::text("still here")).await;
        hears(&mut listener, "guest 2: still here").await;
        drop(vanished);
    });
}

#[test]
fn what_is_not_allowed_is_refused_and_the_others_go_on() {
    on_our_runtime(|| async {
        let (address, room) = serve(Limits::default()).await;
        let most = Limits::default().message;
        let mut witness = guest(address, 1).await;
        let text = OpCode::Data(Data::Text);
        let not_utf8 = Message::Frame(Frame::message(vec![b'a', 0xff], text, true));
        let too_long = Message::text("x".repeat(most + 1));
        let much_too_long = Message::text("x".repeat(1000 * most));
        let cases = [
            (not_utf8, CloseCode::Invalid),
            (too_long, CloseCode::Size),
            (much_too_long, CloseCode::Size),
            (Message::binary("bytes"), CloseCode::Unsupported),
        ];
        for (number, (message, code)) in (2..).zip(cases) {
            let mut offender = guest(address, number).await;
            hears(&mut witness, &format!("guest {number} is here")).await;
            say(&mut offender, message).await;
            assert_eq!(sent_away(&mut offender).await, code);
            hears(&mut witness, &format!("guest {number} was sent away")).await;
        }
        let longest = "x".repeat(most);
        say(&mut witness, Message::text(&*longest)).await;
        hears(&mut witness, &format!("guest 1: {longest}")).await;
        assert_eq!(room.guests(), 1);
    });
}

#[test]
fn a_message_in_pieces_counts_as_one() {
    on_our_runtime(|| async {
        let (address, _) = serve(Limits::default()).await;
        let mut one = guest(address, 1).await;
        let piece = |data, last| {
            let piece = vec![b'x'; Limits::default().message / 2 + 1];
            Message::Frame(Frame::message(piece, OpCode::Data(data), last))
        };
        say(&mut one, piece(Data::Text, false)).await;
        say(&mut one, piece(Data::Continue, true)).await;
        assert_eq!(sent_away(&mut one).await, CloseCode::Size);
    });
}

#[test]
fn the_page_is_on_the_same_port_and_shows_what_is_said_as_text() {
    on_our_runtime(|| async {
        let (address, _) = serve(Limits::default()).await;
        let stream = TcpStream::connect(address).await.expect("a connection");
        let handshake = http1::handshake(Io::new(stream)).await;
        let (mut sender, connection) = handshake.expect("a start");
        spawn(connection);
        let mut get = async |path| {
            let request = Request::get(path).header(HOST, address.to_string());
            let request = request.body(Empty::<Bytes>::new()).expect("a request");
            let response = sender.send_request(request).await.expect("an answer");
            let status = response.status();
            let body = response.into_body().collect().await.expect("a body");
            let body = String::from_utf8(body.to_bytes().into()).expect("a text");
            (status, body)
        };
        let (status, page) = get("/").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("textContent = text"), "{page}");
        assert!(!page.contains("innerHTML"), "{page}");
        assert_eq!(get("/ws").await.0, StatusCode::BAD_REQUEST);
        assert_eq!(get("/none").await.0, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_page_from_elsewhere_is_not_let_in() {
    on_our_runtime(|| async {
        let (address, _) = serve(Limits::default()).await;
        let statuses = [
            ("http://elsewhere", 403),
            (&*format!("http://{address}"), 101),
        ];
        for (origin, expected) in statuses {
            let stream = TcpStream::connect(address).await.expect("a connection");
            let uri = format!("ws://{address}/ws").parse().expect("an address");
            let request = tungstenite::ClientRequestBuilder::new(uri).with_header("Origin", origin);
            let status = match async_tungstenite::client_async(request, stream).await {
                Ok((_, response)) => response.status(),
                Err(tungstenite::Error::Http(response)) => response.status(),
                Err(error) => panic!("{error}"),
            };
            assert_eq!(status.as_u16(), expected, "{origin}");
        }
    });
}

/// Asks the room at every event of the runtime: sending and dropping wake tasks, and that is an event.
struct Asks(std::sync::Arc<std::sync::atomic::AtomicUsize>);

thread_local! {
    static ROOM: std::cell::RefCell<Option<Rc<Room>>> = const { std::cell::RefCell::new(None) };
}

impl tracing::Subscriber for Asks {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target() == "event_loop"
    }

    fn event(&self, _: &tracing::Event<'_>) {
        let room = ROOM.with_borrow(Clone::clone);
        if let Some(room) = room {
            self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let _ = room.guests();
            self.0.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
        }
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

#[test]
fn whatever_hears_of_a_wake_may_ask_the_room() {
    within(Duration::from_secs(60), "a word in the chat", || {
        let failed = std::sync::Arc::default();
        let asks = Asks(std::sync::Arc::clone(&failed));
        tracing::subscriber::with_default(asks, || {
            Runtime::new().block_on(async {
                let (address, room) = serve(Limits::default()).await;
                ROOM.set(Some(room));
                let mut first = guest(address, 1).await;
                let second = guest(address, 2).await;
                hears(&mut first, "guest 2 is here").await;
                drop(second);
                hears(&mut first, "guest 2 has left").await;
            });
        });
        ROOM.take();
        assert_eq!(failed.load(std::sync::atomic::Ordering::SeqCst), 0);
    });
}
