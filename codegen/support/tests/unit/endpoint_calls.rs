//! Tests of `endpoint_calls`.

use super::*;

fn text(text: &str) -> Option<Value<'_>> {
    Some(Value::text(text))
}

fn flag(value: bool) -> Option<Value<'static>> {
    Some(Value::Boolean(value))
}

fn number(value: usize) -> Option<Value<'static>> {
    Some(Value::Number(value))
}

/// The entries of a record as text.
fn entry(value: &Option<Value<'_>>, name: &str) -> String {
    let Some(Value::Record(entries)) = value else {
        panic!("{value:?} is no record")
    };
    match entries.iter().find(|(known, _)| *known == name) {
        Some((_, Value::Text(text))) => text.to_string(),
        other => panic!("{other:?} is no text"),
    }
}

fn texts(value: Option<Value<'_>>) -> Vec<String> {
    let Some(Value::List(items)) = value else {
        panic!("{value:?} is no list")
    };
    items.iter().map(|item| item.as_text().expect("it is text").to_owned()).collect()
}

#[test]
fn an_arn_has_six_parts() {
    let arn = parse_arn(&[text("arn:aws:s3:us-west-2:123:accesspoint/a:b")]);
    let parts = ["partition", "service", "region", "accountId"].map(|name| entry(&arn, name));
    assert_eq!(parts, ["aws", "s3", "us-west-2", "123"]);
    let Some(Value::Record(entries)) = arn else { unreachable!() };
    let resource = entries.iter().find(|(name, _)| *name == "resourceId");
    let resource = resource.map(|(_, value)| value.clone());
    assert_eq!(texts(resource), ["accesspoint", "a", "b"]);
    assert_eq!(entry(&parse_arn(&[text("arn:aws:s3:::bucket")]), "region"), "");
    for wrong in ["", "arn:aws:s3", "arn::s3:::x", "arn:aws:s3:::", "urn:aws:s3:::x"] {
        assert_eq!(parse_arn(&[text(wrong)]), None, "{wrong}");
    }
    assert_eq!(parse_arn(&[None]), None);
}

#[test]
fn a_url_has_a_scheme_a_host_and_no_query() {
    let parts = ["scheme", "authority", "path", "normalizedPath"];
    let url = parse_url(&[text("https://example.com:8443/a/b")]);
    assert_eq!(
        parts.map(|name| entry(&url, name)),
        ["https", "example.com:8443", "/a/b", "/a/b/"]
    );
    assert_eq!(
        entry(&parse_url(&[text("http://example.com")]), "normalizedPath"),
        "/"
    );
    let is_ip = |url| {
        let Some(Value::Record(entries)) = parse_url(&[text(url)]) else {
            panic!("it is a URL")
        };
        entries.contains(&("isIp", Value::Boolean(true)))
    };
    assert!(is_ip("http://127.0.0.1:80/") && is_ip("http://[::1]"));
    assert!(!is_ip("https://example.com:8443/a/b"));
    for wrong in [
        "",
        "example.com",
        "ftp://example.com",
        "https://",
        "https://example.com?a=b",
    ] {
        assert_eq!(parse_url(&[text(wrong)]), None, "{wrong}");
    }
}

#[test]
fn parts_of_a_text_are_counted_from_either_end() {
    let part = |whole, start, stop, reverse| {
        let part = substring(&[text(whole), number(start), number(stop), flag(reverse)]);
        part.map(|part| part.as_text().expect("it is text").to_owned())
    };
    assert_eq!(part("abcdef", 0, 2, false).as_deref(), Some("ab"));
    assert_eq!(part("abcdef", 0, 2, true).as_deref(), Some("ef"));
    assert_eq!(part("abc", 2, 4, false), None);
    assert_eq!(part("abc", 2, 2, false), None);
    assert_eq!(part("äbc", 0, 1, false), None);
    let parts = |whole, limit| texts(split(&[text(whole), text("--"), number(limit)]));
    assert_eq!(parts("a--b--c", 0), ["a", "b", "c"]);
    assert_eq!(parts("a--b--c", 2), ["a", "b--c"]);
    assert_eq!(parts("", 0), [""]);
    assert_eq!(uri_encode(&[text("a/b c~")]), Some(Value::owned("a%2Fb%20c~")));
}

#[test]
fn buckets_whose_names_are_host_labels_are_hostable() {
    let is_hostable = |name, dots| is_virtual_hostable_s3_bucket(&[text(name), flag(dots)]);
    for name in ["abc", "a-b-c", "0ab"] {
        assert_eq!(is_hostable(name, false), flag(true), "{name}");
    }
    for name in ["ab", "Abc", "a_bc", "-abc", "abc-", "a.bc", "192.168.0.1"] {
        assert_eq!(is_hostable(name, false), flag(false), "{name}");
    }
    assert_eq!(is_hostable("a.bc", true), flag(true));
    assert_eq!(is_hostable("192.168.0.1", true), flag(false));
    assert_eq!(is_virtual_hostable_s3_bucket(&[None, flag(true)]), None);
}
