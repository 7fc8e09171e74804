//! What looptrace does with a program: it runs as it would alone, and what it recorded is shown.

use recorder::Trace;
use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

const HANGS: &str = "\
import asyncio, sys

async def main():
    first = asyncio.Lock()
    async with first:
        print('it waits', flush=True)
        await first.acquire()

asyncio.run(main())
";

const ENDS: &str = "\
import asyncio, sys

async def main():
    await asyncio.sleep(0)
    print('read', sys.stdin.read(), sys.argv[1:])

asyncio.run(main())
sys.exit(7)
";

/// A folder with files, in which the command runs.
struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        for (name, text) in files {
            fs::write(folder.path(name), text).expect("it is ours");
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn trace(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_looptrace"));
        command.args(words).current_dir(self.0.path());
        command.stdin(Stdio::null());
        command
    }

    /// The standard output, the standard error and the code.
    fn said(&self, words: &[&str]) -> (String, String, Option<i32>) {
        let out = self.trace(words).output().expect("it starts");
        said(&out)
    }
}

fn said(out: &Output) -> (String, String, Option<i32>) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\r', "");
    (text(&out.stdout), text(&out.stderr), out.status.code())
}

fn python() -> Option<&'static str> {
    let python = if cfg!(windows) { "python" } else { "python3" };
    let new = "import sys; sys.exit(sys.version_info < (3, 9))";
    let found = Command::new(python).args(["-c", new]).output();
    if found.is_ok_and(|out| out.status.success()) {
        return Some(python);
    }
    eprintln!("NOT TESTED: `{python}` is not there, or older than 3.9.");
    None
}

#[test]
fn arguments_input_output_and_exit_code_are_the_program_s() {
    let Some(python) = python() else { return };
    let folder = Folder::with(&[("ends.py", ENDS)]);
    let mut command = folder.trace(&["--", python, "ends.py", "--text", "two"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut input = child.stdin.take().expect("it is piped");
    input.write_all(b"five").expect("it reads");
    drop(input);
    let (text, _, code) = said(&child.wait_with_output().expect("it ends"));
    assert!(text.starts_with("read five ['--text', 'two']\n"), "{text}");
    assert!(text.contains("all have ended."), "{text}");
    assert_eq!(code, Some(7));
    let page = fs::read_to_string(folder.path("ends.trace.html")).expect("a page");
    assert!(page.contains("main (Task-1)"), "{page}");
    assert!(folder.path("ends.trace").is_file());
}

#[test]
fn a_program_that_hangs_is_stopped_and_seen_as_it_was() {
    let Some(python) = python() else { return };
    let folder = Folder::with(&[("hangs.py", HANGS)]);
    let (text, _, code) = folder.said(&["--for", "4", "--text", "--", python, "hangs.py"]);
    let wanted = "main (Task-1) waits for the Lock `first`, held by main (Task-1).";
    assert!(text.contains("stopped after 4 s."), "{text}");
    assert!(text.contains(wanted), "{text}");
    assert_eq!(code, Some(124));
    let told = "The program was told to stop at ≈ ";
    assert!(!cfg!(unix) || text.contains(told), "{text}");
    let (again, _, _) = folder.said(&["--text", "hangs.trace"]);
    assert!(again.contains(wanted) && again.contains(told), "{again}");
    assert!(!folder.path("hangs.trace.html").exists(), "--text");
}

/// The terminal sends Ctrl-C to a group of processes.
#[cfg(unix)]
#[test]
fn after_ctrl_c_the_program_is_seen_as_it_was_before() {
    use std::{
        io::{BufRead, BufReader, Read},
        os::unix::process::CommandExt,
    };
    let Some(python) = python() else { return };
    let folder = Folder::with(&[("hangs.py", HANGS)]);
    let mut command = folder.trace(&["--text", "--", python, "hangs.py"]);
    command.process_group(0).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().expect("it starts");
    let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut text = String::new();
    output.read_line(&mut text).expect("a line");
    assert_eq!(text, "it waits\n");
    // It acquires in the step that printed, whose end is recorded in a moment.
    until_it_waits(&folder.path("hangs.trace"));
    let group = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process_group(group, rustix::process::Signal::INT).expect("it is ours");
    output.read_to_string(&mut text).expect("text");
    let status = child.wait().expect("it ends");
    assert!(text.contains("held by main (Task-1)."), "{text}");
    assert_eq!(status.code(), Some(130));
}

#[cfg(unix)]
fn until_it_waits(trace: &PathBuf) {
    use std::{
        thread,
        time::{Duration, Instant},
    };
    let end = Instant::now() + Duration::from_secs(30);
    while !fs::read_to_string(trace).is_ok_and(|text| text.contains("\"pause\"")) {
        assert!(Instant::now() < end, "the program never waits");
        thread::yield_now();
    }
}

#[cfg(unix)]
#[test]
fn a_program_that_ignores_the_end_of_its_time_is_killed() {
    let script = "trap '' INT; while :; do :; done";
    let folder = Folder::with(&[]);
    let (text, _, code) = folder.said(&["--for", "0.1", "--", "sh", "-c", script]);
    assert!(
        text.contains("Nothing was recorded in this time."),
        "{text}"
    );
    assert_eq!(code, Some(124));
}

#[cfg(unix)]
#[test]
fn a_program_that_records_nothing_is_told_how_to() {
    let folder = Folder::with(&[]);
    let (text, _, code) = folder.said(&["--", "sh", "-c", "exit 3"]);
    assert!(
        text.contains("let _recorder = recorder::start();"),
        "{text}"
    );
    assert_eq!(code, Some(3));
    let (_, _, code) = folder.said(&["--", "sh", "-c", "kill -TERM $$"]);
    assert_eq!(code, Some(128 + 15));
}

#[test]
fn the_site_s_own_customization_still_runs_and_children_are_not_recorded() {
    let Some(python) = python() else { return };
    let parent = "\
import asyncio, os, subprocess, sys
async def main():
    await asyncio.sleep(0)
asyncio.run(main())
subprocess.run([sys.executable, '-c', 'import asyncio; asyncio.run(asyncio.sleep(0, print(1)))'], check=True)
print([path for path in sys.path if 'course-trace' in path], sys.modules['sitecustomize'].MINE)
";
    let folder = Folder::with(&[("parent.py", parent), ("sitecustomize.py", "MINE = 5\n")]);
    let mut command = folder.trace(&["--text", "--", python, "parent.py"]);
    command.env("PYTHONPATH", folder.0.path());
    let (text, errors, code) = said(&command.output().expect("it starts"));
    assert!(text.starts_with("1\n[] 5\n"), "{text}{errors}");
    assert!(text.contains("`parent.py`: "), "{text}");
    assert_eq!((code, errors.as_str()), (Some(0), ""));
}

#[test]
fn a_trace_that_is_there_is_shown_and_nothing_else_is_overwritten() {
    let line = "{\"recorder\":1,\"program\":\"old\",\"tasks\":\"tokio\"}\n";
    let event = "{\"t\":5,\"ev\":\"spawn\",\"task\":1,\"name\":\"reader\"}\n";
    let trace = format!("{line}{event}");
    let folder = Folder::with(&[("old.trace", &trace), ("mine.trace", "a poem")]);
    let (text, _, code) = folder.said(&["old.trace"]);
    assert!(text.contains("- reader is queued\n"), "{text}");
    assert!(folder.path("old.trace.html").is_file());
    assert_eq!(code, Some(0));
    let (_, errors, code) = folder.said(&["mine.trace"]);
    assert!(errors.contains("mine.trace: This is no trace"), "{errors}");
    assert_eq!(code, Some(1));
    let kept = fs::read_to_string(folder.path("mine.trace"));
    assert_eq!(kept.expect("it is there"), "a poem");
    if let Some(python) = python() {
        fs::write(folder.path("mine.py"), ENDS).expect("it is ours");
        for new in ["mine-2.trace", "mine-3.trace"] {
            let (text, _, _) = folder.said(&["--text", "--", python, "mine.py"]);
            let path = folder.path(new);
            assert!(text.ends_with(&format!("{}\n", path.display())), "{text}");
            assert!(Trace::open(path).is_ok());
        }
    }
    let kept = fs::read_to_string(folder.path("mine.trace"));
    assert_eq!(kept.expect("it is there"), "a poem");
    let (_, errors, code) = folder.said(&["--", "no-such-program"]);
    assert!(
        errors.contains("`no-such-program` cannot be started"),
        "{errors}"
    );
    assert_eq!(code, Some(1));
}
