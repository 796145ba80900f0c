//! Tests of `waiter`.

use super::*;

#[test]
fn all_of_no_text_is_not_what_was_expected() {
    assert!(all(Some(["a", "a"]), "a"));
    assert!(!all(Some(["a", "b"]), "a"));
    assert!(!all(Some([""; 0]), "a"));
    assert!(!all(None::<[&str; 1]>, "a"));
}

#[test]
fn any_is_one_at_least() {
    assert!(any(Some(["b", "a"]), "a"));
    assert!(!any(Some(["b"]), "a"));
    assert!(!any(Some([""; 0]), "a"));
    assert!(!any(None::<[&str; 1]>, "a"));
}
