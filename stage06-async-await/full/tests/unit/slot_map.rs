use super::*;

#[test]
fn a_stale_key_finds_nothing_in_the_slot_it_named() {
    let mut slots = SlotMap::new();
    let old = slots.insert("old");
    assert_eq!(slots.remove(old), Some("old"));
    let new = slots.insert("new");
    assert_eq!(old.index, new.index, "the slot is used again");
    assert_eq!(slots.get_mut(old), None);
    assert_eq!(slots.remove(old), None);
    assert!(!slots.contains(old) && slots.contains(new));
}

#[test]
fn keys_come_oldest_first_also_when_slots_are_reused_and_the_count_wraps() {
    let mut slots = SlotMap::new();
    slots.inserted = u32::MAX - 1;
    let keys = [0, 1, 2, 3].map(|value| slots.insert(value));
    slots.remove(keys[0]);
    let youngest = slots.insert(4);
    assert_eq!(slots.keys(), [keys[1], keys[2], keys[3], youngest]);
}

#[test]
fn a_key_survives_packing() {
    let key = Key {
        generation: 0xFFFF_FFFE,
        index: 7,
    };
    assert_eq!(Key::unpack(key.pack()), key);
}
