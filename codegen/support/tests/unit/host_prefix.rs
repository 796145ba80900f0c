//! Tests of `host_prefix`.

use super::*;

#[test]
fn a_label_has_to_be_set_and_valid() {
    assert_eq!(label("account", Some("123")).expect("digits are valid"), "123");
    for invalid in [None, Some(""), Some("a/b"), Some("a.b")] {
        let error = label("account", invalid).expect_err("it is no label").to_string();
        assert!(error.contains("account"), "{error}");
    }
}

#[test]
fn a_prefix_is_kept_for_whoever_applies_the_endpoint() {
    let mut cfg = ConfigBag::base();
    set(&mut cfg, "data.".to_owned()).expect("it starts a host name");
    let prefix = cfg.load::<EndpointPrefix>().expect("it was set");
    assert_eq!(prefix.as_str(), "data.");
}
