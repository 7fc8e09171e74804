//! Neither of the two keeps the other waiting, and nothing is polled in vain.

use super::*;

#[test]
fn two_that_are_always_ready_both_get_their_turns() {
    check("a hundred outputs of each", || {
        let event = Event::default();
        event.happens();
        for misses_a_turn in [false, true] {
            let mut select = Select::new(event.gives(()), event.gives(()));
            let mut outputs = [0, 0];
            for n in 0..400 {
                match next(&mut select) {
                    Poll::Ready(Some(Left(()))) => {
                        outputs[0] += 1;
                        select.set_left(event.gives(()));
                    }
                    Poll::Ready(Some(Right(()))) => {
                        outputs[1] += 1;
                        select.set_right(event.gives(()));
                    }
                    other => panic!("two futures are ready, and the {n}th next gives {other:?}"),
                }
                if misses_a_turn {
                    let never = Event::default(); // another select of the same loop
                    let mut other = Select::new(never.gives(()), event.gives(()));
                    assert_eq!(next(&mut other), Poll::Ready(Some(Right(()))));
                }
            }
            assert!(
                outputs.iter().all(|n| *n >= 100),
                "outputs of the left and of the right one: {outputs:?}. Both were ready each time"
            );
        }
    });
}

#[test]
fn while_nothing_happens_nothing_is_polled() {
    check("a next that waits", || {
        let (left, right) = events();
        let mut select = Select::new(left.gives(1), right.gives("one"));
        let first = waiting(select.next(), "a next of two futures that wait");
        assert_eq!(
            first.wakes(),
            0,
            "wakes of the task while nothing happens: it would be polled all the time"
        );
        assert_eq!(
            (left.polls(), right.polls()),
            (1, 1),
            "polls of two futures by the first poll of next"
        );
    });
}

#[test]
fn two_that_become_ready_together_both_get_their_turns() {
    check("a hundred outputs of each", || {
        for is_dropped in [false, true] {
            let (left, right) = events();
            let mut select = Select::new(left.gives(()), right.gives(()));
            let mut outputs = [0, 0];
            for n in 0..400 {
                for event in [&left, &right] {
                    event.0.happened.set(false);
                }
                let mut waits = by_hand(select.next());
                let mut output = waits.poll();
                left.happens();
                right.happens();
                if output.is_pending() && !is_dropped {
                    output = waits.poll();
                }
                drop(waits);
                if output.is_pending() {
                    output = next(&mut select);
                }
                match output {
                    Poll::Ready(Some(Left(()))) => {
                        outputs[0] += 1;
                        select.set_left(left.gives(()));
                    }
                    Poll::Ready(Some(Right(()))) => {
                        outputs[1] += 1;
                        select.set_right(right.gives(()));
                    }
                    other => panic!("two futures are ready, and the {n}th next gives {other:?}"),
                }
            }
            let between = match is_dropped {
                false => "a poll of next that was pending",
                true => "a next that was dropped",
            };
            assert!(
                outputs.iter().all(|n| *n >= 100),
                "outputs of the left and of the right one: {outputs:?}. Both were ready at each output, with {between} \
                 before it: what changes the turn?"
            );
        }
    });
}

#[test]
fn a_next_that_is_ready_wakes_no_task() {
    check("an output", || {
        for (ready, is_ready) in [
            ("left", [true, false]),
            ("right", [false, true]),
            ("both", [true; 2]),
        ] {
            let (left, right) = events();
            left.0.happened.set(is_ready[0]);
            right.0.happened.set(is_ready[1]);
            let mut select = Select::new(left.gives(1), right.gives("one"));
            let mut first = by_hand(select.next());
            let output = first.poll();
            assert!(
                output.is_ready(),
                "ready: {ready}, and next gives {output:?}"
            );
            assert_eq!(
                first.wakes(),
                0,
                "wakes of the task by a next that is ready (ready: {ready}). The task goes on by itself, and another poll \
                 would be for nothing"
            );
        }
    });
}

/// Letters that have come in, and the waker of the task that waits for one.
#[derive(Clone, Default)]
struct Letters(Rc<RefCell<(VecDeque<char>, Option<Waker>)>>);

impl Letters {
    fn come(&self, letter: Option<char>) {
        self.0.borrow_mut().0.extend(letter);
        let waker = self.0.borrow_mut().1.take();
        waker.into_iter().for_each(Waker::wake);
    }

    fn poll(&self, context: &mut Context<'_>) -> Poll<char> {
        let mut letters = self.0.borrow_mut();
        if let Some(letter) = letters.0.pop_front() {
            return Poll::Ready(letter);
        }
        letters.1 = Some(context.waker().clone());
        Poll::Pending
    }
}

#[test]
fn a_line_that_comes_in_pieces_is_whole_beside_a_ticker() {
    check("three lines beside a ticker", || {
        let (letters, tick) = (Letters::default(), Event::default());
        tick.happens();
        let mut select = Select::new(line(letters.clone()), tick.gives(()));
        let (mut lines, mut ticks) = (Vec::new(), 0);
        let mut coming = "to be\nor not\nto be\n".chars();
        while lines.len() < 3 {
            letters.come(coming.next());
            match next(&mut select) {
                Poll::Ready(Some(Left(whole))) => {
                    lines.push(whole);
                    select.set_left(line(letters.clone()));
                }
                Poll::Ready(Some(Right(()))) => {
                    ticks += 1;
                    select.set_right(tick.gives(()));
                }
                other => panic!("the ticker is always ready, and next gives {other:?}"),
            }
        }
        assert_eq!(lines, ["to be", "or not", "to be"], "beside {ticks} ticks");
    });
}

/// A future that reads a line, a letter at a time: one that is dropped loses what it has.
async fn line(letters: Letters) -> String {
    let mut line = String::new();
    loop {
        match poll_fn(|context| letters.poll(context)).await {
            '\n' => return line,
            letter => line.push(letter),
        }
    }
}
