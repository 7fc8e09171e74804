//! The insight: everyone looks for themselves.

fn main() {}
