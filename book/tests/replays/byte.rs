//! One byte, from `.await` to the kernel and back.

mod picture;

use book::replay::{Held, Move, Recorder, Source, Step, Trace};
use mio::net::TcpStream as Stream;
use picture::figure;
use stage06::{
    Runtime,
    events::{Event, observe},
    reactor::{Direction, Registration},
    runtime::{reactor, spawn},
    snapshot::snapshot,
};
use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::poll_fn,
    io::{self, ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
};

/// The task that reads; the future of `block_on` is task 0.
const READER: u64 = 1;

/// A run that is told from the second read on.
struct Story {
    recorder: Recorder,
    client: TcpStream,
    /// The same socket as the task's, to look into its receive buffer.
    kernel: TcpStream,
    polled: bool,
    got: bool,
    over: bool,
    /// What happened, in order.
    told: Vec<&'static str>,
}

thread_local! {
    static STORY: RefCell<Option<Story>> = const { RefCell::new(None) };
}

pub(crate) fn one_byte() -> Trace {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let client = TcpStream::connect(listener.local_addr().expect("it is bound"));
    let mut client = client.expect("it listens");
    let (ours, _) = listener.accept().expect("it has connected");
    ours.set_nonblocking(true).expect("a socket");
    let kernel = ours.try_clone().expect("a socket");
    client.write_all(b"a").expect("it is connected");

    let runtime = Runtime::new().expect("a selector");
    runtime.block_on(async {
        let stream = Stream::from_std(ours);
        let stream = Registration::new(&reactor(), stream).expect("it is registered once");
        let reader = spawn(async move {
            assert_eq!(read_byte(&stream, |_| ()).await, 1);
            STORY.set(Some(Story::begin(client, kernel)));
            observe(Some(|event| with_story(|story| story.event(event))));
            let tell = |result: &io::Result<usize>| with_story(|story| story.tried(result));
            assert_eq!(read_byte(&stream, tell).await, 1);
        });
        reader.await.expect("no panic");
    });
    observe(None);
    let story = STORY.take().expect("it was begun");
    let calls = [
        "begin", "EAGAIN", "wait", "pending", "turn", "byte", "select", "wake", "poll", "1",
        "complete",
    ];
    assert_eq!(story.told, calls);
    Trace::new("one_byte", story.recorder.finish())
}

/// Reads one byte, and tells what each system call comes to.
async fn read_byte(stream: &Registration<Stream>, tell: fn(&io::Result<usize>)) -> usize {
    let mut byte = [0];
    let read = poll_fn(|context| {
        stream.poll_io(Direction::Read, context, |mut io| {
            let result = io.read(&mut byte);
            tell(&result);
            result
        })
    });
    read.await.expect("the client is there")
}

fn with_story(tell: impl FnOnce(&mut Story)) {
    STORY.with_borrow_mut(|story| tell(story.as_mut().expect("it was begun")));
}

impl Story {
    fn begin(client: TcpStream, kernel: TcpStream) -> Self {
        let mut story = Story {
            recorder: Recorder::new(figure()),
            client,
            kernel,
            polled: true,
            got: false,
            over: false,
            told: Vec::new(),
        };
        story.tell(
            "begin",
            "reader is polled. It has read what came so far, and calls `poll_io` once more.",
            vec![
                Move::to("reader", "running"),
                Move::to("ready", "reactor").labelled("up"),
            ],
            Some(("reactor", "while readiness.poll(context).is_ready() {")),
        );
        story
    }

    /// The system call has come to this.
    fn tried(&mut self, result: &io::Result<usize>) {
        let at = Some(("reactor", "match operation(&self.source) {"));
        match result {
            Ok(1) => {
                self.got = true;
                self.tell(
                    "1",
                    "The flag is up, so it tries: `recv` → 1. The byte is copied into reader’s buffer.",
                    vec![Move::to("byte", "buffer")],
                    at,
                );
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => self.tell(
                "EAGAIN",
                "The flag is up, so it tries: the system call `recv` → EAGAIN, “nothing is there”.",
                vec![],
                at,
            ),
            other => panic!("the read comes to {other:?}"),
        }
    }

    fn event(&mut self, event: Event) {
        if self.over {
            return;
        }
        let to = Move::to;
        match event {
            Event::Wait(_) => self.tell(
                "wait",
                "EAGAIN is Rust’s `WouldBlock`: the flag comes down, and the waker is left here.",
                vec![
                    Move::label("ready", "down"),
                    to("waker", "reactor").out_of("reader"),
                ],
                Some(("reactor", "readiness.ready.set(false)")),
            ),
            Event::Pending(READER) => {
                self.polled = false;
                self.tell(
                    "pending",
                    "`poll_io` is `Pending`, and so is each `.await` around it. reader waits.",
                    vec![to("reader", "tasks")],
                    Some((
                        "executor",
                        "                self.tasks.borrow_mut().insert(id, task);",
                    )),
                );
            }
            Event::Turn => {
                self.tell(
                    "turn",
                    "No task is ready, and no timer is set: `epoll_wait` (Linux) may sleep forever.",
                    vec![],
                    Some(("reactor", "match self.poll.borrow_mut().poll(&mut events, limit) {")),
                );
                self.client.write_all(b"b").expect("it is connected");
                while self.kernel.peek(&mut [0]).is_err() {}
                self.tell(
                    "byte",
                    "The client sends a byte. The kernel puts it into the socket’s receive buffer.",
                    vec![to("byte", "kernel")],
                    None,
                );
            }
            Event::Select(None) => self.tell(
                "select",
                "`epoll_wait` → 1 event: readable. The flag goes up, and the waker is taken out.",
                vec![Move::label("ready", "up"), Move::away("waker")],
                Some(("reactor", "woken.extend(io.read.set());")),
            ),
            Event::Wake(READER) => self.tell(
                "wake",
                "The loop calls the waker: the id of reader goes into the run queue.",
                vec![to("id-reader", "queue").out_of("reactor")],
                Some(("executor", "self.queue.push(self.task);")),
            ),
            Event::Poll(READER) => {
                self.polled = true;
                self.tell(
                    "poll",
                    "`run_ready` pops the id and polls reader, whose `.await` calls `poll_io` again.",
                    vec![Move::away("id-reader"), to("reader", "running")],
                    Some(("executor", "if task.poll().is_pending() {")),
                );
            }
            Event::Complete(READER) => {
                (self.polled, self.over) = (false, true);
                self.tell(
                    "complete",
                    "`poll_io` is `Ready(1)`: the code behind the `.await` runs, and reader ends.",
                    vec![
                        Move::away("reader"),
                        Move::away("byte"),
                        Move::away("ready"),
                    ],
                    Some(("reactor", "result => return Poll::Ready(result),")),
                );
            }
            // No timer is set; the task of `block_on` is woken at the end; the socket is dropped with reader.
            Event::Expire | Event::Wake(_) | Event::Deregister(_) => {}
            other => panic!("the story knows nothing of {other:?}"),
        }
    }

    fn tell(
        &mut self,
        name: &'static str,
        say: &str,
        moves: Vec<Move>,
        line: Option<(&str, &str)>,
    ) {
        self.told.push(name);
        let step = Step {
            lane: usize::from(name == "byte" || name == "select"),
            name,
            say: say.into(),
            moves,
            at: line.map(|(file, text)| {
                Source::of(&format!("stage06-async-await/src/{file}.rs"), text)
            }),
        };
        let actual = self.actual();
        self.recorder.step(step, &actual);
    }

    /// What the runtime holds, and the kernel.
    fn actual(&self) -> BTreeMap<&'static str, Held> {
        let snapshot = snapshot().expect("a runtime runs");
        let held = |there: bool, thing: &str| -> Held {
            let thing = there.then(|| (thing.to_string(), String::new()));
            thing.into_iter().collect()
        };
        let mut known = Held::new();
        for socket in &snapshot.sockets {
            let flag = if socket.readable { "up" } else { "down" };
            known.push(("ready".into(), flag.into()));
            known.extend(held(socket.reader, "waker"));
        }
        let byte = matches!(self.kernel.peek(&mut [0]), Ok(1));
        BTreeMap::from([
            ("queue", held(snapshot.ready.contains(&READER), "id-reader")),
            ("running", held(self.polled, "reader")),
            ("tasks", held(snapshot.tasks.contains(&READER), "reader")),
            ("reactor", known),
            ("kernel", held(byte, "byte")),
            ("buffer", held(self.got && !self.over, "byte")),
        ])
    }
}
