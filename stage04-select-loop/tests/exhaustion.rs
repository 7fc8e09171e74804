//! A server that has run out of descriptors waits for one, and goes on with the clients it has.
#![cfg(unix)]

mod support;

use rustix::io::Errno;
use rustix::process::{Resource, Rlimit, setrlimit};
use stage01::co;
use stage04::{EventLoop, echo, read, spawn, write_all};
use std::{
    io::{ErrorKind, Read},
    net::{TcpListener, TcpStream, UdpSocket},
    rc::Rc,
};
use support::promptly;

fn client(address: std::net::SocketAddr) -> Rc<TcpStream> {
    let client = TcpStream::connect(address).unwrap();
    client.set_nonblocking(true).unwrap();
    Rc::new(client)
}

// One test, because descriptors are the whole process's.
#[test]
fn out_of_descriptors_it_serves_the_others_and_takes_the_late_one_when_it_can() {
    promptly("the late client", || {
        let few = Some(64);
        let limit = Rlimit {
            current: few,
            maximum: few,
        };
        setrlimit(Resource::Nofile, limit).unwrap();
        let main = co(async |y| {
            let listener = TcpListener::bind("127.0.0.1:0")?;
            let address = listener.local_addr()?;
            let server = y.yield_from(spawn(echo::server(listener))).await?;

            let good = client(address);
            y.yield_from(write_all(&good, b"a".to_vec())).await?;
            assert_eq!(y.yield_from(read(&good, 9)).await?, b"a");

            let late = client(address);
            let hoard: Vec<_> =
                std::iter::from_fn(|| UdpSocket::bind("127.0.0.1:0").ok()).collect();
            let full = UdpSocket::bind("127.0.0.1:0").unwrap_err();
            assert_eq!(full.raw_os_error(), Some(Errno::MFILE.raw_os_error()));
            y.yield_from(write_all(&late, b"b".to_vec())).await?;
            for _ in 0..10 {
                y.yield_from(write_all(&good, b"c".to_vec())).await?;
                assert_eq!(y.yield_from(read(&good, 9)).await?, b"c");
            }
            let unheard = (&*late).read(&mut [0; 9]).unwrap_err();
            assert_eq!(unheard.kind(), ErrorKind::WouldBlock);
            drop(hoard);
            assert_eq!(y.yield_from(read(&late, 9)).await?, b"b");
            Ok(server.done())
        });
        let ended = EventLoop::new().unwrap().run_until_complete(main);
        assert!(!ended.unwrap(), "the server gave up");
    });
}
