//! What every measurement needs: the machine that it is made on, a processor to stay on, a guard against noise, and
//! counters that no other program disturbs.

#[cfg(target_os = "linux")]
pub mod calls;
pub mod instructions;
pub mod machine;
pub mod noise;
