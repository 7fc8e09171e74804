//! The program: it ends by itself, and says in a sentence what is wrong.

mod support;

#[cfg(unix)]
use rustix::process::{Pid, Signal, kill_process};
use std::{
    net::{TcpListener, TcpStream},
    process::Command,
};
use support::{promptly, round_trip, serving};

fn stage02() -> Command {
    Command::new(env!("CARGO_BIN_EXE_stage02"))
}

#[test]
fn without_arguments_it_shows_two_clients_and_four_callbacks_and_ends() {
    promptly("the headline program", || {
        let output = stage02().output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        let order: String = text
            .lines()
            .filter_map(|line| line.trim_start().chars().next())
            .filter(char::is_ascii_digit)
            .collect();
        assert_eq!(order, "01234", "{text}");
    });
}

#[test]
fn serve_serves_two_clients_at_once() {
    promptly("two answers", || {
        let (_server, address) = serving(env!("CARGO_BIN_EXE_stage02"));
        let clients = [(); 2].map(|()| TcpStream::connect(&address).unwrap());
        clients
            .iter()
            .rev()
            .for_each(|client| round_trip(client, "hello"));
    });
}

#[test]
#[cfg(unix)]
fn stopped_and_continued_it_goes_on_waiting() {
    promptly("a server that was stopped for a while", || {
        let (mut server, address) = serving(env!("CARGO_BIN_EXE_stage02"));
        let client = TcpStream::connect(address).unwrap();
        let pid = Pid::from_child(&server.0);
        for _ in 0..10 {
            kill_process(pid, Signal::STOP).unwrap();
            kill_process(pid, Signal::CONT).unwrap();
            round_trip(&client, "hello");
        }
        assert!(server.0.try_wait().unwrap().is_none(), "a signal ended it");
    });
}

#[test]
fn a_port_that_is_taken_is_one_sentence_and_exit_code_1() {
    promptly("the refusal", || {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        let output = stage02()
            .args(["serve", "--port", &port.to_string()])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(
            said.starts_with(&format!("error: cannot listen on 127.0.0.1:{port}: ")),
            "{said}"
        );
    });
}

#[test]
fn a_bad_argument_is_named_in_one_line_and_exit_code_2() {
    promptly("the refusal", || {
        for arguments in [
            &["serve", "--port", "x"][..],
            &["serve", "--port", "70000"],
            &["serve", "--prot"],
            &["serve", "--port"],
            &["sing"],
        ] {
            let output = stage02().args(arguments).output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert_eq!(said.lines().count(), 1, "{said}");
            assert!(said.contains(arguments.last().unwrap()), "{said}");
        }
    });
}

#[test]
fn help_is_not_an_error() {
    promptly("the help", || {
        let output = stage02().arg("--help").output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8(output.stdout).unwrap().contains("serve"));
    });
}
