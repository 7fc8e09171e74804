//! A server that blocks: it serves one client, and the next one waits until that client leaves. With the argument `clock`, client 3
//! also says when it was connected and when answered.
//!
//! As printed, `send_message` closes `server_socket` when a client leaves, and the second `accept` fails; and a client that
//! resets its connection ends the server.

use stage01::println;
use std::{
    env,
    io::{Error, ErrorKind, Read, Result, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

// ANCHOR: accept_connect
fn accept_connect(server_socket: TcpListener) -> Result<()> {
    loop {
        let (client_socket, address) = server_socket.accept()?;
        println!("Connection from {address}");
        let _ = send_message(client_socket); // a reset ends this connection, and nothing else
    }
}

fn send_message(mut client_socket: TcpStream) -> Result<()> {
    let mut request = [0; 4096];
    while client_socket.read(&mut request)? > 0 {
        client_socket.write_all(b"Hello world\n")?;
    }
    Ok(())
}
// ANCHOR_END: accept_connect

fn main() -> Result<()> {
    let by_the_clock = env::args()
        .nth(1)
        .is_some_and(|argument| argument == "clock");
    if !by_the_clock {
        println!("[001a] one client at a time");
    }
    let server_socket = TcpListener::bind("127.0.0.1:0")?;
    let address = server_socket.local_addr()?;
    thread::spawn(|| accept_connect(server_socket));
    let clock = three_clients(address)?;
    if by_the_clock {
        println!("client 3 was connected after ≈ {} ms", clock[0].as_millis());
        println!("client 3 was answered after ≈ {} ms", clock[1].as_millis());
    } else {
        println!();
    }
    Ok(())
}

/// Three clients, which print what they hear; gives when the third one was connected and answered.
fn three_clients(address: SocketAddr) -> Result<[Duration; 2]> {
    let mut first = TcpStream::connect(address)?;
    let heard = [ask(&mut first, b"a")?, ask(&mut first, b"b")?];
    println!("client 1: [{}]", heard.join(", "));
    drop(first);

    let mut second = TcpStream::connect(address)?;
    println!("client 2: {}", ask(&mut second, b"x")?);

    let begun = Instant::now();
    let mut third = TcpStream::connect(address)?;
    let connected = begun.elapsed();
    third.set_read_timeout(Some(Duration::from_millis(300)))?;
    let impatient = ask(&mut third, b"y").map_err(|error: Error| error.kind());
    if let Err(ErrorKind::WouldBlock | ErrorKind::TimedOut) = impatient {
        println!("client 3: blocked while client 2 is open");
    }
    drop(second);
    third.set_read_timeout(None)?;
    println!("client 3 after client 2 closed: {}", hear(&mut third)?);
    Ok([connected, begun.elapsed()])
}

fn ask(server: &mut TcpStream, words: &[u8]) -> Result<String> {
    server.write_all(words)?;
    hear(server)
}

/// One whole answer, in however many parts it comes.
fn hear(server: &mut TcpStream) -> Result<String> {
    let mut answer = [0; b"Hello world\n".len()];
    server.read_exact(&mut answer)?;
    Ok(format!("b'{}'", answer.escape_ascii()))
}
