//! The coroutine that waits for a socket.

use stage01::{
    Coroutine,
    CoroutineState::{Complete, Yielded},
    ReadGreeting,
};
use std::{
    io::{self, ErrorKind, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

/// A greeting under way, and the server's side of its connection.
fn connected() -> (ReadGreeting, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut reading = ReadGreeting::Start(listener.local_addr().unwrap());
    assert_eq!(resumed(&mut reading), Err("connected, awaiting bytes"));
    (reading, listener.accept().unwrap().0)
}

/// One turn: how it ended, or what it yielded.
fn resumed(reading: &mut ReadGreeting) -> Result<Result<String, ErrorKind>, &'static str> {
    match reading.resume(()) {
        Yielded(pause) => Err(pause),
        Complete(greeting) => Ok(greeting.map_err(|error: io::Error| error.kind())),
    }
}

/// Resumes it until it ends.
fn ended(reading: &mut ReadGreeting) -> Result<String, ErrorKind> {
    loop {
        match resumed(reading) {
            Ok(greeting) => return greeting,
            Err(_) => thread::yield_now(),
        }
    }
}

fn promptly(check: impl FnOnce() + Send + 'static) {
    testkit::within(Duration::from_secs(20), "the greeting", check);
}

#[test]
fn a_greeting_in_two_parts_is_one_greeting() {
    promptly(|| {
        let (mut reading, mut server) = connected();
        assert_eq!(resumed(&mut reading), Err("too early"));
        server.write_all(b"hel").unwrap();
        while let ReadGreeting::AwaitingBytes(_, part) = &reading
            && part.is_empty()
        {
            assert_eq!(resumed(&mut reading), Err("too early"));
        }
        server.write_all(b"lo").unwrap();
        drop(server);
        assert_eq!(ended(&mut reading), Ok("hello".to_string()));
    });
}

#[test]
fn a_greeting_that_never_comes_is_an_error() {
    promptly(|| {
        let (mut reading, server) = connected();
        drop(server);
        assert_eq!(ended(&mut reading), Err(ErrorKind::UnexpectedEof));
    });
}

#[test]
fn a_greeting_without_end_is_cut_off() {
    promptly(|| {
        let (mut reading, mut server) = connected();
        server.write_all(&[b'x'; 5000]).unwrap();
        assert_eq!(ended(&mut reading).map(|greeting| greeting.len()), Ok(1024));
    });
}
