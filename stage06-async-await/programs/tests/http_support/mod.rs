//! The programs as child processes, and what the tests put around them.
#![allow(dead_code)] // each test file uses some of it

#[cfg(target_os = "linux")]
pub(crate) mod watch;

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};
use tempfile::TempDir;
use testkit::within;

/// How long a program may take.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_programs"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A program with so many descriptors and no more.
#[cfg(unix)]
pub(crate) fn limited(descriptors: usize) -> Command {
    let mut command = Command::new("sh");
    let script = format!("ulimit -n {descriptors}; exec \"$0\" \"$@\"");
    command
        .args(["-c", &script, env!("CARGO_BIN_EXE_programs")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// As many clients as wanted, or as this system allows: this process needs a descriptor for each, and the server, with
/// the same limit, keeps a third for files.
#[cfg(unix)]
pub(crate) fn clients(wanted: usize) -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    setrlimit(Resource::Nofile, raised).expect("up to the maximum anybody may");
    let most = limit
        .maximum
        .map_or(wanted, |most| (most as usize * 2 / 3).saturating_sub(100));
    if most < wanted {
        let warning = format!("WARNING: {limit:?}: {most} clients instead of {wanted}\n");
        // Past the harness, which keeps to itself what a test says that succeeds.
        let _ = std::io::stderr().write_all(warning.as_bytes());
    }
    wanted.min(most)
}

/// Runs a program to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    let mut command = program(arguments);
    within(LIMIT, "the end of the program", move || {
        command.output().expect("it starts")
    })
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What Ctrl-C does.
pub(crate) fn interrupt(child: &Child) {
    signal(child, "INT");
}

pub(crate) fn signal(child: &Child, name: &str) {
    let killed = Command::new("kill")
        .args([&format!("-{name}"), &child.id().to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
}

/// The signals that end a program. Under `nohup`, the tests' programs inherit that SIGHUP is ignored, and it ends none.
pub(crate) fn ending_signals() -> impl Iterator<Item = &'static str> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    let hangup = ignored.is_none_or(|mask| mask & 1 == 0).then_some("HUP");
    ["INT", "TERM"].into_iter().chain(hangup)
}

/// Waits for a child.
pub(crate) fn end(child: Child) -> Output {
    within(LIMIT, "the end of the program", move || {
        child.wait_with_output().expect("it was started")
    })
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<_> = entries.map(|entry| name(entry.expect("a name"))).collect();
    names.sort();
    names
}

/// `serve` in a child process.
pub(crate) struct Serving {
    pub(crate) child: Option<Child>,
    pub(crate) address: SocketAddr,
}

impl Serving {
    pub(crate) fn start(folder: &Path, options: &[&str]) -> Self {
        let folder = folder.to_str().expect("a name in Unicode");
        let mut command = program(&["serve", "--port", "0", "--dir", folder]);
        command.args(options);
        Serving::run(command)
    }

    /// With so many descriptors and no more.
    #[cfg(unix)]
    pub(crate) fn limited(descriptors: usize, folder: &Path, options: &[&str]) -> Self {
        let mut command = limited(descriptors);
        command.args(["serve", "--port", "0", "--dir"]).arg(folder);
        command.args(options);
        Serving::run(command)
    }

    pub(crate) fn run(mut command: Command) -> Self {
        let mut child = command.spawn().expect("it starts");
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (line, output) = within(LIMIT, "an address", move || {
            let mut line = String::new();
            output.read_line(&mut line).expect("a line");
            (line, output)
        });
        child.stdout = Some(output.into_inner());
        let address = line.split(['/', ' ']).find_map(|word| word.parse().ok());
        Serving {
            child: Some(child),
            address: address.unwrap_or_else(|| panic!("no address: {line}")),
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(LIMIT)).expect("a limit");
        stream
    }

    /// Sends these bytes, and reads to the end.
    pub(crate) fn ask(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        stream.write_all(request).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        answer
    }

    /// The answer to `GET`, or another method, of a path as it stands here.
    pub(crate) fn request(&self, method: &str, path: &str) -> Vec<u8> {
        let head = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        self.ask(head.as_bytes())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A server that does as it is told: `answer` gets the path and the connection, on a thread of its own.
pub(crate) fn hostile(answer: impl Fn(&str, TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for client in listener.incoming() {
            let client = client.expect("a client");
            let answer = answer.clone();
            thread::spawn(move || {
                let mut head = BufReader::new(client.try_clone().expect("a handle")).lines();
                let first = head.next().and_then(Result::ok).unwrap_or_default();
                while head
                    .next()
                    .and_then(Result::ok)
                    .is_some_and(|line| !line.is_empty())
                {}
                answer(first.split(' ').nth(1).unwrap_or_default(), client);
            });
        }
    });
    address
}

/// Resets the connection rather than end it.
pub(crate) fn reset(client: TcpStream) {
    let socket = socket2::SockRef::from(&client);
    socket.set_linger(Some(Duration::ZERO)).expect("an option");
}

/// The head of an answer, and its body if all of what the head promises is there.
pub(crate) fn whole(answer: &[u8]) -> (String, &[u8]) {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no head: {:?}", text(answer))) + 4;
    let (head, body) = (text(&answer[..end]), &answer[end..]);
    assert_eq!(body.len(), content_length(&head), "the body after {head}");
    (head, body)
}

/// What a head promises.
pub(crate) fn content_length(head: &str) -> usize {
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.and_then(|length| length.parse().ok());
    length.unwrap_or_else(|| panic!("no length: {head}"))
}

/// Reads one answer of a connection that may go on after it.
pub(crate) fn answer(client: &TcpStream) -> Vec<u8> {
    let mut reader = BufReader::new(client);
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        let read = reader.read_until(b'\n', &mut answer).expect("a head");
        assert!(read > 0, "no whole head: {:?}", text(&answer));
    }
    let head = answer.len();
    answer.resize(head + content_length(&text(&answer)), 0);
    reader.read_exact(&mut answer[head..]).expect("the body");
    answer
}

pub(crate) const OK: &str = "HTTP/1.1 200 OK\r\n";

/// Sends a whole answer.
pub(crate) fn send(mut client: TcpStream, body: &[u8]) {
    let head = format!("{OK}Content-Length: {}\r\n\r\n", body.len());
    let _ = client.write_all(head.as_bytes());
    let _ = client.write_all(body);
}

/// A folder, and a secret beside it.
pub(crate) fn folder() -> (TempDir, PathBuf) {
    let outer = tempfile::tempdir().expect("a folder");
    let served = outer.path().join("served");
    fs::create_dir_all(served.join("sub")).expect("a folder");
    fs::write(outer.path().join("secret"), "a secret").expect("a file");
    fs::write(served.join("a.txt"), "a text").expect("a file");
    fs::write(served.join("b & c's.html"), "<p>").expect("a file");
    fs::write(served.join("sub/inner.txt"), "inside").expect("a file");
    (outer, served)
}

pub(crate) fn large() -> Vec<u8> {
    (0..4_000_000u32).map(|n| (n / 7 % 251) as u8).collect()
}
