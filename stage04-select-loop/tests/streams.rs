//! Tasks that wait for simulated streams.

mod support;

use stage01::co;
use stage04::{Stream, World, gather, now, readable, spawn, writable, yield_now};
use support::{Log, ms, promptly, simulated};

#[test]
fn two_tasks_wait_for_one_stream_and_both_go_on() {
    promptly("both readers", || {
        let log = Log::default();
        let seen = log.clone();
        let stream = Stream::new("S", 3);
        let reader = |name: &'static str| {
            let (log, stream) = (log.clone(), stream.clone());
            co(async move |y| {
                y.yield_from(readable(&stream)).await?;
                log.add(name);
                Ok(())
            })
        };
        simulated(gather(vec![reader("first"), reader("second")]))
            .0
            .unwrap();
        assert_eq!(seen.lines(), ["first", "second"]);
    });
}

#[test]
fn a_busy_task_does_not_keep_a_stream_from_being_seen() {
    promptly("the reader", || {
        let main = co(async |y| {
            let reader = y.yield_from(spawn(readable(&Stream::new("A", 50)))).await?;
            let mut turns = 0;
            while !reader.done() {
                y.yield_from(yield_now()).await?;
                turns += 1;
            }
            Ok(turns)
        });
        assert!(simulated(main).0.unwrap() <= 53);
    });
}

#[test]
fn a_wait_of_many_cycles_is_one_call_of_select() {
    promptly("a stream", || {
        let main = co(async |y| {
            y.yield_from(readable(&Stream::new("A", 20))).await?;
            y.yield_from(now()).await
        });
        let (time, event_loop) = simulated(main);
        assert_eq!(time.unwrap(), ms(20));
        assert_eq!(event_loop.world().selects(), 2, "one for the first turn");
    });
}

#[test]
fn a_stream_can_wait_again() {
    promptly("twice", || {
        let main = co(async |y| {
            let stream = Stream::new("A", 10);
            y.yield_from(readable(&stream)).await?;
            stream.again_after(10);
            y.yield_from(writable(&stream)).await
        });
        let (result, event_loop) = simulated(main);
        result.unwrap();
        assert_eq!(event_loop.world().now(), ms(20));
    });
}
