//! Tasks that wait for sockets and streams: several for one, both directions, and what is ready though nothing came.

mod support;

use stage01::{Result, co};
use stage04::{
    Asks, EventLoop, Stream, accept, cancel, connect, gather, join, read, readable, spawn,
    writable, write_all, yield_now,
};
use std::{
    io::{self, ErrorKind, Read},
    net::{Shutdown, TcpListener},
    rc::Rc,
    time::Duration,
};
use support::{pair, promptly, refused, simulated};

/// Runs a program in each world that has real sockets; all must agree.
fn in_real_worlds<T, C>(program: impl Fn() -> C) -> Result<T>
where
    T: PartialEq + std::fmt::Debug + 'static,
    C: Asks<T> + 'static,
{
    let result = EventLoop::new()?.run_until_complete(program());
    #[cfg(unix)]
    {
        let scan = EventLoop::with(stage04::Scan::new()).run_until_complete(program());
        match (&result, &scan) {
            (Ok(real), Ok(scan)) => assert_eq!(real, scan),
            (Err(real), Err(scan)) => assert_eq!(real.to_string(), scan.to_string()),
            disagree => panic!("{disagree:?}"),
        }
    }
    result
}

#[test]
fn two_tasks_read_from_one_socket_and_each_gets_something() {
    promptly("both readers", || {
        let heard = in_real_worlds(|| {
            co(async |y| {
                let (ours, theirs) = pair();
                let first = y.yield_from(spawn(read(&ours, 1))).await?;
                let second = y.yield_from(spawn(read(&ours, 1))).await?;
                y.yield_from(yield_now()).await?;
                y.yield_from(write_all(&theirs, b"x".to_vec())).await?;
                while !first.done() && !second.done() {
                    y.yield_from(yield_now()).await?;
                }
                y.yield_from(write_all(&theirs, b"y".to_vec())).await?;
                Ok([
                    y.yield_from(join(&first)).await?,
                    y.yield_from(join(&second)).await?,
                ])
            })
        });
        assert_eq!(heard.unwrap(), [b"x", b"y"]);
    });
}

#[test]
fn one_socket_is_read_and_written_at_once() {
    promptly("full duplex", || {
        let length = 4 << 20;
        let heard = in_real_worlds(move || {
            co(async move |y| {
                let (ours, theirs) = pair();
                let sending = [&ours, &theirs].map(|s| spawn(write_all(s, vec![b'x'; length])));
                let mut tasks = Vec::new();
                for sending in sending {
                    tasks.push(y.yield_from(sending).await?);
                }
                let counting = [ours, theirs].map(|socket| {
                    co(async move |y| {
                        let mut heard = 0;
                        while heard < length {
                            heard += y.yield_from(read(&socket, 1 << 16)).await?.len();
                        }
                        Ok(heard)
                    })
                });
                let heard = y.yield_from(gather(counting.into())).await?;
                for task in &tasks {
                    y.yield_from(join(task)).await?;
                }
                Ok(heard)
            })
        });
        assert_eq!(heard.unwrap(), [length, length]);
    });
}

#[test]
fn a_cancelled_reader_leaves_the_writer_and_the_other_reader_alone() {
    promptly("the others", || {
        let left = in_real_worlds(|| {
            co(async |y| {
                let (ours, theirs) = pair();
                let doomed = y.yield_from(spawn(readable(&ours))).await?;
                let reader = y.yield_from(spawn(read(&ours, 9))).await?;
                y.yield_from(yield_now()).await?;
                let writer = y.yield_from(spawn(writable(&ours))).await?;
                y.yield_from(yield_now()).await?;
                y.yield_from(cancel(&doomed)).await?;
                y.yield_from(join(&writer)).await?;
                assert!(!reader.done());
                y.yield_from(write_all(&theirs, b"hello".to_vec())).await?;
                y.yield_from(join(&reader)).await
            })
        });
        assert_eq!(left.unwrap(), b"hello");
    });
}

#[test]
fn the_end_of_a_connection_is_readable() {
    promptly("the end", || {
        let heard = in_real_worlds(|| {
            co(async |y| {
                let (ours, theirs) = pair();
                theirs.shutdown(Shutdown::Write)?;
                y.yield_from(read(&ours, 9)).await
            })
        });
        assert_eq!(heard.unwrap(), b"");
    });
}

#[test]
fn a_reset_is_readable_and_writable_and_raised_by_the_read() {
    promptly("the reset", || {
        let broken = in_real_worlds(|| {
            co(async |y| {
                let (ours, theirs) = pair();
                y.yield_from(write_all(&ours, b"never read".to_vec()))
                    .await?;
                y.yield_from(readable(&theirs)).await?;
                // Not every system resets a connection whose bytes are unread; every one does if it must not linger.
                socket2::SockRef::from(&*theirs).set_linger(Some(Duration::ZERO))?;
                drop(theirs);
                y.yield_from(readable(&ours)).await?;
                y.yield_from(writable(&ours)).await?;
                Ok((&*ours).read(&mut [0; 9]).unwrap_err().kind())
            })
        });
        assert_eq!(broken.unwrap(), ErrorKind::ConnectionReset);
    });
}

#[test]
fn a_socket_closes_when_its_tasks_are_done_with_it() {
    promptly("the end of the connection", || {
        let heard = in_real_worlds(|| {
            co(async |y| {
                let (ours, theirs) = pair();
                let waiting = y.yield_from(spawn(read(&theirs, 9))).await?;
                y.yield_from(yield_now()).await?;
                y.yield_from(cancel(&waiting)).await?;
                y.yield_from(yield_now()).await?;
                assert_eq!(Rc::strong_count(&theirs), 1, "the socket is still held");
                drop(theirs);
                y.yield_from(read(&ours, 9)).await
            })
        });
        assert_eq!(heard.unwrap(), b"");
    });
}

#[test]
fn connect_gives_a_connected_socket_or_the_refusal() {
    promptly("an answer", || {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let (address, listener) = (listener.local_addr().unwrap(), Rc::new(listener));
        let program = || {
            let listener = listener.clone();
            co(async move |y| {
                let socket = y.yield_from(connect(address)).await?;
                let client = y.yield_from(accept(&listener)).await?;
                Ok(socket.local_addr()? == client.peer_addr()?)
            })
        };
        assert!(in_real_worlds(program).unwrap());

        let (_kept, refuses) = refused();
        let knocking = || co(async move |y| y.yield_from(connect(refuses)).await.map(drop));
        let error = in_real_worlds(knocking).unwrap_err();
        assert_eq!(
            error.downcast_ref().map(io::Error::kind),
            Some(ErrorKind::ConnectionRefused)
        );
    });
}

#[test]
fn what_this_world_cannot_watch_is_thrown_into_the_task_that_asks() {
    promptly("two refusals", || {
        let unsupported = |error: stage01::Exception| {
            error.downcast_ref().map(io::Error::kind) == Some(ErrorKind::Unsupported)
        };
        let dream = co(async |y| y.yield_from(readable(&Stream::new("A", 1))).await);
        let refused = EventLoop::new().unwrap().run_until_complete(dream);
        assert!(unsupported(refused.unwrap_err()));

        let (socket, _peer) = pair();
        let caught = co(async move |y| {
            let refused = y.yield_from(readable(&socket)).await;
            y.yield_from(yield_now()).await?; // and it goes on
            Ok(refused.unwrap_err())
        });
        assert!(unsupported(simulated(caught).0.unwrap()));
    });
}
