//! The chat against itself: three guests in one process, one of whom does not read.

use super::{
    Limits, Room, Socket,
    client::{Heard, enter, hear},
    serve,
};
use async_tungstenite::tungstenite::{Message, protocol::CloseFrame};
use stage01::Result;
use stage06_full::{net::TcpListener, spawn};
use std::{io, rc::Rc, time::Duration};

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// How many messages guest 1 has said.
    pub said: usize,
    /// How many of them guest 1 has heard itself.
    pub first_heard: usize,
    /// How many of them guest 2 has heard.
    pub second_heard: usize,
    /// How many of them were on their way to guest 3 when it was dropped.
    pub third_heard: usize,
    /// What guest 3 was told in the end.
    pub told: Option<CloseFrame>,
}

/// A message is large, so that the system's buffers are soon full.
const MESSAGE: usize = 64 * 1024;
/// More than any system buffers, in messages.
const MOST: usize = 2000;
const NEWS: &str = "guest 3 fell too far behind";

/// Guest 1 talks until somebody falls behind; it waits for its own message before it says the next. Guest 2 listens
/// to the end. Guest 3 reads only when all is over.
///
/// # Errors
///
/// When a connection breaks.
pub async fn run() -> Result<Outcome> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let limits = Limits {
        message: MESSAGE,
        pace: Duration::from_millis(1),
        ..Limits::default()
    };
    spawn(serve(listener, Rc::new(Room::new(limits))));

    let mut first = enter(address, 1).await?;
    let mut second = enter(address, 2).await?;
    let mut third = enter(address, 3).await?;
    let listening = spawn(async move { listen(&mut second).await });
    let (said, first_heard) = talk(&mut first).await?;
    let (second_heard, _) = listening.await??;
    let (third_heard, told) = listen(&mut third).await?;
    Ok(Outcome {
        said,
        first_heard,
        second_heard,
        third_heard,
        told,
    })
}

/// How many messages were said, and how many of them heard. The last is `bye`.
async fn talk(socket: &mut Socket) -> Result<(usize, usize)> {
    let text = "x".repeat(MESSAGE);
    let mut heard = 0;
    for said in 1..MOST {
        socket.send(Message::text(&*text)).await?;
        loop {
            match hear(socket).await? {
                Heard::Text(news) if news == NEWS => {
                    socket.send(Message::text("bye")).await?;
                    return Ok((said + 1, heard + listen(socket).await?.0));
                }
                Heard::Text(text) if text.starts_with("guest 1: ") => break heard += 1,
                Heard::Text(_) => {}
                Heard::End(_) => return Err(io::Error::other("guest 1 was dropped").into()),
            }
        }
    }
    Err(io::Error::other("nobody has fallen behind").into())
}

/// How many messages of guest 1 are heard, up to its `bye` or the end; and the word at the end.
async fn listen(socket: &mut Socket) -> Result<(usize, Option<CloseFrame>)> {
    let mut heard = 0;
    loop {
        match hear(socket).await? {
            Heard::Text(text) if text == "guest 1: bye" => return Ok((heard + 1, None)),
            Heard::Text(text) => heard += usize::from(text.starts_with("guest 1: ")),
            Heard::End(word) => return Ok((heard, word)),
        }
    }
}
