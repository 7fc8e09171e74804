//! A listener that cannot accept is tried again, after a pause.
#![cfg(target_os = "linux")] // elsewhere a listener that was shut down may still accept

use std::io::Write;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

#[test]
fn a_listener_that_fails_neither_ends_the_server_nor_keeps_it_busy() {
    let limit = Duration::from_secs(10);
    testkit::within(limit, "the server, which is told to stop", || {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut stop = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (stopped, _) = listener.accept().unwrap();
        let socket = socket2::SockRef::from(&listener);
        socket.shutdown(Shutdown::Both).unwrap();
        let (ended, end) = channel();
        let server = thread::spawn(move || {
            let busy = testkit::cpu_time();
            stage06::echo::serve(listener, stopped).unwrap();
            ended.send(()).unwrap();
            testkit::cpu_time() - busy
        });
        let early = end.recv_timeout(Duration::from_millis(300));
        assert!(early.is_err(), "the server gave up");
        stop.write_all(b"x").unwrap();
        let busy = server.join().unwrap();
        assert!(
            busy < Duration::from_millis(50),
            "in 300 ms of failing it was busy for {busy:?}"
        );
    });
}
