//! Values that can be named from far away, by names that are never confused.

use slab::Slab;

/// Names what was inserted once. When that is gone the key is stale: it finds nothing, even if the slot has been used
/// again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// How many insertions there had been: a younger key is greater, until the count wraps around.
    pub(crate) generation: u32,
    pub(crate) index: u32,
}

/// Values in one allocation, each under its [`Key`].
pub(crate) struct SlotMap<T> {
    entries: Slab<(u32, T)>,
    /// How many values were ever inserted: the next key's generation.
    inserted: u32,
}

impl<T> Default for SlotMap<T> {
    fn default() -> Self {
        SlotMap::new()
    }
}

impl<T> SlotMap<T> {
    pub(crate) const fn new() -> Self {
        SlotMap {
            entries: Slab::new(),
            inserted: 0,
        }
    }

    pub(crate) fn insert(&mut self, value: T) -> Key {
        let generation = self.inserted;
        self.inserted = generation.wrapping_add(1);
        let index = self.entries.insert((generation, value));
        let index = u32::try_from(index).expect("4 billion values do not fit into memory");
        Key { generation, index }
    }

    // ANCHOR: get_mut
    pub(crate) fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        let (generation, value) = self.entries.get_mut(key.index as usize)?;
        (*generation == key.generation).then_some(value)
    }
    // ANCHOR_END: get_mut

    pub(crate) fn contains(&self, key: Key) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn remove(&mut self, key: Key) -> Option<T> {
        self.get_mut(key)?;
        Some(self.entries.remove(key.index as usize).1)
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn get(&self, key: Key) -> Option<&T> {
        let (generation, value) = self.entries.get(key.index as usize)?;
        (*generation == key.generation).then_some(value)
    }

    /// All values, in no order.
    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|(_, (_, value))| value)
    }

    /// All values, in no order.
    pub(crate) fn into_values(self) -> impl Iterator<Item = T> {
        self.entries.into_iter().map(|(_, (_, value))| value)
    }

    /// All keys, the oldest first.
    pub(crate) fn keys(&self) -> Vec<Key> {
        let name = |(index, (generation, _)): (usize, &(u32, T))| Key {
            generation: *generation,
            index: index as u32,
        };
        let mut keys: Vec<Key> = self.entries.iter().map(name).collect();
        let age = |key: &Key| self.inserted.wrapping_sub(key.generation);
        keys.sort_unstable_by_key(|key| std::cmp::Reverse(age(key)));
        keys
    }
}

impl Key {
    /// The key of nothing.
    pub(crate) const fn null() -> Self {
        Key {
            generation: u32::MAX,
            index: u32::MAX,
        }
    }

    /// Both halves in one number.
    pub(crate) fn pack(self) -> u64 {
        u64::from(self.generation) << 32 | u64::from(self.index)
    }

    pub(crate) fn unpack(packed: u64) -> Self {
        Key {
            generation: (packed >> 32) as u32,
            index: packed as u32,
        }
    }
}

#[cfg(test)]
#[path = "../../tests/unit/slot_map.rs"]
mod tests;
