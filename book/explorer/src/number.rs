//! An order as a short text: a digit for each choice, without the zeros at the end.

use crate::order::Order;

/// The number of options that a digit can name.
const MOST: u32 = 36;

/// Returns the number of an order.
pub(crate) fn write(order: &Order) -> String {
    let digit = |taken: usize| char::from_digit(taken as u32, MOST).unwrap_or('?');
    let text: String = order.script().into_iter().map(digit).collect();
    match text.trim_end_matches('0') {
        "" => "0".into(),
        text => text.into(),
    }
}

/// Reads the number of an order.
pub(crate) fn read(number: &str) -> Result<Vec<usize>, String> {
    let digit = |c: char| c.to_digit(MOST).map(|digit| digit as usize);
    let script: Option<Vec<_>> = number.trim().chars().map(digit).collect();
    script.filter(|script| !script.is_empty()).ok_or_else(|| {
        format!("`{number}` is no number of an order: it has only the digits 0 to 9 and a to z")
    })
}
