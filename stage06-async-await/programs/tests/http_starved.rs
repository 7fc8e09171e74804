//! `serve` with fewer descriptors than clients: it waits rather than spin or end, and goes on when there are some.
#![cfg(target_os = "linux")]

mod http_support;

use http_support::{watch::*, *};
use std::{net::TcpStream, thread, time::Instant};
use testkit::within;

/// Of those clients that have a place, and of those that have none.
const DESCRIPTORS: usize = 64;
const CROWD: usize = 200;

#[test]
fn without_descriptors_it_waits_and_then_goes_on() {
    within(ALL, "the server", || {
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
    let busy = serving.cpu().saturating_sub(cpu);
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
fn without_descriptors_it_still_stops() {
    within(ALL, "the server", || {
        let (_outer, served) = folder();
        let mut serving = Serving::limited(DESCRIPTORS, &served, &[]);
        let clients: Vec<_> = (0..CROWD).map(|_| asks(&serving, SMALL)).collect();
        serving.until_descriptors(DESCRIPTORS);
        let child = serving.child.take().expect("it runs");
        let begun = Instant::now();
        interrupt(&child);
        let output = end(child);
        let took = begun.elapsed();
        println!("stopped within {took:?}");
        assert!(took < SECOND, "it took {took:?} to stop");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        drop(clients);
    });
}

#[test]
fn silent_clients_do_not_keep_the_others_out() {
    within(ALL, "the server", || {
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
