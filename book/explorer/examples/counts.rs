use explorer::{explore, programs::*, variants::*, Report};
use std::time::Instant;
fn show(name: &str, f: impl FnOnce() -> Report) { let t = Instant::now(); let r = f(); println!("{name}: {}/{} contended {} {:.1?}", r.orders, r.lost, r.contended, t.elapsed()); if std::env::args().len()>1 { println!("{r}") } }
fn main() {
    let files = [EXECUTOR, LOOKS_THEN_SAYS, NEVER_LOOKS, UNPARKS_FIRST, UNPARKS_LOCKED, DROPS_A_WAKE, CLEARS_LATE];
    for f in files { show(&format!("race {f:?}"), || explore(|c| park_race(f, c))); }
    for f in [BLOCK_ON, PARKS_WITHOUT_FLAG, UNPARKS_BEFORE_FLAG] { for log in [false, true] { show(&format!("block_on {f:?} log {log}"), || explore(|c| one_future(f, log, c))); } }
    for w in [Wakes { senders: 1, each: 1 }, Wakes { senders: 1, each: 2 }, Wakes { senders: 2, each: 1 }] { for f in files { show(&format!("executor {f:?} {w:?}"), || explore(|c| executor(f, w, c))); } }
}
