//! What keeps a task alive, and its end.

use super::*;

#[test]
fn what_it_waits_for_keeps_it_alive() {
    check(|event_loop| {
        let number = Future::new(&event_loop);
        let (task, resumes) = doubling(&event_loop, &number);
        turns(&event_loop, 2);
        let future = task.0.future.clone();
        drop(task);
        number.set_result(21).expect("set once");
        turns(&event_loop, 4);
        assert_eq!(
            resumes.get(),
            2,
            "resumes of a task whose handles were dropped while it waited: what owns the task then?"
        );
        assert_eq!(
            format!("{:?}", future.result()),
            "Some(Ok(42))",
            "the result of a task whose handles were dropped while it waited"
        );
    });
}

#[test]
fn two_tasks_do_not_wait_for_each_other() {
    check(|event_loop| {
        let (a, b) = (Future::new(&event_loop), Future::new(&event_loop));
        let ((first, _), (second, _)) = (doubling(&event_loop, &a), doubling(&event_loop, &b));
        turns(&event_loop, 2);
        b.set_result(2).expect("set once");
        turns(&event_loop, 3);
        assert_eq!(
            (result(&first), result(&second)),
            ("None".into(), "Some(Ok(4))".into()),
            "results of two tasks, when only the future of the second is done"
        );
        a.set_result(1).expect("set once");
        turns(&event_loop, 3);
        assert_eq!(
            result(&first),
            "Some(Ok(2))",
            "the first task's future is done, too"
        );
    });
}

#[test]
fn stepped_from_inside_itself_it_does_nothing() {
    check(|event_loop| {
        let own: Rc<RefCell<Option<MyTask<u32>>>> = Rc::default();
        let (inside, number) = (own.clone(), Future::<u32>::new(&event_loop));
        let wait = Await::new(&number);
        let body = co(async move |y| {
            let own = inside.borrow_mut().take();
            let own = own.expect("the coroutine runs before `spawn` has returned its task");
            step(&own, "from inside the running coroutine");
            y.yield_from(wait).await
        });
        let (task, resumes) = spawn(&event_loop, Box::new(body));
        *own.borrow_mut() = Some(task.clone());
        turns(&event_loop, 4);
        assert_eq!(
            (result(&task), resumes.get()),
            ("None".into(), 1),
            "result and resumes of a coroutine that called `step` on its own task, and then waits"
        );
        number.set_result(3).expect("set once");
        turns(&event_loop, 3);
        assert_eq!(
            (result(&task), resumes.get()),
            ("Some(Ok(3))".into(), 2),
            "result and resumes of that coroutine when its future is done"
        );
    });
}

/// Ends in its first turn. What it holds is not freed by ending, only by being dropped.
struct Holds<H> {
    _held: H,
}

impl<H> Coroutine<Result> for Holds<H> {
    type Yield = Wait;
    type Return = Result<u32>;

    fn resume(&mut self, _: Result) -> CoroutineState<Wait, Result<u32>> {
        Complete(Ok(1))
    }
}

#[test]
fn the_coroutine_is_dropped_when_it_has_ended() {
    check(|event_loop| {
        let held = Rc::new(());
        let body = Holds {
            _held: held.clone(),
        };
        let (task, _) = spawn(&event_loop, Box::new(body));
        turns(&event_loop, 2);
        assert_eq!(result(&task), "Some(Ok(1))", "it ends in its first step");
        let alive = Rc::strong_count(&held) > 1;
        assert!(
            !alive,
            "the coroutine has ended: what it owned must be dropped"
        );
    });
}

/// Calls `step` on a task when it is dropped, and notes how that went.
struct StepsWhenDropped {
    task: Rc<RefCell<Option<MyTask<u32>>>>,
    stepped: Rc<RefCell<Vec<std::result::Result<(), String>>>>,
}

impl Drop for StepsWhenDropped {
    fn drop(&mut self) {
        let task = self.task.borrow_mut().take();
        let stepped = task.map(|task| catch_panic(|| task.step()));
        self.stepped.borrow_mut().extend(stepped);
    }
}

#[test]
fn stepped_while_its_coroutine_is_dropped_it_does_nothing() {
    check(|event_loop| {
        let (own, noted) = (Rc::default(), Rc::default());
        let body = Holds {
            _held: StepsWhenDropped {
                task: Rc::clone(&own),
                stepped: Rc::clone(&noted),
            },
        };
        let (task, resumes) = spawn(&event_loop, Box::new(body));
        *own.borrow_mut() = Some(task.clone());
        turns(&event_loop, 3);
        assert_eq!(
            noted.borrow().len(),
            1,
            "the coroutine has ended; drops of the value that it owned"
        );
        assert_eq!(
            noted.borrow()[0],
            Ok(()),
            "a value of the coroutine calls `step` while it is dropped, which does nothing: is the task's cell borrowed then?"
        );
        assert_eq!(
            (result(&task), resumes.get()),
            ("Some(Ok(1))".into(), 1),
            "result and resumes of a coroutine that owned a value which called `step` when it was dropped"
        );
    });
}

#[test]
fn stepped_after_its_end_it_does_nothing() {
    check(|event_loop| {
        let (task, resumes) = spawn(&event_loop, Box::new(co(async |_| Ok(1))));
        turns(&event_loop, 2);
        assert_eq!(result(&task), "Some(Ok(1))", "it ends in its first step");
        step(&task, "after the end of the coroutine");
        turns(&event_loop, 2);
        assert_eq!(
            (result(&task), resumes.get()),
            ("Some(Ok(1))".into(), 1),
            "result and resumes after a call of `step` that came after the end"
        );
    });
}
