//! Signals interrupt the wait of the loop a thousand times a second, and nothing of it is to be seen.

// Signals go to the main thread of a process, and libtest runs a test on another: this is a program without it.
#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
fn main() {
    use futures_util::{AsyncReadExt, AsyncWriteExt};
    use rustix::process::{Signal, getpid, kill_process};
    use stage06::echo::echo;
    use stage06::net::{TcpListener, TcpStream};
    use stage06::runtime::{Runtime, sleep, spawn};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::{Duration, Instant};
    use std::{process, thread};

    let seen = Arc::new(AtomicUsize::new(0));
    // A signal without a handler would end the process.
    signal_hook::flag::register_usize(signal_hook::consts::SIGUSR1, seen.clone(), 1).unwrap();
    thread::spawn(|| {
        for _ in 0..10_000 {
            kill_process(getpid(), Signal::USR1).unwrap();
            thread::sleep(Duration::from_millis(1)); // a thousand times a second
        }
        eprintln!("after ten seconds it still waits");
        process::exit(1);
    });
    Runtime::new().unwrap().block_on(async {
        let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into()).unwrap();
        let address = listener.local_addr().unwrap();
        spawn(async move { echo(listener.accept().await.unwrap()).await });
        let mut client = TcpStream::connect(address).await.unwrap();
        for number in 0..20u8 {
            let (begin, nap) = (Instant::now(), Duration::from_millis(10));
            sleep(nap).await;
            assert!(begin.elapsed() >= nap, "it ended early");
            client.write_all(&[number]).await.unwrap();
            let mut echoed = [0];
            client.read_exact(&mut echoed).await.unwrap();
            assert_eq!(echoed, [number]);
        }
    });
    assert_eq!(seen.load(Ordering::Relaxed), 1, "there were signals");
}
