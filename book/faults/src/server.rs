//! A server in a process of its own.

use crate::{Design, design::word};
use clap::ValueEnum;
use rustix::process::{
    Pid, Resource, Rlimit, Signal, WaitOptions, kill_process, setrlimit, waitpid,
};
use stage01::{Result, println};
use std::{
    io::{self, BufRead, BufReader, Read, stdin},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio, exit},
    sync::{Arc, atomic::AtomicBool},
    thread,
    time::{Duration, Instant},
};
use testkit::echo::{Client, Failure, Seen, Symptom, machine};

/// How long a server may take for anything; and the same where it is known that it takes too long.
const PATIENCE: [Duration; 2] = [Duration::from_secs(10), Duration::from_millis(500)];

/// How long a process may take to end that has closed its connections.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How many descriptors a server may have that is kept short of them.
pub(crate) const FEW: usize = 64;

/// A server that runs. It is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    program: PathBuf,
    pub(crate) design: Design,
    pub(crate) patience: Duration,
    running: Option<Running>,
    clients: usize,
}

#[derive(Debug)]
struct Running {
    process: Child,
    address: SocketAddr,
    /// How many descriptors it holds without a client, where the system says so.
    descriptors: Option<usize>,
}

/// How a server's process differs from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Setting {
    /// Not at all.
    Plain,
    /// It may open few descriptors only.
    Short,
    /// Its first client's handler panics.
    Panics,
}

impl Server {
    /// A server that does not run yet.
    pub(crate) fn new(program: &Path, design: Design, hopeless: bool) -> Self {
        Server {
            program: program.into(),
            design,
            patience: PATIENCE[usize::from(hopeless)],
            running: None,
            clients: 0,
        }
    }

    /// Starts it.
    pub(crate) fn start(&mut self, setting: Setting) -> Seen {
        let running = Running::start(self.again(), self.design, setting).expect("a process");
        self.running = Some(running);
        if setting == Setting::Panics {
            return Ok(()); // its first client is another
        }
        let mut first = self.client("the first client")?;
        first.round_trip()?;
        let running = self.running.as_mut().expect("it runs");
        running.descriptors = running.open().map(|open| open - 1);
        first.finish()?;
        first.end()
    }

    /// This program once more, with pipes for standard input and output.
    pub(crate) fn again(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command.env_remove("RUST_BACKTRACE"); // a panic that is meant would take its time
        command
    }

    fn running(&mut self) -> &mut Running {
        self.running.as_mut().expect("it has been started")
    }

    /// Connects a client, which failures call `name`.
    pub(crate) fn client(&mut self, name: &str) -> Seen<Client> {
        self.clients += 1;
        let (number, patience) = (self.clients, self.patience);
        Client::connect(name.to_owned(), self.running().address, number, patience)
    }

    /// Where clients connect.
    pub(crate) fn address(&mut self) -> SocketAddr {
        self.running().address
    }

    /// Its number in the system.
    pub(crate) fn pid(&mut self) -> Pid {
        Pid::from_child(&self.running().process)
    }

    /// Returns how long its threads have run, or have waited for a processor, in a while. `None` where the system does not say.
    pub(crate) fn busy_within(&mut self, a_while: Duration) -> Option<Duration> {
        let process = self.running().process.id().to_string();
        let busy = || machine::busy_time_without(&process, &machine::Threads::new());
        let before = busy()?;
        thread::sleep(a_while);
        Some(busy()?.saturating_sub(before))
    }

    /// Runs on, serves the next client, and holds no descriptor for those that have gone.
    pub(crate) fn is_whole(&mut self) -> Seen {
        let mut next = self.client("the next client")?;
        next.round_trip()?;
        next.finish()?;
        next.end()?;
        let (running, patience) = (self.running.as_ref().expect("it runs"), self.patience);
        let deadline = Instant::now() + patience;
        while let Some((before, now)) = running.descriptors.zip(running.open()) {
            if now <= before {
                break;
            }
            if Instant::now() > deadline {
                let leaked = now - before;
                return Symptom::Leaks.seen(format!("all have gone, and it holds {leaked} more"));
            }
            thread::yield_now();
        }
        Ok(())
    }

    /// What a client saw, or `Died` if its connection ended because the server is no longer there. A client that only waited has seen
    /// something else, also if the server has ended since.
    pub(crate) fn explain(&mut self, failure: Failure) -> Failure {
        if !failure.is_an_end() {
            return failure;
        }
        let deadline = Instant::now() + LAST_WORDS;
        let process = &mut self.running().process;
        loop {
            if let Ok(Some(status)) = process.try_wait() {
                let saw = format!("the server's process has ended ({status}); {}", failure.saw);
                return Failure {
                    symptom: Symptom::Died,
                    saw,
                };
            }
            if Instant::now() > deadline {
                return failure;
            }
            thread::yield_now();
        }
    }
}

impl Running {
    fn start(mut again: Command, design: Design, setting: Setting) -> io::Result<Self> {
        if setting == Setting::Panics {
            again.stderr(Stdio::null()); // what it says is known
        }
        let mut process = again
            .args(["serve", &design.name(), &word(setting)])
            .spawn()?;
        let mut port = String::new();
        let stdout = process.stdout.take().expect("it is piped");
        BufReader::new(stdout).read_line(&mut port)?;
        let port = port.trim().parse::<u16>().map_err(io::Error::other)?;
        Ok(Running {
            process,
            address: (Ipv4Addr::LOCALHOST, port).into(),
            descriptors: None,
        })
    }

    /// How many descriptors it holds. Only Linux says so.
    fn open(&self) -> Option<usize> {
        machine::descriptors(&self.process.id().to_string())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Stops a process, and waits until it has stopped.
pub(crate) fn stop(pid: Pid) {
    kill_process(pid, Signal::STOP).expect("it runs");
    until_stopped(pid);
}

/// Waits until a process has stopped.
pub(crate) fn until_stopped(pid: Pid) {
    let waited = waitpid(Some(pid), WaitOptions::UNTRACED).expect("it is a child");
    assert!(
        waited.is_some_and(|(_, status)| status.stopped()),
        "it has ended"
    );
}

/// Lets it go on.
pub(crate) fn go_on(pid: Pid) {
    kill_process(pid, Signal::CONT).expect("it runs");
}

/// What the server's process does: serves until standard input ends, and then exits.
///
/// # Errors
///
/// When it cannot serve.
pub fn serve(design: Design, setting: Setting) -> Result {
    // A signal without a handler would end the process.
    signal_hook::flag::register(
        signal_hook::consts::SIGUSR1,
        Arc::new(AtomicBool::new(false)),
    )?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let _never_stops = TcpStream::connect(listener.local_addr()?)?;
    let (stopped, _) = listener.accept()?;
    let mut serve = design.serve();
    if setting == Setting::Short {
        let few = Some(FEW as u64);
        let [current, maximum] = [few, few];
        setrlimit(Resource::Nofile, Rlimit { current, maximum })?;
    }
    if setting == Setting::Panics {
        serve = design.serve_with_a_panic().unwrap_or(serve);
    }
    thread::spawn(|| {
        let _ = stdin().read_to_end(&mut Vec::new());
        exit(0);
    });
    println!("{}", listener.local_addr()?.port());
    Ok(serve(listener, stopped)?)
}
