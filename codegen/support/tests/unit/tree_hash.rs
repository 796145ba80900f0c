//! Tests of `tree_hash`.

use super::*;

#[test]
fn the_hash_of_a_tree_pairs_neighbours_from_the_leaves_up() {
    let part = |byte: u8| vec![byte; PART];
    let leaf = |byte: u8| hash([part(byte)]);
    assert_eq!(tree_hash(b""), hash([[]]));
    assert_eq!(tree_hash(b"book"), hash([b"book"]));
    assert_eq!(tree_hash(&[part(1), part(2)].concat()), hash([leaf(1), leaf(2)]));
    let three = hash([hash([leaf(1), leaf(2)]), leaf(3)]);
    assert_eq!(tree_hash(&[part(1), part(2), part(3)].concat()), three);
    let five = hash([hash([hash([leaf(1), leaf(2)]), hash([leaf(3), leaf(4)])]), leaf(5)]);
    assert_eq!(tree_hash(&[part(1), part(2), part(3), part(4), part(5)].concat()), five);
}
