//! The end of an exploration, and the message of a panic.

/// Why a program cannot be explored. It ends the exploration: each other order would fail alike, and take as long.
pub(crate) struct Refused(pub(crate) &'static str);

/// Returns the message of a panic.
pub(crate) fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".into())
}
