// The programs, for the `channel` that is in scope: main.rs includes this file for each version.

// ANCHOR: pipeline
/// One task numbers the lines that another one writes.
pub(crate) fn pipeline() {
    let (sender, mut receiver) = channel(2);
    let executor = Executor::new(|| ());
    executor.spawn(async move {
        for line in ["to be", "or not", "to be"] {
            println!("send {line}");
            sender.send(line).await.expect("the receiver is there");
        }
    });
    executor.spawn(async move {
        for n in 1..=3 {
            println!("{n}: {}", receiver.recv().await.expect("three lines come"));
        }
    });
    finish(&executor);
}
// ANCHOR_END: pipeline

// ANCHOR: ends
/// The reader does not know how many lines there are. The writer ends after two.
pub(crate) fn ends() {
    let (sender, mut receiver) = channel(2);
    let executor = Executor::new(|| ());
    executor.spawn(async move {
        for line in ["to be", "or not"] {
            sender.send(line).await.expect("the receiver is there");
        }
    });
    executor.spawn(async move {
        while let Some(line) = receiver.recv().await {
            println!("{line}");
        }
        println!("no more lines");
    });
    finish(&executor);
}
// ANCHOR_END: ends

// ANCHOR: gives_up
/// The channel is full, and two tasks wait for room. The first gives up. Then there is room.
pub(crate) fn gives_up() {
    let (line, too_late) = (full_channel(), Latch::default());
    let first = line.send("the first");
    line.executor.spawn(until(too_late.clone(), first));
    line.executor.spawn(line.send("the second"));
    run(&line.executor);
    too_late.open();
    run(&line.executor);
    line.receive();
    finish(&line.executor);
}
// ANCHOR_END: gives_up

// ANCHOR: in_one_turn
/// The same. But there is room, and only then, in the same turn, the first gives up.
pub(crate) fn in_one_turn() {
    let (line, too_late) = (full_channel(), Latch::default());
    let first = line.send("the first");
    line.executor.spawn(until(too_late.clone(), first));
    line.executor.spawn(line.send("the second"));
    run(&line.executor);
    line.receive();
    too_late.open();
    finish(&line.executor);
}
// ANCHOR_END: in_one_turn

/// A channel of capacity 1 that is full, and an executor.
struct Line {
    executor: Executor,
    sender: Sender<&'static str>,
    receiver: RefCell<Receiver<&'static str>>,
}

fn full_channel() -> Line {
    let (sender, receiver) = channel(1);
    let receiver = RefCell::new(receiver);
    block_on(sender.send("a message")).expect("the receiver is there");
    Line {
        executor: Executor::new(|| ()),
        sender,
        receiver,
    }
}

impl Line {
    /// Sends a message, and says so.
    fn send(&self, message: &'static str) -> impl Future<Output = ()> + use<> {
        let sender = self.sender.clone();
        async move {
            sender.send(message).await.expect("the receiver is there");
            println!("{message} is sent");
        }
    }

    /// Receives a message that is there.
    fn receive(&self) {
        let message = block_on(self.receiver.borrow_mut().recv());
        println!("received: {}", message.expect("it is there"));
    }
}
