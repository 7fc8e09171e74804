//! A hundred keystrokes, and what is to be drawn.

use stage01::println;
use stage02::EventLoop;
use std::{
    cell::{Cell, RefCell},
    io,
    rc::Rc,
};

// ANCHOR: Bell
#[derive(Clone)]
struct Bell {
    event_loop: EventLoop,
    action: Rc<RefCell<dyn FnMut()>>,
}

impl Bell {
    fn ring(&self) {
        let action = self.action.clone();
        self.event_loop.call_soon(move |_| (action.borrow_mut())());
    }
}
// ANCHOR_END: Bell

pub(crate) fn play(version: &str) -> io::Result<()> {
    match version {
        "first" => keystrokes(),
        _ => Err(io::Error::other("there is no such version")),
    }
}

// ANCHOR: keystrokes
fn keystrokes() -> io::Result<()> {
    let event_loop = EventLoop::new()?;
    let drawn = Rc::new(Cell::new(0));
    let count = drawn.clone();
    let draw = Rc::new(RefCell::new(move || count.set(count.get() + 1)));
    let bell = Bell {
        event_loop: event_loop.clone(),
        action: draw,
    };
    (0..100).for_each(|_| bell.ring());
    event_loop.run()?;
    println!("100 keystrokes, drawn: {}", drawn.get());
    Ok(())
}
// ANCHOR_END: keystrokes
