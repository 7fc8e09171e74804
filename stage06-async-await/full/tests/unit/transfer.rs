use super::*;

#[test]
fn a_count_is_short_of_what_a_single_call_may_transfer() {
    assert_eq!(possible([3, 0, 4].into_iter()), 7);
    assert_eq!(possible(std::iter::repeat_n(1, 1025)), 1024);
    let most = possible([usize::MAX, usize::MAX].into_iter());
    assert!(matches!(Tried::of(most, most), Tried::MayHaveMore(_)));
    assert!(most < i32::MAX as usize);
}
