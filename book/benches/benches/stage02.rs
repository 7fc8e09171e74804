//! What the callback loop costs: a message there and back, a registration, a turn beside idle sockets.
#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use stage02::{EventLoop, Interest, Selector, echo::callbacks::serve};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream, UdpSocket},
    rc::Rc,
    thread,
};

/// 64 bytes to the callback server, on a thread of its own, and back. The client makes two system calls, and each side is
/// woken once. The server makes seven on Linux, of which two carry bytes and one waits: `timerfd_settime`, `epoll_ctl`,
/// `epoll_pwait`, `read`, `epoll_ctl`, `recvfrom`, `sendto`. The other four are how `polling` keeps its timer and its bell.
fn echo_round_trip(c: &mut Criterion) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = (
        TcpStream::connect(address).unwrap(),
        listener.accept().unwrap().0,
    );
    let server = thread::spawn(|| serve(listener, stopped));
    let mut client = TcpStream::connect(address).unwrap();
    client.set_nodelay(true).unwrap();
    let mut buffer = [b'x'; 64];
    c.bench_function("echo_round_trip", |b| {
        b.iter(|| {
            client.write_all(&buffer).unwrap();
            client.read_exact(&mut buffer).unwrap();
        });
    });
    drop(stop);
    server.join().unwrap().unwrap();
}

/// What a program pays for each wait: two system calls and an entry in a table.
fn register_unregister(c: &mut Criterion) {
    let socket = Rc::new(UdpSocket::bind("127.0.0.1:0").unwrap());
    let mut selector = Selector::new().unwrap();
    c.bench_function("register_unregister", |b| {
        b.iter(|| {
            let key = selector
                .register(socket.clone(), Interest::Read, ())
                .unwrap();
            selector.unregister(key).unwrap();
        });
    });
}

/// One turn with one ready socket. Stage 4 measures the same for `poll(2)`, which looks at all the idle ones too.
fn busy_beside_idle(c: &mut Criterion) {
    let mut group = c.benchmark_group("busy_beside_idle");
    for idle in [0, 100, 1000] {
        let event_loop = EventLoop::new().unwrap();
        let busy = Rc::new(UdpSocket::bind("127.0.0.1:0").unwrap());
        event_loop
            .register(busy, Interest::Write, |_, _| {})
            .unwrap();
        for opened in 0..idle {
            let Ok(socket) = UdpSocket::bind("127.0.0.1:0") else {
                eprintln!(
                    "only {opened} of {idle} idle sockets: raise the descriptor limit (ulimit -n)"
                );
                return;
            };
            event_loop
                .register(Rc::new(socket), Interest::Read, |_, _| {})
                .unwrap();
        }
        group.bench_function(BenchmarkId::from_parameter(idle), |b| {
            b.iter(|| event_loop.run_once().unwrap());
        });
    }
}

criterion_group!(
    benches,
    echo_round_trip,
    register_unregister,
    busy_beside_idle
);
criterion_main!(benches);
