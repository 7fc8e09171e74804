//! Several sockets, and those that are made and dropped meanwhile.

use super::*;

#[test]
fn a_waker_may_drop_sockets_and_make_new_ones() {
    thread_local! {
        static SCENE: RefCell<Option<(Rc<Reactor>, Stream)>> = const { RefCell::new(None) };
    }
    /// Does when it is woken what an executor may that polls at once.
    struct Acts;
    impl Wake for Acts {
        fn wake(self: Arc<Self>) {
            let (reactor, old) = SCENE.take().expect("it was left there");
            // If it panics: a socket that is dropped meanwhile may panic as well, and two panics at once abort.
            let old = ManuallyDrop::new(old);
            let (new, _peer) = connected(&reactor);
            drop(ManuallyDrop::into_inner(old));
            SCENE.set(Some((reactor, new)));
        }
    }
    check(|reactor, stream, mut peer| {
        let waker = Waker::from(Arc::new(Acts));
        let mut context = Context::from_waker(&waker);
        let read = |mut io: &net::TcpStream| io.read(&mut [0; 8]);
        assert!(
            stream
                .poll_io(Direction::Read, &mut context, read)
                .is_pending()
        );
        SCENE.set(Some((reactor.clone(), stream)));
        peer.write_all(b"x").unwrap();
        let turns = catch_unwind(AssertUnwindSafe(|| turn(&reactor, None)));
        if turns.is_err() {
            panic!(
                "a waker cannot drop or make a socket: what is borrowed while wakers are called?"
            );
        }
        look(&reactor);
        SCENE.take();
    });
}

#[test]
fn an_operation_may_register_another_socket() {
    check(|reactor, _stream, _peer| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        listener.set_nonblocking(true).unwrap();
        let listener = net::TcpListener::from_std(listener);
        let listener = Registration::new(&reactor, listener).unwrap();
        let accept = |io: &net::TcpListener| Registration::new(&reactor, io.accept()?.0);
        let accepted = poll_fn(|cx| listener.poll_io(Direction::Read, cx, accept));
        let (accepted, _) = drive(&reactor, accepted);
        assert!(accepted.is_ok());
    });
}

#[test]
fn one_socket_does_not_wake_another() {
    check(|reactor, quiet, _quiet_peer| {
        let (stream, mut peer) = connected(&reactor);
        let (waker, other) = (Arc::<Count>::default(), Arc::<Count>::default());
        look(&reactor);
        assert!(wants_to_read(&quiet, &waker).is_pending());
        assert!(wants_to_read(&stream, &other).is_pending());
        peer.write_all(b"x").unwrap();
        look(&reactor);
        assert_eq!(
            (waker.wakes(), other.wakes()),
            (0, 1),
            "wakes of the quiet socket's reader, and of the other's"
        );
    });
}

#[test]
fn a_socket_that_is_dropped_is_forgotten() {
    check(|reactor, stream, mut peer| {
        let waker = Arc::<Count>::default();
        assert!(wants_to_read(&stream, &waker).is_pending());
        drop(stream);
        assert_eq!(Arc::strong_count(&waker), 1, "owners of its waker");
        let mut rest = [0];
        assert_eq!(
            peer.read(&mut rest).unwrap(),
            0,
            "the other side sees the end"
        );
        look(&reactor);
    });
}

#[test]
fn a_new_socket_is_not_taken_for_another() {
    check(|reactor, first, _peer| {
        let (second, mut peer) = connected(&reactor);
        drop(first);
        let (third, mut newer) = connected(&reactor);
        let (old, new) = (Arc::<Count>::default(), Arc::<Count>::default());
        look(&reactor);
        assert!(wants_to_read(&second, &old).is_pending());
        assert!(wants_to_read(&third, &new).is_pending());
        peer.write_all(b"x").unwrap();
        look(&reactor);
        assert_eq!(
            (old.wakes(), new.wakes()),
            (1, 0),
            "wakes of the older socket, whose bytes came, and of the newer"
        );
        newer.write_all(b"x").unwrap();
        look(&reactor);
        assert_eq!(
            (old.wakes(), new.wakes()),
            (1, 1),
            "wakes of the older socket, and of the newer, whose bytes came, too"
        );
    });
}
