//! Programs that show the symptoms.

use crate::{cache, crawl, lines, lookup, outcomes, paused, pump, query, stop, transfer};
use futures::{StreamExt, future::BoxFuture, stream};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
        mpsc::RecvTimeoutError,
    },
    thread,
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex, split},
    sync::{mpsc, oneshot},
    time::{sleep, timeout},
};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

type Count = Arc<AtomicU32>;

/// Two users share a connection. The server takes two seconds for each question.
pub(crate) async fn two_users() {
    let (ours, theirs) = duplex(1024);
    tokio::spawn(accounts(theirs));
    let mut client = query::Client::new(ours);
    let ada = timeout(SECOND, client.query("Ada")).await;
    println!(
        "Ada asks for her account, and waits for a second: {:?}",
        ada.map_err(|_| "too slow")
    );
    let bob = client.query("Bob").await;
    println!("Bob asks for his account, and waits: {bob:?}");
    let eve = client.query("Eve").await;
    println!("Eve asks for her account, and waits: {eve:?}");
}

async fn accounts(stream: DuplexStream) {
    let (reader, mut writer) = split(stream);
    let mut questions = BufReader::new(reader).lines();
    while let Ok(Some(name)) = questions.next_line().await {
        sleep(2 * SECOND).await;
        let answer = format!("the account of {name}\n");
        let _ = writer.write_all(answer.as_bytes()).await;
    }
}

/// Two jobs: one fails after a second, one takes an hour.
pub(crate) async fn save_and_serve() {
    let save: outcomes::Job = Box::pin(async {
        sleep(SECOND).await;
        Err("disk full".to_string())
    });
    let serve: outcomes::Job = Box::pin(async {
        sleep(HOUR).await;
        Ok(200)
    });
    let outcomes = outcomes::run_all(vec![save, serve], 10 * SECOND).await;
    println!("save and serve, after ten seconds: {outcomes:?}");
}

/// A line in one chunk, and one in two.
pub(crate) async fn one_chunk_and_two() {
    for chunks in [vec!["hello\n"], vec!["he", "llo\n"]] {
        let strings: Vec<String> = chunks.iter().map(ToString::to_string).collect();
        // A task of its own: a `timeout` around the stream itself would poll it, when the hour is over.
        let task = tokio::spawn(lines::Lines::new(stream::iter(strings)).collect::<Vec<_>>());
        match timeout(HOUR, task).await {
            Ok(lines) => println!("chunks {chunks:?}: lines {:?}", lines.expect("no panic")),
            Err(_) => println!("chunks {chunks:?}: an hour later the task still waits"),
        }
    }
}

/// One client of the cache, and two.
pub(crate) fn one_client_and_two() {
    for clients in 1..=2 {
        let (ended, end) = std::sync::mpsc::channel();
        thread::spawn(move || {
            paused(async {
                let cache = cache::Cache::default();
                let get = || {
                    cache.get("/", || async {
                        sleep(SECOND).await;
                        "a page".to_string()
                    })
                };
                println!(
                    "clients {clients}: {:?}",
                    futures::future::join_all((0..clients).map(|_| get())).await
                );
            });
            let _ = ended.send(());
        });
        if end.recv_timeout(2 * SECOND) == Err(RecvTimeoutError::Timeout) {
            println!("clients {clients}: the thread is blocked");
        }
    }
}

/// Two transfers between two accounts, in opposite directions.
pub(crate) async fn there_and_back() {
    let pay = async |bank: &transfer::Bank, from, to| {
        bank.transfer(from, to, 10, |_, _| sleep(SECOND)).await
    };
    let bank = transfer::Bank::new(&[100, 100]);
    pay(&bank, 0, 1).await;
    pay(&bank, 1, 0).await;
    println!(
        "one after the other: together the accounts have {:?}",
        bank.total()
    );
    let both = async { tokio::join!(pay(&bank, 0, 1), pay(&bank, 1, 0)) };
    let ended = timeout(HOUR, both).await.is_ok();
    println!("at the same time: an hour later they have ended: {ended}");
}

/// A lookup that takes a fifth of a second, and a ping that comes after it.
pub(crate) async fn lookup_and_ping() {
    let ended = Count::default();
    let count = ended.clone();
    let lookup: lookup::Lookup = Arc::new(move |name| {
        thread::sleep(SECOND / 5);
        count.fetch_add(1, SeqCst);
        format!("the address of {name}")
    });
    let (to, requests) = mpsc::channel(8);
    tokio::spawn(lookup::serve(requests, lookup));
    let [(find, found), (ping, pong)] = [oneshot::channel(), oneshot::channel()];
    let _ = to
        .send(lookup::Request::Find("example.org".into(), find))
        .await;
    let _ = to.send(lookup::Request::Ping(ping)).await;
    let pong = pong.await.expect("an answer");
    let when = if ended.load(SeqCst) == 0 {
        "during"
    } else {
        "after"
    };
    println!("the second client is answered {pong:?}, {when} the lookup for the first");
    println!(
        "the first client is answered {:?}",
        found.await.expect("an answer")
    );
}

/// Miners that are always ready.
pub(crate) async fn busy_miners() {
    let flood = || {
        let (to, jobs) = mpsc::channel(1024);
        tokio::spawn(async move { while to.send(0).await.is_ok() {} });
        jobs
    };
    let (tell, stop) = oneshot::channel();
    let (count, mut tell) = (Count::default(), Some(tell));
    let done = count.clone();
    let work = stop::work(flood(), flood(), stop, move |_| {
        if done.fetch_add(1, SeqCst) == 1000 {
            tell.take().map(|tell| tell.send(()));
        }
    });
    let ended = until(|| count.load(SeqCst) > 1_000_000, work).await;
    let after = if ended {
        "soon"
    } else {
        "never: a million jobs later it still works"
    };
    println!("it is told to stop after a thousand jobs, and stops {after}");
}

/// Runs `work` until it ends or `limit` holds; true if it has ended.
async fn until(limit: impl Fn() -> bool, work: impl Future<Output = ()>) -> bool {
    let watch = async {
        while !limit() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = work => true,
        () = watch => false,
    }
}

/// A source that is always ready, and uploads of a second.
pub(crate) async fn slow_uploads() {
    let (read, uploaded) = (Count::default(), Count::default());
    let (count, done) = (read.clone(), uploaded.clone());
    let source = stream::iter(0..100_000).inspect(move |_| _ = count.fetch_add(1, SeqCst));
    let upload = move |_| {
        let done = done.clone();
        async move {
            sleep(SECOND).await;
            done.fetch_add(1, SeqCst);
        }
    };
    let _ = timeout(SECOND * 10 + SECOND / 2, pump::pump(source, upload)).await;
    let (read, uploaded) = (read.load(SeqCst), uploaded.load(SeqCst));
    println!(
        "after ten seconds: read {read}, uploaded {uploaded}, in memory {}",
        read - uploaded
    );
}

/// Fifty pages, each with a link to the next.
pub(crate) async fn fifty_pages() {
    let fetched = Count::default();
    let count = fetched.clone();
    let fetch: crawl::Fetch = Arc::new(move |page| -> BoxFuture<'static, Vec<u32>> {
        count.fetch_add(1, SeqCst);
        Box::pin(async move { if page < 49 { vec![page + 1] } else { vec![] } })
    });
    let ended = timeout(HOUR, crawl::crawl(0, fetch)).await.is_ok();
    println!(
        "an hour later: pages fetched {}, the crawl has ended: {ended}",
        fetched.load(SeqCst)
    );
}
