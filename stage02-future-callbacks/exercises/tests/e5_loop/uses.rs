//! Callbacks and handlers that use the loop, a wait that fails, and many turns.

use super::*;

/// Runs some turns, in which a ready socket is unregistered before its handler has run.
#[track_caller]
fn while_one_is_gone(turns: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(turns)) {
        let text = message(&*panic);
        panic!("a ready socket is unregistered in the same turn, and the loop panics: {text}");
    }
}

#[test]
fn a_handler_that_was_unregistered_in_this_turn_does_not_run() {
    check("two sockets that are ready", |my_loop, log| {
        let keys: Rc<RefCell<Vec<Key>>> = Rc::default();
        for _ in 0..2 {
            let (socket, log, keys_of_both) = (socket(), log.clone(), keys.clone());
            ring(&socket);
            let handler = move |my_loop: &MyLoop, _: Ready| {
                log.borrow_mut()
                    .push("the first one, which unregisters both");
                keys_of_both
                    .take()
                    .into_iter()
                    .for_each(|key| my_loop.unregister(key).expect("registered"));
            };
            keys.borrow_mut().push(
                my_loop
                    .register(socket, Interest::Read, handler)
                    .expect("registered"),
            );
        }
        while_one_is_gone(|| finish(&my_loop));
        assert_eq!(
            log.borrow().len(),
            1,
            "handlers that ran, of which the first unregistered the second"
        );
    });
}

#[test]
fn a_callback_that_unregisters_a_ready_socket_silences_its_handler() {
    check("a socket that is ready", |my_loop, log| {
        let socket = socket();
        ring(&socket);
        let heard = log.clone();
        let key = my_loop
            .register(socket, Interest::Read, move |_, _| {
                heard.borrow_mut().push("its handler")
            })
            .expect("registered");
        let callback = note(&log, "the callback");
        my_loop.call_soon(move |my_loop| {
            callback(my_loop);
            my_loop.unregister(key).expect("registered");
        });
        while_one_is_gone(|| my_loop.run_once().expect("it runs"));
        assert_eq!(
            log.borrow().join(", "),
            "the callback",
            "the callback came first, and unregistered the socket"
        );
    });
}

#[test]
fn a_handler_runs_in_each_turn_in_which_its_socket_is_ready() {
    check("a socket that stays ready", |my_loop, log| {
        let (socket, heard) = (socket(), log.clone());
        ring(&socket); // and the handler does not read it
        let key = my_loop
            .register(socket, Interest::Read, move |_, _| {
                heard.borrow_mut().push("its handler")
            })
            .expect("registered");
        for turns in 1..=3 {
            my_loop.call_soon(|_| {}); // so that no turn waits
            my_loop.run_once().expect("it runs");
            assert_eq!(
                log.borrow().len(),
                turns,
                "calls of a handler after {turns} turns with its socket ready: it stays registered"
            );
        }
        my_loop
            .unregister(key)
            .expect("a socket is registered until `unregister`");
    });
}

#[test]
fn a_handler_may_register_another_socket() {
    check("a handler that registers a socket", |my_loop, log| {
        let (first, second) = (socket(), socket());
        ring(&first);
        ring(&second);
        let heard = log.clone();
        let handler = move |my_loop: &MyLoop, ready: Ready| {
            heard.borrow_mut().push("first");
            my_loop.unregister(ready.key).expect("registered");
            let heard = heard.clone();
            my_loop
                .register(second.clone(), Interest::Read, move |my_loop, ready| {
                    heard.borrow_mut().push("second");
                    my_loop.unregister(ready.key).expect("registered");
                })
                .expect("a handler may register");
        };
        my_loop
            .register(first, Interest::Read, handler)
            .expect("registered");
        my_loop.run_once().expect("it runs");
        assert_eq!(
            log.borrow().join(", "),
            "first",
            "a socket that is registered in this turn is looked at in the next"
        );
        finish(&my_loop);
        assert_eq!(
            log.borrow().join(", "),
            "first, second",
            "the handler that a handler registered, in a later turn"
        );
    });
}

#[test]
fn an_error_of_the_wait_is_returned_and_nothing_is_lost() {
    check("a wait that fails", |my_loop, log| {
        my_loop.call_soon(note(&log, "queued"));
        let broken = || io::Error::other("the selector is broken");
        my_loop.selector.borrow_mut().fail_once(broken());
        let error = my_loop.run_once().expect_err(
            "the selector cannot wait: expected the error of the wait, and `run_once` returned Ok",
        );
        assert_eq!(
            error.to_string(),
            "the selector is broken",
            "the error of the wait"
        );
        assert_eq!(
            log.borrow().len(),
            0,
            "callbacks that ran in a turn whose wait had failed"
        );
        my_loop.run().expect("it can go on");
        assert_eq!(
            log.borrow().join(", "),
            "queued",
            "what was queued before the wait that failed"
        );
        my_loop.call_soon(note(&log, "queued"));
        my_loop.selector.borrow_mut().fail_once(broken());
        my_loop
            .run()
            .expect_err("the selector cannot wait: expected that error, and `run` returned Ok");
    });
}

#[test]
fn a_thousand_turns_need_no_more_stack_than_one() {
    fn turn(my_loop: &MyLoop, left: u32, places: Rc<RefCell<Vec<usize>>>) {
        let here = 0_u8;
        places
            .borrow_mut()
            .push(std::hint::black_box(&here) as *const u8 as usize);
        if left > 0 {
            my_loop.call_soon(move |my_loop| turn(my_loop, left - 1, places));
        }
    }
    check("a thousand turns", |my_loop, _| {
        let places = Rc::<RefCell<Vec<usize>>>::default();
        let own = places.clone();
        my_loop.call_soon(move |my_loop| turn(my_loop, 1000, own));
        my_loop.run().expect("it runs");
        let places = places.take();
        assert_eq!(
            places.len(),
            1001,
            "callbacks, each queued by the one before"
        );
        let deeper = places[0].abs_diff(places[1000]);
        assert!(
            deeper < 16 * 1024,
            "after a thousand turns the stack is {deeper} bytes deeper: does a turn call the next one?"
        );
    });
}
