//! A reactor in its first versions, and the programs that break them:
//! `cargo run -p stage06 --example naive_reactor -- PROGRAM VERSION`.
#![allow(clippy::duplicate_mod)] // the same programs, with each version

mod once;
mod threads;

#[path = "."]
mod on_once {
    use crate::once as version;
    #[path = "programs.rs"]
    pub(crate) mod programs;
}

#[path = "."]
mod on_ours {
    use stage06::reactor as version;
    #[path = "programs.rs"]
    pub(crate) mod programs;
}

use futures_util::{FutureExt, future::join_all};
use stage01::{eprintln, println};
use std::{
    io::{self, Write},
    net::{TcpListener, TcpStream},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::AcqRel, Ordering::SeqCst},
        mpsc,
    },
    task::Wake,
    thread,
    time::Duration,
};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    macro_rules! programs {
        ($($name:ident)*) => {
            match words[..] {
                ["hundred", "threads"] => hundred,
                $(
                    [stringify!($name), "once"] => on_once::programs::$name,
                    [stringify!($name), "ours"] => on_ours::programs::$name,
                )*
                _ => {
                    eprintln!("usage: naive_reactor hundred threads");
                    eprintln!("       naive_reactor {} once|ours", [$(stringify!($name)),*].join("|"));
                    return ExitCode::from(2);
                }
            }
        };
    }
    let program: fn() -> io::Result<()> = programs!(hello early half moves again accepts);
    let (ended, end) = mpsc::channel();
    let thread = thread::spawn(move || {
        let result = program();
        _ = ended.send(());
        result
    });
    if let Err(mpsc::RecvTimeoutError::Timeout) = end.recv_timeout(Duration::from_secs(1)) {
        println!("still waiting after a second");
        return ExitCode::SUCCESS;
    }
    match thread.join() {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        Err(_panic) => ExitCode::from(101),
    }
}

/// Says that a waker was called.
#[derive(Default)]
struct Flag(AtomicBool);

impl Flag {
    fn take(&self) -> bool {
        self.0.swap(false, AcqRel)
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.swap(true, AcqRel);
    }
}

/// Our end of a connection, and the client's.
fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    Ok((listener.accept()?.0, client))
}

/// A hundred tasks, each with a client that sends its name.
fn hundred() -> io::Result<()> {
    let pairs: Vec<_> = (0..100).map(|_| pair()).collect::<io::Result<_>>()?;
    let (ours, clients): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let mut all = Box::pin(join_all(ours.into_iter().map(threads::read)));
    assert!((&mut all).now_or_never().is_none(), "no client has sent");
    for mut client in clients {
        client.write_all(b"hello")?;
    }
    let answers = stage06::block_on::block_on(all);
    let threads = threads::STARTED.load(SeqCst);
    println!("answers: {}; threads: {threads}", answers.len());
    Ok(())
}
