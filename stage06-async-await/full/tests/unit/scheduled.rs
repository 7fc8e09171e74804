use super::scheduled::Scheduled;

#[test]
fn a_thousand_wakes_are_one_message() {
    let scheduled = Scheduled::new();
    let messages = || (0..1000).filter(|_| scheduled.schedule()).count();
    assert_eq!(messages(), 1);
    scheduled.clear();
    assert_eq!(messages(), 1, "the first was taken out");
}
