use super::*;
use stage06::block_on::block_on;
use std::sync::mpsc;
use std::time::Duration;
use testkit::within;

#[test]
fn those_who_came_and_went_leave_nothing() {
    let mut waiting = Waiting {
        started: true,
        requests: VecDeque::new(),
    };
    let _asked = waiting.ask();
    for _ in 0..1000 {
        drop(waiting.ask());
        assert!(waiting.requests.len() <= 2);
    }
}

#[test]
fn a_line_is_read_when_somebody_asks_and_kept_when_they_have_gone() {
    within(Duration::from_secs(20), "the lines", || {
        let (requests, asked) = mpsc::channel();
        let (typed, keyboard) = mpsc::channel::<&str>();
        let (reading, is_reading) = mpsc::channel();
        let lines = iter::from_fn(move || {
            reading.send(()).ok();
            keyboard.recv().ok().map(|line| Ok(line.to_owned()))
        });
        thread::spawn(|| read(lines, asked));
        let ask = || {
            let (request, answer) = oneshot::channel();
            requests.send(request).expect("the thread goes on");
            answer
        };
        let gone = ask();
        is_reading.recv().expect("it reads for this one");
        drop(gone);
        typed.send("one").expect("it waits for a line");
        let line = |answer: oneshot::Receiver<Line>| {
            block_on(answer).expect("an answer").and_then(Result::ok)
        };
        assert_eq!(line(ask()), Some("one".to_owned()));
        is_reading
            .try_recv()
            .expect_err("no task has asked for two");
        drop(typed);
        assert_eq!(line(ask()), None);
        assert_eq!(line(ask()), None, "and so it stays");
    });
}
#[test]
fn a_waker_that_panics_does_not_end_the_thread() {
    struct Bad;
    impl std::task::Wake for Bad {
        fn wake(self: std::sync::Arc<Self>) {
            panic!("woken on purpose");
        }
    }
    within(Duration::from_secs(20), "the lines", || {
        let bad = std::task::Waker::from(std::sync::Arc::new(Bad));
        let ask = || {
            let (request, mut answer) = oneshot::channel();
            let mut context = Context::from_waker(&bad);
            assert!(Pin::new(&mut answer).poll(&mut context).is_pending());
            (request, answer)
        };
        let (requests, answers): (Vec<_>, Vec<_>) = (0..3).map(|_| ask()).unzip();
        let lines = (0..3).map(|n| Ok(n.to_string()));
        thread::spawn(|| read(lines, requests))
            .join()
            .expect("it goes on");
        let line = |answer: oneshot::Receiver<Line>| {
            block_on(answer).expect("an answer").and_then(Result::ok)
        };
        let lines: Vec<Option<String>> = answers.into_iter().map(line).collect();
        assert_eq!(lines, ["0", "1", "2"].map(|line| Some(line.to_owned())));
    });
}
