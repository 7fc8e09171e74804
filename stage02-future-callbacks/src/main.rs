//! Two clients and one thread; then one operation, scattered over four callbacks.

mod cli;

use stage01::println;
use stage02::{EventLoop, echo::callbacks::serve, fetch::*};
use std::io::{Read, Result, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::{process::ExitCode, thread};

fn main() -> ExitCode {
    cli::run(headline)
}

fn headline() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (stop, stopped) = (TcpStream::connect(address)?, listener.accept()?.0);
    let server = thread::spawn(move || serve(listener, stopped));

    println!("one thread serves two clients:");
    let (mut ada, mut bea) = (TcpStream::connect(address)?, TcpStream::connect(address)?);
    println!("  ada is silent; bea hears {}", ask(&mut bea, b"hello")?);
    println!("  ada speaks, and hears {}", ask(&mut ada, b"hi")?);

    println!("one request is four callbacks:");
    let event_loop = EventLoop::new()?;
    request(&event_loop, address, |_answer| println!("  4 done"));
    println!("  0 the call has returned");
    event_loop.run()?;
    drop(stop);
    server.join().expect("the server does not panic")
}

fn ask(server: &mut TcpStream, words: &[u8]) -> Result<String> {
    let mut answer = vec![0; words.len()];
    server.write_all(words)?;
    server.read_exact(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

// ANCHOR: request
/// Connect, send, read, done. Follow the numbers.
fn request(event_loop: &EventLoop, address: SocketAddr, done: impl FnOnce(Vec<u8>) + 'static) {
    connect(event_loop, address, |event_loop, socket| {
        println!("  1 connected");
        let socket = socket.expect("the server is there");
        let (to, words) = (socket.clone(), b"hello".to_vec());
        send_all(event_loop, to, words, move |event_loop, sent| {
            println!("  2 sent");
            sent.expect("the server reads");
            socket.shutdown(Shutdown::Write).expect("it is connected");
            read_to_end(event_loop, socket, |_, answer| {
                println!("  3 read to the end");
                done(answer.expect("the server answers"));
            });
        });
    });
}
// ANCHOR_END: request
