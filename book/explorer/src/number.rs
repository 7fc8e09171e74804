//! An order as a short text: a digit for each choice, without the zeros at the end.

use crate::order::Order;

/// The number of options that a digit can name.
const MOST: u32 = 36;

/// Returns the number of an order.
pub(crate) fn write(order: &Order) -> String {
    let digit = |taken: usize| char::from_digit(taken as u32, MOST).unwrap_or('?');
    match without_zeros(&order.script()) {
        [] => "0".into(),
        script => script.iter().copied().map(digit).collect(),
    }
}

/// Returns a script without the first options at its end, which are taken anyway.
fn without_zeros(script: &[usize]) -> &[usize] {
    let end = script.iter().rposition(|taken| *taken > 0);
    &script[..end.map_or(0, |last| last + 1)]
}

/// Reads the number of an order.
pub(crate) fn read(number: &str) -> Result<Vec<usize>, String> {
    let digit = |c: char| c.to_digit(MOST).map(|digit| digit as usize);
    let script: Option<Vec<_>> = number.trim().chars().map(digit).collect();
    let script = script.filter(|script| !script.is_empty());
    let script = script.map(|script| without_zeros(&script).to_vec());
    script.ok_or_else(|| {
        format!("`{number}` is no number of an order: it has only the digits 0 to 9 and a to z")
    })
}
