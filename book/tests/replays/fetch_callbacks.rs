//! One fetch in callbacks: connect, send, read to the end, and what is still to do, which goes from handler to handler.

use crate::tasks::{Told, record, shows, tell, told};
use book::replay::{Figure, Held, Lane, Move, Place, Thing, Trace};
use stage01::Result;
use stage02::{EventLoop, fetch};
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    rc::{Rc, Weak},
    sync::mpsc::{Sender, channel},
    thread::{self, JoinHandle},
};

/// The fetch, as code: the file, and what its lines say.
const FILE: &str = "stage02-future-callbacks/src/fetch.rs";
const CONNECT: &str = "connect(event_loop, address, move |event_loop, connected| {";
const SEND: &str = "send_all(event_loop, to, request, move |event_loop, sent| {";
const READ: &str = "read_to_end(event_loop, socket, move |event_loop, page| {";
const DONE: &str = "done(event_loop, page);";
const UNREGISTER: &str = "let _ = event_loop.unregister(ready.key);";
const TOO_EARLY: &str = "Err(error) if too_early(&error) => {}";

/// What is still to do, after so many registrations.
const REST: [&str; 4] = ["", "send, read, done", "read, done", "done"];

fn figure() -> Figure {
    Figure {
        title: "One fetch, in callbacks",
        places: vec![
            Place::new("running", "Running").look("slot").mark("solid"),
            Place::new("handler", "In the handler")
                .note("what is still to do")
                .mark("thin"),
            Place::new("selector", "Selector")
                .note("registered sockets")
                .mark("none"),
        ],
        things: vec![
            Thing::new("fetch", "fetch", "task", "orange"),
            Thing::new("socket", "socket", "socket", "blue"),
        ],
        grid: vec!["running selector", "handler handler"],
        narrow: vec!["running selector", "handler handler"],
        lanes: vec![Lane::new("fetch", &["fetch"])],
    }
}

/// The socket is registered, with a handler that owns what is still to do after this registration, the `n`th.
fn registers(n: usize, line: &'static str, say: &'static str) -> Told {
    let side = if n == 3 { "read" } else { "write" };
    let moves = vec![
        Move::to("socket", "selector").labelled(side),
        Move::to("fetch", "handler").labelled(REST[n]),
    ];
    told("register", say, moves).at(FILE, line)
}

/// The loop calls the handler.
fn ready(n: usize, say: &'static str) -> Told {
    let moves = vec![Move::to("fetch", "running").labelled(REST[n])];
    told("ready", say, moves)
}

fn unregisters(say: &'static str) -> Told {
    told("unregister", say, vec![Move::away("socket")]).at(FILE, UNREGISTER)
}

pub(crate) fn fetch_callbacks() -> Trace {
    let script = vec![
        registers(
            1,
            CONNECT,
            "fetch begins to connect. A handler waits for the end, and owns what is still to do.",
        ),
        told(
            "returned",
            "fetch has returned. What it had in variables is gone, or inside the handler.",
            vec![],
        ),
        ready(
            1,
            "Writable: the connect has ended. The loop calls the handler.",
        ),
        unregisters("It unregisters the socket, and calls what it owns: the rest, from send on."),
        registers(
            2,
            SEND,
            "The same socket, registered again, with another handler. It owns a smaller rest.",
        ),
        ready(2, "Writable: the request is sent."),
        unregisters("Unregister, and call the rest, from read on."),
        registers(
            3,
            READ,
            "The third handler owns nothing but done. While the server works, nothing runs.",
        ),
        ready(3, "Readable: the page has come, and the handler reads it."),
        told(
            "turn",
            "Not the end yet: the next read would block. The handler stays registered.",
            vec![Move::to("fetch", "handler").labelled(REST[3])],
        )
        .at(FILE, TOO_EARLY),
        ready(3, "Readable: the server has closed, and the read says so."),
        unregisters("For the last time the socket is unregistered."),
        told(
            "done",
            "done is called with the page. Nothing is left of fetch.",
            vec![Move::away("fetch")],
        )
        .at(FILE, DONE),
    ];
    let untold = &["turn"];
    record("fetch_callbacks", figure(), script, untold, program)
}

/// Answers one request with one small page, in one write, and closes when it is told to.
fn server() -> Result<(SocketAddr, Sender<()>, JoinHandle<std::io::Result<()>>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (close, closes) = channel();
    let server = thread::spawn(move || {
        let (mut client, mut request) = (listener.accept()?.0, Vec::new());
        while !request.ends_with(b"\r\n\r\n") {
            let mut part = [0; 1024];
            let length = client.read(&mut part)?;
            request.extend_from_slice(&part[..length]);
        }
        client.write_all(b"HTTP/1.0 200 OK\r\n\r\nhello")?;
        let _ = closes.recv();
        Ok(())
    });
    Ok((address, close, server))
}

fn program() -> Result {
    let (address, close, server) = server()?;
    let event_loop = EventLoop::new()?;
    let owned = Rc::new(());
    show(&event_loop, Rc::downgrade(&owned));
    fetch(&event_loop, address, "/", move |_, page| {
        drop(owned);
        tell("done");
        assert!(page.expect("the server answers").ends_with(b"hello"));
    });
    tell("returned");
    for _connect_send_read in 0..3 {
        event_loop.run_once()?;
        tell("turn");
    }
    close.send(())?;
    event_loop.run()?;
    server.join().expect("it does not panic")?;
    Ok(())
}

/// The selector holds a socket for each registration. What `done` owns is alive until the fetch has ended: whoever is not running is in
/// the handler.
fn show(event_loop: &EventLoop, owned: Weak<()>) {
    let event_loop = event_loop.clone();
    shows(move |seen| {
        let held = |here: bool, thing: &str, label: &str| -> Held {
            here.then(|| (thing.to_string(), label.to_string()))
                .into_iter()
                .collect()
        };
        let registered = event_loop.registered() > 0;
        let (alive, rest) = (owned.strong_count() > 0, REST[seen.registers]);
        let running = matches!(seen.last.as_str(), "ready" | "unregister");
        assert!(registered || running || !alive, "nothing owns the rest");
        let side = if seen.registers == 3 { "read" } else { "write" };
        BTreeMap::from([
            ("running", held(alive && running, "fetch", rest)),
            ("handler", held(alive && !running, "fetch", rest)),
            ("selector", held(registered, "socket", side)),
        ])
    });
}
