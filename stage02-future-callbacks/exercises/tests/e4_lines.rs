//! The provided tests of s2e4.

#[path = "e4_lines/ends.rs"]
mod ends;

use super::*;
use std::{
    cell::RefCell,
    io::Write,
    net::TcpListener,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};
use testkit::within;

/// A reader under test: what it told, and the other end of its socket.
struct Reading {
    event_loop: EventLoop,
    told: Rc<RefCell<Vec<Event>>>,
    far: TcpStream,
    /// The socket that is read: another part of the program has it, too.
    near: Rc<TcpStream>,
}

fn check(test: impl FnOnce(Reading) + Send + 'static) {
    within(
        Duration::from_secs(4),
        "a line that has arrived to be told, or for a turn to end in which there is nothing more to read",
        || test(reading()),
    );
}

fn reading() -> Reading {
    let event_loop = EventLoop::new().expect("a loop");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let far = TcpStream::connect(listener.local_addr().expect("bound")).expect("connected");
    far.set_nodelay(true).expect("no delay");
    let (near, _) = listener.accept().expect("a client");
    near.set_nonblocking(true).expect("nonblocking");
    let near = Rc::new(near);
    let told = Rc::<RefCell<Vec<Event>>>::default();
    let list = told.clone();
    read_lines(&event_loop, near.clone(), move |event| {
        list.borrow_mut().push(event)
    })
    .expect("registered");
    Reading {
        event_loop,
        told,
        far,
        near,
    }
}

impl Reading {
    #[track_caller]
    fn turn(&self) {
        let turn = AssertUnwindSafe(|| self.event_loop.run_once().expect("the loop runs"));
        if let Err(panic) = catch_unwind(turn) {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or(panic.downcast_ref().copied());
            let text = text.unwrap_or_default();
            panic!("the line reader panics, whatever may come from the other side: {text}");
        }
    }

    /// Sends these bytes, and runs turns until `n` events have been told in all.
    fn send(&mut self, bytes: &[u8], n: usize) {
        self.far.write_all(bytes).expect("sent");
        self.until(n);
    }

    fn until(&self, n: usize) {
        while self.told.borrow().len() < n {
            let last = self
                .told
                .borrow()
                .last()
                .is_some_and(|event| matches!(event, Event::End(_)));
            assert!(!last, "`End` is told, and the other side has not ended");
            assert!(
                !self.event_loop.is_idle(),
                "it stopped reading, and the other side has not ended; it told {:?}",
                self.told.borrow()
            );
            self.turn();
        }
    }

    /// Runs until the loop ends: nothing may be registered after the last event.
    fn finish(self) -> Vec<Event> {
        for _ in 0..1000 {
            if self.event_loop.is_idle() {
                return self.told.take();
            }
            self.turn();
        }
        let told = self.told.borrow();
        panic!(
            "it is still registered after the end, and told {} events, the last of them {:?}",
            told.len(),
            told.last()
        );
    }
}

fn line(text: &str) -> Event {
    Event::Line(text.into())
}

#[test]
fn several_lines_at_once() {
    check(|mut reading| {
        reading.send(b"one\n\nthree\n", 3);
        assert_eq!(
            *reading.told.borrow(),
            [line("one"), line(""), line("three")],
            "three lines that arrive together, one of them empty"
        );
    });
}

#[test]
fn a_line_in_two_parts() {
    check(|mut reading| {
        reading.send(b"one\ntw", 1);
        reading.send(b"o\n", 2);
        assert_eq!(
            *reading.told.borrow(),
            [line("one"), line("two")],
            "\"tw\" came with the first line, \"o\" later"
        );
    });
}

#[test]
fn a_letter_in_two_parts() {
    check(|mut reading| {
        let word = "one\nh\u{e9}!\n".as_bytes();
        reading.send(&word[..6], 1);
        reading.send(&word[6..], 2);
        assert_eq!(
            *reading.told.borrow(),
            [line("one"), line("h\u{e9}!")],
            "the two bytes of é did not arrive together"
        );
    });
}

#[test]
fn only_the_newline_is_cut_off() {
    check(|mut reading| {
        reading.far.write_all(b"o\0ne\r\n").expect("sent");
        reading
            .far
            .shutdown(std::net::Shutdown::Write)
            .expect("connected");
        assert_eq!(
            reading.finish(),
            [line("o\0ne\r"), Event::End(String::new())],
            "a line without its newline, and with all the rest"
        );
    });
}

#[test]
fn bytes_that_are_no_text_are_replaced() {
    check(|mut reading| {
        reading.send(b"a\xffb\nc\xff", 1);
        reading
            .far
            .shutdown(std::net::Shutdown::Write)
            .expect("connected");
        assert_eq!(
            reading.finish(),
            [line("a\u{fffd}b"), Event::End("c\u{fffd}".into())],
            "0xff is not UTF-8"
        );
    });
}

#[test]
fn a_long_line_and_many_short_ones() {
    check(|mut reading| {
        let long = "x".repeat(20_000);
        let text: String = (0..2000).map(|n| format!("line {n}\n")).collect();
        reading.send(format!("{long}\n{text}").as_bytes(), 2001);
        let told = reading.told.borrow();
        assert!(told[0] == line(&long), "a line of 20,000 letters");
        for (n, event) in told[1..].iter().enumerate() {
            assert_eq!(*event, line(&format!("line {n}")), "2000 lines, in order");
        }
    });
}

#[test]
fn a_read_that_would_block_is_no_event() {
    check(|mut reading| {
        reading.far.write_all(b"for another reader").expect("sent");
        reading.near.set_nonblocking(false).expect("it can block");
        reading.near.peek(&mut [0]).expect("something comes");
        reading.near.set_nonblocking(true).expect("or not");
        let near = reading.near.clone();
        // Runs before the handler, in the turn in which the socket is ready.
        reading.event_loop.call_soon(move |_| {
            let _ = (&*near).read(&mut [0; 100]);
        });
        reading.turn();
        assert_eq!(
            *reading.told.borrow(),
            [],
            "another reader was faster, so there was nothing to read"
        );
        reading.send(b"for us\n", 1);
        assert_eq!(
            *reading.told.borrow(),
            [line("for us")],
            "the line after that"
        );
    });
}
