//! Many slices at once. The system takes no more than 1,024 in a call: what is beyond says nothing about the socket.

mod wire;

use futures::{AsyncReadExt, AsyncWriteExt};
use stage06_full::timeout;
use std::{
    io::{IoSlice, IoSliceMut, Read, Write},
    time::Duration,
};
use wire::{pair, promptly};

const LIMIT: Duration = Duration::from_secs(10);

#[test]
fn after_more_slices_than_the_system_takes_a_write_goes_on() {
    promptly("the second write", || async {
        let (mut ours, mut theirs) = pair();
        for slices in [1023, 1024, 1025, 3000] {
            let many: Vec<_> = (0..slices).map(|_| IoSlice::new(b"x")).collect();
            let written = ours.write_vectored(&many).await.unwrap();
            let more = timeout(LIMIT, ours.write_all(b"more")).await;
            more.expect("the socket has room").unwrap();
            let mut heard = vec![0; written + 4];
            theirs.read_exact(&mut heard).unwrap();
            assert_eq!(heard[written..], *b"more");
        }
    });
}

#[test]
fn after_more_slices_than_the_system_fills_a_read_goes_on() {
    promptly("the second read", || async {
        let (mut ours, mut theirs) = pair();
        for slices in [1023, 1024, 1025, 3000] {
            theirs.write_all(&vec![b'x'; slices]).unwrap();
            let (mut bytes, mut read) = (vec![0; slices], 0);
            while read < slices {
                let mut many: Vec<_> = bytes[read..].chunks_mut(1).map(IoSliceMut::new).collect();
                let some = timeout(LIMIT, ours.read_vectored(&mut many)).await;
                read += some.expect("there is more").unwrap();
            }
            assert!(bytes.iter().all(|byte| *byte == b'x'));
        }
    });
}
