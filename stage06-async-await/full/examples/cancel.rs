//! A task's end: a result, a panic, a cancellation; and what is lost when a future is dropped.

use futures::{
    StreamExt,
    channel::mpsc::{UnboundedReceiver as Receiver, unbounded},
};
use stage01::println;
use stage06_full::{Runtime, sleep, spawn, timeout, yield_now};
use std::{future::pending, time::Duration};

/// Says when it goes.
struct Guard(&'static str);

impl Drop for Guard {
    fn drop(&mut self) {
        println!("  {} is dropped", self.0);
    }
}

async fn ends() {
    let result = spawn(async { 6 * 7 }).await;
    println!("  {result:?}");
    let panic = spawn(async { panic!("there is nothing") }).await;
    println!("  {panic:?}");
    let task = spawn(async {
        let _guard = Guard("what the task held");
        pending::<()>().await;
    });
    yield_now().await;
    println!("  abort:");
    task.abort();
    println!("  {:?}", task.await);
}

async fn detached() {
    let task = spawn(async {
        yield_now().await;
        println!("  it goes on without its handle");
    });
    drop(task);
    yield_now().await;
    yield_now().await;
}

/// Two letters, and one and a half seconds later two more.
fn slow_letters() -> Receiver<char> {
    let (sender, letters) = unbounded();
    spawn(async move {
        for (n, letter) in "word".chars().enumerate() {
            sleep(Duration::from_millis(if n == 2 { 1500 } else { 0 })).await;
            sender.unbounded_send(letter).expect("somebody reads");
        }
    });
    letters
}

/// Not cancel-safe: what has come so far is in this future, and dropped with it.
// ANCHOR: four
async fn four(letters: &mut Receiver<char>) -> String {
    letters.take(4).collect().await
}
// ANCHOR_END: four

/// Cancel-safe: what has come so far is the caller's.
// ANCHOR: fill
async fn fill(word: &mut String, letters: &mut Receiver<char>) {
    while word.len() < 4
        && let Some(letter) = letters.next().await
    {
        word.push(letter);
    }
}
// ANCHOR_END: fill

/// Waits for a word, a second at a time.
async fn impatient() {
    let second = Duration::from_secs(1);
    let mut letters = slow_letters();
    let word = loop {
        match timeout(second, four(&mut letters)).await {
            Ok(word) => break word,
            Err(elapsed) => println!("  {elapsed}, once more"),
        }
    };
    println!("  kept inside:  {word:?}");

    let (mut letters, mut word) = (slow_letters(), String::new());
    while let Err(elapsed) = timeout(second, fill(&mut word, &mut letters)).await {
        println!("  {elapsed}, once more");
    }
    println!("  kept outside: {word:?}");
}

fn main() {
    std::panic::set_hook(Box::new(|_| println!("  (a panic)")));
    Runtime::with_virtual_time().block_on(async {
        println!("three ends:");
        ends().await;
        println!("a handle that is dropped:");
        detached().await;
        println!("a wait that is given up, and begun again:");
        impatient().await;
    });
}
