//! A program that knows nothing of the recorder but for one line, to be recorded by what tokio itself tells:
//! `RUSTFLAGS="--cfg tokio_unstable" cargo run -p recorder --features tokio/tracing --target-dir target/unstable --example unmodified`.
//! Two tasks take two locks in different orders.

use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Mutex, mpsc},
    time::{sleep, timeout},
};

type Accounts = Arc<(Mutex<u32>, Mutex<u32>)>;

fn main() {
    let _recorder = recorder::start_subscribed();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().expect("a runtime");
    runtime.block_on(transfers());
}

async fn transfers() {
    let accounts: Accounts = Arc::new((Mutex::new(10), Mutex::new(10)));
    let (done, mut dones) = mpsc::channel(1);
    tokio::spawn(there(accounts.clone(), done.clone()));
    tokio::spawn(back(accounts, done));
    let both = async { while dones.recv().await.is_some() {} };
    if timeout(Duration::from_millis(300), both).await.is_err() {
        println!("The transfers are not done.");
    }
}

async fn there(accounts: Accounts, done: mpsc::Sender<()>) {
    let mut from = accounts.0.lock().await;
    sleep(Duration::from_millis(10)).await;
    let mut to = accounts.1.lock().await;
    (*from, *to) = (*from - 1, *to + 1);
    let _ = done.send(()).await;
}

async fn back(accounts: Accounts, done: mpsc::Sender<()>) {
    let mut from = accounts.1.lock().await;
    sleep(Duration::from_millis(10)).await;
    let mut to = accounts.0.lock().await;
    (*from, *to) = (*from - 1, *to + 1);
    let _ = done.send(()).await;
}
