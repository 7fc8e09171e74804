//! `block_on` in its first versions, and the programs that break them:
//! `cargo run -p stage06 --example naive_block_on -- PROGRAM VERSION`.

mod busy;
#[path = "../naive_executor/latch.rs"]
mod latch;
mod parks;

use latch::Latch;
use stage01::{eprintln, println};
use std::{
    future::poll_fn,
    pin::{Pin, pin},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
        mpsc,
    },
    task::Poll,
    thread,
    time::Duration,
};

/// How long the worker of most programs takes.
const WORK: Duration = Duration::from_millis(200);

/// A program: a future that counts its own polls.
type Program = fn(Polls) -> Boxed;
type Boxed = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Counts the polls of a program's future.
#[derive(Clone, Default)]
struct Polls(Arc<AtomicU64>);

impl Polls {
    fn count(&self) {
        self.0.fetch_add(1, SeqCst);
    }

    /// The future, counted.
    async fn of<F: Future>(self, future: F) -> F::Output {
        let mut future = pin!(future);
        poll_fn(|context| {
            self.count();
            future.as_mut().poll(context)
        })
        .await
    }

    fn get(&self) -> u64 {
        self.0.load(SeqCst)
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [program, version] = words[..] else {
        return refuse();
    };
    let program: Program = match program {
        "answer" => |polls| Box::pin(answer(polls)),
        "receipt" => |polls| Box::pin(receipt(polls)),
        "stranger" => |polls| Box::pin(stranger(polls)),
        _ => return refuse(),
    };
    let block_on: fn(Boxed) = match version {
        "busy" => busy::block_on,
        "parks" => parks::block_on,
        "ours" => stage06::block_on::block_on,
        _ => return refuse(),
    };
    watched(program, block_on);
    ExitCode::SUCCESS
}

fn refuse() -> ExitCode {
    eprintln!("usage: naive_block_on answer|receipt|stranger busy|parks|ours");
    ExitCode::from(2)
}

/// Runs a program on a thread of its own, and says so if it has not ended after a second.
fn watched(program: Program, block_on: fn(Boxed)) {
    let polls = Polls::default();
    let (ended, end) = mpsc::channel();
    let future = program(polls.clone());
    thread::spawn(move || {
        block_on(future);
        ended.send(())
    });
    match end.recv_timeout(Duration::from_secs(1)) {
        Ok(()) if polls.get() < 10 => println!("polls: {}", polls.get()),
        Ok(()) => println!("polls: ≈ {}", polls.get()),
        Err(_) => println!("still waiting after a second; polls: {}", polls.get()),
    }
}

// ANCHOR: answer
/// Another thread needs 200 ms for the answer, and then opens the latch.
async fn answer(polls: Polls) {
    let done = Latch::default();
    let worker = done.clone();
    thread::spawn(move || {
        thread::sleep(WORK);
        worker.open();
    });
    polls.of(done.wait()).await;
    println!("the answer is 42");
}
// ANCHOR_END: answer

// ANCHOR: receipt
/// The worker has the answer at once. `poll` waits a moment for its receipt, on a channel of std.
async fn receipt(polls: Polls) {
    let mut asked = false;
    poll_fn(move |context| {
        polls.count();
        if asked {
            return Poll::Ready(());
        }
        asked = true;
        let waker = context.waker().clone();
        let (sender, receipt) = mpsc::channel();
        thread::spawn(move || {
            waker.wake();
            thread::sleep(WORK);
            sender.send("received")
        });
        println!("the worker says: {}", receipt.recv().expect("it sends one"));
        Poll::Pending
    })
    .await
}
// ANCHOR_END: receipt

// ANCHOR: stranger
/// Another part of the program unparks this thread 50 times, for reasons of its own.
async fn stranger(polls: Polls) {
    let sleeper = thread::current();
    thread::spawn(move || {
        for _ in 0..50 {
            thread::sleep(Duration::from_millis(1));
            sleeper.unpark();
        }
    });
    answer(polls).await;
}
// ANCHOR_END: stranger
