//! One fetch as a task: connect, write, read, and read to the end.

use crate::tasks::{Told, record, shows, tell, told};
use book::replay::{Figure, Held, Lane, Move, Place, Thing, Trace};
use stage01::Result;
use stage02::EventLoop;
use stage03::{Fetcher, Task};
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    thread::{self, JoinHandle},
};

fn figure() -> Figure {
    Figure {
        title: "One fetch, as a task",
        places: vec![
            Place::new("queue", "Loop's queue")
                .note("callbacks to run")
                .mark("half"),
            Place::new("running", "Running").look("slot").mark("solid"),
            Place::new("future", "The leaf's future")
                .note("its callbacks")
                .mark("thin"),
            Place::new("selector", "Selector")
                .note("registered sockets")
                .mark("none"),
        ],
        things: vec![
            Thing::new("fetch", "fetch", "task", "orange"),
            Thing::new("socket", "socket", "socket", "blue"),
        ],
        grid: vec!["queue running", "future selector"],
        narrow: vec!["queue running", "future selector"],
        lanes: vec![Lane::new("fetch", &["fetch"])],
    }
}

/// A leaf waits: the socket is registered, and the task is with the leaf's future.
fn waits(when: &'static str, step: &'static str, side: &'static str, say: &'static str) -> Told {
    let moves = vec![
        Move::to("socket", "selector").labelled(side),
        Move::to("fetch", "future").labelled(step),
    ];
    told(when, say, moves)
}

/// The leaf's callback has run.
fn woken(step: &'static str, say: &'static str) -> Told {
    let moves = vec![
        Move::away("socket"),
        Move::to("fetch", "queue").labelled(step),
    ];
    told("woken", say, moves)
}

fn runs(when: &'static str, step: &'static str, say: &'static str) -> Told {
    told(when, say, vec![Move::to("fetch", "running").labelled(step)])
}

pub(crate) fn fetch_task() -> Trace {
    let fetcher = "src/fetcher.rs";
    let connect = "let socket = y.yield_from(fetcher.connect(address)).await?;";
    let write = "y.yield_from(fetcher.write_all(&socket, request)).await?;";
    let read = "y.yield_from(fetcher.read_all(&socket)).await";
    let script = vec![
        told(
            "wait 0",
            "`spawn` queues the first step of fetch.",
            vec![Move::to("fetch", "queue").labelled("step 0")],
        ),
        runs("step 0", "step 0", "Step 0: fetch begins to connect.").at(fetcher, connect),
        waits(
            "wait 1",
            "step 1",
            "write",
            "The connect registers its socket, and yields a future. Step 1 waits there.",
        )
        .at(fetcher, connect),
        woken(
            "step 1",
            "Writable: the callback unregisters the socket and sets the future: step 1.",
        ),
        runs(
            "step 1",
            "step 1",
            "Connected. The next line of fetch: write.",
        )
        .at(fetcher, write),
        waits(
            "wait 2",
            "step 2",
            "write",
            "The write registers the socket, and yields a future of its own.",
        )
        .at(fetcher, write),
        woken(
            "step 2",
            "Writable again: unregister, set the future, and step 2 is queued.",
        ),
        runs(
            "step 2",
            "step 2",
            "The request is written. The next line of fetch: read.",
        )
        .at(fetcher, read),
        waits(
            "wait 3",
            "step 3",
            "read",
            "The read registers the socket. While the server works, nothing here runs.",
        )
        .at(fetcher, read),
        woken(
            "step 3",
            "Readable: unregister, set the future, step 3 is queued.",
        ),
        runs(
            "step 3",
            "step 3",
            "The first read returns the page. `read_all` reads on.",
        )
        .at(fetcher, read),
        waits(
            "wait 4",
            "step 4",
            "read",
            "The next read registers the socket once more.",
        )
        .at(fetcher, read),
        woken(
            "step 4",
            "Readable: the server has closed. Step 4 is queued.",
        ),
        runs(
            "step 4",
            "step 4",
            "The read returns nothing: that is the end of the page.",
        )
        .at(fetcher, read),
        told(
            "ended",
            "fetch has returned the page, and its coroutine is dropped. Nothing is registered.",
            vec![Move::away("fetch")],
        ),
    ];
    let untold = &[
        "spawn",
        "complete",
        "call_soon",
        "callback",
        "wait",
        "step",
        "yield",
        "register",
        "unregister",
        "ready",
        "turn",
    ];
    record("fetch_task", figure(), script, untold, program)
}

/// Answers one request with one small page, in one write.
fn server() -> Result<(SocketAddr, JoinHandle<std::io::Result<()>>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let server = thread::spawn(move || {
        let (mut client, mut request) = (listener.accept()?.0, Vec::new());
        while !request.ends_with(b"\r\n\r\n") {
            let mut part = [0; 1024];
            let length = client.read(&mut part)?;
            request.extend_from_slice(&part[..length]);
        }
        client.write_all(b"HTTP/1.0 200 OK\r\n\r\nhello")
    });
    Ok((address, server))
}

fn program() -> Result {
    let (address, server) = server()?;
    let event_loop = EventLoop::new()?;
    let fetch = Fetcher::new(&event_loop).fetch(address, "/");
    show(&event_loop);
    let task = Task::spawn(&event_loop, fetch);
    while !event_loop.is_idle() {
        event_loop.run_once()?;
        tell(match (event_loop.queued(), task.done()) {
            (0, true) => "ended",
            (0, false) => "turn",
            _ => "woken",
        });
    }
    server.join().expect("it does not panic")?;
    let page = task.future().result().expect("it ended")?;
    assert!(page.ends_with(b"hello"));
    Ok(())
}

/// While the task neither runs nor is queued, a future holds it: nothing else knows it but our handle. The selector holds a socket for
/// each registration.
fn show(event_loop: &EventLoop) {
    let event_loop = event_loop.clone();
    shows(move |seen| {
        let held = |here: bool, thing: &str, label: String| -> Held {
            here.then(|| (thing.to_string(), label))
                .into_iter()
                .collect()
        };
        let queued = event_loop.queued() > 0;
        assert_eq!(seen.queue.len(), event_loop.queued(), "the loop's queue");
        let registered = event_loop.registered();
        let alive = !seen.ended;
        let step = |number: usize| format!("step {number}");
        BTreeMap::from([
            ("queue", held(queued, "fetch", step(seen.resumes))),
            (
                "running",
                held(seen.running, "fetch", step(seen.resumes.saturating_sub(1))),
            ),
            (
                "future",
                held(
                    alive && !seen.running && !queued,
                    "fetch",
                    step(seen.resumes),
                ),
            ),
            (
                "selector",
                held(
                    registered > 0,
                    "socket",
                    if seen.resumes > 2 { "read" } else { "write" }.to_string(),
                ),
            ),
        ])
    });
}
