//! A coroutine that panics. Alone in its program, because it silences the panic's message.

mod support;

use stage01::co;
use stage02::Future;
use stage03::{Await, Panicked, Task};
use std::panic;
use support::{noting, promptly, result};

#[test]
fn a_panic_ends_its_task_and_no_other() {
    panic::set_hook(Box::new(|_| {}));
    promptly("the good task", || {
        let (event_loop, told) = noting();
        let future = Future::new(&event_loop);
        let (a, b) = (Await::new(&future), Await::new(&future));
        let formatted = Task::spawn(
            &event_loop,
            co(async |y| {
                let () = y.yield_from(a).await?;
                let what = "oops";
                if true {
                    panic!("{what}");
                }
                Ok(())
            }),
        );
        let literal = Task::spawn(
            &event_loop,
            co(async |_| {
                if true {
                    panic!("at once");
                }
                Ok(())
            }),
        );
        let join = formatted.join();
        let parent = Task::spawn(&event_loop, join);
        let good = Task::spawn(&event_loop, b);
        future.set_result(()).unwrap();
        event_loop.run().unwrap();
        let panicked = |task: &Task| {
            let error = result(task).unwrap_err();
            error.downcast_ref::<Panicked>().expect("a panic").0.clone()
        };
        assert_eq!(panicked(&formatted), "oops");
        assert_eq!(panicked(&parent), "oops");
        assert_eq!(panicked(&literal), "at once");
        result(&good).unwrap();
        drop(literal);
        assert_eq!(told.take(), [""; 0]);
    });
}
