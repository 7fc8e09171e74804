//! The blocking server and its three clients: what they do to each other.

use book::replay::{Figure, Held, Lane, Move, Place, Recorder, Step, Thing, Trace};
use stage02::echo::blocking::serve;
use stage03::observe::observe;
use std::{
    collections::BTreeMap,
    io::{ErrorKind, Read, Result, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

const CLIENTS: [&str; 3] = ["client 1", "client 2", "client 3"];

fn figure() -> Figure {
    Figure {
        title: "A server that blocks, and three clients",
        places: vec![
            Place::new("queue", "Listener's queue")
                .note("connected")
                .mark("half"),
            Place::new("served", "The server")
                .note("is with")
                .look("slot")
                .mark("solid"),
            Place::new("unread", "Sent")
                .note("and not read")
                .mark("none"),
            Place::new("gone", "Gone").mark("none"),
        ],
        things: vec![
            Thing::new(CLIENTS[0], CLIENTS[0], "socket", "blue"),
            Thing::new(CLIENTS[1], CLIENTS[1], "socket", "orange"),
            Thing::new(CLIENTS[2], CLIENTS[2], "socket", "green"),
            Thing::new("hello", "hello", "message", "green"),
        ],
        grid: vec!["queue served", "unread gone"],
        narrow: vec!["queue served", "unread gone"],
        lanes: (CLIENTS.iter())
            .map(|name| Lane::new(name, &[*name]))
            .collect(),
    }
}

/// The run so far: what the clients know, and what the server has told.
struct Run {
    recorder: Recorder,
    address: SocketAddr,
    /// The clients whose `connect` has returned, in order.
    clients: Vec<Option<TcpStream>>,
    /// What the server does, told by itself.
    server: Receiver<String>,
    accepted: usize,
    left: usize,
    /// Words of client 3 that are not answered.
    unread: usize,
}

impl Run {
    fn client(&mut self, n: usize) -> &mut TcpStream {
        self.clients[n - 1].as_mut().expect("it is connected")
    }

    fn connects(&mut self, n: usize, say: &str) -> Result<()> {
        self.clients.push(Some(TcpStream::connect(self.address)?));
        self.tell(n, "connect", say, vec![Move::to(CLIENTS[n - 1], "queue")]);
        Ok(())
    }

    /// The client sends hello, and does not wait.
    fn asks(&mut self, n: usize) -> Result<()> {
        self.client(n).write_all(b"hello")
    }

    fn leaves(&mut self, n: usize, say: &str) {
        self.clients[n - 1] = None;
        self.server_says("leave");
        self.left += 1;
        self.tell(n, "leave", say, vec![Move::to(CLIENTS[n - 1], "gone")]);
    }

    fn accepts(&mut self, n: usize, say: &str) {
        self.server_says("accept");
        self.accepted += 1;
        self.tell(n, "accept", say, vec![Move::to(CLIENTS[n - 1], "served")]);
    }

    fn answers(&mut self, n: usize, say: &str, moves: Vec<Move>) -> Result<()> {
        self.client(n).read_exact(&mut [0; 5])?;
        self.server_says("answer");
        self.unread -= moves.len();
        self.tell(n, "answer", say, moves);
        Ok(())
    }

    fn server_says(&self, what: &str) {
        let limit = Duration::from_secs(10);
        let said = self.server.recv_timeout(limit).expect("the server goes on");
        assert_eq!(said, what);
    }

    fn tell(&mut self, client: usize, name: &'static str, say: &str, moves: Vec<Move>) {
        let step = Step {
            lane: client - 1,
            name,
            say: say.into(),
            moves,
            at: None,
        };
        let here = |from: usize, to: usize| -> Held {
            let clients = CLIENTS[from..to].iter();
            clients
                .map(|name| (name.to_string(), String::new()))
                .collect()
        };
        let word = ("hello".to_string(), String::new());
        let actual = BTreeMap::from([
            ("queue", here(self.accepted, self.clients.len())),
            ("served", here(self.left, self.accepted)),
            ("unread", vec![word; self.unread]),
            ("gone", here(0, self.left)),
        ]);
        self.recorder.step(step, &actual);
    }
}

pub(crate) fn blocking_clients() -> Trace {
    let events = run().expect("loopback works");
    Trace::new("blocking_clients", events)
}

fn run() -> Result<(Figure, Vec<Step>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (stop, stopped) = (TcpStream::connect(address)?, listener.accept()?.0);
    let (tell, server) = channel();
    let serving = thread::spawn(move || {
        let observer = move |did: &stage03::observe::Happening| drop(tell.send(did.name.clone()));
        observe(observer, || serve(listener, stopped))
    });
    let mut run = Run {
        recorder: Recorder::new(figure()),
        address,
        clients: Vec::new(),
        server,
        accepted: 0,
        left: 0,
        unread: 0,
    };

    run.connects(
        1,
        "client 1 connects. The kernel puts the connection into the listener's queue.",
    )?;
    run.accepts(
        1,
        "`accept` takes it out. From now on the server looks at this socket only.",
    );
    run.asks(1)?;
    run.answers(
        1,
        "client 1 says hello and is answered. The server reads again, and sleeps.",
        vec![],
    )?;
    run.leaves(
        1,
        "client 1 leaves: `read` returns 0, and the server is free.",
    );
    run.connects(2, "client 2 connects.")?;
    run.accepts(
        2,
        "It is accepted at once, since the server was in `accept`.",
    );
    run.asks(2)?;
    run.answers(
        2,
        "It is answered. Then it is silent, and does not leave. The server sleeps in `read`.",
        vec![],
    )?;
    run.connects(
        3,
        "client 3 connects, and `connect` returns: the kernel needs no `accept` for that.",
    )?;
    run.asks(3)?;
    run.unread += 1;
    run.tell(
        3,
        "send",
        "It says hello. The kernel keeps the word for a server that is not looking.",
        vec![Move::to("hello", "unread").out_of(CLIENTS[2])],
    );
    run.client(3)
        .set_read_timeout(Some(Duration::from_millis(100)))?;
    let silence = run.client(3).read(&mut [0; 5]).map_err(|e| e.kind());
    assert!(matches!(
        silence,
        Err(ErrorKind::WouldBlock | ErrorKind::TimedOut)
    ));
    assert!(
        run.server.try_recv().is_err(),
        "the server has done nothing"
    );
    run.tell(
        3,
        "wait",
        "client 3 waits for an answer. The server sleeps until client 2 speaks or leaves.",
        vec![],
    );
    run.leaves(2, "client 2 leaves at last.");
    run.accepts(3, "Only now the server takes client 3 out of the queue.");
    run.client(3)
        .set_read_timeout(Some(Duration::from_secs(10)))?;
    run.answers(
        3,
        "The hello was there all the time. client 3 is answered.",
        vec![Move::away("hello")],
    )?;

    drop((stop, run.clients));
    let _wakes_accept = TcpStream::connect(address)?;
    serving.join().expect("the server does not panic")?;
    Ok(run.recorder.finish())
}
