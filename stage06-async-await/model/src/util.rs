//! Stand-ins for what the modelled files ask of the full runtime's `util`.

#[path = "../../full/src/util/lock.rs"]
pub(crate) mod lock;

pub(crate) mod panic {
    /// Nothing panics here.
    pub(crate) fn catch_panic<T>(user: impl FnOnce() -> T) -> Option<T> {
        Some(user())
    }

    macro_rules! emit {
        ($($event:tt)+) => {};
    }
    pub(crate) use emit;
}

pub(crate) mod slot_map {
    /// Names a task.
    #[derive(Clone, Copy)]
    pub(crate) struct Key(pub(crate) u64);

    impl Key {
        pub(crate) fn pack(self) -> u64 {
            self.0
        }

        pub(crate) fn unpack(packed: u64) -> Self {
            Key(packed)
        }
    }
}
