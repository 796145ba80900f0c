//! Tests of `list_header`.

use aws_smithy_types::body::SdkBody;

use super::*;

fn split(line: &str, holds_dates: bool) -> Vec<String> {
    let mut request = HttpRequest::new(SdkBody::empty());
    request.headers_mut().insert("x-list", line.to_owned());
    let header = ListHeader {
        name: "x-list",
        holds_dates,
    };
    header.split(&mut request);
    request.headers().get_all("x-list").map(str::to_owned).collect()
}

#[test]
fn each_element_has_a_line() {
    assert_eq!(split("ETag, Checksum", false), ["ETag", "Checksum"]);
    assert_eq!(
        split(r#""a, \"b", c, "d\\", e"#, false),
        [r#""a, \"b""#, "c", r#""d\\""#, "e"]
    );
    assert_eq!(split("", false), [""]);
    assert_eq!(split("one", false), ["one"]);
}

#[test]
fn a_date_keeps_its_comma() {
    let line = "Mon, 16 Dec 2019 23:48:18 GMT, Tue, 17 Dec 2019 23:48:18 GMT";
    let lines = ["Mon, 16 Dec 2019 23:48:18 GMT", "Tue, 17 Dec 2019 23:48:18 GMT"];
    assert_eq!(split(line, true), lines);
    assert_eq!(split(lines[0], true), [lines[0]]);
}

#[test]
fn a_header_that_is_not_there_stays_away() {
    let mut request = HttpRequest::new(SdkBody::empty());
    let header = ListHeader {
        name: "x-list",
        holds_dates: false,
    };
    header.split(&mut request);
    assert!(request.headers().get("x-list").is_none());
}
