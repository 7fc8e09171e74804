//! Loops that wait for a line or a tick, whichever comes first.

use crate::letters::Letters;
use stage01::println;
use stage06::{
    combine::race,
    select::{Either, Select},
};
use std::pin::pin;

// ANCHOR: read_line
async fn read_line(letters: &Letters) -> String {
    let mut line = String::new();
    loop {
        match letters.next().await {
            '\n' => return line,
            letter => line.push(letter),
        }
    }
}
// ANCHOR_END: read_line

// ANCHOR: line_race
pub(crate) async fn line_race(letters: Letters, ticks: Letters) {
    loop {
        let line = async { Some(read_line(&letters).await) };
        let tick = async {
            ticks.next().await;
            None
        };
        match race(line, tick).await {
            Some(line) => println!("a line: {line}"),
            None => println!("a tick"),
        }
    }
}
// ANCHOR_END: line_race

// ANCHOR: kept_race
pub(crate) async fn kept_race(letters: Letters, ticks: Letters) {
    let mut reading = pin!(read_line(&letters));
    loop {
        let line = async { Some(reading.as_mut().await) };
        let tick = async {
            ticks.next().await;
            None
        };
        match race(line, tick).await {
            Some(line) => println!("a line: {line}"),
            None => println!("a tick"),
        }
    }
}
// ANCHOR_END: kept_race

// ANCHOR: line_select
pub(crate) async fn line_select(letters: Letters, ticks: Letters) {
    let mut select = Select::new(read_line(&letters), ticks.next());
    while let Some(first) = select.next().await {
        match first {
            Either::Left(line) => {
                println!("a line: {line}");
                select.set_left(read_line(&letters));
            }
            Either::Right(_) => {
                println!("a tick");
                select.set_right(ticks.next());
            }
        }
    }
}
// ANCHOR_END: line_select

// ANCHOR: turns_race
pub(crate) async fn turns_race(left: Letters, right: Letters) {
    let mut read = [0, 0];
    for _ in 0..1000 {
        let left = async { (left.next().await, 0) };
        let right = async { (right.next().await, 1) };
        let (_letter, side) = race(left, right).await;
        read[side] += 1;
    }
    println!(
        "letters from the left: {}, from the right: {}",
        read[0], read[1]
    );
}
// ANCHOR_END: turns_race

pub(crate) async fn turns_select(left: Letters, right: Letters) {
    let mut read = [0, 0];
    let mut select = Select::new(left.next(), right.next());
    for _ in 0..1000 {
        match select.next().await.expect("both are filled again") {
            Either::Left(_letter) => {
                read[0] += 1;
                select.set_left(left.next());
            }
            Either::Right(_letter) => {
                read[1] += 1;
                select.set_right(right.next());
            }
        }
    }
    println!(
        "letters from the left: {}, from the right: {}",
        read[0], read[1]
    );
}
