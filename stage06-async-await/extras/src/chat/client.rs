//! A guest that is a program.

use super::Socket;
use async_tungstenite::{
    client_async,
    tungstenite::{Message, protocol::CloseFrame},
};
use futures::StreamExt;
use stage01::Result;
use stage06_full::net::TcpStream;
use std::net::SocketAddr;

/// What a guest hears.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// Something that was said in the room.
    Text(String),
    /// Nothing more, and perhaps why.
    End(Option<CloseFrame>),
}

/// Comes in, as the guest of this number: waits until the room says so.
///
/// # Errors
///
/// When nobody is there, or nobody who speaks websocket.
pub async fn enter(address: SocketAddr, number: u32) -> Result<Socket> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut socket, _) = client_async(format!("ws://{address}/ws"), stream).await?;
    let welcome = Heard::Text(format!("guest {number} is here"));
    while hear(&mut socket).await? != welcome {}
    Ok(socket)
}

/// The next text, or the end. Pings are answered meanwhile, by tungstenite.
///
/// # Errors
///
/// When the connection breaks.
pub async fn hear(socket: &mut Socket) -> Result<Heard> {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => return Ok(Heard::Text(text.to_string())),
            Some(Ok(Message::Close(why))) => return Ok(Heard::End(why)),
            Some(Ok(_)) => {} // a ping
            Some(Err(error)) => return Err(error.into()),
            None => return Ok(Heard::End(None)),
        }
    }
}
