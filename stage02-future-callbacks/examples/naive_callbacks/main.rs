//! Programs that break the first version of a loop, and do not break ours: `naive_callbacks PROGRAM VERSION`.

mod first;
mod keystrokes;

use first::MyLoop;
use stage01::println;
use stage02::{EventLoop, Interest, Key, Ready};
use std::{cell::Cell, env, io, net::UdpSocket, process, rc::Rc, thread, time::Duration};

/// What the programs use of a loop.
trait Loop: Sized + 'static {
    fn call_soon(&self, callback: impl FnOnce(&Self) + 'static);
    fn on_mail(&self, inbox: &Rc<UdpSocket>, handler: impl Fn(&Self, Ready) + 'static) -> Key;
    fn unregister(&self, key: Key);
    fn run(&self) -> io::Result<()>;
}

impl Loop for MyLoop {
    fn call_soon(&self, callback: impl FnOnce(&Self) + 'static) {
        MyLoop::call_soon(self, callback);
    }
    fn on_mail(&self, inbox: &Rc<UdpSocket>, handler: impl Fn(&Self, Ready) + 'static) -> Key {
        self.register(inbox.clone(), Interest::Read, handler)
            .expect("registered")
    }
    fn unregister(&self, key: Key) {
        MyLoop::unregister(self, key).expect("it is registered");
    }
    fn run(&self) -> io::Result<()> {
        MyLoop::run(self)
    }
}

impl Loop for EventLoop {
    fn call_soon(&self, callback: impl FnOnce(&Self) + 'static) {
        EventLoop::call_soon(self, callback);
    }
    fn on_mail(&self, inbox: &Rc<UdpSocket>, handler: impl Fn(&Self, Ready) + 'static) -> Key {
        self.register(inbox.clone(), Interest::Read, handler)
            .expect("registered")
    }
    fn unregister(&self, key: Key) {
        EventLoop::unregister(self, key).expect("it is registered");
    }
    fn run(&self) -> io::Result<()> {
        EventLoop::run(self)
    }
}

fn main() -> io::Result<()> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["keystrokes", version] => keystrokes::play(version),
        [program, "first"] => play(program, &MyLoop::new()?),
        [program, "ours"] => play(program, &EventLoop::new()?),
        _ => Err(io::Error::other("naive_callbacks PROGRAM VERSION")),
    }
}

fn play<L: Loop>(program: &str, my_loop: &L) -> io::Result<()> {
    give_up_after_a_second();
    match program {
        "mail" => mail(my_loop)?,
        "queued" => queued(my_loop)?,
        "greedy" => greedy(my_loop)?,
        "hang_up" => hang_up(my_loop)?,
        _ => return Err(io::Error::other("there is no such program")),
    }
    my_loop.run()?;
    println!("the loop has ended");
    Ok(())
}

/// Ends a program whose loop does not.
fn give_up_after_a_second() {
    thread::spawn(|| {
        thread::sleep(Duration::from_secs(1));
        println!("the loop still runs after a second");
        process::exit(0);
    });
}

/// A socket that sends to itself.
fn inbox() -> io::Result<Rc<UdpSocket>> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.connect(socket.local_addr()?)?;
    Ok(Rc::new(socket))
}

// ANCHOR: mail
fn mail<L: Loop>(my_loop: &L) -> io::Result<()> {
    let inbox = inbox()?;
    my_loop.on_mail(&inbox, |my_loop, ready| {
        println!("there is mail");
        my_loop.unregister(ready.key);
    });
    inbox.send(b"hello").map(drop)
}
// ANCHOR_END: mail

// ANCHOR: queued
fn queued<L: Loop>(my_loop: &L) -> io::Result<()> {
    let key = my_loop.on_mail(&inbox()?, |_, _| println!("there is mail"));
    my_loop.call_soon(move |my_loop| {
        println!("no need to wait for mail");
        my_loop.unregister(key);
    });
    Ok(())
}
// ANCHOR_END: queued

// ANCHOR: greedy
fn greedy<L: Loop>(my_loop: &L) -> io::Result<()> {
    let (start, cancel) = (inbox()?, inbox()?);
    let cancelled = Rc::new(Cell::new(false));
    let (flag, user) = (cancelled.clone(), cancel.clone());
    my_loop.on_mail(&cancel, move |my_loop, ready| {
        println!("cancelled");
        flag.set(true);
        my_loop.unregister(ready.key);
    });
    my_loop.on_mail(&start, move |my_loop, ready| {
        my_loop.unregister(ready.key);
        compute(my_loop, cancelled.clone());
        user.send(b"cancel").expect("it sends to itself");
    });
    start.send(b"start").map(drop)
}

/// One part of a long computation. It queues the next part.
fn compute<L: Loop>(my_loop: &L, cancelled: Rc<Cell<bool>>) {
    if !cancelled.get() {
        my_loop.call_soon(|my_loop| compute(my_loop, cancelled));
    }
}
// ANCHOR_END: greedy

// ANCHOR: hang_up
fn hang_up<L: Loop>(my_loop: &L) -> io::Result<()> {
    let (command, data) = (inbox()?, inbox()?);
    let on_data = Rc::new(Cell::new(None));
    let data_key = on_data.clone();
    my_loop.on_mail(&command, move |my_loop, ready| {
        println!("hang up");
        my_loop.unregister(ready.key);
        if let Some(key) = data_key.take() {
            my_loop.unregister(key);
        }
    });
    on_data.set(Some(
        my_loop.on_mail(&data, |_, _| println!("data for a call that has ended")),
    ));
    command.send(b"hang up")?;
    data.send(b"data").map(drop)
}
// ANCHOR_END: hang_up
