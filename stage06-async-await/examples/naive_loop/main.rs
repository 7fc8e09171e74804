//! The loop in its first versions, and the programs that break them:
//! `cargo run -p stage06 --example naive_loop -- PROGRAM VERSION`.

mod block_on;
mod naive;
mod net;

use futures::channel::oneshot;
use naive::Loop;
use stage01::{eprintln, println};
use stage06::net::TcpStream;
use stage06::runtime::{self, yield_now};
use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    process::ExitCode,
    rc::Rc,
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

type BoxFuture = Pin<Box<dyn Future<Output = ()>>>;

/// What the programs ask of a runtime.
trait Runtime {
    fn spawn(&self, task: BoxFuture);
    fn sleep(&self, duration: Duration) -> BoxFuture;
}

/// The runtime of the stage, which tasks find by themselves.
struct Ours;

impl Runtime for Ours {
    fn spawn(&self, task: BoxFuture) {
        runtime::spawn(task);
    }

    fn sleep(&self, duration: Duration) -> BoxFuture {
        Box::pin(runtime::sleep(duration))
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let program: fn() -> io::Result<()> = match words[..] {
        ["greedy", "until-idle"] => || naive(Loop::until_idle, |rt| Box::pin(greedy(rt))),
        ["greedy", "ours"] => || ours(|rt| Box::pin(greedy(rt))),
        ["portions", "one-round"] => || naive(Loop::one_round, |_| Box::pin(portions())),
        ["portions", "ours"] => || ours(|_| Box::pin(portions())),
        ["answer", "after-each-turn"] => || Loop::new()?.after_each_turn(answer()),
        ["answer", "when-woken"] => || Loop::new()?.when_woken(answer()),
        ["answer", "ours"] => || Ok(stage06::Runtime::new()?.block_on(answer())),
        ["refused", "writable"] => || run(refused(async |to| net::connect(to).await.map(drop))),
        ["refused", "ours"] => || run(refused(async |to| TcpStream::connect(to).await.map(drop))),
        #[cfg(target_os = "linux")]
        ["accept", "gives-up"] => || run(accept(net::server)),
        #[cfg(target_os = "linux")]
        ["accept", "tries-again"] => || run(accept(net::patient_server)),
        #[cfg(target_os = "linux")]
        ["accept", "ours"] => || run(accept(stage06::echo::server)),
        _ => {
            eprintln!("usage: naive_loop greedy until-idle|ours");
            eprintln!("       naive_loop portions one-round|ours");
            eprintln!("       naive_loop answer after-each-turn|when-woken|ours");
            eprintln!("       naive_loop refused writable|ours");
            eprintln!("       naive_loop accept gives-up|tries-again|ours (on Linux)");
            return ExitCode::from(2);
        }
    };
    let (ended, end) = channel();
    let thread = thread::spawn(move || {
        let result = program();
        _ = ended.send(());
        result
    });
    if let Err(RecvTimeoutError::Timeout) = end.recv_timeout(Duration::from_secs(1)) {
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

fn naive(
    turn: fn(&Loop) -> io::Result<()>,
    program: fn(Rc<dyn Runtime>) -> BoxFuture,
) -> io::Result<()> {
    let naive = Loop::new()?;
    naive.run(turn, program(naive.clone()))
}

/// Runs a program that needs no other runtime than ours.
fn run(program: impl Future<Output = io::Result<()>>) -> io::Result<()> {
    stage06::Runtime::new()?.block_on(program)
}

fn ours(program: fn(Rc<dyn Runtime>) -> BoxFuture) -> io::Result<()> {
    stage06::Runtime::new()?.block_on(program(Rc::new(Ours)));
    Ok(())
}

// ANCHOR: greedy
/// A task that always has something to do, and a sleeper.
async fn greedy(runtime: Rc<dyn Runtime>) {
    runtime.spawn(Box::pin(async {
        loop {
            yield_now().await;
        }
    }));
    runtime.sleep(Duration::from_millis(5)).await;
    println!("the sleeper wakes up");
}
// ANCHOR_END: greedy

// ANCHOR: portions
/// A task that works in three portions.
async fn portions() {
    for portion in 1..=3 {
        println!("portion {portion}");
        yield_now().await;
    }
}
// ANCHOR_END: portions

// ANCHOR: answer
/// Waits for the answer of another thread.
async fn answer() {
    let (sender, answer) = oneshot::channel();
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        println!("the thread answers");
        _ = sender.send(42);
    });
    if let Ok(answer) = answer.await {
        println!("the answer is {answer}");
    }
}
// ANCHOR_END: answer

// ANCHOR: refused
/// A connection to a port on which no program listens.
async fn refused(connect: impl AsyncFn(SocketAddr) -> io::Result<()>) -> io::Result<()> {
    let closed = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    match connect(closed).await {
        Ok(()) => println!("connected"),
        Err(error) => println!("not connected: {}", error.kind()),
    }
    Ok(())
}
// ANCHOR_END: refused

// ANCHOR: accept
/// A server whose listener cannot accept any more. After 100 ms it is told to stop.
#[cfg(target_os = "linux")] // elsewhere such a listener may still accept
async fn accept<F: Future<Output = io::Result<()>>>(
    server: fn(stage06::net::TcpListener) -> F,
) -> io::Result<()> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    socket2::SockRef::from(&listener).shutdown(std::net::Shutdown::Both)?;
    let server = server(stage06::net::TcpListener::from_std(listener)?);
    let told_to_stop = async {
        runtime::sleep(Duration::from_millis(100)).await;
        Ok(())
    };
    match stage06::combine::race(server, told_to_stop).await {
        Ok(()) => println!("the server has stopped as it was told"),
        Err(error) => println!("the server has ended: {}", error.kind()),
    }
    Ok(())
}
// ANCHOR_END: accept
