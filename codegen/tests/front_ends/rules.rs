//! In what a Smithy model and a botocore model of the same service may differ, and why.

use std::collections::BTreeSet;

use codegen::diff::Rule as Change;

use crate::facts::Difference;

/// A kind of difference that is known.
pub struct Rule {
    /// The facts that it is about.
    pub facts: &'static [&'static str],
    /// The fact of the Smithy model, as against the botocore model.
    pub what: &'static str,
    /// Why, and what it means for a client.
    pub why: &'static str,
    /// Tells whether a difference in these facts is of this kind.
    pub covers: fn(&Difference) -> bool,
}

pub const RULES: &[Rule] = &[
    Rule {
        facts: &["client_optional"],
        what: "The members of inputs are optional for clients.",
        why: "Smithy marks inputs with `@input`. botocore does not; the members of an operation's own input are optional \
              in a client either way.",
        covers: |it| it.botocore.is_empty() && it.smithy == "true",
    },
    Rule {
        facts: &["default"],
        what: "Numbers and booleans have a default of zero or false, and a few enums one of their values; `null` says \
               that a member has none where its target has.",
        why: "botocore's format has no defaults. With one, a member of an output is a plain value and no `Option`.",
        covers: |it| {
            let scalars = ["Number(0)", "Bool(false)", "Null"];
            it.botocore.is_empty() && (scalars.contains(&it.smithy.as_str()) || it.smithy.starts_with("String("))
        },
    },
    Rule {
        facts: &["boxed"],
        what: "Numbers and booleans without a default are boxed.",
        why: "In Smithy 2.0 the lack of a default says so. botocore marks with `box` only some of them, and its client \
              makes no difference.",
        covers: |it| it.botocore.is_empty() && it.smithy == "true",
    },
    Rule {
        facts: &["min_length"],
        what: "A least length of 0 is said.",
        why: "botocore's format leaves it out where there is a greatest length. It excludes nothing.",
        covers: |it| it.botocore.is_empty() && it.smithy == "0",
    },
    Rule {
        facts: &["pattern"],
        what: "Patterns have anchors.",
        why: "Smithy's patterns may match any part of a text, so they say where it begins and ends, and need no `.*` \
              there; botocore's have to match all of it.",
        covers: |it| bare_pattern(&it.botocore) == bare_pattern(&it.smithy),
    },
    Rule {
        facts: &["errors"],
        what: "The errors of an operation are sorted by name, and endpoint discovery has one of its own.",
        why: "botocore keeps the order in which the service listed them, and leaves `InvalidEndpointException` to its \
              own code. The order changes the order of variants, and nothing on the wire.",
        covers: |it| {
            let words = |text: &str| -> BTreeSet<String> { text.split(' ').map(str::to_owned).collect() };
            let (botocore, mut smithy) = (words(&it.botocore), words(&it.smithy));
            smithy.retain(|name| name != "InvalidEndpointException" || botocore.contains(name));
            botocore == smithy
        },
    },
    Rule {
        facts: &["kind", "members", "fault", "min_length"],
        what: "`InvalidEndpointException` is there.",
        why: "It is the error that makes a client of endpoint discovery ask for another endpoint; botocore's model leaves \
              it out.",
        covers: |it| it.place.contains("InvalidEndpointException") && it.botocore.is_empty(),
    },
    Rule {
        facts: &["target", "binding"],
        what: "The message of `InvalidEndpointException` is there.",
        why: "As the exception itself.",
        covers: |it| it.place == "member InvalidEndpointException.Message",
    },
    Rule {
        facts: &["kind"],
        what: "`AttributeValue` is a union (DynamoDB).",
        why: "botocore's users may not be surprised by a model that says so at last; AWS's crate has an enum.",
        covers: |it| it.place == "shape AttributeValue" && it.smithy == "union",
    },
    Rule {
        facts: &["docs"],
        what: "Documentation has `>`, `\"` and empty elements as they were written.",
        why: "botocore's is written out anew by an HTML serialiser: `&gt;`, `&quot;`, `<p/>`. Both show the same.",
        covers: |it| plain_docs(&it.botocore) == plain_docs(&it.smithy),
    },
    Rule {
        facts: &["status"],
        what: "The status of success is always said.",
        why: "`@http` writes 200 out, and botocore's format leaves it out for restXml. No client depends on it.",
        covers: |it| it.botocore.is_empty() && it.smithy == "200",
    },
    Rule {
        facts: &["uri"],
        what: "Labels in paths have the names of members, and a slash at the end of a path is gone.",
        why: "In Smithy a label is called as the member that fills it. The slash was lost when the models became Smithy's, \
              and AWS's own clients send the path without it.",
        covers: |it| bare_uri(&it.botocore) == bare_uri(&it.smithy),
    },
    Rule {
        facts: &["binding"],
        what: "A label has the name of its member.",
        why: "As in the path: the two agree with each other in both forms.",
        covers: |it| it.botocore.starts_with("Label(") && it.smithy.starts_with("Label("),
    },
    Rule {
        facts: &["flattened"],
        what: "Flattening is said of members, not of shapes.",
        why: "`@xmlFlattened` is a trait of members. Emitters take it from either.",
        covers: |it| {
            it.place
                .starts_with(if it.smithy.is_empty() { "shape " } else { "member " })
        },
    },
    Rule {
        facts: &["target", "kind"],
        what: "Limits of pages are integers (Route 53).",
        why: "`MaxItems` is sent as text in a query string either way; AWS's crate has an `i32`, botocore's model a string.",
        covers: |it| {
            let pages = ["PageMaxItems", "MaxResults"];
            (pages.contains(&it.botocore.as_str()) && it.smithy == "Integer")
                || (it.place == "shape Integer" && it.smithy == "integer")
                || (pages.iter().any(|page| it.place == format!("shape {page}")) && it.smithy.is_empty())
        },
    },
    Rule {
        facts: &[
            "kind",
            "sensitive",
            "media_type",
            "max_length",
            "min_length",
            "pattern",
            "target",
            "boxed",
            "docs",
        ],
        what: "Text that holds JSON is a shape with a media type, `SynthesizedJson…` (Personalize Events).",
        why: "`@mediaType(\"application/json\")` says what `jsonvalue` says in botocore. The shapes have no type of \
              their own in Rust.",
        covers: |it| {
            let of = [
                "ActionInteraction",
                "Action",
                "EventPropertiesJSON",
                "Event",
                "Item",
                "User",
            ];
            let shown = format!("{} {} {}", it.place, it.botocore, it.smithy);
            shown.contains("SynthesizedJson")
                || (it.smithy.is_empty()
                    && of
                        .iter()
                        .any(|of| it.place == format!("shape {of}Properties") || it.place == format!("shape {of}")))
        },
    },
    Rule {
        facts: &["http_status"],
        what: "Errors have an HTTP status, whatever the protocol.",
        why: "botocore's format leaves it out for awsJson. A client reads the status of the response itself.",
        covers: |it| it.botocore.is_empty(),
    },
    Rule {
        facts: &["code"],
        what: "Errors of a query-compatible service have the code that they had in awsQuery (SQS), and those of other \
               protocols than awsQuery have none.",
        why: "botocore's format has codes for any protocol, and its model of SQS leaves them out. Clients of such a service \
              tell errors by the name in the body, and show the code that is sent.",
        covers: |it| it.botocore.is_empty() || it.smithy.is_empty(),
    },
    Rule {
        facts: &["xml_namespace"],
        what: "The service has an XML namespace.",
        why: "botocore has it for awsQuery and ec2Query only, and for restXml on each input; the front end puts it on \
              inputs too. Nothing else reads it.",
        covers: |it| it.place == "service" && it.botocore.is_empty(),
    },
    Rule {
        facts: &["xml_name"],
        what: "A structure has an XML name in a service that speaks JSON (SQS).",
        why: "It is left over from awsQuery, and botocore's model leaves it out. JSON has no roots.",
        covers: |it| it.botocore.is_empty(),
    },
    Rule {
        facts: &[
            "input_tokens",
            "output_tokens",
            "limit",
            "results",
            "more_results",
            "non_aggregate",
        ],
        what: "Other operations have paginators, and those that both have say less.",
        why: "botocore's paginators are a file of its own that SDK developers keep by hand: several tokens, `more_results` \
              and members that stay the same exist only there, and `@paginated` is what services declare.",
        covers: |it| {
            // One of the two has no paginator at all, or Smithy's has the first of what botocore's has.
            it.botocore.is_empty() || it.botocore.starts_with(it.smithy.trim_end_matches(']'))
        },
    },
    Rule {
        facts: &["max_attempts"],
        what: "Waiters do not limit the number of requests.",
        why: "Smithy's waiters end by a time that the caller gives; botocore's by a number of attempts.",
        covers: |it| it.smithy.is_empty(),
    },
    Rule {
        facts: &["acceptors"],
        what: "A waiter expects success, not the status 200.",
        why: "Smithy has no matcher of a status. Any success is meant.",
        covers: |it| it.botocore.replace("Status(200)", "Success(true)") == it.smithy,
    },
    Rule {
        facts: &["shape_name"],
        what: "The service's own shape has its name in Smithy.",
        why: "Only awsJson sends the name, and there botocore has it as `targetPrefix`.",
        covers: |it| !it.botocore.is_empty() && !it.smithy.is_empty(),
    },
    Rule {
        facts: &["variant_names"],
        what: "Values of enums have names.",
        why: "botocore lists values alone. A name that is not the value decides how the variant is called in Rust.",
        covers: |it| it.botocore.is_empty(),
    },
];

/// A kind of change that the form of a model makes for users of the crate.
pub struct ApiRule {
    /// The rules of the comparison of models.
    pub rules: &'static [Change],
    /// The API of the Smithy model's crate, as against one of the botocore model, and the reason.
    pub what: &'static str,
}

pub const API_RULES: &[ApiRule] = &[ApiRule {
    rules: &[Change::PaginatorRemoved, Change::PaginatorChanged],
    what: "Fewer operations have paginators, and fewer of them know what their items are.",
}];

/// A pattern without anchors, and without the text of any kind that stands for a missing one; escapes are those of `Debug` on both sides.
fn bare_pattern(pattern: &str) -> &str {
    let bare = pattern
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'))
        .unwrap_or(pattern);
    let bare = bare.strip_prefix('^').unwrap_or(bare);
    let bare = bare.strip_suffix('$').unwrap_or(bare);
    let bare = bare.strip_prefix(".*").unwrap_or(bare);
    bare.strip_suffix(".*").unwrap_or(bare)
}

fn bare_uri(uri: &str) -> String {
    let mut bare = String::new();
    let mut rest = uri.trim_matches('"').trim_end_matches('/');
    while let Some((before, after)) = rest.split_once('{') {
        bare.push_str(before);
        bare.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    bare + rest
}

fn plain_docs(html: &str) -> String {
    let entities = [
        ("&gt;", ">"),
        ("&lt;", "<"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&#xA0;", " "),
        ("\u{a0}", " "),
        ("&amp;", "&"),
    ];
    let mut plain = entities
        .iter()
        .fold(html.to_owned(), |text, (from, to)| text.replace(from, to));
    for tag in ["p", "note", "b", "code", "i", "li", "a"] {
        plain = plain.replace(&format!("<{tag}/>"), &format!("<{tag}></{tag}>"));
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The table as Markdown.
pub fn markdown() -> String {
    let mut text = String::from(
        "# What a Smithy model says otherwise than botocore's model of the same service\n\n\
         Both front ends lower into one IR. `codegen/tests/front_ends` compares what comes out for nine services of the\n\
         same age, fact by fact; each difference has to be of a kind in this table, and each kind has to occur. The table\n\
         is written from `codegen/tests/front_ends/rules.rs` by `UPDATE_GOLDEN=1 cargo test --test front_ends`.\n\n\
         | facts | Smithy's model | why, and what it means |\n|---|---|---|\n",
    );
    for rule in RULES {
        let facts: Vec<String> = rule.facts.iter().map(|fact| format!("`{fact}`")).collect();
        text.push_str(&format!("| {} | {} | {} |\n", facts.join(", "), rule.what, rule.why));
    }
    text.push_str(
        "\n## What users of a crate see of it\n\n\
         What a form cannot say, the library knows from the other (`model/facts`). With that, crates have the same public\n\
         API, whichever form they are generated from, but for what follows, as `cargo xtask model diff` of the two forms\n\
         tells; AWS's own crates come from Smithy's models.\n\n\
         | rules | a crate of Smithy's model |\n|---|---|\n",
    );
    for rule in API_RULES {
        let rules: Vec<String> = rule.rules.iter().map(|rule| format!("`{}`", rule.id())).collect();
        text.push_str(&format!("| {} | {} |\n", rules.join(", "), rule.what));
    }
    text
}
