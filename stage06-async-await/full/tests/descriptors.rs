//! What sockets and runtimes leave behind: nothing. Alone in its file, because descriptors are the whole process's.
#![cfg(target_os = "linux")]

mod support;

use stage06_full::{
    Runtime,
    net::{TcpListener, TcpStream},
    sleep, spawn,
};
use std::fs;
use support::{Gate, any, half_pair, ms, promptly, settle};

fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").unwrap().count()
}

// One test: two would count each other's.
#[test]
fn everything_is_given_back() {
    promptly("1000 connections", || {
        let none = descriptors();
        let runtime = Runtime::new();
        runtime.block_on(async { spawn(sleep(ms(1))).await.unwrap() });
        assert_eq!(descriptors(), none, "without sockets it needs none");

        runtime.block_on(async {
            let listener = TcpListener::bind(any()).await.unwrap();
            let address = listener.local_addr().unwrap();
            let before = descriptors();
            for _ in 0..1000 {
                let client = spawn(TcpStream::connect(address));
                let (server, _) = listener.accept().await.unwrap();
                let client = client.await.unwrap().unwrap();
                assert_eq!(descriptors(), before + 2);
                drop((client, server));
            }
            assert_eq!(descriptors(), before);

            drop(TcpStream::connect(address)); // never polled
            let connecting = spawn(TcpStream::connect(address));
            connecting.abort();
            let mut connecting = Box::pin(TcpStream::connect(address));
            let _ = futures::future::poll_immediate(&mut connecting).await; // half-way
            drop(connecting);
            let panicking = spawn(async move {
                let _stream = TcpStream::connect(address).await.unwrap();
                panic!("on purpose");
            });
            panicking.await.unwrap_err();
            assert_eq!(descriptors(), before);
        });

        let gate = Gate::default();
        let wait = gate.clone().wait();
        runtime.spawn(async {
            let _pair = half_pair();
            wait.await;
        });
        settle(&runtime);
        gate.waker().wake(); // a message that is never read
        drop((runtime, gate));
        assert_eq!(descriptors(), none, "its tasks' and its own");
    });
}
