//! Python's future is Rust's oneshot; Rust's future is Python's coroutine. Both are awaited here.

use stage01::{Result, println};
use stage02::{EventLoop, Future};
use stage05::{until, yield_now};
use stage06_full::{
    Runtime,
    bridge::{awaited, resumed},
    spawn,
};
use std::{cell::Cell, rc::Rc};

fn main() -> Result {
    let runtime = Runtime::new();

    println!("a future of stage 2, awaited in a task:");
    let event_loop = EventLoop::new()?;
    let message = Future::new(&event_loop);
    runtime.block_on(async {
        let reader = spawn({
            let message = awaited(message.clone());
            async move {
                println!("  the reader waits");
                let text: &str = message.await?;
                println!("  the reader reads: {text}");
                stage01::Result::<()>::Ok(())
            }
        });
        spawn(async move {
            println!("  the writer sets the result");
            message.set_result("hello").expect("it was not set before");
            event_loop.run().expect("it runs"); // the done-callback is called in there, and wakes the reader
            println!("  the writer goes on; the reader has been woken, not run");
        });
        reader.await.expect("it does not panic")
    })?;
    let before = runtime.metrics().polls;
    println!("  {before} polls in all");

    println!("a task of stage 5, which looks again at every turn:");
    let flag = Rc::new(Cell::new(0));
    let count = flag.clone();
    runtime.block_on(async move {
        let looking = spawn(resumed(until(move || (count.get() == 5).then_some(()))));
        for n in 1..=5 {
            resumed(yield_now()).await?;
            flag.set(n);
        }
        looking.await.expect("it does not panic")
    })?;
    println!("  {} polls more", runtime.metrics().polls - before);
    Ok(())
}
