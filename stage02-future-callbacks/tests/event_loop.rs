//! The loop: turns, their order, fairness, and the end.

mod support;

use stage02::{EventLoop, Interest};
use std::{
    cell::{Cell, RefCell},
    io::{Read, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
    sync::mpsc::channel,
    thread,
    time::Duration,
};
use support::{pair, promptly, readable};

#[test]
fn it_ends_when_nothing_is_left_to_wait_for() {
    promptly("the end of the loop", || {
        let event_loop = EventLoop::new().unwrap();
        let (socket, _peer) = readable();
        event_loop
            .register(socket, Interest::Read, |event_loop, ready| {
                event_loop.unregister(ready.key).unwrap();
                event_loop.call_soon(|event_loop| event_loop.call_soon(|_| {}));
            })
            .unwrap();
        event_loop.run().unwrap();
        assert!(event_loop.is_idle());
    });
}

#[test]
fn with_nothing_to_wait_for_it_does_not_wait() {
    promptly("a loop with nothing to do", || {
        let event_loop = EventLoop::new().unwrap();
        event_loop.run_once().unwrap();
        event_loop.run().unwrap();
    });
}

#[test]
fn a_handler_runs_once_a_turn_until_its_socket_is_read() {
    promptly("three turns", || {
        let event_loop = EventLoop::new().unwrap();
        let (socket, _peer) = readable();
        let calls = Rc::new(Cell::new(0));
        let (counted, inbox) = (calls.clone(), socket.clone());
        event_loop
            .register(socket, Interest::Read, move |event_loop, ready| {
                counted.set(counted.get() + 1);
                if counted.get() == 3 {
                    (&*inbox).read_exact(&mut [0]).unwrap();
                    event_loop.unregister(ready.key).unwrap();
                }
            })
            .unwrap();
        for turn in 1..=3 {
            event_loop.run_once().unwrap();
            assert_eq!(calls.get(), turn);
        }
        assert!(event_loop.is_idle());
    });
}

#[test]
fn callbacks_run_in_the_order_in_which_they_were_queued() {
    let event_loop = EventLoop::new().unwrap();
    let seen = Rc::new(RefCell::new(Vec::new()));
    for n in 0..5 {
        let seen = seen.clone();
        event_loop.call_soon(move |_| seen.borrow_mut().push(n));
    }
    event_loop.run_once().unwrap();
    assert_eq!(*seen.borrow(), [0, 1, 2, 3, 4]);
}

#[test]
fn a_queued_callback_does_not_wait_for_a_socket() {
    promptly("a callback beside an idle socket", || {
        let event_loop = EventLoop::new().unwrap();
        let (idle, _peer) = pair();
        let key = event_loop
            .register(idle, Interest::Read, |_, _| {})
            .unwrap();
        event_loop.call_soon(move |event_loop| event_loop.unregister(key).unwrap());
        event_loop.run().unwrap();
    });
}

#[test]
fn what_a_callback_queues_waits_for_the_next_turn() {
    let event_loop = EventLoop::new().unwrap();
    let calls = Rc::new(Cell::new(0));
    let counted = calls.clone();
    event_loop.call_soon(move |event_loop| {
        counted.set(1);
        event_loop.call_soon(move |_| counted.set(2));
    });
    event_loop.run_once().unwrap();
    assert_eq!(calls.get(), 1);
    event_loop.run_once().unwrap();
    assert_eq!(calls.get(), 2);
}

#[test]
fn a_callback_that_queues_itself_for_ever_does_not_starve_sockets() {
    fn again(event_loop: &EventLoop, turns: Rc<Cell<u32>>) {
        turns.set(turns.get() + 1);
        event_loop.call_soon(move |event_loop| again(event_loop, turns));
    }
    promptly("a socket beside a busy queue", || {
        let event_loop = EventLoop::new().unwrap();
        let (turns, reads) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        again(&event_loop, turns.clone());
        let (socket, _peer) = readable();
        let counted = reads.clone();
        event_loop
            .register(socket, Interest::Read, move |_, _| {
                counted.set(counted.get() + 1)
            })
            .unwrap();
        for _ in 0..10 {
            event_loop.run_once().unwrap();
        }
        assert_eq!((turns.get(), reads.get()), (11, 10));
    });
}

#[test]
fn a_turn_with_nothing_to_do_waits() {
    promptly("a byte from another thread", || {
        let event_loop = EventLoop::new().unwrap();
        let (silent, mut peer) = pair();
        let (turn_taken, turns) = channel();
        // Speaks once the loop has had every chance to spin: after 100 ms, or 1000 turns.
        thread::spawn(move || {
            let patience = Duration::from_millis(100);
            let spins = || turns.recv_timeout(patience).is_ok();
            (0..1000).take_while(|_| spins()).for_each(drop);
            peer.write_all(b"x").unwrap();
        });
        event_loop
            .register(silent, Interest::Read, |event_loop, ready| {
                event_loop.unregister(ready.key).unwrap();
            })
            .unwrap();
        let mut count = 0;
        while !event_loop.is_idle() {
            event_loop.run_once().unwrap();
            let _ = turn_taken.send(());
            count += 1;
        }
        assert!(count <= 3, "{count} turns for one byte");
    });
}

#[test]
fn after_a_handler_that_panics_each_handler_runs_once_a_turn() {
    promptly("two turns", || {
        let event_loop = EventLoop::new().unwrap();
        let calls = Rc::new(RefCell::new([0; 2]));
        for name in 0..2 {
            let ((socket, _peer), counted) = (readable(), calls.clone());
            event_loop
                .register(socket, Interest::Read, move |_, _| {
                    counted.borrow_mut()[name] += 1;
                    assert_ne!(*counted.borrow(), [1, 0], "as planned");
                })
                .unwrap();
        }
        assert!(catch_unwind(AssertUnwindSafe(|| event_loop.run_once())).is_err());
        assert_eq!(*calls.borrow(), [1, 0]);
        event_loop.run_once().unwrap();
        assert_eq!(*calls.borrow(), [2, 1]);
    });
}

#[test]
fn a_callback_that_panics_leaves_the_rest_of_the_turn_queued() {
    let event_loop = EventLoop::new().unwrap();
    let ran = Rc::new(Cell::new(false));
    let noted = ran.clone();
    event_loop.call_soon(|_| panic!("as planned"));
    event_loop.call_soon(move |_| noted.set(true));
    assert!(catch_unwind(AssertUnwindSafe(|| event_loop.run_once())).is_err());
    event_loop.run_once().unwrap();
    assert!(ran.get());
}
