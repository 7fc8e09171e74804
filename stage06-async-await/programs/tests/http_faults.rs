//! `serve` among clients that do all they can: it goes on, forgets none of the others, and keeps nothing of those that
//! have left.
#![cfg(target_os = "linux")]

mod http_support;

use http_support::{watch::*, *};
use std::{
    fs,
    io::{Read, Write},
    net::Shutdown,
    path::PathBuf,
    thread,
};
use tempfile::TempDir;
use testkit::within;

const LARGE: &[u8] = b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// A folder with a file of 8 MB in it.
fn folder_with_large() -> (TempDir, PathBuf) {
    let (outer, served) = folder();
    fs::write(served.join("large"), large().repeat(2)).expect("a file");
    (outer, served)
}

#[test]
fn resets_hurt_nobody_else() {
    within(ALL, "the server", || {
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
    within(ALL, "the server", || {
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
    within(ALL, "the server", || {
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
    within(ALL, "the server", || {
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
