//! `serve` with fewer descriptors than clients: it waits rather than spin or end, and goes on when there are some.
#![cfg(target_os = "linux")]

mod http_support;

use http_support::{watch::*, *};
use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::Instant,
};
use testkit::within;

/// How many descriptors the server has, and how many clients.
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
    let clients: Vec<_> = (0..CROWD).map(|_| asks(serving, SMALL)).collect();
    answered(&clients[0]);
    let cpu = serving.cpu();
    thread::sleep(SECOND); // to see what it does meanwhile
    let busy = serving.cpu().saturating_sub(cpu);
    println!("busy for {busy:?} of a second");
    assert!(busy <= SECOND / 20, "it was busy for {busy:?} of a second");
    let open = serving.descriptors();
    println!("{open} of {DESCRIPTORS} descriptors");
    assert!(
        open > before && open < DESCRIPTORS,
        "none for files: {open}"
    );

    // Each gets what it asked for, as soon as others have left.
    let others = clients.into_iter().skip(1);
    others.for_each(|client| answered(&client));
    let left = Instant::now();
    served(serving);
    let recovered = left.elapsed();
    println!("recovered within {recovered:?}");
    assert!(recovered < SECOND, "it took {recovered:?} to recover");
    serving.until_descriptors(before);
}

/// With the file, and not with an excuse.
fn answered(client: &TcpStream) {
    let answer = answer(client);
    let (head, body) = whole(&answer);
    assert!(head.contains(" 200 ") && body == b"a text", "{head}");
}

/// What the kernel does with 1,100 clients that say nothing: it takes them all, and they wait in the listener's queue.
/// What hyper does: it answers none of them. What the server does: it takes as many as it has descriptors for, keeps
/// some for files, ends the silent ones in time, and then has answers for others.
#[test]
fn more_idle_clients_than_descriptors_delay_the_others_and_no_more() {
    within(ALL, "the server", || {
        const LIMIT: usize = 1024;
        let (_outer, served) = folder();
        let options = ["--header", "1.5", "--idle", "1.5"];
        let serving = Serving::limited(LIMIT, &served, &options);
        let before = at_rest(&serving);
        let count = clients(1100);
        let begun = Instant::now();
        let mut early: Vec<_> = (0..20).map(|_| serving.connect()).collect();
        let mut idle: Vec<_> = (0..count).map(|_| serving.connect()).collect();
        let mut open = 0;
        while open != serving.descriptors() {
            open = serving.descriptors();
            thread::sleep(SECOND / 20); // so long it takes no more of them
        }
        for client in &mut early {
            client.write_all(SMALL).expect("it is taken");
            answered(client);
        }
        let asking: Vec<_> = (0..20).map(|_| asks(&serving, SMALL)).collect();
        let cpu = serving.cpu();
        println!(
            "{count} connected within {:?}, {open} descriptors",
            begun.elapsed()
        );
        assert!(open > LIMIT / 2 && open < LIMIT - 100, "{open} are open");

        asking.iter().for_each(answered);
        println!("answered after {:?}", begun.elapsed());
        assert!(
            begun.elapsed() < 6 * SECOND,
            "it took {:?}",
            begun.elapsed()
        );
        let busy = serving.cpu().saturating_sub(cpu);
        println!("busy for {busy:?} meanwhile");
        assert!(busy < SECOND, "it was busy for {busy:?}");
        for client in &mut idle {
            let mut said = Vec::new();
            let _ = client.read_to_end(&mut said);
            assert!(said.is_empty(), "it was not asked: {}", text(&said));
        }
        drop(asking);
        unhurt(serving, before);
    });
}

#[test]
fn more_clients_than_descriptors_are_all_answered() {
    within(ALL, "the server", || {
        let (_outer, served) = folder();
        let serving = Serving::limited(1024, &served, &[]);
        let before = at_rest(&serving);
        let clients: Vec<_> = (0..clients(1100)).map(|_| asks(&serving, SMALL)).collect();
        clients.into_iter().for_each(|client| answered(&client));
        unhurt(serving, before);
    });
}

#[test]
fn more_jobs_than_descriptors_all_succeed() {
    within(ALL, "the downloads", || {
        let jobs = clients(600);
        let address = hostile(|path, client| {
            let (mut client, half) = (client, path.len() / 2);
            let head = format!("{OK}Content-Length: {}\r\n\r\n", path.len());
            let _ = client.write_all(head.as_bytes());
            let _ = client.write_all(&path.as_bytes()[..half]);
            thread::sleep(SECOND / 2); // so that as many as may be are under way
            let _ = client.write_all(&path.as_bytes()[half..]);
        });
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().to_str().expect("a name in Unicode");
        let mut command = limited(1024);
        command.args(["get", "--jobs", "600", "--retries", "0", "--out", out]);
        command.args((0..jobs).map(|number| format!("http://{address}/{number}")));
        let output = command.output().expect("it starts");
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(names(folder.path()).len(), jobs);
    });
}

#[test]
fn without_descriptors_it_still_stops() {
    within(ALL, "the server", || {
        let (_outer, served) = folder();
        let mut serving = Serving::limited(DESCRIPTORS, &served, &[]);
        let clients: Vec<_> = (0..CROWD).map(|_| asks(&serving, SMALL)).collect();
        answered(&clients[0]);
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
