//! A task that could always go on. A budget for each poll makes it pause, if its leaves know of the budget.

use futures::{AsyncReadExt, StreamExt, channel::mpsc::unbounded};
use stage01::println;
use stage06_full::{Runtime, net::TcpStream, spawn, task::consume_budget, yield_now};
use std::{
    cell::Cell,
    io::{self, Write},
    net::TcpListener,
    rc::Rc,
};

const MESSAGES: usize = 10_000;

/// Takes messages that are all there. Returns how often another task was polled meanwhile.
async fn polls_beside(mut take: impl AsyncFnMut()) -> u32 {
    let polls = Rc::new(Cell::new(0));
    let counter = polls.clone();
    let other = spawn(async move {
        loop {
            counter.set(counter.get() + 1);
            yield_now().await;
        }
    });
    for _ in 0..MESSAGES {
        take().await;
    }
    other.abort();
    polls.get()
}

/// A stream of bytes that are all there.
async fn full_socket() -> io::Result<TcpStream> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut sender = std::net::TcpStream::connect(listener.local_addr()?)?;
    sender.write_all(&[0; MESSAGES])?;
    let stream = TcpStream::from_std(listener.accept()?.0)?;
    stream.readable().await?;
    Ok(stream)
}

fn main() -> io::Result<()> {
    Runtime::new().block_on(async {
        let (sender, mut messages) = unbounded();
        (0..2 * MESSAGES).for_each(|n| sender.unbounded_send(n).expect("the receiver is there"));

        println!("polls of another task while one takes {MESSAGES} messages that are there:");
        let polls = polls_beside(async || _ = messages.next().await).await;
        println!("  from a channel that knows of no budget: {polls}");
        let spends = async || {
            consume_budget().await;
            messages.next().await;
        };
        println!(
            "  the same, with consume_budget:          {}",
            polls_beside(spends).await
        );
        let mut stream = full_socket().await?;
        let polls = polls_beside(async || _ = stream.read(&mut [0]).await).await;
        println!("  bytes, from a socket of the runtime:    {polls}");
        Ok(())
    })
}
