//! The loop that parks, in every order in which sources become ready.

#[path = "../../stage04-select-loop/tests/support/any_order.rs"]
mod any_order;

use any_order::AnyOrder;
use explorer::explore;
use stage01::co;
use stage04::{Source, Stream};
use stage05::parking::{Look, Parking, Parks};
use std::{cell::Cell, rc::Rc};

/// Two readers and a writer of one stream, and a reader of two others, one after the other. All end in every order, and nothing
/// stays watched.
fn all_go_on(look: Look) -> usize {
    let report = explore(|chooser| {
        let mut parking = Parking::new(AnyOrder::new(chooser), look);
        let ended = Rc::new(Cell::new(0));
        let [one, two, three] = ["one", "two", "three"].map(|name| Stream::new(name, 1));
        let source = |stream| Source::from(stream);
        for parks in [
            vec![Parks::Read(source(&one)), Parks::Read(source(&one))],
            vec![Parks::Read(source(&one))],
            vec![Parks::Write(source(&one)), Parks::Yield],
            vec![Parks::Read(source(&two)), Parks::Read(source(&three))],
        ] {
            let ended = ended.clone();
            parking.add(co(async move |y| {
                for wait in parks {
                    let () = y.yield_(wait).await?;
                }
                ended.set(ended.get() + 1);
                Ok(())
            }));
        }
        parking.run().map_err(|error| error.to_string())?;
        match (ended.get(), parking.world().watched.len()) {
            (4, 0) => Ok(()),
            (ended, watched) => Err(format!(
                "{ended} of 4 tasks have ended, and {watched} sources are watched"
            )),
        }
    });
    assert_eq!(report.lost, 0, "{report}");
    report.orders
}

#[test]
fn readers_and_writers_all_go_on_in_every_order() {
    assert_eq!(
        [Look::WhenIdle, Look::EachTurn].map(all_go_on),
        [57, 101],
        "the numbers of orders"
    );
}
