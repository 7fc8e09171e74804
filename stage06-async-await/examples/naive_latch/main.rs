//! A leaf in its first versions, and the programs that break them:
//! `cargo run -p stage06 --example naive_latch -- PROGRAM VERSION`.

mod first_waker;
#[path = "../naive_executor/latch.rs"]
mod latch;
mod under_lock;

use futures_util::{
    FutureExt,
    future::{Either, select},
};
use stage01::{eprintln, println};
use stage06::{
    Runtime,
    runtime::{sleep, spawn},
};
use std::{
    process::ExitCode,
    sync::{Arc, mpsc},
    task::{Context, Wake, Waker},
    thread,
    time::Duration,
};

/// What the programs ask of a latch.
trait Latch: Clone + Default + Send + 'static {
    fn open(&self);
    fn wait(self) -> impl Future<Output = ()>;
}

macro_rules! latches {
    ($($module:ident)*) => { $(
        impl Latch for $module::Latch {
            fn open(&self) {
                self.open();
            }

            fn wait(self) -> impl Future<Output = ()> {
                self.wait()
            }
        }
    )* };
}
latches!(latch first_waker under_lock);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let program: fn() = match words[..] {
        ["moves", "first-waker"] => moves::<first_waker::Latch>,
        ["moves", "ours"] => moves::<latch::Latch>,
        ["reopens", "under-lock"] => reopens::<under_lock::Latch>,
        ["reopens", "ours"] => reopens::<latch::Latch>,
        _ => {
            eprintln!("usage: naive_latch moves first-waker|ours");
            eprintln!("       naive_latch reopens under-lock|ours");
            return ExitCode::from(2);
        }
    };
    let (ended, end) = mpsc::channel();
    thread::spawn(move || {
        program();
        ended.send(())
    });
    if end.recv_timeout(Duration::from_secs(1)).is_err() {
        println!("still waiting after a second");
    }
    ExitCode::SUCCESS
}

// ANCHOR: moves
/// The main task waits for a latch for 50 ms. Then a task of its own goes on with the same wait.
fn moves<L: Latch>() {
    let runtime = Runtime::new().expect("a selector");
    runtime.block_on(async {
        let latch = L::default();
        let mut wait = Box::pin(latch.clone().wait());
        match select(&mut wait, sleep(Duration::from_millis(50))).await {
            Either::Left(_) => println!("open in time"),
            Either::Right(_) => println!("not open in time: a task goes on waiting"),
        }
        let task = spawn(wait);
        sleep(Duration::from_millis(50)).await;
        println!("the latch opens");
        latch.open();
        task.await.expect("it does not panic");
        println!("the task has seen it");
    });
}
// ANCHOR_END: moves

// ANCHOR: reopens
/// A waker that opens the latch, too: whichever wake comes first is enough.
struct Opens<L>(L);

impl<L: Latch + Sync> Wake for Opens<L> {
    fn wake(self: Arc<Self>) {
        self.0.open();
        println!("woken, and opened");
    }
}

fn reopens<L: Latch + Sync>() {
    let latch = L::default();
    let waker = Waker::from(Arc::new(Opens(latch.clone())));
    let mut wait = Box::pin(latch.clone().wait());
    let poll = wait.poll_unpin(&mut Context::from_waker(&waker));
    println!("polled: {poll:?}");
    latch.open();
}
// ANCHOR_END: reopens
