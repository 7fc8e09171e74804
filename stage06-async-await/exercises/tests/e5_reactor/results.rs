//! What an operation may return, and what comes next.

use super::*;
use std::io::ErrorKind;

/// Reads, but first the operation gives these errors. It never waits: a poll that is pending has to wake the task.
fn read_after(stream: &Stream, errors: &[ErrorKind]) -> Result<usize, ErrorKind> {
    let (mut errors, count) = (errors.iter().copied(), Arc::<Count>::default());
    let waker = Waker::from(count.clone());
    let mut context = Context::from_waker(&waker);
    for polls in 1.. {
        let poll = stream.poll_io(Direction::Read, &mut context, |mut io| {
            match errors.next() {
                Some(error) => Err(error.into()),
                None => io.read(&mut [0; 8]),
            }
        });
        if let Polled::Ready(read) = poll {
            return read.map_err(|error| error.kind());
        }
        assert_eq!(
            count.wakes(),
            polls,
            "wakes of a reader that is pending: the bytes are there, and only `WouldBlock` shows that an edge will come"
        );
    }
    unreachable!("there are few errors")
}

#[test]
fn an_operation_that_a_signal_interrupts_is_tried_again() {
    check(|reactor, stream, mut peer| {
        peer.write_all(b"here").unwrap();
        look(&reactor); // the only edge
        assert_eq!(
            read_after(&stream, &[ErrorKind::Interrupted; 2]),
            Ok(4),
            "a read that a signal has interrupted twice"
        );
    });
}

#[test]
fn after_an_error_the_operation_may_be_tried_again_without_an_edge() {
    check(|reactor, stream, mut peer| {
        peer.write_all(b"here").unwrap();
        look(&reactor); // the only edge
        let error = ErrorKind::OutOfMemory; // as of an accept, when the process has no sockets left
        let reads = [read_after(&stream, &[error]), read_after(&stream, &[])];
        assert_eq!(
            reads,
            [Err(error), Ok(4)],
            "an error, and the read after it"
        );
    });
}

#[test]
fn the_end_can_be_read_twice() {
    check(|reactor, stream, peer| {
        drop(peer);
        for _ in 0..2 {
            assert_eq!(read(&reactor, &stream, 8), "", "the end");
        }
    });
}
