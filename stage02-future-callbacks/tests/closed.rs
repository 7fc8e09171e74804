//! What the kernel makes of a socket that is closed while it is watched: the reason why our selector keeps it open.
#![cfg(target_os = "linux")]

mod support;

use rustix::{
    event::Timespec,
    event::epoll::{self, CreateFlags, EventData, EventFlags},
};
use std::{mem::MaybeUninit, os::fd::AsRawFd};
use support::blocking_pair;

/// The data of all events that are there now.
fn reported(epoll: &rustix::fd::OwnedFd) -> Vec<u64> {
    let mut events = [MaybeUninit::<epoll::Event>::uninit(); 8];
    let now = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let (events, _) = epoll::wait(epoll, &mut events, Some(&now)).unwrap();
    events.iter().map(|event| event.data.u64()).collect()
}

fn watch(epoll: &rustix::fd::OwnedFd, socket: &std::net::TcpStream, data: u64) {
    epoll::add(epoll, socket, EventData::new_u64(data), EventFlags::IN).unwrap();
}

#[test]
fn it_forgets_the_socket_with_its_last_descriptor_and_does_not_watch_the_number() {
    let epoll = epoll::create(CreateFlags::CLOEXEC).unwrap();
    let (first, peer) = blocking_pair();
    let (second, other) = blocking_pair();
    watch(&epoll, &first, 1);
    drop(peer); // so that it stays readable
    assert_eq!(reported(&epoll), [1]);
    let number = first.as_raw_fd();
    drop(first);
    assert_eq!(reported(&epoll), []);
    // The number now means a socket that is readable, too; the kernel does not watch that.
    drop(other);
    let reused = rustix::io::fcntl_dupfd_cloexec(&second, number).unwrap();
    assert_eq!(reported(&epoll), []);
    drop(reused);
}

#[test]
fn while_another_descriptor_is_open_it_goes_on_reporting_what_has_no_name() {
    let epoll = epoll::create(CreateFlags::CLOEXEC).unwrap();
    let (first, peer) = blocking_pair();
    watch(&epoll, &first, 1);
    let duplicate = first.try_clone().unwrap();
    let number = first.as_raw_fd();
    drop(first);
    drop(peer);
    assert_eq!(
        reported(&epoll),
        [1],
        "reported, and its number is {number} no more"
    );
    assert!(
        epoll::delete(&epoll, &duplicate).is_err(),
        "nothing can be done about it"
    );
}
