//! A process that is always interrupted loses nothing. Its signals come a thousand times a second: every
//! wait of the system's ends early, and no task notices.

use crate::wire::{again, any, pattern, role};
use futures::future::{join, join4};
use futures::{AsyncReadExt, AsyncWriteExt};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::{consts::SIGUSR1, flag};
use stage06_full::{
    Runtime, echo,
    net::{TcpListener, TcpStream, UnixDatagram},
    now, sleep, spawn,
};
use std::{
    fs,
    net::SocketAddr,
    sync::{Arc, atomic::AtomicBool},
    thread,
    time::Duration,
};

/// How long the process works, at least.
const LONG: Duration = Duration::from_secs(1);

// Signals go to a process's main thread if they can, and libtest runs a test on another: this is a program without
// it.
pub(crate) fn main() {
    if role().is_some() {
        return work();
    }
    testkit::within(Duration::from_secs(60), "the work", || {
        let mut worker = again("main", "work");
        worker.hear("ready");
        let pid = Pid::from_child(&worker.process);
        let (mut signals, mut sleeping) = (0, 0);
        let status = loop {
            if let Some(status) = worker.process.try_wait().unwrap() {
                break status;
            }
            sleeping += usize::from(waits(pid));
            kill_process(pid, Signal::USR1).unwrap();
            signals += 1;
            thread::sleep(Duration::from_millis(1)); // a thousand times a second
        };
        assert!(status.success(), "it noticed");
        assert!(signals > 100, "only {signals} signals");
        assert!(sleeping > 10, "only {sleeping} interrupted a wait");
    });
}

/// Whether the main thread sleeps.
fn waits(pid: Pid) -> bool {
    let stat = fs::read_to_string(format!("/proc/{0}/task/{0}/stat", pid.as_raw_nonzero()));
    stat.is_ok_and(|stat| stat.contains(") S "))
}

/// The other process: it sends, receives, connects and sleeps, and says what went wrong.
fn work() {
    // A signal without a handler would end the process.
    let seen = Arc::new(AtomicBool::new(false));
    flag::register(SIGUSR1, seen).unwrap();
    println!("ready");
    Runtime::new().block_on(async {
        let listener = TcpListener::bind(any()).await.unwrap();
        let address = listener.local_addr().unwrap();
        spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                spawn(async move { echo::echo(client).await.unwrap() });
            }
        });
        let begun = now();
        while now() - begun < LONG {
            join4(stream(address), stream(address), datagrams(), sleeps()).await;
        }
    });
}

/// 100 kB, there and back over a connection of its own.
async fn stream(address: SocketAddr) {
    let client = TcpStream::connect(address).await.unwrap();
    let (mut read, mut write) = client.into_split();
    let sent = pattern(100_000);
    let mut heard = Vec::new();
    let send = async {
        write.write_all(&sent).await?;
        write.close().await
    };
    let (written, read) = join(send, read.read_to_end(&mut heard)).await;
    written.unwrap();
    read.unwrap();
    assert!(heard == sent, "it arrived changed");
}

/// Datagrams of which none may be lost.
async fn datagrams() {
    let (ours, theirs) = UnixDatagram::pair().unwrap();
    let send = async {
        for n in 0..100 {
            ours.send(&[n]).await.unwrap();
        }
    };
    let receive = async {
        for n in 0..100 {
            let mut buffer = [0; 4];
            assert_eq!(theirs.recv(&mut buffer).await.unwrap(), 1);
            assert_eq!(buffer[0], n);
        }
    };
    join(send, receive).await;
}

/// No sleep ends before its time.
async fn sleeps() {
    for ms in [1, 5, 50] {
        let (begun, wait) = (now(), Duration::from_millis(ms));
        sleep(wait).await;
        assert!(now() - begun >= wait);
    }
}
