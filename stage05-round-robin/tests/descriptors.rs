//! What sockets leave behind: nothing. Alone in its file, because descriptors are the whole process's.
#![cfg(target_os = "linux")]

mod support;

use stage01::co;
use stage05::{AioSocket, Loop};
use std::fs;
use support::{any, promptly};

fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").unwrap().count()
}

#[test]
fn a_socket_is_one_descriptor_and_gives_it_back() {
    promptly("100 connections", || {
        let before = descriptors();
        let server = AioSocket::new().unwrap();
        assert_eq!(descriptors(), before + 1);
        server.bind(any()).unwrap();
        server.listen().unwrap();
        let address = server.local_addr().unwrap();
        let event_loop = Loop::new();
        let connected = event_loop.run_task(co(async move |y| {
            let mut sockets = Vec::new();
            for _ in 0..50 {
                let client = AioSocket::new()?;
                y.yield_from(client.connect(address)).await?;
                sockets.push(client);
                sockets.push(y.yield_from(server.accept()).await?);
            }
            assert_eq!(descriptors(), before + 1 + 100);
            Ok(sockets)
        }));
        drop(connected.unwrap());
        assert_eq!(descriptors(), before);
    });
}
