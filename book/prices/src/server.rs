//! A server in a process of its own.

use crate::{design::Design, places, python};
use alloc_count::count;
use measure::instructions;
use socket2::{Domain, Socket, Type};
use stage01::{Result, println};
use std::{
    env, fs,
    io::{self, BufRead, BufReader, Read, Write, stdin},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    process::{Child, ChildStdin, Command, Stdio},
    thread,
    time::Duration,
};

/// A server that runs. It is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    design: Design,
    process: Child,
    /// A line here lets it begin. Its end stops it.
    stdin: Option<ChildStdin>,
    stdout: BufReader<std::process::ChildStdout>,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts a server below a program such as valgrind, if one is given. It waits for [`begin`](Self::begin).
    pub(crate) fn start(design: Design, below: Option<Command>) -> io::Result<Self> {
        let mut command = match (design, below) {
            (Design::Asyncio, None) => python::command("echo.py")?,
            (_, None) => Command::new(env::current_exe()?),
            (_, Some(mut below)) => {
                below.arg(env::current_exe()?);
                below
            }
        };
        if design != Design::Asyncio {
            command.args(["serve", design.name().replace(' ', "-").as_str()]);
        }
        command.stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = places::for_server(|| command.spawn())?;
        let (stdin, stdout) = (process.stdin.take(), process.stdout.take());
        let mut stdout = BufReader::new(stdout.expect("it is piped"));
        let mut port = String::new();
        stdout.read_line(&mut port)?;
        let port = port.trim().parse();
        let port: u16 = port.map_err(|_| io::Error::other("the server does not say its port"))?;
        Ok(Server {
            design,
            process,
            stdin,
            stdout,
            address: (Ipv4Addr::LOCALHOST, port).into(),
        })
    }

    /// Starts a server, and lets it serve.
    pub(crate) fn running(design: Design) -> io::Result<Self> {
        let mut server = Server::start(design, None)?;
        server.begin()?;
        Ok(server)
    }

    /// Lets it serve.
    pub(crate) fn begin(&mut self) -> io::Result<()> {
        self.stdin
            .as_mut()
            .map_or(Ok(()), |stdin| stdin.write_all(b"\n"))
    }

    /// Its number in the system.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Waits until each of its threads waits: then it has done all that it does for the requests that it has got.
    ///
    /// Only Linux tells; elsewhere it may still be at work. A round robin always is, and is not waited for.
    pub(crate) fn settle(&self) {
        let threads = format!("/proc/{}/task", self.process.id());
        while self.design != Design::RoundRobin && !all_sleep(&threads) {
            thread::sleep(Duration::from_micros(20)); // and not `yield_now`: the process that traces it needs a processor
        }
    }

    /// Stops it. Returns how often its thread has allocated.
    pub(crate) fn stop(mut self) -> io::Result<u64> {
        self.stdin.take();
        let mut allocations = String::new();
        self.stdout.read_line(&mut allocations)?;
        let allocations = allocations.trim().parse();
        allocations.map_err(|_| io::Error::other("the server has not stopped"))
    }

    /// Stops it, and returns the instructions that valgrind has counted.
    pub(crate) fn instructions(mut self) -> io::Result<u64> {
        self.stdin.take();
        let mut report = String::new();
        let stderr = self.process.stderr.as_mut();
        stderr.map_or(Ok(0), |stderr| stderr.read_to_string(&mut report))?;
        let counted = instructions::collected(&report).map(|count| count as u64);
        counted.ok_or_else(|| io::Error::other("valgrind has counted nothing"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// True if every thread with a folder in this one sleeps, or has ended.
fn all_sleep(threads: &str) -> bool {
    let Ok(mut threads) = fs::read_dir(threads) else {
        return true;
    };
    threads.all(|thread| {
        let stat = thread.and_then(|thread| fs::read_to_string(thread.path().join("stat")));
        let stat = stat.unwrap_or_default();
        let state = stat
            .rsplit_once(") ")
            .map(|(_, state)| state.starts_with('S'));
        state.unwrap_or(true)
    })
}

/// What the server's process does: serves until standard input ends, and prints how often it has allocated.
pub(crate) fn serve(design: Design) -> Result {
    let listener = listener()?;
    println!("{}", listener.local_addr()?.port());
    stdin().read_line(&mut String::new())?;
    let (stop, stopped) = pair()?;
    thread::spawn(move || {
        let _ = stdin().read_line(&mut String::new());
        drop(stop);
    });
    let (elsewhere, here) = count(|| design.serve(listener, stopped));
    println!("{}", here + elsewhere?);
    Ok(())
}

/// A listener with room for many clients that are not accepted yet.
fn listener() -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    socket.listen(4096)?;
    Ok(socket.into())
}

/// Both ends of a connection.
fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let end = TcpStream::connect(listener.local_addr()?)?;
    Ok((end, listener.accept()?.0))
}
