//! One guest: a task that listens and speaks at the same time.

use super::{
    Socket,
    room::{Limits, Room, Seat},
};
use async_tungstenite::{
    WebSocketReceiver, WebSocketSender, WebSocketStream,
    tungstenite::{
        Error, Message, Utf8Bytes,
        error::ProtocolError,
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode},
    },
};
use futures::{
    AsyncWriteExt, StreamExt,
    channel::mpsc,
    io::{copy, sink},
    stream,
};
use hyper::body::Bytes;
use stage06_full::{interval, net::TcpStream, race, sleep, timeout};

/// Why a guest is one no longer.
enum End {
    /// It has gone: with a word, or by closing or breaking the connection.
    Left,
    /// It has said nothing for too long.
    Vanished,
    /// The room has dropped it.
    TooSlow,
    /// It has said what is not allowed.
    Refused(CloseCode, String),
}

/// Serves it to the end. `read` is what hyper has read beyond the request.
pub(super) async fn serve(stream: TcpStream, read: Vec<u8>, room: &Room) {
    let limits = room.limits;
    let config = WebSocketConfig::default()
        .read_buffer_size(4 * 1024)
        .write_buffer_size(0)
        .max_message_size(Some(limits.message))
        .max_frame_size(Some(limits.message));
    let socket = WebSocketStream::from_partially_read(stream, read, Role::Server, Some(config));
    let (mut sender, mut receiver) = socket.await.split();

    let Seat {
        number,
        queue,
        dropped,
    } = room.enter();
    let talk = race(
        listen(&mut receiver, number, room),
        speak(&mut sender, queue, limits),
    );
    let end = race(talk, async {
        let _ = dropped.await;
        End::TooSlow
    });
    let end = end.await;

    room.leave(number, end.news());
    if let Ok(socket) = WebSocketStream::reunite(sender, receiver) {
        // Who does not even take this in time does not hear it.
        let _ = timeout(limits.farewell, farewell(socket, end)).await;
    }
}

/// Tells the room what the guest says. Pings are answered by tungstenite, while it reads.
async fn listen(receiver: &mut WebSocketReceiver<TcpStream>, number: u32, room: &Room) -> End {
    loop {
        let Ok(said) = timeout(room.limits.silence, receiver.next()).await else {
            return End::Vanished;
        };
        match said {
            Some(Ok(Message::Text(text))) => room.say(format!("guest {number}: {text}")),
            Some(Ok(Message::Binary(_))) => {
                return End::Refused(CloseCode::Unsupported, "not a text".to_owned());
            }
            Some(Ok(_)) => {} // a ping, a pong, a word of leave
            Some(Err(error)) => return error.into(),
            None => return End::Left,
        }
        sleep(room.limits.pace).await;
    }
}

/// Tells the guest what is said in the room, and asks now and then whether it is there.
async fn speak(
    sender: &mut WebSocketSender<TcpStream>,
    queue: mpsc::Receiver<Utf8Bytes>,
    limits: Limits,
) -> End {
    let mut clock = interval(limits.ping);
    let ping = || Some(Message::Ping(Bytes::new()));
    let pings = stream::poll_fn(|context| clock.poll_tick(context).map(|_| ping()));
    let mut messages = stream::select(queue.map(Message::Text), pings);
    loop {
        let message = messages.select_next_some().await; // the pings never end
        if let Err(error) = sender.send(message).await {
            return error.into();
        }
    }
}

/// Says why, and waits until the guest has closed too. What it sends meanwhile is thrown away: a socket that is
/// closed with something unread resets the connection, and the guest might never see the reason.
async fn farewell(mut socket: Socket, end: End) -> Result<(), Error> {
    if let Some(reason) = end.reason() {
        socket.close(Some(reason)).await?;
    }
    let mut stream = socket.into_inner();
    stream.close().await?;
    copy(&mut stream, &mut sink()).await?;
    Ok(())
}

impl End {
    /// For the others.
    fn news(&self) -> &'static str {
        match self {
            End::Left => "has left",
            End::Vanished => "has vanished",
            End::TooSlow => "fell too far behind",
            End::Refused(..) => "was sent away",
        }
    }

    /// For the guest.
    fn reason(self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            End::Left => return None,
            End::Vanished => (CloseCode::Policy, "silent for too long".into()),
            End::TooSlow => (CloseCode::Policy, "too far behind".into()),
            End::Refused(code, reason) => (code, reason.into()),
        };
        Some(CloseFrame { code, reason })
    }
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        let code = match error {
            Error::Utf8(_) => CloseCode::Invalid,
            Error::Capacity(_) => CloseCode::Size,
            // It has hung up without a word, as browsers do too.
            Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => return End::Left,
            Error::Protocol(_) => CloseCode::Protocol,
            _ => return End::Left,
        };
        End::Refused(code, error.to_string())
    }
}
