//! The bytes that clients send: as good as random, so that a lost, doubled or foreign piece shows.

use std::sync::LazyLock;

/// After so many bytes the pattern begins again. A prime, so that no buffer size hides a piece that was moved.
const PERIOD: usize = 65_521;

/// The longest piece that [`piece`] gives.
pub(super) const PIECE: usize = 64 * 1024;

static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let period: Vec<u8> = (0..PERIOD).map(|_| next()).collect();
    period
        .iter()
        .copied()
        .cycle()
        .take(PERIOD + PIECE)
        .collect()
});

/// At most `len` bytes of the pattern from `position` on.
pub(super) fn piece(position: usize, len: usize) -> &'static [u8] {
    let start = position % PERIOD;
    &BYTES[start..start + len.min(PIECE)]
}
