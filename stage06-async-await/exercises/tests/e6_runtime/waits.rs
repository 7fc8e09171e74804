//! What a turn waits for, and whom it wakes.

use super::super::reactor::{Direction, Registration};
use super::super::timers::sleep_until;
use super::{MS, check};
use std::{
    future::poll_fn,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    rc::Rc,
    time::Instant,
};

#[test]
fn a_turn_wakes_for_a_socket_and_for_a_deadline() {
    check("a few turns", |runtime| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut peer = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let stream = listener.accept().unwrap().0;
        stream.set_nonblocking(true).unwrap();
        let stream = mio::net::TcpStream::from_std(stream);
        let stream = Rc::new(Registration::new(&runtime.0.reactor, stream).unwrap());
        let reads = stream.clone();
        let reader = runtime.spawn(poll_fn(move |context| {
            let read = |mut io: &mio::net::TcpStream| io.read(&mut [0; 8]);
            reads.poll_io(Direction::Read, context, read)
        }));
        let deadline = Instant::now() + 5 * MS;
        let sleeper = runtime.spawn(sleep_until(&runtime.0.timers, deadline));
        let busy = runtime.spawn(poll_fn(|context| {
            context.waker().wake_by_ref(); // no turn sleeps
            std::task::Poll::<()>::Pending
        }));
        (0..3).for_each(|_| runtime.0.run_once().unwrap());
        peer.write_all(b"x").unwrap();
        while stream.source().peek(&mut [0]).is_err() || Instant::now() < deadline {}
        runtime.0.run_once().unwrap();
        assert_eq!(
            (reader.is_finished(), sleeper.is_finished()),
            (true, true),
            "a byte had come and a deadline was over. Have the reader and the sleeper ended after one turn?"
        );
        drop(busy);
    });
}

#[test]
#[cfg(target_os = "linux")] // only there a thread can be asked how often it slept
fn without_a_deadline_the_thread_sleeps_until_it_is_woken() {
    check("a task that another thread wakes", |runtime| {
        let naps = testkit::naps();
        let (sender, answer) = futures::channel::oneshot::channel();
        let sends = std::thread::spawn(move || {
            std::thread::sleep(300 * MS);
            sender.send(42).unwrap();
        });
        assert_eq!(runtime.block_on(answer), Ok(42), "what the thread sent");
        sends.join().unwrap();
        let naps = testkit::naps() - naps;
        assert!(
            naps < 10,
            "no deadline was set, and in a wait of 300 ms the thread has gone to sleep {naps} times"
        );
    });
}
