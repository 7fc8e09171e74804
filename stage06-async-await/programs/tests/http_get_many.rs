//! `get` of two hundred files from a server of which a fifth of the answers goes wrong.

mod http_support;

use http_support::*;
use std::{collections::BTreeSet, fs, io::Write, net::TcpStream, thread, time::Duration};
use testkit::within;

const FILES: usize = 200;

/// From 1 KiB to 8 MiB, 120 MB in all: each is larger than the one before by a factor, which grows too.
fn size(number: usize) -> usize {
    let way = number as f64 / (FILES - 1) as f64;
    let factor = 8.0 * 1024.0_f64;
    (1024.0 * factor.powf(way.powf(1.5))).round() as usize
}

/// Bytes that say whose they are, and where they belong.
fn content(number: usize, size: usize) -> Vec<u8> {
    let mut bytes = vec![0; size];
    for (place, chunk) in bytes.chunks_mut(8).enumerate() {
        let word = ((number << 40) + place) as u64;
        chunk.copy_from_slice(&word.to_be_bytes()[8 - chunk.len()..]);
    }
    bytes
}

enum Fate {
    Late,
    Reset,
    Truncated,
    Whole,
}

fn fate(number: usize) -> Fate {
    match number % 15 {
        4 => Fate::Late,
        9 => Fate::Reset,
        14 => Fate::Truncated,
        _ => Fate::Whole,
    }
}

fn answer(number: usize, body: &[u8], mut client: TcpStream) {
    let half = body.len() / 2;
    let head = format!("{OK}Content-Length: {}\r\n\r\n", body.len());
    match fate(number) {
        Fate::Late => {
            thread::sleep(Duration::from_millis(200)); // the delay that is tested
            send(client, body);
        }
        Fate::Whole => send(client, body),
        Fate::Reset | Fate::Truncated => {
            let _ = client.write_all(head.as_bytes());
            let _ = client.write_all(&body[..half]);
            if let Fate::Reset = fate(number) {
                reset(client);
            }
        }
    }
}

#[test]
fn all_but_what_is_named_is_whole() {
    let number = |path: &str| path.trim_start_matches('/').parse().expect("a number");
    let address = hostile(move |path, client| {
        let number = number(path);
        answer(number, &content(number, size(number)), client);
    });
    assert_eq!((size(0), size(FILES - 1)), (1 << 10, 8 << 20));
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_str().expect("a name in Unicode");
    let mut command = program(&["get", "--jobs", "32", "--retries", "1", "--out", out]);
    command.args((0..FILES).map(|number| format!("http://{address}/{number}")));
    let output = within(LIMIT, "the end of the program", move || {
        command.output().expect("it starts")
    });

    let (said, failed) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{failed}");
    let lost = |number: &usize| matches!(fate(*number), Fate::Reset | Fate::Truncated);
    let (lost, kept): (Vec<_>, Vec<_>) = (0..FILES).partition(lost);
    for number in &lost {
        let complaint = format!("failed: http://{address}/{number}: ");
        assert!(failed.contains(&complaint), "{number}: {failed}");
    }
    assert_eq!(failed.matches("failed: ").count(), lost.len(), "{failed}");
    let sum = format!("{} of {FILES} saved", kept.len());
    assert!(said.contains(&sum), "{said}");

    let there: BTreeSet<_> = names(folder.path()).into_iter().collect();
    let expected: BTreeSet<_> = kept.iter().map(usize::to_string).collect();
    assert_eq!(there, expected, "whole files, and no others");
    for number in kept {
        let bytes = fs::read(folder.path().join(number.to_string())).expect("a file");
        assert!(bytes == content(number, size(number)), "{number} differs");
    }
}
