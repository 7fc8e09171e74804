//! A websocket chat, and its page for the browser. `cargo run -p extras --example chat -- --port 8080`
//!
//! With `--demo` it chats with itself: three guests, one of whom does not read, and nobody waits for that one.

use clap::Parser;
use extras::chat::{self, Limits, Room, demo};
use stage01::{Result, println};
use stage06_full::{Runtime, net::TcpListener};
use std::rc::Rc;

/// A chat for the browser.
#[derive(Parser)]
struct Arguments {
    /// Where to listen, on this machine only; 0 is any port that is free.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Chat with itself, say what came of it, and end.
    #[arg(long)]
    demo: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    Runtime::new().block_on(async {
        if arguments.demo {
            return demonstrate().await;
        }
        let listener = TcpListener::bind(("127.0.0.1", arguments.port)).await?;
        println!("open http://{}/", listener.local_addr()?);
        chat::serve(listener, Rc::new(Room::new(Limits::default()))).await;
        Ok(())
    })
}

async fn demonstrate() -> Result<()> {
    let outcome = demo::run().await?;
    let said = outcome.said;
    println!("guest 1 has said {said} messages, and guest 3 read none");
    println!("guest 1 has heard {} of {said}", outcome.first_heard);
    println!("guest 2 has heard {} of {said}", outcome.second_heard);
    println!("guest 3 reads at last: {} of {said}", outcome.third_heard);
    if let Some(word) = outcome.told {
        println!("guest 3 is told: {}", word.reason);
    }
    Ok(())
}
