//! An async block is a coroutine object: nothing runs until it is polled.

use stage01::{Generator, co, println};
use std::{
    any::type_name_of_val,
    future::{Future, pending, ready},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

async fn hello_world() {
    println!("hey, hello world!");
}

async fn fails() -> Result<(), String> {
    Err("hey, hello world!".into())
}

/// Polls once, with a waker that does nothing: Python's `coro.send(None)`.
// ANCHOR: send
fn send<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}
// ANCHOR_END: send

/// What it is called, how it is resumed, and how it is ended from outside.
fn the_object<F: Future>(object: F) {
    let short = |name: &str| {
        name.replace("coroutine_objects::", "")
            .replace("core::", "")
    };
    println!("{}", short(type_name_of_val(&object)));
    println!("a function, of {} bytes", size_of_val(&F::poll));
    println!("a function, of {} bytes", size_of_val(&drop::<F>));
    println!("resumed by {}", short(type_name_of_val(&F::poll)));
    println!("ended by {}", short(type_name_of_val(&drop::<F>)));
}

/// What a panic says, which is the object's answer to a second end.
fn message(act: impl FnOnce()) -> String {
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let panic = catch_unwind(AssertUnwindSafe(act)).expect_err("it panics");
    std::panic::set_hook(quiet);
    panic
        .downcast_ref::<&str>()
        .map_or_else(String::new, |text| text.to_string())
}

// ANCHOR: keeps
/// Its argument lives across the pause.
async fn keeps(kilobyte: [u8; 1024]) -> u8 {
    ready(()).await;
    kilobyte.iter().fold(0, |sum, byte| sum ^ byte)
}
// ANCHOR_END: keeps

fn main() {
    println!("[002c] an async fn gives an object");
    the_object(hello_world()); // which prints nothing: it is never polled

    println!("\n[002d] a poll runs it");
    let mut object = pin!(hello_world());
    if let Poll::Ready(value) = send(object.as_mut()) {
        println!("Ready {value:?}");
    }

    println!("\n[002e] it has ended, and is polled again");
    let mut object = pin!(hello_world());
    let _ = send(object.as_mut());
    println!(
        "panic: {}",
        message(|| assert!(send(object.as_mut()).is_ready()))
    );

    println!("\n[002f] an error is a value like others");
    if let Poll::Ready(Err(error)) = send(pin!(fails())) {
        println!("Catch coroutine's exception {error}");
    }

    println!("\nthe box of `co`, open: two polls are two resumes");
    let mut generator = Generator::new(co(async |y| {
        let () = y.yield_("first").await?;
        Ok("last")
    }));
    println!("{:?}", generator.next());
    println!("{:?}", generator.next());

    println!("\nhow large the objects are, in bytes");
    println!("one that waits for nothing: {}", size_of_val(&async {}));
    println!(
        "one that waits forever:     {}",
        size_of_val(&async { pending::<()>().await })
    );
    println!(
        "one that keeps 1024 bytes:  {}",
        size_of_val(&keeps([0; 1024]))
    );
}
