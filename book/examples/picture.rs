//! Draws the README's picture from a replay: `cargo run -p book --example picture > book/src/downloads.svg`.

use book::{
    page::{read, root},
    picture,
};
use stage01::print;

fn main() {
    let trace = read(&root().join("book/traces/ten_downloads.json"));
    print!("{}", picture::ten_downloads(&trace));
}
