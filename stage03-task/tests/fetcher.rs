//! Connect, read, write, fetch: driven by a task, over real sockets.

mod support;

use stage01::{Coroutine, CoroutineState::Yielded};
use stage02::EventLoop;
use stage03::{Fetcher, Task};
use std::{
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, TcpListener},
};
use support::{pair, promptly, refused, request, result, serve_one};

fn kind(error: &stage01::Exception) -> ErrorKind {
    let error: &io::Error = error.downcast_ref().expect("an io::Error");
    error.kind()
}

#[test]
fn a_task_connects_and_nothing_stays_registered() {
    promptly("the connection", || {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let event_loop = EventLoop::new().unwrap();
        let task = Task::spawn(&event_loop, Fetcher::new(&event_loop).connect(address));
        assert!(!task.done());
        event_loop.run().unwrap();
        assert_eq!(result(&task).unwrap().peer_addr().unwrap(), address);
        assert_eq!(event_loop.registered(), 0);
    });
}

#[test]
fn a_refused_connection_is_raised() {
    promptly("the refusal", || {
        let (_kept, address) = refused();
        let event_loop = EventLoop::new().unwrap();
        let fetcher = Fetcher::new(&event_loop);
        let connect = Task::spawn(&event_loop, fetcher.connect(address));
        let fetch = Task::spawn(&event_loop, fetcher.fetch(address, "/"));
        event_loop.run().unwrap();
        let error = result(&connect).unwrap_err();
        assert_eq!(kind(&error), ErrorKind::ConnectionRefused);
        let error = result(&fetch).unwrap_err();
        assert_eq!(kind(&error), ErrorKind::ConnectionRefused);
    });
}

#[test]
fn a_page_arrives_whole() {
    promptly("the page", || {
        let (address, server) = serve_one(|mut client| {
            let asked = request(&client);
            client.set_nodelay(true).unwrap();
            for part in ["HTTP/1.0 200 OK\r\n", "\r\n", "hello"] {
                client.write_all(part.as_bytes()).unwrap();
            }
            asked
        });
        let event_loop = EventLoop::new().unwrap();
        let fetch = Fetcher::new(&event_loop).fetch(address, "/page");
        let task = Task::spawn(&event_loop, fetch);
        event_loop.run().unwrap();
        assert_eq!(result(&task).unwrap(), b"HTTP/1.0 200 OK\r\n\r\nhello");
        let asked = server.join().unwrap();
        assert!(
            asked.starts_with("GET /page HTTP/1.0\r\nHost: 127.0.0.1:"),
            "{asked}"
        );
    });
}

#[test]
fn read_gives_one_part_and_nothing_at_the_end() {
    promptly("the parts", || {
        let event_loop = EventLoop::new().unwrap();
        let fetcher = Fetcher::new(&event_loop);
        let (socket, mut peer) = pair();
        for part in ["one", "two", ""] {
            let task = Task::spawn(&event_loop, fetcher.read(&socket));
            event_loop.run_once().unwrap();
            assert!(!task.done(), "it did not wait");
            match part {
                "" => peer.shutdown(Shutdown::Write).unwrap(),
                part => peer.write_all(part.as_bytes()).unwrap(),
            }
            event_loop.run().unwrap();
            assert_eq!(result(&task).unwrap(), part.as_bytes());
        }
    });
}

#[test]
fn a_read_whose_bytes_somebody_else_took_waits_again() {
    promptly("the second part", || {
        let event_loop = EventLoop::new().unwrap();
        let (socket, mut peer) = pair();
        let task = Task::spawn(&event_loop, Fetcher::new(&event_loop).read(&socket));
        event_loop.run_once().unwrap();
        peer.write_all(b"one").unwrap();
        event_loop.run_once().unwrap();
        assert_eq!((&*socket).read(&mut [0; 8]).unwrap(), 3);
        event_loop.run_once().unwrap();
        assert!(!task.done());
        peer.write_all(b"two").unwrap();
        event_loop.run().unwrap();
        assert_eq!(result(&task).unwrap(), b"two");
    });
}

#[test]
fn a_reset_in_the_middle_of_the_page_is_raised() {
    promptly("the reset", || {
        let (address, server) = serve_one(|mut client| {
            request(&client);
            client.write_all(b"HTTP/1.0 200 OK\r\n\r\nhal").unwrap();
            socket2::SockRef::from(&client)
                .set_linger(Some(Default::default()))
                .unwrap();
        });
        let event_loop = EventLoop::new().unwrap();
        let task = Task::spawn(&event_loop, Fetcher::new(&event_loop).fetch(address, "/"));
        event_loop.run().unwrap();
        server.join().unwrap();
        assert_eq!(
            kind(&result(&task).unwrap_err()),
            ErrorKind::ConnectionReset
        );
    });
}

#[test]
fn more_than_the_system_buffers_is_written_in_parts() {
    const MANY: usize = 16 * 1024 * 1024;
    promptly("16 MiB to arrive", || {
        let bytes: Vec<u8> = (0..MANY).map(|n| (n % 251) as u8).collect();
        let (socket, mut peer) = pair();
        let event_loop = EventLoop::new().unwrap();
        let fetcher = Fetcher::new(&event_loop);
        let task = Task::spawn(&event_loop, fetcher.write_all(&socket, bytes.clone()));
        event_loop.run_once().unwrap();
        event_loop.run_once().unwrap();
        event_loop.run_once().unwrap();
        // Windows takes the whole of it into its own memory.
        assert!(!task.done() || cfg!(windows), "it was not in parts");
        let reader = std::thread::spawn(move || {
            let mut heard = Vec::new();
            peer.read_to_end(&mut heard).unwrap();
            heard
        });
        event_loop.run().unwrap();
        result(&task).unwrap();
        socket.shutdown(Shutdown::Write).unwrap();
        assert!(reader.join().unwrap() == bytes, "something else arrived");
    });
}

#[test]
fn a_longer_page_than_anybody_wants_is_raised() {
    promptly("the limit", || {
        let (address, server) = serve_one(|mut client| {
            request(&client);
            let part = vec![b'x'; 1 << 20];
            while client.write_all(&part).is_ok() {}
        });
        let event_loop = EventLoop::new().unwrap();
        let task = Task::spawn(&event_loop, Fetcher::new(&event_loop).fetch(address, "/"));
        event_loop.run().unwrap();
        assert_eq!(kind(&result(&task).unwrap_err()), ErrorKind::FileTooLarge);
        server.join().unwrap();
    });
}

#[test]
fn dropped_or_cancelled_while_it_waits_it_lets_go_of_the_socket() {
    promptly("the cancels", || {
        let event_loop = EventLoop::new().unwrap();
        let fetcher = Fetcher::new(&event_loop);
        let (socket, _peer) = pair();

        let mut read = fetcher.read(&socket);
        assert!(matches!(read.resume(Ok(())), Yielded(_)));
        assert_eq!(event_loop.registered(), 1);
        drop(read);
        assert_eq!(event_loop.registered(), 0);

        let task = Task::spawn(&event_loop, fetcher.read_all(&socket));
        event_loop.run_once().unwrap();
        assert_eq!(event_loop.registered(), 1);
        task.cancel();
        event_loop.run().unwrap();
        assert!(result(&task).unwrap_err().is::<stage03::Cancelled>());

        let mut write = fetcher.write_all(&socket, "hello");
        assert!(matches!(write.resume(Ok(())), Yielded(_)));
        assert_eq!(event_loop.registered(), 1);
        drop(write);
        assert_eq!(event_loop.registered(), 0);
    });
}

#[test]
fn a_loop_that_is_dropped_during_a_fetch_takes_everything_with_it() {
    promptly("the end of the connection", || {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let event_loop = EventLoop::new().unwrap();
        Task::spawn(&event_loop, Fetcher::new(&event_loop).fetch(address, "/"));
        event_loop.run_once().unwrap(); // it begins to connect
        let (mut client, _) = listener.accept().unwrap();
        event_loop.run_once().unwrap(); // it is connected
        event_loop.run_once().unwrap(); // it waits for room
        let weak = event_loop.downgrade();
        drop(event_loop);
        assert!(weak.upgrade().is_err(), "the loop owns itself");
        client.read_to_end(&mut Vec::new()).unwrap();
    });
}

#[test]
fn a_second_reader_of_one_socket_is_refused() {
    promptly("the first reader", || {
        let event_loop = EventLoop::new().unwrap();
        let fetcher = Fetcher::new(&event_loop);
        let (socket, mut peer) = pair();
        let first = Task::spawn(&event_loop, fetcher.read(&socket));
        let second = Task::spawn(&event_loop, fetcher.read(&socket));
        peer.write_all(b"for the first").unwrap();
        event_loop.run().unwrap();
        assert_eq!(result(&first).unwrap(), b"for the first");
        assert_eq!(
            kind(&result(&second).unwrap_err()),
            ErrorKind::AlreadyExists
        );
    });
}
