//! Names and texts of models are not trusted: whatever they hold, each form says what it said, and nothing of theirs.

use serde_json::{Value, json};

use super::{GITLAB, Repository, SARIF, fits};

/// Texts that mean something to one reader or another.
const TEXTS: [&str; 9] = [
    "\n::error file=a::forged",
    "%0A::error::forged",
    "]]></failure><testcase name=\"forged\"/>",
    "</details><img src=x onerror=forged()>",
    "`` ` ``` ``forged",
    "\u{1b}[31mforged\u{1b}[0m \u{0}\u{8}\u{fffe}",
    "\u{202e}degrof\u{2066}",
    "@everyone ![forged](https://example.com/x.png) [a](javascript:forged())",
    "\"quoted\", \\back\\ and\tothers: {}",
];

/// A model whose enum gets these texts as values, and whose member is deprecated with each of them.
fn changed(service: &mut Value) {
    let values = service["shapes"]["Kind"]["enum"].as_array_mut().unwrap();
    values.extend(TEXTS.iter().map(|text| json!(text)));
    let members = &mut service["shapes"]["Book"]["members"];
    members["pages"]["deprecated"] = true.into();
    members["pages"]["deprecatedMessage"] = TEXTS.join(" ").into();
    members["title"]["shape"] = "Count".into();
}

#[test]
fn no_text_of_a_model_becomes_a_command_of_a_workflow() {
    let repository = Repository::new(changed);
    for format in ["text", "markdown", "json", "junit", "sarif", "gitlab"] {
        let said = repository.report(format);
        assert!(said.contains("forged"), "{format}: {said}");
        let forged = said.lines().find(|line| line.trim_start().starts_with("::"));
        assert_eq!(forged, None, "{format}");
    }
    let said = repository.report("github");
    let own = [
        "::notice title=model::",
        "::notice file=new models/",
        "::error file=new models/",
    ];
    for line in said.lines() {
        assert!(own.iter().any(|start| line.starts_with(start)), "{line}");
        // All that stands behind the properties is the message, and no property holds a text of the model.
        let properties = line.split("::").nth(1).unwrap();
        assert!(!properties.contains("forged"), "{line}");
        assert!(!line.contains("\u{1b}") && !line.contains('\u{202e}'), "{line}");
    }
    assert!(said.contains("%250A::error::forged"), "{said}");
}

#[test]
fn no_text_of_a_model_ends_the_element_that_it_stands_in() {
    let said = Repository::new(changed).report("junit");
    let suites = junit_parser::from_reader(said.as_bytes()).unwrap();
    let forged = suites.suites[0]
        .cases
        .iter()
        .find(|case| case.original_name == "forged");
    assert!(forged.is_none(), "{said}");
    assert!(!said.contains('\u{1b}') && !said.contains('\u{0}') && !said.contains('\u{fffe}'));
}

#[test]
fn the_other_forms_hold_whatever_a_model_says() {
    let repository = Repository::new(changed);
    fits(SARIF, &repository.json("sarif"));
    fits(&super::published(), &repository.json("json"));
    for finding in repository.json("gitlab").as_array().unwrap() {
        fits(GITLAB, finding);
    }
}

/// Parses the report with a Markdown library: names and values are not markup.
#[test]
fn markdown_has_no_markup_but_its_own() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let said = Repository::new(changed).report("markdown");
    for event in Parser::new_ext(&said, Options::all()) {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => {
                let own = ["<details>", "</details>", "<summary>", "</summary>", "<b>", "</b>"];
                let left = own.iter().fold(text.to_string(), |text, tag| text.replace(tag, ""));
                assert!(!left.contains('<'), "{text}");
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => panic!("a link in:\n{said}"),
            Event::Text(text) => assert!(!text.contains("forged"), "{text}"),
            _ => {}
        }
    }
    assert!(said.contains("forged") && !said.contains('\u{202e}'), "{said}");
}
