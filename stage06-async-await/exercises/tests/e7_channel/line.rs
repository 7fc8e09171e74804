//! The sends that wait: which of them is woken.

use super::*;

#[test]
fn a_message_that_is_taken_wakes_the_sender_that_waits_longest() {
    check("three sends that wait", || {
        let (sender, mut receiver) = channel(1);
        send(&sender, 0);
        let mut line: Vec<_> = (1..=3)
            .map(|n| waiting(sender.send(n), "send on a full channel"))
            .collect();
        for n in 0..3 {
            assert_eq!(recv(&mut receiver), Poll::Ready(Some(n)), "as they came");
            let wakes: Vec<_> = line.iter().map(|send| send.wakes()).collect();
            let mut expected = vec![0; 3];
            expected[n] = 1;
            assert_eq!(
                wakes, expected,
                "wakes of three sends that wait, after message {n} was taken: there is room for one"
            );
            assert_eq!(line[n].poll(), Poll::Ready(Ok(())));
        }
    });
}

#[test]
fn room_for_two_is_used_by_two() {
    check("two sends when two messages were taken", || {
        let (sender, mut receiver) = channel(2);
        send(&sender, 1);
        send(&sender, 2);
        let mut third = waiting(sender.send(3), "send on a full channel");
        let mut fourth = waiting(sender.send(4), "send on a full channel");
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(1)));
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(2)));
        assert_eq!(third.poll(), Poll::Ready(Ok(())));
        assert_eq!(
            fourth.wakes(),
            1,
            "wakes of the second send in the line, when two messages were taken and the first has sent: there is room"
        );
        assert_eq!(fourth.poll(), Poll::Ready(Ok(())));
    });
}

#[test]
fn a_send_that_is_polled_for_another_reason_keeps_its_place() {
    check("the second of two sends", || {
        let (sender, mut receiver) = channel(1);
        send(&sender, 0);
        let mut first = waiting(sender.send(1), "send on a full channel");
        assert!(first.poll().is_pending()); // a poll without a wake is allowed
        let second = waiting(sender.send(2), "send on a full channel");
        assert!(first.poll().is_pending());
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(0)));
        assert_eq!(
            (first.wakes(), second.wakes()),
            (1, 0),
            "wakes of the first, and of the second: the first was polled three times, and came first all the same"
        );
        assert_eq!(first.poll(), Poll::Ready(Ok(())));
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(1)));
        assert_eq!(
            second.wakes(),
            1,
            "wakes of the second, when the first has sent: does the first still stand in the line?"
        );
    });
}

#[test]
fn a_send_that_gives_up_leaves_the_line() {
    check("the send behind one that gave up", || {
        let (sender, mut receiver) = channel(1);
        send(&sender, 0);
        let first = waiting(sender.send(1), "send on a full channel");
        let mut second = waiting(sender.send(2), "send on a full channel");
        drop(first);
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(0)));
        assert_eq!(
            second.wakes(),
            1,
            "wakes of the send behind one that gave up: does that still stand in the line?"
        );
        assert_eq!(second.poll(), Poll::Ready(Ok(())));
    });
}

#[test]
fn a_send_that_was_woken_and_gives_up_wakes_the_next() {
    check("the send behind one that was woken and gave up", || {
        let (sender, mut receiver) = channel(1);
        send(&sender, 0);
        let first = waiting(sender.send(1), "send on a full channel");
        let mut second = waiting(sender.send(2), "send on a full channel");
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(0)));
        assert_eq!(first.wakes(), 1, "wakes of the first");
        drop(first);
        assert_eq!(
            second.wakes(),
            1,
            "wakes of the second, when the first was woken and gave up: there is room, and it would wait forever"
        );
        assert_eq!(second.poll(), Poll::Ready(Ok(())));
    });
}

#[test]
fn a_send_in_the_middle_gives_up_only_its_own_place() {
    check("the sends before and behind one that gave up", || {
        let (sender, mut receiver) = channel(1);
        send(&sender, 0);
        let [mut first, second, mut third] =
            [1, 2, 3].map(|n| waiting(sender.send(n), "send on a full channel"));
        drop(second);
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(0)));
        assert_eq!(
            (first.wakes(), third.wakes()),
            (1, 0),
            "wakes of the first and of the third send, when the second gave up and a message was taken"
        );
        assert_eq!(first.poll(), Poll::Ready(Ok(())));
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(1)));
        assert_eq!(
            third.wakes(),
            1,
            "wakes of the third, when the first has sent"
        );
        assert_eq!(third.poll(), Poll::Ready(Ok(())));
    });
}

#[test]
fn a_new_send_takes_no_place_of_another() {
    check("two sends, when another had given up before", || {
        let (sender, mut receiver) = channel(1);
        send(&sender, 0);
        let first = waiting(sender.send(1), "send on a full channel");
        let mut second = waiting(sender.send(2), "send on a full channel");
        drop(first);
        let mut third = waiting(sender.send(3), "send on a full channel");
        for (n, sends) in [&mut second, &mut third].into_iter().enumerate() {
            assert!(recv(&mut receiver).is_ready(), "there is a message");
            assert_eq!(
                sends.wakes(),
                1,
                "wakes of number {n} of two sends, of which the second came when another had given up"
            );
            assert_eq!(sends.poll(), Poll::Ready(Ok(())));
        }
    });
}

#[test]
fn a_send_that_moves_to_another_task_is_woken_there() {
    check("a send in another task", || {
        let (sender, mut receiver) = channel(1);
        send(&sender, 0);
        let mut moved = waiting(sender.send(1), "send on a full channel");
        let _old = moved.moves();
        assert!(moved.poll().is_pending(), "there is no room");
        assert_eq!(recv(&mut receiver), Poll::Ready(Some(0)));
        assert_eq!(
            moved.wakes(),
            1,
            "wakes of the latest waker of a send, when there is room: a stale one was kept"
        );
    });
}
