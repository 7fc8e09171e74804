//! How far a figure can be trusted. Other programs only make a slice dearer, so the cheapest counts; and if the cheapest
//! of the even slices and that of the odd ones are the same, enough slices were left alone.

/// With more noise than this, a ratio of 10 % says nothing.
pub const QUIET: f64 = 0.05;

/// The cheapest slice.
pub fn cheapest<'a>(figures: impl IntoIterator<Item = &'a f64>) -> Option<f64> {
    figures.into_iter().copied().min_by(f64::total_cmp)
}

/// What two measurements differ by, as a share: one of the even slices, one of the odd. `None` if there are not two.
pub fn noise(figures: &[f64]) -> Option<f64> {
    let even = cheapest(figures.iter().step_by(2))?;
    let odd = cheapest(figures.iter().skip(1).step_by(2))?;
    Some(even.max(odd) / even.min(odd) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::{cheapest, noise};

    #[test]
    fn a_disturbed_slice_is_no_noise_as_long_as_another_of_its_half_was_left_alone() {
        assert_eq!(
            noise(&[100.0, 900.0, 800.0, 110.0]),
            Some(110.0 / 100.0 - 1.0)
        );
        assert_eq!(cheapest(&[3.0, 1.0, 2.0]), Some(1.0));
    }

    #[test]
    fn one_slice_says_nothing_of_noise() {
        assert_eq!(noise(&[1.0]), None);
    }
}
