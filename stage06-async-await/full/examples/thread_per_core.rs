//! Many loops: one runtime a thread, which share nothing. One of them accepts, and deals the connections out.
//!
//! What this leaves out is work stealing: a connection stays where it was dealt, even if that thread is busy and
//! another has nothing to do.

use futures::{
    AsyncReadExt, AsyncWriteExt, StreamExt,
    channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
    future::join_all,
};
use stage01::{eprintln, println};
use stage06_full::{Runtime, echo::echo, net::TcpStream, now, spawn};
use std::{
    io,
    net::{self, SocketAddr, TcpListener},
    thread,
    time::Duration,
};

/// How many clients there are, for all threads together.
const CLIENTS: usize = 64;

/// How long each measurement takes.
const TIME: Duration = Duration::from_millis(600);

// ANCHOR: worker
/// A loop of its own: it takes the sockets that are dealt to it. A socket is registered where it is used, and never
/// moves.
fn worker(mut dealt: UnboundedReceiver<net::TcpStream>) {
    Runtime::new().block_on(async {
        while let Some(client) = dealt.next().await {
            match TcpStream::from_std(client) {
                Ok(client) => drop(spawn(echo(client))),
                Err(error) => eprintln!("a client is lost: {error}"),
            }
        }
    });
}
// ANCHOR_END: worker

/// Accepts, and deals: each thread in its turn.
fn deal(listener: &TcpListener, workers: &[UnboundedSender<net::TcpStream>]) -> io::Result<()> {
    for worker in workers.iter().cycle().take(CLIENTS) {
        let (client, _) = listener.accept()?;
        client.set_nodelay(true)?;
        let _ = worker.unbounded_send(client); // wakes the loop over there
    }
    Ok(())
}

/// Clients that ask and wait for the answer, on a loop of their own. How many answers come?
fn ask(server: SocketAddr) -> io::Result<u64> {
    Runtime::new().block_on(async {
        let end = now() + TIME;
        let clients = (0..CLIENTS).map(|_| async move {
            let mut client = TcpStream::connect(server).await?;
            client.set_nodelay(true)?;
            let (mut answers, mut answer) = (0, [0; 64]);
            while now() < end {
                client.write_all(&[7; 64]).await?;
                client.read_exact(&mut answer).await?;
                answers += 1;
            }
            io::Result::Ok(answers)
        });
        join_all(clients.map(spawn))
            .await
            .into_iter()
            .map(|answers| answers.expect("no client panics"))
            .sum()
    })
}

/// Answers a second, with so many threads.
fn measure(threads: usize) -> io::Result<f64> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                let (sender, dealt) = unbounded();
                scope.spawn(|| worker(dealt));
                sender
            })
            .collect();
        let clients = scope.spawn(move || ask(address));
        deal(&listener, &workers)?;
        let answers = clients.join().expect("the clients do not panic")?;
        Ok(answers as f64 / TIME.as_secs_f64())
    })
}

fn main() -> io::Result<()> {
    let cores = thread::available_parallelism()?.get();
    println!(
        "{CLIENTS} clients, echoes of 64 bytes; {cores} cores, of which the clients need some too"
    );
    let counts = std::iter::successors(Some(1), |count| Some(count * 2));
    let mut one = None;
    for threads in counts.take_while(|count| *count <= cores.max(2)) {
        let rate = measure(threads)?;
        let ratio = rate / *one.get_or_insert(rate);
        println!(
            "threads: {threads:>2}  answers a second: ≈ {rate:.0}  as a multiple of one thread: ≈ {ratio:.2}"
        );
    }
    Ok(())
}
