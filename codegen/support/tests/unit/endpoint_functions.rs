//! Tests of `endpoint_functions`.

use super::*;

#[test]
fn an_arn_has_six_parts() {
    let arn = parse_arn("arn:aws:s3:us-west-2:123:accesspoint/a:b").expect("it is an ARN");
    assert_eq!(
        (arn.partition, arn.service, arn.region, arn.account_id),
        ("aws", "s3", "us-west-2", "123")
    );
    assert_eq!(arn.resource_id, ["accesspoint", "a", "b"]);
    assert_eq!(parse_arn("arn:aws:s3:::bucket").expect("it is an ARN").region, "");
    for wrong in ["", "arn:aws:s3", "arn::s3:::x", "arn:aws:s3:::", "urn:aws:s3:::x"] {
        assert_eq!(parse_arn(wrong), None, "{wrong}");
    }
}

#[test]
fn a_url_has_a_scheme_a_host_and_no_query() {
    let url = parse_url("https://example.com:8443/a/b").expect("it is a URL");
    assert_eq!(
        (url.scheme.as_str(), url.authority.as_str()),
        ("https", "example.com:8443")
    );
    assert_eq!((url.path.as_str(), url.normalized_path.as_str()), ("/a/b", "/a/b/"));
    assert!(!url.is_ip);
    assert_eq!(
        parse_url("http://example.com").expect("it is a URL").normalized_path,
        "/"
    );
    assert!(parse_url("http://127.0.0.1:80/").expect("it is a URL").is_ip);
    assert!(parse_url("http://[::1]").expect("it is a URL").is_ip);
    for wrong in [
        "",
        "example.com",
        "ftp://example.com",
        "https://",
        "https://example.com?a=b",
    ] {
        assert_eq!(parse_url(wrong), None, "{wrong}");
    }
}

#[test]
fn parts_of_a_text_are_counted_from_either_end() {
    assert_eq!(substring("abcdef", 0, 2, false), Some("ab"));
    assert_eq!(substring("abcdef", 0, 2, true), Some("ef"));
    assert_eq!(substring("abc", 2, 4, false), None);
    assert_eq!(substring("abc", 2, 2, false), None);
    assert_eq!(substring("äbc", 0, 1, false), None);
    assert_eq!(split("a--b--c", "--", 0), ["a", "b", "c"]);
    assert_eq!(split("a--b--c", "--", 2), ["a", "b--c"]);
    assert_eq!(split("", "--", 0), [""]);
    assert_eq!(uri_encode("a/b c~"), "a%2Fb%20c~");
}

#[test]
fn buckets_whose_names_are_host_labels_are_hostable() {
    for name in ["abc", "a-b-c", "0ab"] {
        assert!(is_virtual_hostable_s3_bucket(name, false), "{name}");
    }
    for name in ["ab", "Abc", "a_bc", "-abc", "abc-", "a.bc", "192.168.0.1"] {
        assert!(!is_virtual_hostable_s3_bucket(name, false), "{name}");
    }
    assert!(is_virtual_hostable_s3_bucket("a.bc", true));
    assert!(!is_virtual_hostable_s3_bucket("192.168.0.1", true));
}
