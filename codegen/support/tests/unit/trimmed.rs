//! Tests of `trimmed`.

use super::trim;

#[test]
fn one_prefix_is_left_out() {
    for (text, expected) in [
        ("/zone/Z1", "Z1"),
        ("zone/Z1", "Z1"),
        ("/zone/zone/Z1", "zone/Z1"),
        ("Z1", "Z1"),
        ("/other/Z1", "/other/Z1"),
        ("", ""),
    ] {
        let mut it = Some(text.to_owned());
        trim(&mut it, &["/zone/", "zone/"]);
        assert_eq!(it.as_deref(), Some(expected), "{text}");
    }
    let mut none = None;
    trim(&mut none, &["/zone/"]);
    assert_eq!(none, None);
}
