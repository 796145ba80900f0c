//! Tests of the forms: changes that a workspace uses or not, accepted changes, and two crates of one service.

use codegen::diff::{Accepted, Change, Level, Report, Rule, Use, render::Heading};

use super::*;

fn change(item: &str, uses: Option<usize>, accepted: bool) -> Change {
    let place = Use {
        file: "src/main.rs".into(),
        line: 7,
        text: "pages()".into(),
    };
    Change {
        rule: Rule::MemberTypeChanged,
        level: Level::Breaking,
        judged: Level::Breaking,
        item: item.into(),
        operations: vec!["get_book".into()],
        pointer: "/shapes/Book/members/pages".into(),
        place: None,
        before: Some("Option<i32>".into()),
        after: Some("Option<String>".into()),
        note: None,
        by_facts: false,
        hint: Some("read it with `.parse()`".into()),
        fingerprint: format!("{:016x}", item.len()),
        uses: uses.map(|count| vec![place; count]),
        accepted: accepted.then(|| Accepted {
            reason: "we sell by weight".into(),
            until: None,
        }),
    }
}

fn comparison(title: &str, changes: Vec<Change>) -> Comparison {
    Comparison {
        heading: Heading {
            title: title.into(),
            old: "a".into(),
            new: "b".into(),
            versions: None,
        },
        report: Report {
            used_by: Some("shop".into()),
            changes,
            ..Report::default()
        },
        names: Vec::new(),
    }
}

/// One change that the workspace uses, one that it does not, and one that is accepted.
fn three() -> Vec<Comparison> {
    let changes = vec![
        change("types::Book::pages", Some(1), false),
        change("types::Shelf::floor", Some(0), false),
        change("types::Lamp::volts", Some(1), true),
    ];
    vec![comparison("books", changes)]
}

fn scene() -> Scene {
    Scene {
        config: "apps/shop/sdk-tailor.toml".into(),
        workspace: "apps/shop".into(),
    }
}

#[test]
fn an_annotation_stands_at_the_code_that_a_change_touches_too() {
    let said = render(Format::Github, &three(), &scene()).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert!(
        lines[0].starts_with("::notice title=books::2 of 3 changes concern shop; 3 breaking"),
        "{said}"
    );
    // Where the model is not at hand, the configuration stands for it.
    assert!(
        lines[1]
            .starts_with("::error file=apps/shop/sdk-tailor.toml,line=1,col=1,title=books%3A member-type-changed::"),
        "{said}"
    );
    assert!(
        lines[2].starts_with("::error file=apps/shop/src/main.rs,line=7,title="),
        "{said}"
    );
    assert!(lines[2].ends_with("%0Ainstead: read it with `.parse()`"), "{said}");
    assert!(
        lines[3].starts_with("::warning file=") && lines[3].contains("types::Shelf::floor"),
        "{said}"
    );
    assert!(
        lines[4].starts_with("::notice file=") && lines[4].contains("accepted: we sell by weight"),
        "{said}"
    );
}

#[test]
fn a_test_fails_for_what_is_used_alone_and_is_skipped_for_what_is_accepted() {
    let said = render(Format::Junit, &three(), &scene()).unwrap();
    let suites = junit_parser::from_reader(said.as_bytes()).unwrap();
    assert_eq!((suites.tests, suites.failures, suites.skipped), (3, 1, 1), "{said}");
    assert!(
        said.contains("used at apps/shop/src/main.rs:7: pages()") && said.contains("we sell by weight"),
        "{said}"
    );
}

#[test]
fn sarif_relates_uses_and_suppresses_what_is_accepted() {
    let log = sarif::render(&three(), &scene());
    let results = log["runs"][0]["results"].as_array().unwrap();
    let levels: Vec<&Value> = results.iter().map(|it| &it["level"]).collect();
    assert_eq!(levels, ["error", "warning", "warning"]);
    let related = &results[0]["relatedLocations"][0]["physicalLocation"];
    assert_eq!(related["artifactLocation"]["uri"], "apps/shop/src/main.rs");
    assert_eq!(related["region"]["startLine"], 7);
    assert!(results[1].get("relatedLocations").is_none());
    assert_eq!(results[2]["suppressions"][0]["justification"], "we sell by weight");
}

#[test]
fn gitlab_gets_each_finding_once_and_none_that_is_accepted() {
    let both: Vec<Comparison> = three().into_iter().chain(three()).collect();
    let findings = gitlab::render(&both, &scene());
    let findings = findings.as_array().unwrap();
    let severities: Vec<&Value> = findings.iter().map(|it| &it["severity"]).collect();
    assert_eq!(severities, ["critical", "major", "critical", "major"]);
    let prints: std::collections::BTreeSet<String> = findings.iter().map(|it| it["fingerprint"].to_string()).collect();
    assert_eq!(prints.len(), 4);
}

#[test]
fn a_file_for_a_report_is_named_with_its_form() {
    let file: File = "sarif=out/a=b.sarif".parse().unwrap();
    assert_eq!((file.format, file.path), (Format::Sarif, "out/a=b.sarif".into()));
    assert!("xml=a".parse::<File>().unwrap_err().contains("junit, sarif, gitlab"));
    assert!("sarif=".parse::<File>().is_err() && "a.sarif".parse::<File>().is_err());
}
