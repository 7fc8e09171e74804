//! What a reader sees on a terminal.
#![cfg(unix)]

mod support;

use rustix::{
    fs::OFlags,
    process::{Pid, Signal, kill_process},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
};
use std::{
    fs::{File, OpenOptions},
    io::{Read, Write},
    os::unix::{ffi::OsStrExt, fs::OpenOptionsExt, process::ExitStatusExt},
    process::{Child, Command, ExitStatus},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};
use support::{Tiny, in_order};

const FILE: &str = "stage01-numbers/exercises/e1_double.rs";

/// A command in a terminal of its own.
struct Terminal {
    child: Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    seen: String,
}

impl Terminal {
    fn run(mut command: Command) -> Self {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&terminal).expect("it is ours");
        unlockpt(&terminal).expect("it can be opened");
        let name = ptsname(&terminal, Vec::new()).expect("it has a name");
        let name = std::ffi::OsStr::from_bytes(name.as_bytes());
        let open = || {
            let flags = OFlags::NOCTTY.bits() as i32;
            let mut options = OpenOptions::new();
            let options = options.read(true).write(true).custom_flags(flags);
            options.open(name).expect("it opens")
        };
        command.stdin(open()).stdout(open()).stderr(open());
        let child = command.spawn().expect("it starts");
        drop(command); // with its ends of the terminal
        let keyboard = File::from(terminal);
        let mut output = keyboard.try_clone().expect("a second handle");
        let (sender, screen) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            // An error is the end, too: Linux says so when the last process has closed its end.
            while let Ok(n @ 1..) = output.read(&mut bytes) {
                if sender.send(bytes[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            keyboard,
            screen,
            seen: String::new(),
        }
    }

    /// Waits until this is shown, and returns all that was shown up to there since the last call.
    fn shows(&mut self, text: &str) -> String {
        let limit = Instant::now() + Duration::from_secs(120);
        loop {
            if let Some(at) = self.seen.find(text) {
                let rest = self.seen.split_off(at + text.len());
                return std::mem::replace(&mut self.seen, rest);
            }
            let left = limit.saturating_duration_since(Instant::now());
            match self.screen.recv_timeout(left) {
                Ok(bytes) => self.seen += &String::from_utf8_lossy(&bytes).replace("\r\n", "\n"),
                Err(error) => panic!("{text:?} is not shown ({error})\n{}", self.seen),
            }
        }
    }

    fn types(&mut self, line: &str) {
        writeln!(self.keyboard, "{line}").expect("it takes it");
    }

    /// Waits for the end, and returns what was shown since, and how it ended.
    fn ends(mut self) -> (String, ExitStatus) {
        let status = self.child.wait().expect("it ends");
        while let Ok(bytes) = self.screen.recv_timeout(Duration::from_secs(60)) {
            self.seen += &String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        }
        (std::mem::take(&mut self.seen), status)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_terminal_shows_colours_unless_they_are_not_wanted() {
    let tiny = Tiny::new();
    let (list, _) = Terminal::run(tiny.course(&[])).ends();
    in_order(&list, &["\x1b[1mStage 1, numbers: 0 of 2 done\x1b[0m"]);
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let mut course = tiny.course(&[]);
        course.env(name, value);
        let (list, status) = Terminal::run(course).ends();
        assert!(status.success() && !list.contains('\x1b'), "{name}: {list}");
        in_order(&list, &["Stage 1, numbers: 0 of 2 done\n"]);
    }
}

#[test]
fn while_the_tests_are_built_and_run_it_says_so() {
    let tiny = Tiny::new();
    let (shown, status) = Terminal::run(tiny.course(&["test", "s1e1"])).ends();
    in_order(
        &shown,
        &[
            "\r\x1b[2Ks1e1: compiling",
            "\r\x1b[2Ks1e1: running the tests",
            "\r\x1b[2K\x1b[31mtwice three is six\x1b[0m\n",
        ],
    );
    assert_eq!(status.code(), Some(1));
}

#[test]
fn solution_and_reset_ask() {
    let tiny = Tiny::new();
    tiny.answer("number");
    let mut solution = Terminal::run(tiny.course(&["solution", "s1e1"]));
    solution.shows("s1e1 is not done yet. Show the solution all the same? [y/N] ");
    solution.types("n");
    let (shown, status) = solution.ends();
    assert!(
        !shown.contains("number * 2") && !status.success(),
        "{shown}"
    );
    let mut solution = Terminal::run(tiny.course(&["solution", "s1e1"]));
    solution.shows("[y/N] ");
    solution.types("y");
    let (shown, status) = solution.ends();
    in_order(
        &shown,
        &["\x1b[31m-     number\x1b[0m\n\x1b[32m+     number * 2\x1b[0m\n"],
    );
    assert!(status.success());

    let mut reset = Terminal::run(tiny.course(&["reset", "s1e1"]));
    reset.shows("Bring back the stub of s1e1? Your file is kept in target/course. [y/N] ");
    reset.types("");
    in_order(&reset.ends().0, &["Nothing has changed.\n"]);
    assert!(tiny.read(FILE).contains("    number\n"));
    let mut reset = Terminal::run(tiny.course(&["reset", "s1e1"]));
    reset.shows("[y/N] ");
    reset.types("yes");
    assert!(reset.ends().1.success());
    assert_eq!(tiny.read(FILE), support::STUB);
}

#[test]
fn watch_runs_the_tests_at_each_save_until_it_is_interrupted() {
    let tiny = Tiny::new();
    let mut watch = Terminal::run(tiny.course(&["watch"]));
    let shown = watch.shows("Waiting for you to save the file. Ctrl-C ends this.\n");
    in_order(&shown, &["\x1b[2J", "twice three is six"]);
    tiny.answer("number * number");
    let shown = watch.shows("Waiting for you to save the file.");
    in_order(&shown, &["\x1b[2J", "left: 9"]);
    tiny.answer("number * 2");
    let shown = watch.shows("Waiting for you to save the file.");
    in_order(&shown, &["\x1b[2J", "s1e1 is done: 2 tests pass."]);
    // In a script's background, the tests and what they start inherit that SIGINT is ignored.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    let ignored = ignored.is_some_and(|mask| mask & 0b10 != 0);
    let signal = if ignored { Signal::TERM } else { Signal::INT };
    let pid = Pid::from_child(&watch.child);
    kill_process(pid, signal).expect("it runs");
    assert_eq!(watch.ends().1.signal(), Some(signal.as_raw()));
}

#[test]
fn watch_in_a_pipe_moves_no_cursor() {
    use std::{io::BufRead, process::Stdio};
    let tiny = Tiny::new();
    let mut course = tiny.course(&["watch"]);
    let mut watch = course.stdout(Stdio::piped()).spawn().expect("it starts");
    let lines = std::io::BufReader::new(watch.stdout.take().expect("a pipe")).lines();
    let shown: Vec<String> = lines
        .map(|line| line.expect("text"))
        .take_while(|line| !line.starts_with("Waiting"))
        .collect();
    let _ = watch.kill();
    watch.wait().expect("it ends");
    assert!(
        shown.iter().all(|line| !line.contains(['\x1b', '\r'])),
        "{shown:?}"
    );
}
