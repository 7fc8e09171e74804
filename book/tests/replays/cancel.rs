//! A task that is aborted while it waits for bytes and for a deadline: what it left with the loop is taken back.

mod script;

use crate::story::acting;
use book::replay::{Held, Move, Recorder, Source, Step, Trace};
use futures::AsyncReadExt;
use stage06::{
    Runtime,
    combine::timeout,
    events::{Event, observe},
    net::TcpStream,
    runtime::{spawn, yield_now},
    snapshot::snapshot,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    net,
    time::Duration,
};
use testkit::within;

/// The task that stands for the future of `block_on`, and the task that is aborted.
const NAMES: [&str; 2] = ["main", "reader"];

/// What is said of an event; the moves; the file and the line that brought it about, if not the line that tells of it.
struct Told(
    Event,
    &'static str,
    Vec<Move>,
    Option<(&'static str, &'static str)>,
);

struct Story {
    recorder: Recorder,
    script: VecDeque<Told>,
    polled: Option<u64>,
    /// True if the reader's future is dropped.
    dropped: bool,
}

thread_local! {
    static STORY: RefCell<Option<Story>> = const { RefCell::new(None) };
}

/// Notes that the future of the reader is dropped.
struct NoteDrop;

impl Drop for NoteDrop {
    fn drop(&mut self) {
        STORY.with_borrow_mut(|story| story.iter_mut().for_each(|story| story.dropped = true));
    }
}

pub(crate) fn cancel_in_mid_read() -> Trace {
    let limit = Duration::from_secs(10);
    within(limit, "the end of a task that was aborted", recorded)
}

fn recorded() -> Trace {
    STORY.set(Some(Story {
        recorder: Recorder::new(script::figure()),
        script: script::script().into(),
        polled: None,
        dropped: false,
    }));
    let listener = net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let client =
        net::TcpStream::connect(listener.local_addr().expect("bound")).expect("it listens");
    let (_silent, _) = listener.accept().expect("a client");
    Runtime::new().expect("a selector").block_on(async {
        observe(Some(on_event));
        let socket = TcpStream::from_std(client).expect("a socket");
        let reader = spawn(async move {
            let _dropped = NoteDrop; // as a local it is dropped last, after the socket
            let (mut stream, mut bytes) = (socket, [0; 4]);
            timeout(Duration::from_secs(60), stream.read_exact(&mut bytes)).await
        });
        yield_now().await;
        reader.abort();
        assert!(reader.await.is_err());
        observe(None);
    });
    let story = STORY.take().expect("it was set above");
    assert!(story.script.is_empty(), "the run ended early");
    Trace::new("cancel_in_mid_read", story.recorder.finish())
}

fn on_event(event: Event) {
    STORY.with_borrow_mut(|story| story.as_mut().expect("a story is told").on(event));
}

impl Story {
    fn on(&mut self, event: Event) {
        match event {
            Event::Poll(task) => self.polled = Some(task),
            Event::Pending(_) | Event::Complete(_) => self.polled = None,
            _ => {}
        }
        // What changes nothing in the picture, or is of `main`, has no sentence: turns, and polls of the task that stands for it.
        if self.script.front().is_none_or(|told| told.0 != event) {
            return assert!(
                matches!(
                    event,
                    Event::Turn
                        | Event::Select(_)
                        | Event::Expire
                        | Event::Root
                        | Event::Poll(0)
                        | Event::Pending(0)
                ),
                "{event:?} has no sentence"
            );
        }
        let Told(_, say, moves, line) = self.script.pop_front().expect("looked at above");
        let (name, task) = match event {
            Event::Spawn(task) => ("spawn", task),
            Event::Wake(task) => ("wake", task),
            Event::Poll(task) => ("poll", task),
            Event::Pending(task) => ("pending", task),
            Event::Complete(task) => ("complete", task),
            Event::Register(_) => ("register", 0),
            Event::Wait(_) => ("wait", 1),
            Event::Timer(_) => ("timer", 1),
            Event::Cancel(_) => ("cancel", 1),
            Event::Deregister(_) => ("deregister", 1),
            other => panic!("nothing is told of {other:?}"),
        };
        let step = Step {
            lane: 1 - self.polled.unwrap_or(task) as usize,
            name,
            say: say.into(),
            moves,
            at: Some(line.map_or_else(acting, |(file, text)| {
                Source::of(&format!("stage06-async-await/src/{file}"), text)
            })),
        };
        self.recorder.step(step, &self.actual());
    }

    /// What the runtime holds.
    fn actual(&self) -> BTreeMap<&'static str, Held> {
        let now = snapshot().expect("a runtime runs");
        let name = |id: &u64| NAMES[*id as usize];
        let held = |names: Vec<String>| -> Held {
            names
                .into_iter()
                .map(|name| (name, String::new()))
                .collect()
        };
        let sockets = now.sockets.iter().flat_map(|socket| {
            let waker = socket.reader.then_some("its-waker");
            ["socket"].into_iter().chain(waker).map(str::to_string)
        });
        let running = self
            .polled
            .filter(|_| !self.dropped)
            .map(|id| name(&id).to_string());
        BTreeMap::from([
            (
                "queue",
                held(
                    now.ready
                        .iter()
                        .map(|id| format!("id-{}", name(id)))
                        .collect(),
                ),
            ),
            ("running", held(running.into_iter().collect())),
            (
                "tasks",
                held(now.tasks.iter().map(|id| name(id).to_string()).collect()),
            ),
            ("reactor", held(sockets.collect())),
            (
                "timers",
                held(now.timers.iter().map(|_| "limit".to_string()).collect()),
            ),
            (
                "done",
                held(
                    self.dropped
                        .then(|| "reader".to_string())
                        .into_iter()
                        .collect(),
                ),
            ),
        ])
    }
}
