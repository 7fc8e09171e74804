//! Sockets that are waited for by trying: either order, refusals, big sends, and what is left behind.

mod support;

use stage01::{Routine, co};
use stage05::{AioSocket, Loop, Task, gather, run_task, until, yield_now};
use std::{
    cell::Cell,
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    rc::Rc,
    thread,
};
use support::{any, pair, promptly, turns};

/// Where the server listens, once it does.
type Listening = Rc<Cell<Option<SocketAddr>>>;

fn listener() -> (AioSocket, SocketAddr) {
    let server = AioSocket::new().unwrap();
    server.bind(any()).unwrap();
    server.listen().unwrap();
    let address = server.local_addr().unwrap();
    (server, address)
}

fn server(listening: Listening) -> impl Task<Vec<u8>> {
    co(async move |y| {
        let (server, address) = listener();
        listening.set(Some(address));
        let client = y.yield_from(server.accept()).await?;
        let mut heard = y.yield_from(client.recv(100)).await?;
        heard.reverse();
        y.yield_from(client.send_all(&heard)).await?;
        Ok(heard)
    })
}

fn client(listening: Listening) -> impl Task<Vec<u8>> {
    co(async move |y| {
        let client = AioSocket::new()?;
        let server = y.yield_from(until(|| listening.get())).await?;
        y.yield_from(client.connect(server)).await?;
        y.yield_from(client.send_all(b"hello")).await?;
        y.yield_from(client.recv(100)).await
    })
}

#[test]
fn client_and_server_meet_in_either_order() {
    promptly("both orders", || {
        for client_first in [false, true] {
            let listening = Listening::default();
            let mut tasks: Vec<Routine<(), Vec<u8>>> = vec![
                Box::new(server(listening.clone())),
                Box::new(client(listening)),
            ];
            if client_first {
                tasks.reverse();
            }
            let heard = Loop::new().run_task(gather(tasks)).unwrap();
            assert_eq!(heard, [b"olleh", b"olleh"]);
        }
    });
}

#[test]
fn a_refused_connection_is_an_error() {
    promptly("a refusal", || {
        let silent = AioSocket::new().unwrap();
        silent.bind(any()).unwrap(); // and it does not listen
        let address = silent.local_addr().unwrap();
        let error = Loop::new()
            .run_task(co(async move |y| {
                let client = AioSocket::new()?;
                y.yield_from(client.connect(address)).await
            }))
            .unwrap_err();
        let error: &std::io::Error = error.downcast_ref().unwrap();
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    });
}

/// A listener with no room for clients leaves a connect unanswered. How to make one is known for Linux.
#[test]
#[cfg(target_os = "linux")]
fn a_connect_that_is_not_answered_stops_no_other_task() {
    promptly("the other task", || {
        let full = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None);
        let full = full.unwrap();
        full.bind(&any().into()).unwrap();
        full.listen(0).unwrap();
        let address = full.local_addr().unwrap().as_socket().unwrap();
        let event_loop = Loop::new();
        let connect = || {
            co(async move |y| {
                let client = AioSocket::new()?;
                y.yield_from(client.connect(address)).await?;
                y.yield_from(until(|| None)).await // keeps its place
            })
        };
        let clients: Vec<_> = (0..4).map(|_| event_loop.add_task(connect())).collect();
        let other = Rc::new(Cell::new(0));
        event_loop.run_task(turns(1000, &other)).unwrap();
        assert_eq!(other.get(), 1000);
        assert!(
            clients
                .iter()
                .all(|client: &stage05::Handle| !client.done())
        );
        assert_eq!(event_loop.steps(), 5 * 1001, "one step each, every turn");
    });
}

#[test]
fn a_bind_or_listen_beside_a_silent_listener_does_not_wait() {
    promptly("a second listen", || {
        let (server, _) = listener();
        server.listen().unwrap(); // the document's waits here for a client
        assert!(server.bind(any()).is_err(), "it has an address already");
    });
}

#[test]
fn all_of_a_big_message_arrives_and_the_end_is_empty() {
    promptly("8 MB", || {
        let (ours, mut theirs) = pair();
        let big: Vec<u8> = (0..8 << 20).map(|n: u32| n as u8).collect();
        let expected = big.clone();
        let reader = thread::spawn(move || {
            let mut heard = Vec::new();
            theirs.read_to_end(&mut heard).map(|_| heard)
        });
        let end = Loop::new()
            .run_task(co(async move |y| {
                y.yield_from(ours.send_all(&big)).await?;
                ours.shutdown()?;
                y.yield_from(ours.recv(100)).await
            }))
            .unwrap();
        let heard = reader.join().unwrap().unwrap();
        assert!(heard == expected, "it arrived changed");
        assert!(end.is_empty());
    });
}

#[test]
fn a_client_that_does_not_read_stops_no_other() {
    promptly("the other task", || {
        let (ours, _theirs) = pair();
        let event_loop = Loop::new();
        let sending = event_loop.add_task(co(async move |y| {
            y.yield_from(ours.send_all(&vec![0; 64 << 20])).await
        }));
        let other = Rc::new(Cell::new(0));
        event_loop.run_task(turns(1000, &other)).unwrap();
        assert_eq!(other.get(), 1000);
        assert!(!sending.done() || cfg!(windows), "Windows takes it all");
    });
}

#[test]
fn two_readers_of_one_socket_both_get_something() {
    promptly("both readers", || {
        let (ours, mut theirs) = pair();
        let ours = Rc::new(ours);
        let reader = |socket: Rc<AioSocket>| co(async move |y| y.yield_from(socket.recv(1)).await);
        theirs.write_all(b"ab").unwrap();
        let both = gather(vec![reader(ours.clone()), reader(ours)]);
        let mut heard = Loop::new().run_task(both).unwrap();
        heard.sort();
        assert_eq!(heard, [b"a", b"b"]);
    });
}

#[test]
fn a_reset_is_an_error_of_that_task_only() {
    promptly("the other client", || {
        let ((broken, theirs), (whole, mut speaking)) = (pair(), pair());
        let theirs = socket2::Socket::from(theirs);
        theirs.set_linger(Some(std::time::Duration::ZERO)).unwrap();
        drop(theirs);
        speaking.write_all(b"x").unwrap();
        let event_loop = Loop::new();
        let reading = |socket: AioSocket| co(async move |y| y.yield_from(socket.recv(1)).await);
        let broken = event_loop.add_task(reading(broken));
        let whole = event_loop.add_task(reading(whole));
        event_loop.run();
        let error = broken.result().unwrap().unwrap_err();
        let error: &std::io::Error = error.downcast_ref().unwrap();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        assert_eq!(whole.result().unwrap().unwrap(), b"x");
    });
}

#[test]
fn a_socket_is_closed_when_its_task_is_dropped() {
    promptly("the end", || {
        let (ours, mut theirs) = pair();
        let event_loop = Loop::new();
        event_loop.add_task(co(async move |y| y.yield_from(ours.recv(1)).await));
        event_loop.run_task(yield_now()).unwrap();
        drop(event_loop);
        assert_eq!(theirs.read(&mut [0]).unwrap(), 0);
    });
}

#[test]
fn a_port_whose_server_closed_first_can_be_bound_again() {
    promptly("two servers", || {
        let mut address = any();
        for _ in 0..2 {
            let server = AioSocket::new().unwrap();
            server.bind(address).unwrap();
            server.listen().unwrap();
            address = server.local_addr().unwrap();
            let mut client = TcpStream::connect(address).unwrap();
            let accepted = run_task(server.accept()).unwrap();
            drop(accepted); // its end of the connection lingers in the system, with this port
            assert_eq!(client.read(&mut [0]).unwrap(), 0);
        }
    });
}
