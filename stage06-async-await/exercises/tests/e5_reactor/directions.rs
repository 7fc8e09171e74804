//! Two tasks of one socket: one reads, and one writes.

use super::*;

/// Writes until the system takes no more. This waker then waits for room.
fn wants_to_write(stream: &Stream, waker: &Arc<Count>) {
    let waker = Waker::from(waker.clone());
    let many = vec![7; MANY];
    let mut full = pin!(write_all(stream, &many));
    let poll = full.as_mut().poll(&mut Context::from_waker(&waker));
    assert!(
        poll.is_pending(),
        "the peer does not read, so the system's buffer is full"
    );
}

/// Reads all that has come.
fn read_all(peer: &mut TcpStream) {
    peer.set_nonblocking(true).unwrap();
    let mut chunk = vec![0; 64 << 10];
    while peer.read(&mut chunk).is_ok() {}
}

#[test]
fn each_direction_has_its_own_waker() {
    check(|reactor, stream, mut peer| {
        let (reader, writer) = (Arc::<Count>::default(), Arc::<Count>::default());
        look(&reactor); // it is writable, and says so
        assert!(
            wants_to_read(&stream, &reader).is_pending(),
            "no bytes have come"
        );
        wants_to_write(&stream, &writer);
        peer.write_all(b"x").unwrap();
        look(&reactor);
        assert_eq!(
            reader.wakes(),
            1,
            "wakes of the reader by a byte, while another task waits to write"
        );
        read_all(&mut peer);
        look(&reactor);
        assert_eq!(
            writer.wakes(),
            1,
            "wakes of the writer when there is room, while another task waited to read"
        );
    });
}

#[test]
fn room_to_write_is_no_reason_to_read() {
    check(|reactor, stream, mut peer| {
        let (waker, tries) = (Waker::from(Arc::<Count>::default()), Cell::new(0));
        let wants_to_read = || {
            let read = |mut io: &net::TcpStream| {
                tries.set(tries.get() + 1);
                io.read(&mut [0; 8])
            };
            let poll = stream.poll_io(Direction::Read, &mut Context::from_waker(&waker), read);
            assert!(poll.is_pending(), "no bytes have come");
        };
        look(&reactor);
        wants_to_read();
        let first = tries.get();
        wants_to_write(&stream, &Arc::default());
        read_all(&mut peer);
        look(&reactor);
        wants_to_read();
        assert_eq!(
            tries.get() - first,
            0,
            "tries to read, when the only edge said that there is room to write"
        );
    });
}

#[test]
fn a_connection_that_fails_wakes_both_directions() {
    check(|reactor, stream, peer| {
        let (reader, writer) = (Arc::<Count>::default(), Arc::<Count>::default());
        look(&reactor);
        assert!(
            wants_to_read(&stream, &reader).is_pending(),
            "no bytes have come"
        );
        wants_to_write(&stream, &writer);
        drop(peer); // with unread bytes: the connection is reset
        look(&reactor);
        assert_eq!(
            (reader.wakes(), writer.wakes()),
            (1, 1),
            "wakes of the reader and of the writer of a connection that was reset"
        );
    });
}

#[test]
fn room_to_write_does_not_wake_the_reader() {
    check(|reactor, stream, mut peer| {
        let waker = Arc::<Count>::default();
        look(&reactor); // it is writable, and says so
        assert!(wants_to_read(&stream, &waker).is_pending());
        let writer = Waker::from(Arc::<Count>::default());
        let many = vec![7; MANY];
        let mut full = pin!(write_all(&stream, &many));
        let poll = full.as_mut().poll(&mut Context::from_waker(&writer));
        assert!(
            poll.is_pending(),
            "the peer does not read, so the system's buffer is full"
        );
        peer.read_exact(&mut vec![0; MANY / 8]).unwrap();
        look(&reactor); // there is room again
        assert_eq!(
            waker.wakes(),
            0,
            "wakes of a reader, when there was nothing to read"
        );
    });
}

#[test]
fn a_writer_that_is_faster_than_its_reader_waits_for_room() {
    check(|reactor, stream, peer| {
        let reader = thread::spawn(move || drain(peer));
        let (written, _) = drive(&reactor, write_all(&stream, &vec![7; MANY]));
        written.unwrap();
        assert_eq!(reader.join().unwrap().1, MANY, "bytes that arrived");
    });
}
