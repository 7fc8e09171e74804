//! `serve` among clients that do all they can: it goes on, forgets none of the others, and keeps nothing of those who
//! have left.
#![cfg(all(feature = "http", target_os = "linux"))]

mod http_support;

use http_support::*;
use std::{
    fs,
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use testkit::within;

const SMALL: &[u8] = b"GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n";
const LARGE: &[u8] = b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
const SECOND: Duration = Duration::from_secs(1);

/// Of those clients that have a place, and of those that have none.
const DESCRIPTORS: usize = 64;
const CROWD: usize = 200;

/// A folder with a file of 8 MB in it.
fn folder_with_large() -> (TempDir, PathBuf) {
    let (outer, served) = folder();
    fs::write(served.join("large"), large().repeat(2)).expect("a file");
    (outer, served)
}

/// How many descriptors a server has that serves nobody, but has done so: its threads are there.
fn at_rest(serving: &Serving) -> usize {
    let before = serving.descriptors();
    served(serving);
    serving.until_descriptors(before);
    before
}

/// Somebody else is served, and soon.
fn served(serving: &Serving) {
    let begun = Instant::now();
    let answer = serving.request("GET", "/a.txt");
    assert_eq!(whole(&answer).1, b"a text", "{}", text(&answer));
    let waited = begun.elapsed();
    assert!(waited < SECOND, "another one waited for {waited:?}");
}

/// That the server has not ended, and has no more descriptors than before.
fn unhurt(mut serving: Serving, before: usize) {
    served(&serving);
    serving.until_descriptors(before);
    let child = serving.child.as_mut().expect("it was started");
    assert!(child.try_wait().expect("it is ours").is_none(), "it ended");
}

fn asks(serving: &Serving, request: &[u8]) -> TcpStream {
    let mut client = serving.connect();
    client.write_all(request).expect("it is taken");
    client
}

#[test]
fn without_descriptors_it_waits_and_then_goes_on() {
    within(LIMIT, "the server", || {
        let (_outer, served) = folder();
        let serving = Serving::limited(DESCRIPTORS, &served, &[]);
        let before = at_rest(&serving);
        for _ in 0..2 {
            starve(&serving, before);
        }
        unhurt(serving, before);
    });
}

fn starve(serving: &Serving, before: usize) {
    let mut clients: Vec<_> = (0..CROWD).map(|_| asks(serving, SMALL)).collect();
    serving.until_descriptors(DESCRIPTORS);
    // The first ones are answered, with 503 if there is no descriptor for the file.
    let waiting = clients.split_off(DESCRIPTORS - before);
    clients.iter().for_each(answered);

    let cpu = serving.cpu();
    thread::sleep(SECOND); // to see what it does meanwhile
    let busy = serving.cpu() - cpu;
    println!("busy for {busy:?} of a second");
    assert!(busy <= SECOND / 20, "it was busy for {busy:?} of a second");

    // When some leave, some of those who wait have their turn, without asking again.
    drop(clients);
    let (turn, rest) = waiting.split_at(DESCRIPTORS - before - 1);
    turn.iter().for_each(answered);
    assert!(rest.len() > DESCRIPTORS);

    let left = Instant::now();
    drop(waiting);
    while !serving.request("GET", "/a.txt").ends_with(b"a text") {
        assert!(left.elapsed() < SECOND, "it has not recovered");
    }
    let recovered = left.elapsed();
    println!("recovered within {recovered:?}");
    assert!(recovered < SECOND, "it took {recovered:?} to recover");
    serving.until_descriptors(before);
}

fn answered(client: &TcpStream) {
    let answer = answer(client);
    let (head, _) = whole(&answer);
    assert!(head.contains(" 200 ") || head.contains(" 503 "), "{head}");
}

#[test]
fn silent_clients_do_not_keep_the_others_out() {
    within(LIMIT, "the server", || {
        let (_outer, served) = folder();
        let options = ["--idle", "0.3", "--header", "0.3"];
        let serving = Serving::limited(DESCRIPTORS, &served, &options);
        let before = at_rest(&serving);
        let silent: Vec<_> = (0..CROWD).map(|_| serving.connect()).collect();
        let answer = serving.request("GET", "/a.txt");
        whole(&answer);
        serving.until_descriptors(before);
        drop(silent);
        unhurt(serving, before);
    });
}

#[test]
fn resets_hurt_nobody_else() {
    within(LIMIT, "the server", || {
        let (_outer, served) = folder_with_large();
        let serving = Serving::start(&served, &[]);
        let before = at_rest(&serving);
        thread::scope(|scope| {
            for state in 0..STATES {
                let serving = &serving;
                scope.spawn(move || (0..40).for_each(|_| reset_in(state, serving)));
            }
            (0..20).for_each(|_| self::served(&serving));
            assert!(whole(&serving.ask(LARGE)).1 == large().repeat(2));
        });
        unhurt(serving, before);
    });
}

const STATES: usize = 7;

/// Leaves in the middle of this.
fn reset_in(state: usize, serving: &Serving) {
    let mut client = match state {
        0 => serving.connect(),
        1 => asks(serving, &LARGE[..7]),
        2 => asks(serving, &LARGE[..30]),
        3 => asks(serving, SMALL),
        _ => asks(serving, LARGE),
    };
    match state {
        3 => drop(answer(&client)), // and does not ask again
        4 => client.read_exact(&mut [0; 1000]).expect("it has begun"),
        5 => client.shutdown(Shutdown::Write).expect("it is open"),
        6 => {
            client.shutdown(Shutdown::Write).expect("it is open");
            client.read_exact(&mut [0; 1000]).expect("it has begun");
        }
        _ => {}
    }
    reset(client);
}

#[test]
fn who_has_said_all_still_gets_the_whole_reply() {
    within(LIMIT, "the server", || {
        let (_outer, served) = folder_with_large();
        let serving = Serving::start(&served, &[]);
        let before = at_rest(&serving);
        let keep_alive = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n";
        let clients = [SMALL, LARGE, keep_alive].map(|request| {
            let client = asks(&serving, request);
            client.shutdown(Shutdown::Write).expect("it is open");
            client
        });
        for mut client in clients {
            let mut answer = Vec::new();
            client.read_to_end(&mut answer).expect("an answer");
            whole(&answer);
        }
        unhurt(serving, before);
    });
}

#[test]
fn slow_readers_get_all_and_hold_up_nobody() {
    within(LIMIT, "the server", || {
        let (_outer, served) = folder_with_large();
        let serving = Serving::start(&served, &[]);
        let before = at_rest(&serving);
        let mut slow: Vec<_> = (0..8)
            .map(|_| (asks(&serving, LARGE), Vec::new()))
            .collect();
        let mut at_once = 0;
        while !slow.is_empty() {
            self::served(&serving); // between two steps of the slow ones
            at_once += 1;
            slow.retain_mut(|(client, answer)| {
                let step = client.take(128 * 1024).read_to_end(answer);
                if step.expect("it goes on") > 0 {
                    return true;
                }
                assert!(whole(answer).1 == large().repeat(2), "other bytes");
                false
            });
        }
        assert!(at_once > 60, "only {at_once} were served meanwhile");
        unhurt(serving, before);
    });
}

#[test]
fn requests_may_come_byte_by_byte() {
    within(LIMIT, "the server", || {
        let (_outer, served) = folder_with_large();
        let serving = Serving::start(&served, &[]);
        let before = at_rest(&serving);
        let mut clients: Vec<_> = (0..20).map(|_| serving.connect()).collect();
        for client in &clients {
            client.set_nodelay(true).expect("an option");
        }
        for byte in LARGE {
            for client in &mut clients {
                client.write_all(&[*byte]).expect("it is taken");
            }
        }
        for mut client in clients {
            let mut answer = Vec::new();
            client.read_to_end(&mut answer).expect("an answer");
            assert!(whole(&answer).1 == large().repeat(2), "other bytes");
        }
        unhurt(serving, before);
    });
}
