//! .
use explorer::{explore, programs::*, variants::*, Report};
use std::time::Instant;
fn show(name: &str, f: impl FnOnce() -> Report) { let t = Instant::now(); let r = f(); println!("{name}: {}/{} contended {} {:.1?}", r.orders, r.lost, r.contended, t.elapsed()); if std::env::args().len()>1 { println!("{r}") } }
fn main() {
    let files = [EXECUTOR, LOOKS_THEN_SAYS, NEVER_LOOKS, UNPARKS_FIRST, UNPARKS_LOCKED, DROPS_A_WAKE, CLEARS_LATE];
    for w in [Whose::Polled, Whose::Other] { for f in files { show(&format!("poll {w:?} {f:?}"), || explore(|c| wake_during_poll(f, w, c))); }}
    for n in [1] { for f in files { show(&format!("race {n} {f:?}"), || explore(|c| park_race(f, n, c))); }}
    for (t, s, e) in [(1,1,1),(1,1,2)] { show(&format!("executor {t} {s} {e}"), || explore(|c| executor(EXECUTOR, Wakes{tasks:t,senders:s,each:e}, c))); }
}
