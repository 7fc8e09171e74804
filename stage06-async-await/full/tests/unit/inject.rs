use super::inject::Inject;

#[test]
fn a_loop_that_is_awake_is_not_unparked() {
    let inject = Inject::new();
    assert_eq!(inject.push("before"), Ok(false), "it has not parked yet");
    inject.drain(&mut Vec::new());
    assert!(inject.begin_park());
    inject.end_park();
    assert_eq!(inject.push("after"), Ok(false), "it has woken up by itself");
}

#[test]
fn a_loop_that_is_parked_is_unparked_once() {
    let inject = Inject::new();
    assert!(inject.begin_park());
    assert_eq!(inject.push("first"), Ok(true));
    assert_eq!(inject.push("second"), Ok(false));
}

#[test]
fn a_loop_with_a_message_does_not_park() {
    let inject = Inject::new();
    assert_eq!(inject.push("a message"), Ok(false));
    assert!(!inject.begin_park());
    assert_eq!(inject.push("another"), Ok(false), "so it is awake");
}

#[test]
fn a_queue_that_is_closed_gives_every_message_back() {
    let inject = Inject::new();
    assert_eq!(inject.push("early"), Ok(false));
    assert_eq!(inject.close(), ["early"]);
    assert_eq!(inject.push("late"), Err("late"));
    assert!(inject.close().is_empty(), "it is closed already");
}
