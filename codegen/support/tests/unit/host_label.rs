//! Tests of `host_label`.

use super::*;

#[test]
fn host_labels_are_those_of_rfc_1123() {
    for valid in ["a", "us-east-1", "0", &"a".repeat(63)] {
        assert!(is_valid_host_label(valid, false), "{valid}");
    }
    for invalid in ["", "-a", "a-", "a.b", "a_b", "ä", &"a".repeat(64)] {
        assert!(!is_valid_host_label(invalid, false), "{invalid}");
    }
    assert!(is_valid_host_label("a.b", true));
    assert!(!is_valid_host_label("a..b", true));
}
