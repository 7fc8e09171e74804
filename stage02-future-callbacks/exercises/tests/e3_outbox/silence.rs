//! What an outbox must not do to its loop.

use super::*;
use std::{net::UdpSocket, time::Instant};

#[test]
fn with_nothing_to_send_it_does_not_ask_for_room() {
    check(|event_loop| {
        let (outbox, _far) = pair();
        send(&outbox, &event_loop, b"hello");
        let turns = finish(&event_loop);
        assert!(turns <= 3, "{turns} turns for five bytes");
        assert_eq!(event_loop.registered(), 0, "there is nothing left to send");
    });
}

#[test]
fn sending_nothing_waits_for_nothing() {
    check(|event_loop| {
        let (outbox, _far) = pair();
        send(&outbox, &event_loop, b"");
        assert_eq!(
            event_loop.registered(),
            0,
            "sockets that are registered, though there is nothing to send"
        );
    });
}

#[test]
fn what_the_other_side_sends_does_not_keep_the_loop_busy() {
    check(|event_loop| {
        let (outbox, mut far) = pair();
        send(&outbox, &event_loop, &pattern(MUCH));
        fill(&event_loop);
        far.write_all(b"hello").expect("sent"); // which is not for the outbox
        let alarm = Rc::new(UdpSocket::bind("127.0.0.1:0").expect("a port"));
        let (address, ringer) = (alarm.local_addr(), alarm.try_clone().expect("a handle"));
        let rung = Rc::new(Cell::new(false));
        let heard = rung.clone();
        event_loop
            .register(alarm, Interest::Read, move |_, _| heard.set(true))
            .expect("registered");
        // Rings once the loop has had every chance to spin: after 300 ms, or 1000 turns.
        let (turn_taken, turns) = channel();
        thread::spawn(move || {
            let end = Instant::now() + Duration::from_millis(300);
            let left = || end.saturating_duration_since(Instant::now());
            (0..1000)
                .take_while(|_| turns.recv_timeout(left()).is_ok())
                .for_each(drop);
            ringer.send_to(b"!", address.expect("bound")).expect("sent");
        });
        let mut count = 0;
        while !rung.get() {
            event_loop.run_once().expect("the loop runs");
            let _ = turn_taken.send(());
            count += 1;
        }
        assert!(
            count <= 5,
            "{count} turns without room: the socket is registered for more than Write, or the outbox looks in each turn"
        );
    });
}
