//! The clinic: small programs on tokio that misbehave, each after a public report of a real project.
//!
//! `examples/patients` runs them as they were found. `exercises` has each once more, with tests that fail with the symptom;
//! `solutions` has our fixes.
