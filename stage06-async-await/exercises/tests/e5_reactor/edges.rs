//! Edges that are remembered, and tries.

use super::*;

#[test]
fn an_edge_that_came_before_a_task_waited_is_remembered() {
    check(|reactor, stream, mut peer| {
        peer.write_all(b"early").unwrap();
        look(&reactor); // the edge is reported now, and never again
        assert_eq!(read(&reactor, &stream, 64), "early");
    });
}

#[test]
fn after_a_try_that_would_block_there_is_no_other_without_an_edge() {
    check(|reactor, stream, mut peer| {
        let (waker, tries) = (Waker::from(Arc::<Count>::default()), Cell::new(0));
        let poll = |buffer: &mut [u8]| {
            let mut context = Context::from_waker(&waker);
            stream.poll_io(Direction::Read, &mut context, |mut io| {
                tries.set(tries.get() + 1);
                io.read(buffer)
            })
        };
        assert!(poll(&mut [0; 8]).is_pending(), "there are no bytes");
        let first = tries.get();
        assert!(
            first <= 1,
            "tries by one poll of a new socket without bytes: {first}"
        );
        peer.write_all(b"here").unwrap();
        assert!(poll(&mut [0; 8]).is_pending(), "no edge was reported yet");
        assert_eq!(
            tries.get(),
            first,
            "tries without an edge: each is a system call"
        );
        look(&reactor);
        assert!(poll(&mut [0; 8]).is_ready(), "now there was an edge");
        assert!(poll(&mut [0; 8]).is_pending() && poll(&mut [0; 8]).is_pending());
        assert_eq!(
            tries.get() - first,
            2,
            "tries: one that read, one that found nothing, and none after that"
        );
    });
}

#[test]
fn a_task_that_was_woken_is_not_woken_again_before_it_waits_again() {
    check(|reactor, stream, mut peer| {
        let waker = Arc::<Count>::default();
        assert!(wants_to_read(&stream, &waker).is_pending());
        for _ in 0..2 {
            peer.write_all(b"x").unwrap();
            look(&reactor);
        }
        assert_eq!(
            waker.wakes(),
            1,
            "wakes by two edges of a task that waited once"
        );
    });
}

#[test]
fn what_is_left_is_read_without_another_edge() {
    check(|reactor, stream, mut peer| {
        peer.write_all(b"123456").unwrap();
        for part in ["12", "34", "56"] {
            assert_eq!(read(&reactor, &stream, 2), part, "two bytes of six");
        }
    });
}

#[test]
fn a_reader_is_polled_when_there_is_something_and_not_before() {
    check(|reactor, stream, mut peer| {
        let mut buffer = [0; 64];
        let (written, polls) = drive(&reactor, write_all(&stream, b"x"));
        written.unwrap();
        assert!(polls <= 2, "polls of a writer that has room: {polls}");
        let writer = thread::spawn(move || {
            for _ in 0..20 {
                thread::yield_now();
            }
            peer.write_all(b"now").unwrap();
        });
        let (length, polls) = drive(&reactor, read_some(&stream, &mut buffer));
        assert_eq!(length.unwrap(), 3);
        assert!(
            polls <= 2,
            "polls of a reader that waits for one message: {polls}"
        );
        writer.join().unwrap();
    });
}
