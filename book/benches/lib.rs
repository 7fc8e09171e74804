//! What one operation of each stage costs: `cargo bench -p benches --bench stage01`.
//!
//! A package of its own, outside the default members: no reader waits for criterion to build.
