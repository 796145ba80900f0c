//! Tests of `required`.

use super::*;

#[test]
fn a_part_has_to_be_set_and_a_text_has_to_say_something() {
    assert_eq!(not_empty("key", Some(" ")).expect("a blank is a name, too"), " ");
    assert_eq!(set("part_number", &Some(0)).expect("a number is never empty"), &0);
    let missing = [
        not_empty("key", None).map(drop),
        not_empty("key", Some("")).map(drop),
        set("key", &None::<i32>).map(drop),
    ];
    for error in missing.map(|it| it.expect_err("the part is missing")) {
        assert_eq!(error.to_string(), "key was missing: cannot be empty or unset");
    }
}
