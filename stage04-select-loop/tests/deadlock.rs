//! Tasks that wait for what never comes: named, and not waited for.

mod support;

use stage01::co;
use stage04::{
    Asks, Deadlock, EventLoop, Handle, Simulated, Stream, join, readable, sleep, spawn_named,
    writable, yield_now,
};
use std::{cell::RefCell, rc::Rc};
use support::{ms, pair, promptly, simulated};

/// Two tasks that wait for each other, and a third one that waits for both.
fn circle() -> impl Asks {
    co(async |y| {
        let bea: Rc<RefCell<Option<Handle>>> = Rc::default();
        let beas = bea.clone();
        let ada = y
            .yield_from(spawn_named(
                "ada",
                co(async move |y| {
                    y.yield_from(sleep(ms(1))).await?;
                    let bea = beas.borrow().clone().expect("it was left here");
                    y.yield_from(join(&bea)).await
                }),
            ))
            .await?;
        let adas = ada.clone();
        let task = co(async move |y| y.yield_from(join(&adas)).await);
        bea.replace(Some(y.yield_from(spawn_named("bea", task)).await?));
        y.yield_from(join(&ada)).await
    })
}

#[test]
fn tasks_that_wait_for_each_other_are_named() {
    promptly("a deadlock", || {
        let error = simulated(circle()).0.unwrap_err();
        let deadlock: &Deadlock = error.downcast_ref().expect("a deadlock");
        let waits = [
            "task 0 (main) waits until task 1 (ada) ends",
            "task 1 (ada) waits until task 2 (bea) ends",
            "task 2 (bea) waits until task 1 (ada) ends",
        ];
        assert_eq!(deadlock.waits(), waits);
        assert_eq!(error.to_string(), format!("deadlock: {}", waits.join("; ")));
    });
}

#[test]
fn the_real_worlds_do_not_wait_for_nothing_either() {
    promptly("a deadlock", || {
        let real = EventLoop::new().unwrap().run_until_complete(circle());
        assert!(real.unwrap_err().is::<Deadlock>());
        #[cfg(unix)]
        {
            let mut event_loop = EventLoop::with(stage04::Scan::new());
            let scan = event_loop.run_until_complete(circle());
            assert!(scan.unwrap_err().is::<Deadlock>());
        }
    });
}

#[test]
fn a_stream_that_never_comes_is_named() {
    promptly("a deadlock", || {
        let main = co(async |y| {
            let writing = writable(&Stream::never("B"));
            y.yield_from(spawn_named("writer", writing)).await?;
            y.yield_from(readable(&Stream::never("A"))).await
        });
        let error = simulated(main).0.unwrap_err();
        assert_eq!(
            error.to_string(),
            "deadlock: task 0 (main) waits until stream A is readable; \
             task 1 (writer) waits until stream B is writable"
        );
    });
}

#[test]
fn a_task_that_can_go_on_goes_on_first() {
    promptly("the sleeper", || {
        let mut event_loop = EventLoop::with(Simulated::new());
        let sleeper = event_loop.spawn(sleep(ms(500)));
        let waiting = readable(&Stream::never("A"));
        let error = event_loop.run_until_complete(waiting).unwrap_err();
        assert!(error.is::<Deadlock>());
        assert!(sleeper.done());
        assert_eq!(event_loop.tasks(), 1);
    });
}

#[test]
fn a_task_that_waits_for_a_socket_is_no_deadlock() {
    promptly("a turn", || {
        let (socket, peer) = pair();
        let mut event_loop = EventLoop::new().unwrap();
        let reader = event_loop.spawn(readable(&socket));
        let joiner = event_loop.spawn(join(&reader));
        event_loop.run_once().unwrap();
        let speaker = std::thread::spawn({
            let peer = peer.try_clone().unwrap();
            move || std::io::Write::write(&mut &peer, b"x").unwrap()
        });
        event_loop.run().unwrap(); // it waits, and does not give up
        assert!(joiner.done());
        speaker.join().unwrap();
    });
}

#[test]
fn a_loop_without_tasks_has_nothing_to_wait_for() {
    promptly("nothing", || {
        let mut event_loop = EventLoop::with(Simulated::new());
        event_loop.run_once().unwrap();
        event_loop.run().unwrap();
        EventLoop::new().unwrap().run_once().unwrap();
    });
}

#[test]
fn a_task_that_only_gives_up_its_turn_is_no_deadlock() {
    promptly("ten turns", || {
        let (result, event_loop) = simulated(co(async |y| {
            for _ in 0..10 {
                y.yield_from(yield_now()).await?;
            }
            Ok(())
        }));
        result.unwrap();
        assert_eq!(event_loop.world().selects(), 11);
    });
}
