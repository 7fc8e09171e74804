//! Futures that refer to their own memory, and what they see when they are moved:
//! `cargo run -p stage06 --example pin -- PROGRAM`.

use stage01::{eprintln, println};
use stage06::runtime::yield_now;
use std::{
    cell::Cell,
    pin::{Pin, pin},
    process::ExitCode,
    ptr,
    task::{Context, Poll, Waker},
};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["address"] => moves(ByAddress {
            text: *b"tea egg toast",
            word: None,
        }),
        ["offset"] => moves(ByOffset {
            text: *b"tea egg toast",
            word: None,
        }),
        ["block"] => block(),
        ["boxes"] => boxes(),
        _ => {
            eprintln!("usage: pin address|offset|block|boxes");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

// ANCHOR: say
/// Says where an address is, seen from a text.
fn say(when: &str, address: usize, text: &[u8]) {
    match address.checked_sub(text.as_ptr().addr()) {
        Some(offset) if offset < text.len() => {
            println!("{when}: the word is {offset} bytes into the text");
        }
        _ => println!("{when}: the word is outside of the text"),
    }
}
// ANCHOR_END: say

// ANCHOR: ByAddress
/// Finds the second word at its first poll, and uses it at the second.
struct ByAddress {
    text: [u8; 13],
    /// The address of the word, once it is found.
    word: Option<usize>,
}

impl Future for ByAddress {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
        if let Some(word) = self.word {
            say("second poll", word, &self.text);
            return Poll::Ready(());
        }
        let word = self.text.as_ptr().addr() + 4;
        say("first poll", word, &self.text);
        self.word = Some(word);
        Poll::Pending
    }
}
// ANCHOR_END: ByAddress

// ANCHOR: ByOffset
/// The same, with the distance from the beginning of the text.
struct ByOffset {
    text: [u8; 13],
    word: Option<usize>,
}

impl Future for ByOffset {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
        let begin = self.text.as_ptr().addr();
        if let Some(word) = self.word {
            say("second poll", begin + word, &self.text);
            return Poll::Ready(());
        }
        say("first poll", begin + 4, &self.text);
        self.word = Some(4);
        Poll::Pending
    }
}
// ANCHOR_END: ByOffset

// ANCHOR: moves
fn moves(mut future: impl Future<Output = ()> + Unpin) {
    let mut context = Context::from_waker(Waker::noop());
    assert!(Pin::new(&mut future).poll(&mut context).is_pending());
    let mut moved = Box::new(future); // from the stack to the heap
    assert!(Pin::new(&mut *moved).poll(&mut context).is_ready());
}
// ANCHOR_END: moves

// ANCHOR: second_word
async fn second_word(text: [u8; 13], text_is_at: &Cell<usize>) {
    text_is_at.set(text.as_ptr().addr());
    let word = &text[4..7];
    say("first poll", word.as_ptr().addr(), &text);
    yield_now().await;
    say("second poll", word.as_ptr().addr(), &text);
    yield_now().await;
    say("third poll", word.as_ptr().addr(), &text);
}
// ANCHOR_END: second_word

// ANCHOR: block
fn block() {
    let mut context = Context::from_waker(Waker::noop());
    let text_is_at = Cell::new(0);
    let mut future = pin!(second_word(*b"tea egg toast", &text_is_at));
    assert!(future.as_mut().poll(&mut context).is_pending());

    let (begin, size) = (ptr::from_ref(&*future).addr(), size_of_val(&*future));
    let inside = (begin..begin + size).contains(&text_is_at.get());
    println!("the text is inside of the future: {inside}");
    while future.as_mut().poll(&mut context).is_pending() {}
}
// ANCHOR_END: block

// ANCHOR: boxes
fn boxes() {
    let mut context = Context::from_waker(Waker::noop());
    let text_is_at = Cell::default();
    let mut future = Box::pin(second_word(*b"tea egg toast", &text_is_at));
    let place_of_box = ptr::from_ref(&future).addr();
    let place = ptr::from_ref(&*future).addr();
    assert!(future.as_mut().poll(&mut context).is_pending());

    let mut list = Vec::from([future]);
    let same = |before, after| {
        if before == after {
            "where it was"
        } else {
            "elsewhere"
        }
    };
    println!(
        "the box is {}",
        same(place_of_box, ptr::from_ref(&list[0]).addr())
    );
    println!(
        "the future is {}",
        same(place, ptr::from_ref(&*list[0]).addr())
    );
    assert!(list[0].as_mut().poll(&mut context).is_pending());
    assert!(list[0].as_mut().poll(&mut context).is_ready());
}
// ANCHOR_END: boxes
