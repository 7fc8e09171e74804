//! Two clocks beside each other, a ticking one, and a time limit. Time is virtual.

use futures::future::join;
use stage01::println;
use stage06_full::{Runtime, interval, now, sleep, spawn, timeout};
use std::{
    future::pending,
    time::{Duration, Instant},
};

const SECOND: Duration = Duration::from_secs(1);

async fn print_nums() {
    for num in 1..=7 {
        println!("{num}");
        sleep(SECOND).await;
    }
}

async fn print_time() {
    for count in 0..7 {
        if count % 3 == 0 {
            println!("{count} seconds have pass");
        }
        sleep(SECOND).await;
    }
}

fn since(begin: Instant) -> f64 {
    (now() - begin).as_secs_f64()
}

fn main() {
    println!("[001x] two clocks");
    let runtime = Runtime::with_virtual_time();
    runtime.block_on(async {
        let begin = now();
        let (nums, time) = (spawn(print_nums()), spawn(print_time()));
        let (nums, time) = join(nums, time).await;
        nums.and(time).expect("neither panics");
        println!("elapsed_rounded_0.1s {:.1}", since(begin));
    });

    println!("\nsleeping a second after each piece of work drifts; an interval keeps to its plan:");
    runtime.block_on(async {
        let work = || sleep(SECOND / 10);
        let begin = now();
        for _ in 0..10 {
            work().await;
            sleep(SECOND).await;
        }
        println!("  sleep:    {} s", since(begin));
        let (begin, mut ticks) = (now(), interval(SECOND));
        ticks.tick().await;
        for _ in 0..10 {
            work().await;
            ticks.tick().await;
        }
        println!("  interval: {} s", since(begin));
    });

    println!("\nof the ticks that pass while the task works, one is kept:");
    runtime.block_on(async {
        let (begin, mut ticks) = (now(), interval(SECOND));
        for work in [0, 0, 25, 0, 0] {
            sleep(work * SECOND / 10).await;
            let planned = ticks.tick().await;
            println!("  at {} s: the tick of {:?}", since(begin), planned - begin);
        }
    });

    println!("\na time limit drops what is late:");
    runtime.block_on(async {
        let begin = now();
        let late = timeout(SECOND, pending::<()>()).await;
        println!(
            "  {late:?} after {} s; {} timers are left",
            since(begin),
            stage06_full::metrics().timers
        );
    });
}
