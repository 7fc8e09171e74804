//! A keyboard beside a clock: lines of standard input, Ctrl-C and ticks, each printed where it happens. It ends with
//! the input, at `quit` or at Ctrl-C, and says which.

use futures::StreamExt;
use stage01::println;
use stage06_full::{Runtime, race, signal::ctrl_c, sleep, spawn, stdin};
use std::{io, time::Duration};

async fn clock() {
    for tick in 1.. {
        sleep(Duration::from_millis(500)).await;
        println!("tick {tick}");
    }
}

// ANCHOR: keyboard
async fn keyboard() -> io::Result<&'static str> {
    let mut lines = stdin::lines();
    while let Some(line) = lines.next().await {
        match line?.as_str() {
            "quit" => return Ok("quit"),
            line => println!("line: {line}"),
        }
    }
    Ok("the end of the input")
}
// ANCHOR_END: keyboard

async fn interrupt(pressed: impl Future<Output = io::Result<()>>) -> io::Result<&'static str> {
    pressed.await?;
    Ok("Ctrl-C")
}

pub(crate) fn main() -> io::Result<()> {
    Runtime::new().block_on(async {
        let pressed = ctrl_c();
        println!("a line, `quit` or Ctrl-C:");
        spawn(clock());
        let last = race(keyboard(), interrupt(pressed)).await?;
        println!("ended by {last}");
        Ok(())
    })
}
