//! Hard inputs, each with the exact Markdown.

use proptest::prelude::*;

use super::{constraints, first_sentence, markdown};
use crate::ir::{self, Kind, Member, MemberTraits, Shape, ShapeTraits, Shapes};

#[test]
fn white_space_of_the_source_means_nothing() {
    assert_eq!(
        markdown("<p>One\n\n      two.</p> <p>Three.</p>\n"),
        "One two.\n\nThree."
    );
    assert_eq!(markdown("    not code"), "not code");
    assert_eq!(markdown("<p> </p>"), "");
}

#[test]
fn prose_is_wrapped_but_code_is_not() {
    let words = "word ".repeat(19);
    assert_eq!(
        markdown(&format!("<p>{words}<code>a b c d</code> end</p>")),
        format!("{}\n`a b c d` end", words.trim())
    );
}

#[test]
fn emphasis_is_written_only_where_markdown_sees_it() {
    assert_eq!(markdown("<b>a</b>b <i> c </i>d"), "**a**b *c* d");
    assert_eq!(markdown("<b>\"a\"</b>b"), "\"a\"b");
    assert_eq!(markdown("<b>a</b><i>b</i>"), "**a**b");
    assert_eq!(markdown("<b><code>a</code></b>: b"), "**`a`**: b");
}

#[test]
fn what_markdown_would_take_for_markup_stays_text() {
    assert_eq!(
        markdown("arn:* a_b _c_ `d` [e] 1 &lt; 2 &amp;lt; --all ~f~ g|h \\i"),
        "arn:\\* a_b \\_c\\_ \\`d\\` \\[e\\] 1 \\< 2 \\&lt; \\-\\-all \\~f\\~ g\\|h \\\\i"
    );
}

#[test]
fn no_line_begins_a_block_by_accident() {
    for (html, expected) in [
        ("# a", "\\# a"),
        ("- a", "\\- a"),
        ("+ a", "\\+ a"),
        ("1. a", "1\\. a"),
        ("2) a", "2\\) a"),
        ("=== a", "\\=== a"),
        ("a<br>- b", "a\\\n\\- b"),
    ] {
        assert_eq!(markdown(html), expected);
    }
    let words = "word ".repeat(20);
    assert_eq!(markdown(&format!("{words}- 5")), format!("{}\n\\- 5", words.trim()));
}

#[test]
fn placeholders_are_shown_and_wrappers_are_not() {
    assert_eq!(markdown("<fullname>A</fullname> <foo>b</foo>"), "A b");
    assert_eq!(markdown("s3://<Bucket-Name>/x"), "s3://\\<Bucket-Name\\>/x");
    assert_eq!(markdown("<code>s3://<bucket>/x</code>"), "`s3://<bucket>/x`");
    assert_eq!(markdown("if a <b and c"), "if a \\<b and c");
}

#[test]
fn lists_nest_and_need_not_be_well_formed() {
    assert_eq!(
        markdown("<ul><li><p>a</p><ol><li>b<li>c</ol></li><li>d</ul></li>e"),
        "- a\n  1. b\n  2. c\n- d\n\ne"
    );
    assert_eq!(
        markdown("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>"),
        "- a\n\n  b\n\n- c"
    );
    assert_eq!(markdown("<dl><dt>a</dt><dd>b</dd></dl>"), "- **a**\n\n  b");
    assert_eq!(
        markdown("<table><tr><th>a</th><td>b</td></tr></table>"),
        "- a \u{2014} b"
    );
}

#[test]
fn notes_are_quotes() {
    assert_eq!(
        markdown("<note><p>a</p><ul><li>b</li></ul></note>c"),
        "> a\n>\n> - b\n\nc"
    );
}

#[test]
fn links_lead_to_the_web_only() {
    assert_eq!(
        markdown("<a href=\"https://a.b/c_(d)\">the <code>E</code> [f]</a>."),
        "[the `E` \\[f\\]](https://a.b/c_%28d%29)."
    );
    assert_eq!(markdown("<a href=\"javascript:x\">y</a> <a>z</a>"), "y z");
    assert_eq!(markdown("a!<a href=\"https://b.c\">d</a>"), "a! [d](https://b.c)");
}

#[test]
fn bare_urls_become_links_and_their_outlines_code() {
    assert_eq!(markdown("See (https://a.b/c_d)."), "See (<https://a.b/c_d>).");
    assert_eq!(markdown("https://a.{region}.b/*, c"), "`https://a.{region}.b/`\\*, c");
    assert_eq!(markdown("https://"), "https://");
}

#[test]
fn code_takes_as_many_backticks_as_it_needs() {
    assert_eq!(markdown("<code>a`b</code> <code>`</code>"), "``a`b`` `` ` ``");
    assert_eq!(markdown("<pre>a\n  ```b</pre>"), "````text\na\n  ```b\n````");
    assert_eq!(
        markdown("See: <code>{\n  a\n}</code> b"),
        "See:\n\n```text\n{\n  a\n}\n```\n\nb"
    );
}

#[test]
fn characters_that_deceive_are_left_out() {
    assert_eq!(markdown("a&#x202e;b&#1;c\td"), "ab c d");
}

#[test]
fn depth_is_bounded() {
    let html = "<ul><li>".repeat(50_000);
    assert_eq!(markdown(&format!("{html}a")).trim_start_matches("- "), "a");
}

#[test]
fn the_summary_is_a_whole_sentence() {
    for (text, expected) in [
        ("A thing, e.g. This. More.", "A thing, e.g. This."),
        ("See [a. B](https://c.d). More.", "See [a. B](https://c.d)."),
        ("Call `a. B`. More.", "Call `a. B`."),
        ("**A. B** is c. More.", "**A. B** is c."),
        ("Version 1.2 of it\n\nMore.", "Version 1.2 of it"),
        ("```text\na\n\nb\n```\n\nMore.", "```text\na\n\nb\n```"),
        ("", ""),
    ] {
        assert_eq!(first_sentence(text), expected);
    }
}

fn phrase(kind: Kind, limits: ir::Constraints, traits: MemberTraits) -> String {
    let target = Shape {
        name: "Target".to_owned(),
        kind,
        traits: ShapeTraits {
            constraints: limits,
            ..ShapeTraits::default()
        },
        docs: None,
        pointer: String::new(),
    };
    let member = Member {
        name: "member".to_owned(),
        target: Shapes::default().reserve("Target"),
        traits,
        docs: None,
        pointer: String::new(),
    };
    constraints(&member, &target)
}

#[test]
fn constraints_read_as_sentences() {
    let limits = ir::Constraints {
        min_length: Some(1),
        max_length: Some(256),
        pattern: Some("a`\n.*".to_owned()),
        ..ir::Constraints::default()
    };
    let traits = MemberTraits {
        required: true,
        idempotency_token: true,
        default: Some(true.into()),
        ..MemberTraits::default()
    };
    assert_eq!(
        phrase(Kind::String, limits, traits),
        "Required. Between 1 and 256 characters long. Has to match the pattern ``a`\\n.*``. Default: `true`. \
         Generated by the client where it is not set."
    );
}

#[test]
fn a_member_overrides_the_limits_of_its_target() {
    let limits = |max: &str| ir::Constraints {
        min: Some("1".to_owned()),
        max: Some(max.to_owned()),
        ..ir::Constraints::default()
    };
    let own = MemberTraits {
        constraints: limits("100"),
        ..MemberTraits::default()
    };
    assert_eq!(phrase(Kind::Integer, limits("5"), own), "Between 1 and 100.");
    let none = MemberTraits::default();
    assert_eq!(phrase(Kind::Integer, ir::Constraints::default(), none), "");
}

/// Pieces that Markdown and HTML trip over, in any order.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: [&str; 24] = [
        "<p>",
        "</p>",
        "<ul>",
        "<li>",
        "</ul>",
        "<code>",
        "</code>",
        "<b>",
        "</b>",
        "<pre>",
        "</pre>",
        "<note>",
        "</note>",
        "<a href='https://a.b'>",
        "</a>",
        "<x>",
        "<br>",
        "`",
        "**",
        " ",
        "\n",
        "[a]",
        "https://a.b",
        "\u{202e}",
    ];
    prop::collection::vec(
        prop_oneof![prop::sample::select(&PIECES[..]).prop_map(str::to_owned), ".{0,6}"],
        0..40,
    )
    .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_deceives_or_panics(html in pieces()) {
        let text = markdown(&html);
        prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
        prop_assert!(!text.contains('\u{202e}'), "an override of the direction of text");
        prop_assert!(!text.ends_with('\n'));
        prop_assert!(text.starts_with(first_sentence(&text)));
    }

    #[test]
    fn the_summary_of_any_text_is_its_beginning(text in ".{0,80}") {
        prop_assert!(text.starts_with(first_sentence(&text)));
    }
}
