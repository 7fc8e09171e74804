//! One operation made of callbacks: the page, the parts, and every way to fail.

mod support;

use stage02::{
    EventLoop, fetch,
    fetch::{connect, read_to_end, send_all},
};
use std::{
    cell::RefCell,
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    rc::Rc,
    thread::{self, JoinHandle},
};
use support::{pair, promptly, refused};

/// A server for one client.
fn serve_one<T: Send + 'static>(
    serve: impl FnOnce(TcpStream) -> T + Send + 'static,
) -> (SocketAddr, JoinHandle<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || serve(listener.accept().unwrap().0));
    (address, server)
}

/// Reads a request up to its empty line.
fn request(mut client: &TcpStream) -> String {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte).unwrap();
        request.extend(byte);
    }
    String::from_utf8(request).unwrap()
}

/// Fetches, and gives every answer that `done` was given: there must be one.
fn answers(address: SocketAddr) -> Vec<io::Result<Vec<u8>>> {
    let event_loop = EventLoop::new().unwrap();
    let answers = Rc::new(RefCell::new(Vec::new()));
    let heard = answers.clone();
    fetch(&event_loop, address, "/page", move |_, page| {
        heard.borrow_mut().push(page)
    });
    assert_eq!(
        answers.borrow().len(),
        0,
        "done was called before the loop ran"
    );
    event_loop.run().unwrap();
    assert!(event_loop.is_idle());
    answers.take()
}

#[test]
fn a_page_arrives_whole() {
    promptly("the page", || {
        let (address, server) = serve_one(|mut client| {
            let asked = request(&client);
            for part in ["HTTP/1.0 200 OK\r\n", "\r\n", "hello"] {
                client.set_nodelay(true).unwrap();
                client.write_all(part.as_bytes()).unwrap();
            }
            asked
        });
        let answers = answers(address);
        assert_eq!(answers.len(), 1);
        assert_eq!(
            answers[0].as_ref().unwrap(),
            b"HTTP/1.0 200 OK\r\n\r\nhello"
        );
        let asked = server.join().unwrap();
        assert!(
            asked.starts_with("GET /page HTTP/1.0\r\nHost: 127.0.0.1:"),
            "{asked}"
        );
    });
}

#[test]
fn a_refused_connection_is_an_error() {
    promptly("the refusal", || {
        let (_kept, address) = refused();
        let answers = answers(address);
        assert_eq!(answers.len(), 1);
        assert_eq!(
            answers[0].as_ref().unwrap_err().kind(),
            ErrorKind::ConnectionRefused
        );
    });
}

#[test]
#[cfg(target_os = "linux")] // a link-local address without its link is refused at once
fn an_address_without_a_way_is_an_error_that_comes_from_the_loop() {
    promptly("the failure", || {
        let nowhere: SocketAddr = "[fe80::1]:1".parse().unwrap();
        assert!(stage02::begin_connect(nowhere).is_err());
        let answers = answers(nowhere);
        assert_eq!(answers.len(), 1);
        assert!(answers[0].is_err());
    });
}

#[test]
fn a_reset_in_the_middle_of_the_page_is_an_error() {
    promptly("the reset", || {
        let (address, server) = serve_one(|mut client| {
            request(&client);
            client.write_all(b"HTTP/1.0 200 OK\r\n\r\nhal").unwrap();
            socket2::SockRef::from(&client)
                .set_linger(Some(Default::default()))
                .unwrap();
        });
        let answers = answers(address);
        server.join().unwrap();
        assert_eq!(answers.len(), 1);
        assert_eq!(
            answers[0].as_ref().unwrap_err().kind(),
            ErrorKind::ConnectionReset
        );
    });
}

#[test]
fn more_than_the_system_buffers_is_sent_in_parts() {
    const MANY: usize = 16 * 1024 * 1024;
    promptly("16 MiB to arrive", || {
        let (address, server) = serve_one(|mut client| {
            let mut heard = Vec::new();
            client.read_to_end(&mut heard).unwrap();
            client.write_all(b"thanks").unwrap();
            heard
        });
        let bytes: Vec<u8> = (0..MANY).map(|n| (n % 251) as u8).collect();
        let sent = bytes.clone();
        let event_loop = EventLoop::new().unwrap();
        connect(&event_loop, address, move |event_loop, socket| {
            let socket = socket.unwrap();
            send_all(event_loop, socket.clone(), sent, move |event_loop, sent| {
                sent.unwrap();
                socket.shutdown(Shutdown::Write).unwrap();
                read_to_end(event_loop, socket, |_, answer| {
                    assert_eq!(answer.unwrap(), b"thanks")
                });
            });
        });
        event_loop.run().unwrap();
        assert!(server.join().unwrap() == bytes, "something else arrived");
    });
}

#[test]
fn a_longer_page_than_anybody_wants_is_an_error() {
    promptly("the limit", || {
        let (address, server) = serve_one(|mut client| {
            request(&client);
            let part = vec![b'x'; 1 << 20];
            while client.write_all(&part).is_ok() {}
        });
        let answers = answers(address);
        assert_eq!(
            answers[0].as_ref().unwrap_err().kind(),
            ErrorKind::FileTooLarge
        );
        drop(answers);
        server.join().unwrap();
    });
}

#[test]
fn a_socket_that_is_registered_already_is_an_error_too() {
    promptly("the second reader", || {
        let event_loop = EventLoop::new().unwrap();
        let (socket, mut peer) = pair();
        let answers = Rc::new(RefCell::new(Vec::new()));
        for _ in 0..2 {
            let heard = answers.clone();
            read_to_end(&event_loop, socket.clone(), move |_, answer| {
                heard
                    .borrow_mut()
                    .push(answer.map_err(|error| error.kind()));
            });
        }
        peer.write_all(b"for the first").unwrap();
        drop(peer);
        event_loop.run().unwrap();
        let mut answers = answers.take();
        answers.sort_by_key(Result::is_ok);
        assert_eq!(
            answers,
            [Err(ErrorKind::AlreadyExists), Ok(b"for the first".to_vec())]
        );
    });
}
