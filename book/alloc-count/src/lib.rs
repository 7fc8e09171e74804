//! Counts the allocations of a program that uses this crate: it is then the global allocator.
//!
//! ```
//! let (text, n) = alloc_count::count(|| String::from("one"));
//! assert_eq!((text.as_str(), n), ("one", 1));
//! ```

#![allow(unsafe_code)] // `GlobalAlloc` is an unsafe trait; each call is handed on to the system's allocator as it came

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

/// The system's allocator, which counts.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

thread_local! {
    // Without a destructor and without a lazy start, so that it can be used at any time.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// Runs `what`, and returns its result and how often this thread has allocated meanwhile. A reallocation counts as one.
pub fn count<T>(what: impl FnOnce() -> T) -> (T, usize) {
    let before = ALLOCATIONS.get();
    let result = what();
    (result, ALLOCATIONS.get() - before)
}

fn one_more() {
    ALLOCATIONS.set(ALLOCATIONS.get() + 1);
}

// SAFETY: all is done by `System`, which is an allocator; counting neither allocates nor panics.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        one_more();
        // SAFETY: what the caller promises us is what `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        one_more();
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        one_more();
        // SAFETY: as above; `old` came from `System`.
        unsafe { System.realloc(old, layout, size) }
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        // SAFETY: as above; `old` came from `System`.
        unsafe { System.dealloc(old, layout) }
    }
}

#[cfg(test)]
mod tests {
    use super::count;
    use std::thread;

    #[test]
    fn each_box_and_each_growth_count_once() {
        assert_eq!(count(|| ()).1, 0);
        assert_eq!(count(|| [Box::new(1), Box::new(2)]).1, 2);
        let grown = count(|| {
            let mut list = Vec::with_capacity(1);
            list.push(1);
            list.reserve_exact(2);
            list
        });
        assert_eq!(grown.1, 2);
        assert_eq!(count(|| vec![0; 100]).1, 1, "zeroed");
    }

    #[test]
    fn other_threads_and_what_is_freed_do_not_count() {
        let boxed = Box::new(1);
        assert_eq!(count(|| drop(boxed)).1, 0);
        let (waiting, wait) = std::sync::mpsc::channel::<()>();
        let other = thread::spawn(move || wait.recv().map(|()| vec![0; 100]));
        let (_, n) = count(|| {
            waiting.send(()).expect("it waits");
            other.join()
        });
        assert!(n <= 1, "at most what the channel allocates here: {n}");
    }
}
