//! The clients of the document's servers.

use std::{
    io::{Read, Result, Write},
    net::{SocketAddr, TcpStream},
};

/// Two that take turns; gives what they heard.
pub(crate) fn two_clients(address: SocketAddr) -> Result<[String; 4]> {
    let mut a = TcpStream::connect(address)?;
    let first = format!("A: {}", ask(&mut a, b"one")?);
    let mut b = TcpStream::connect(address)?;
    let second = format!("B (while A is open): {}", ask(&mut b, b"two")?);
    let third = format!("A again: {}", ask(&mut a, b"three")?);
    drop(b);
    let fourth = format!("A after B closed: {}", ask(&mut a, b"four")?);
    Ok([first, second, third, fourth])
}

fn ask(server: &mut TcpStream, words: &[u8]) -> Result<String> {
    let mut answer = [0; 4096];
    server.write_all(words)?;
    let length = server.read(&mut answer)?;
    Ok(format!("b'{}'", answer[..length].escape_ascii()))
}
