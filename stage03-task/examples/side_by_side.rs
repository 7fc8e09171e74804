//! The same fetch twice: in callbacks, as in stage 2, and in straight lines. The same steps in the same order.

use stage01::{Result, Routine, co, println};
use stage02::{
    EventLoop,
    fetch::{connect, read_to_end, send_all},
};
use stage03::{
    Fetcher, Task, Wait,
    site::{Behaviour, Site},
    web::request,
};
use std::net::SocketAddr;

fn main() -> Result {
    let site = Site::start(|_| Behaviour::Well)?;
    let event_loop = EventLoop::new()?;

    println!("in callbacks:");
    by_callbacks(&event_loop, site.address(), |step| println!("  {step}"));
    println!("  the call has returned");
    event_loop.run()?;

    println!("in straight lines:");
    let fetch = in_straight_lines(&event_loop, site.address(), |step| println!("  {step}"));
    let task = Task::spawn(&event_loop, fetch);
    println!("  the call has returned");
    event_loop.run()?;
    task.future().result().expect("it ended")
}

/// Each step stands inside the callback of the one before, and passes errors on by hand.
pub(crate) fn by_callbacks(
    event_loop: &EventLoop,
    address: SocketAddr,
    step: impl Fn(&'static str) + Clone + 'static,
) {
    connect(event_loop, address, move |event_loop, connected| {
        let Ok(socket) = connected else {
            return step("refused");
        };
        step("connected");
        let (to, request) = (socket.clone(), request(address, "/").into());
        send_all(event_loop, to, request, move |event_loop, sent| {
            if sent.is_err() {
                return step("broken off");
            }
            step("sent");
            read_to_end(event_loop, socket, move |_, page| {
                if page.is_err() {
                    return step("broken off");
                }
                step("read to the end");
            });
        });
    });
}

/// Each step stands below the one before; `?` passes errors on.
pub(crate) fn in_straight_lines(
    event_loop: &EventLoop,
    address: SocketAddr,
    step: impl Fn(&'static str) + 'static,
) -> Routine<Wait> {
    let fetcher = Fetcher::new(event_loop);
    Box::new(co(async move |y| {
        let socket = y.yield_from(fetcher.connect(address)).await?;
        step("connected");
        let request = request(address, "/");
        y.yield_from(fetcher.write_all(&socket, request)).await?;
        step("sent");
        let _page = y.yield_from(fetcher.read_all(&socket)).await?;
        step("read to the end");
        Ok(())
    }))
}
