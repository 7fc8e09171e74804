//! `serve` while the folder changes.
#![cfg(unix)]

mod http_support;

use http_support::*;
use std::{fs, io::Write, net::TcpStream, path::Path};
use testkit::within;

fn get(client: &mut TcpStream, path: &str) -> Vec<u8> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    client.write_all(request.as_bytes()).expect("it is taken");
    answer(client)
}

/// Does something to the folder again and again while a client asks so often for `/x`.
fn while_it_changes(served: &Path, change: impl Fn(usize) + Sync, check: impl Fn(&[u8])) {
    use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
    let serving = Serving::start(served, &["--idle", "300"]);
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in (0..).take_while(|_| !over.load(SeqCst)) {
                change(round);
            }
        });
        let asking = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let mut client = serving.connect();
            let begun = std::time::Instant::now();
            for _ in 0..10_000 {
                check(&get(&mut client, "/x"));
                if begun.elapsed() > LIMIT / 6 {
                    break; // on a slow machine these are enough
                }
            }
        }));
        over.store(true, SeqCst);
        asking.expect("each answer is right");
    });
}

#[test]
fn size_and_bytes_are_those_of_one_file() {
    within(LIMIT, "the answers", || {
        let (_outer, served) = folder();
        let contents = [vec![b'a'; 30_000], vec![b'b'; 70_000], vec![b'c'; 200_000]];
        fs::write(served.join("x"), &contents[0]).expect("a file");
        let replace = |round: usize| {
            fs::write(served.join("new"), &contents[round % 3]).expect("a file");
            fs::rename(served.join("new"), served.join("x")).expect("another name");
        };
        while_it_changes(&served, replace, |answer| {
            let (_, body) = whole(answer);
            let right = contents.iter().any(|content| content == body);
            assert!(right, "{} bytes of {:?}", body.len(), body.first());
        });
    });
}

#[test]
fn no_pipe_and_no_link_slips_in() {
    use std::os::unix::fs::symlink;
    within(LIMIT, "the answers", || {
        let (outer, served) = folder();
        let make: [&(dyn Fn(&Path) + Sync); 3] = [
            &|path| fs::write(path, "a text").expect("a file"),
            &|path| symlink(outer.path().join("secret"), path).expect("a link"),
            &|path| {
                let made = std::process::Command::new("mkfifo").arg(path).status();
                assert!(made.expect("mkfifo runs").success());
            },
        ];
        let things = ["t1", "t2", "t3"].map(|name| outer.path().join(name));
        for (path, make) in things.iter().zip(make) {
            make(path);
        }
        let replace = |round: usize| {
            let new = served.join("new");
            match round % 3 {
                1 => make[1](&new),
                which => fs::hard_link(&things[which], &new).expect("another name"),
            }
            fs::rename(&new, served.join("x")).expect("another name");
            let _ = fs::remove_file(&new); // both names were of one file: then nothing is renamed
        };
        replace(0);
        while_it_changes(&served, replace, |answer| {
            let right = match &text(answer)[9..12] {
                "200" => text(answer).ends_with("\r\n\r\na text"),
                status => status == "404",
            };
            assert!(right, "{}", text(answer));
        });
    });
}

#[test]
fn a_name_that_means_another_thing_each_moment_is_there_or_not() {
    use std::os::unix::{fs::symlink, net::UnixListener};
    within(LIMIT, "the answers", || {
        let (_outer, served) = folder();
        let (path, new) = (served.join("x"), served.join("new"));
        let replace = |round: usize| {
            match round % 4 {
                0 => fs::write(&new, "a text").expect("a file"),
                1 => fs::create_dir(&new).expect("a folder"),
                2 => symlink("x", &new).expect("a link"),
                _ => drop(UnixListener::bind(&new).expect("a socket")),
            }
            let _ = fs::remove_file(&path);
            let _ = fs::remove_dir(&path);
            fs::rename(&new, &path).expect("another name");
        };
        while_it_changes(&served, replace, |answer| {
            let status = &text(answer)[9..12];
            assert!(["200", "301", "404"].contains(&status), "{}", text(answer));
        });
    });
}
