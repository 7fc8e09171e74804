//! The clients of the document's servers.

use stage01::println;
use std::{
    io::{Read, Result, Write},
    net::{SocketAddr, TcpStream},
};

/// Two that take turns; each prints what it hears.
pub(crate) fn two_clients(address: SocketAddr) -> Result<()> {
    let mut a = TcpStream::connect(address)?;
    println!("A: {}", ask(&mut a, b"one")?);
    let mut b = TcpStream::connect(address)?;
    println!("B (while A is open): {}", ask(&mut b, b"two")?);
    println!("A again: {}", ask(&mut a, b"three")?);
    drop(b);
    println!("A after B closed: {}", ask(&mut a, b"four")?);
    Ok(())
}

/// One whole answer, in however many parts it comes.
fn ask(server: &mut TcpStream, words: &[u8]) -> Result<String> {
    let mut answer = [0; b"Hello world\n".len()];
    server.write_all(words)?;
    server.read_exact(&mut answer)?;
    Ok(format!("b'{}'", answer.escape_ascii()))
}
