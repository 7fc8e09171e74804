//! Version 0: wait until the socket is ready, and then do it.

use stage01::co;
use stage04::{Asks, readable, writable};
use std::{
    io::{Read, Write},
    net::TcpStream,
    rc::Rc,
};

// ANCHOR: read
pub fn read(socket: &Rc<TcpStream>, max: usize) -> impl Asks<Vec<u8>> + use<> {
    let socket = socket.clone();
    co(async move |y| {
        let mut bytes = vec![0; max];
        y.yield_from(readable(&socket)).await?;
        let length = (&*socket).read(&mut bytes)?;
        bytes.truncate(length);
        Ok(bytes)
    })
}
// ANCHOR_END: read

// ANCHOR: write_all
pub fn write_all(socket: &Rc<TcpStream>, bytes: Vec<u8>) -> impl Asks + use<> {
    let socket = socket.clone();
    co(async move |y| {
        y.yield_from(writable(&socket)).await?;
        let _sent = (&*socket).write(&bytes)?;
        Ok(())
    })
}
// ANCHOR_END: write_all
