//! Tests of `xml`.

use super::*;

#[test]
fn a_document_that_is_cut_off_is_told_from_one_that_ends() {
    let documents = [
        "<a/>",
        "<a></a>",
        "<?xml version=\"1.0\"?><!-- <b> --><a x=\"1 > 0\" y='\">'><b/><c>d</c></a>\n",
        "<a><b><![CDATA[</a></b>]]></b></a>",
    ];
    for document in documents {
        assert!(is_whole(document.as_bytes()), "{document}");
        let end = document.trim_end().len();
        for length in 0..end {
            assert!(!is_whole(&document.as_bytes()[..length]), "{}", &document[..length]);
        }
    }
    assert!(!is_whole(b"</a>"));
    assert!(check_whole(b"<a><b>").is_err());
}

#[test]
fn the_root_is_found_behind_what_may_stand_before_it() {
    for (text, expected) in [
        ("<ListPartsResult/>", Some("ListPartsResult")),
        (
            "<?xml version=\"1.0\"?>\n<!-- a -->\n<s:A xmlns:s=\"u\"><B/></s:A>",
            Some("A"),
        ),
        ("<!DOCTYPE html><HTML><body></body></HTML>", Some("HTML")),
        ("", None),
        ("{}", None),
        ("<?xml", None),
        ("\u{feff}", None),
    ] {
        assert_eq!(root(text.as_bytes()).as_deref(), expected, "{text}");
    }
    assert_eq!(root(b"\xff<A/>"), None);
}

#[test]
fn a_name_without_end_is_not_told_whole() {
    let page = format!("<{}/>", "a".repeat(100_000));
    let error = check_root(page.as_bytes(), |_| false).expect_err("it is another document");
    assert!(error.to_string().len() < 200, "{error}");
}

#[test]
fn a_byte_costs_as_much_as_there_are_elements_around_it() {
    // The closing tag belongs to the element around it here, as the count need not be exact.
    assert_eq!(cost(b"<a></a>"), 3);
    assert_eq!(cost(b"<a>12<b/></a>"), 5 + 4);
    assert_eq!(cost(b"<a><b>1</b></a>"), 3 + 2 * 4 + 4);
    assert_eq!(cost(b"<?xml?><a><!-- c --></a>"), 3 + 10);
}

#[test]
fn large_documents_may_be_flat_and_deep_ones_small() {
    let flat = format!("<a>{}</a>", "<b><c>text</c></b>".repeat(200_000));
    check_cost(flat.as_bytes()).expect("it is flat");
    let deep = format!("{}{}{}", "<a>".repeat(128), "text".repeat(10_000), "</a>".repeat(128));
    check_cost(deep.as_bytes()).expect("it is small");
    let both = format!("{}{}{}", "<a>".repeat(128), "text".repeat(750_000), "</a>".repeat(128));
    check_cost(both.as_bytes()).expect_err("it is large and deep");
}
