//! Tests of the comparison of models, rule by rule.
//!
//! A case is a change of the model in `diff/base`, as one JSON merge patch (RFC 7396) for each of its files. The
//! reports of the change and of its reversal are beside it; `UPDATE_GOLDEN=1 cargo test --test diff` writes them anew.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use codegen::{
    diff::{
        self, Report, Rule, Side, compare,
        render::{self, Heading},
    },
    ir::Service,
    load::{ModelPaths, load},
};
use serde_json::{Map, Value};

const FILES: [&str; 5] = [
    "service-2",
    "paginators-1",
    "waiters-2",
    "endpoint-rule-set-1",
    "partitions",
];

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff")
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Changes a value by a merge patch.
fn patch(value: &mut Value, by: &Value) {
    let Value::Object(changes) = by else {
        *value = by.clone();
        return;
    };
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let fields = value.as_object_mut().unwrap();
    for (name, change) in changes {
        if change.is_null() {
            fields.shift_remove(name);
        } else {
            patch(fields.entry(name).or_insert(Value::Null), change);
        }
    }
}

/// The model of `diff/base`, changed by a case.
fn model(changes: &Value) -> Service {
    let folder = tempfile::tempdir().unwrap();
    for name in FILES {
        let mut content = json(&home().join(format!("base/{name}.json")));
        match changes.get(name) {
            None => {}
            Some(Value::Null) => continue,
            Some(change) => patch(&mut content, change),
        }
        fs::write(folder.path().join(format!("{name}.json")), content.to_string()).unwrap();
    }
    load(&ModelPaths::new(folder.path())).unwrap_or_else(|error| panic!("{error}"))
}

fn base() -> Service {
    model(&Value::Null)
}

fn heading(old: &str, new: &str) -> Heading {
    Heading {
        title: "shelves".into(),
        old: old.into(),
        new: new.into(),
        versions: None,
    }
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(home().join("cases")).unwrap().map(|it| it.unwrap().path());
    let mut cases: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .collect();
    cases.sort();
    cases
}

/// The reports of a case's change, and of its reversal.
fn there_and_back(case: &Path) -> [Report; 2] {
    let changed = model(&json(case));
    let there = compare(base(), changed.clone(), &[]).unwrap_or_else(|error| panic!("{}: {error}", case.display()));
    let back = compare(changed, base(), &[]).unwrap_or_else(|error| panic!("{}: {error}", case.display()));
    [there, back]
}

#[test]
fn every_case_is_reported_as_it_stands_beside_it() {
    let mut stale = Vec::new();
    for case in cases() {
        let [there, back] = there_and_back(&case);
        let text = format!(
            "{}\n{}",
            render::text(&heading("base", "changed"), &there),
            render::text(&heading("changed", "base"), &back)
        );
        let golden = case.with_extension("txt");
        if fs::read_to_string(&golden).unwrap_or_default() == text {
            continue;
        }
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, text).unwrap();
        } else {
            stale.push(format!("{}:\n{text}", golden.display()));
        }
    }
    assert!(
        stale.is_empty(),
        "UPDATE_GOLDEN=1 writes these anew:\n{}",
        stale.join("\n")
    );
}

/// Botocore's form has no defaults, so that of a member is put into the IR.
fn with_default(member: &str, value: Value) -> Service {
    let mut service = base();
    let shelf = service.shapes.find("Shelf").unwrap();
    let members = service.shapes[shelf].kind.references_mut();
    let mut members = members.filter(|it| it.name == member);
    members.next().unwrap().traits.default = Some(value);
    drop(members);
    service
}

#[test]
fn a_default_makes_an_option_a_value_and_another_default_is_a_fix() {
    let said = |old: Service, new: Service| -> Vec<(&'static str, &'static str)> {
        let report = compare(old, new, &[]).unwrap();
        report
            .changes
            .iter()
            .map(|it| (it.level.name(), it.rule.id()))
            .collect()
    };
    let zero = || with_default("floor", 0.into());
    let first = said(base(), zero());
    assert_eq!(
        first,
        [("breaking", "member-became-required"), ("fix", "default-changed")]
    );
    let gone = said(zero(), base());
    assert_eq!(
        gone,
        [("breaking", "member-became-optional"), ("fix", "default-changed")]
    );
    assert_eq!(
        said(zero(), with_default("floor", 1.into())),
        [("fix", "default-changed")]
    );
    // What the builder could not do without has a value now, so `build()` cannot fail any more.
    let required = said(base(), with_default("room", "hall".into()));
    assert!(
        required.contains(&("breaking", "build-became-infallible")),
        "{required:?}"
    );
}

#[test]
fn every_rule_has_a_case() {
    let by_hand = compare(base(), with_default("floor", 0.into()), &[]).unwrap();
    let mut unfit = base();
    unfit.origin.stale_facts = vec!["model/facts/shelves.txt:3: the model has no shape `Lamp`".into()];
    let unfit = compare(base(), unfit, &[]).unwrap();
    let reports = cases()
        .iter()
        .flat_map(|case| there_and_back(case))
        .chain([by_hand, unfit])
        .collect::<Vec<_>>();
    for change in reports.iter().flat_map(|it| &it.changes) {
        let levels = change.rule.levels();
        assert!(
            levels.contains(&change.level),
            "{change:?} has a level that its rule does not list"
        );
    }
    let seen: BTreeSet<Rule> = reports
        .iter()
        .flat_map(|it| &it.changes)
        .map(|change| change.rule)
        .collect();
    let missing: Vec<&str> = Rule::ALL
        .iter()
        .filter(|rule| !seen.contains(rule))
        .map(|rule| rule.id())
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

#[test]
fn the_example_of_a_rule_is_a_change_of_it() {
    let goldens: String = cases()
        .iter()
        .map(|case| fs::read_to_string(case.with_extension("txt")).unwrap())
        .collect();
    // These need a default or a fact, which the cases cannot have.
    let by_hand = [Rule::FactStale, Rule::DefaultChanged];
    for rule in Rule::ALL.iter().filter(|rule| !by_hand.contains(rule)) {
        let line = format!("{}: {}", rule.id(), rule.example());
        assert!(goldens.contains(&line), "no golden has `{line}`");
    }
}

#[test]
fn the_page_of_rules_is_as_the_table_says() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diff/RULES.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&page, render::rules_markdown()).unwrap();
    }
    let is_fresh = fs::read_to_string(&page).unwrap_or_default() == render::rules_markdown();
    assert!(is_fresh, "UPDATE_GOLDEN=1 writes {} anew", page.display());
    for rule in Rule::ALL {
        assert!(render::rules_text().contains(rule.reason()) && Rule::named(rule.id()) == Some(*rule));
    }
    assert_eq!(render::rules_json()["rules"].as_array().unwrap().len(), Rule::ALL.len());
}

#[test]
fn a_change_has_the_place_where_it_stands() {
    let write = |title: &str| {
        let folder = tempfile::tempdir().unwrap();
        for name in FILES {
            let file = format!("{name}.json");
            let text = fs::read_to_string(home().join("base").join(&file)).unwrap();
            fs::write(folder.path().join(file), text.replace("\"pages\"", title)).unwrap();
        }
        folder
    };
    let (old, new) = (write("\"pages\""), write("\"leaves\""));
    let load = |folder: &Path| load(&ModelPaths::new(folder)).unwrap();
    let (before, after) = (load(old.path()), load(new.path()));
    let (was, is) = (ModelPaths::new(old.path()), ModelPaths::new(new.path()));
    let mut report = compare(before, after, &[]).unwrap();
    diff::locate(&mut report, (Some(&was), Some(&is)), &|file| {
        file.file_name().unwrap().into()
    });
    let text = fs::read_to_string(new.path().join("service-2.json")).unwrap();
    let wanted = text.lines().position(|line| line.contains("\"leaves\"")).unwrap() + 1;
    for rule in [Rule::MemberRemoved, Rule::MemberAdded] {
        let change = report.changes.iter().find(|it| it.rule == rule).unwrap();
        let place = change.place.as_ref().unwrap();
        let side = if rule == Rule::MemberAdded {
            Side::New
        } else {
            Side::Old
        };
        assert_eq!(
            (place.file.to_str(), place.line, place.side),
            (Some("service-2.json"), wanted, side)
        );
        assert_eq!(change.operations, ["get_book", "list_books", "put_book"], "{rule:?}");
    }
}

#[test]
fn what_is_only_written_in_another_way_is_no_change() {
    for report in there_and_back(&home().join("cases/written-otherwise.json")) {
        assert!(report.changes.is_empty(), "{:?}", report.changes);
    }
    for change in cases()
        .iter()
        .flat_map(|case| there_and_back(case))
        .flat_map(|it| it.changes)
    {
        let is_same = change.before.is_some() && change.before == change.after;
        assert!(!is_same, "both sides read the same: {change:?}");
    }
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
    let is_kebab = |id: &&str| id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    assert!(ids.iter().all(is_kebab));
}

#[test]
fn what_the_chosen_operations_do_not_reach_does_not_count() {
    let changed = || model(&json(&home().join("cases/type-sent.json")));
    let choose = |patterns: &[&str]| -> Vec<String> { patterns.iter().map(|&it| it.to_owned()).collect() };
    let list = compare(base(), changed(), &choose(&["ListBooks"])).unwrap();
    assert!(list.changes.is_empty(), "{:?}", list.changes);
    let get = compare(base(), changed(), &choose(&["Get*"])).unwrap();
    assert!(!get.changes.is_empty());
}

#[test]
fn an_operation_that_only_one_side_has_is_a_change_and_one_that_neither_has_a_mistake() {
    let changed = || model(&json(&home().join("cases/operation.json")));
    for patterns in [&["BurnBook"][..], &["ListBooks", "Burn*"], &["!BurnBook", "BurnBook"]] {
        let patterns: Vec<String> = patterns.iter().map(|&it| it.to_owned()).collect();
        let there = compare(base(), changed(), &patterns).unwrap();
        assert!(
            there.changes.iter().any(|it| it.rule == Rule::OperationAdded),
            "{patterns:?}"
        );
        let back = compare(changed(), base(), &patterns).unwrap();
        assert!(
            back.changes.iter().any(|it| it.rule == Rule::OperationRemoved),
            "{patterns:?}"
        );
    }
    let kept = compare(base(), changed(), &["!BurnBook".to_owned()]).unwrap();
    assert!(kept.changes.is_empty(), "{:?}", kept.changes);
    let error = compare(base(), changed(), &["BuryBook".to_owned()]).unwrap_err();
    assert!(error.to_string().contains("no operation `BuryBook`"), "{error}");
}

#[test]
fn the_markdown_has_its_summary_first_and_folds_what_is_long() {
    let [there, _] = there_and_back(&home().join("cases/service-id.json"));
    let heading = Heading {
        versions: Some(("0.1.0".into(), "0.2.0".into())),
        ..heading("base", "changed")
    };
    let markdown = render::markdown(&heading, &there);
    assert!(
        markdown.starts_with("## shelves: base → changed\n\n**1 breaking, "),
        "{markdown}"
    );
    assert!(markdown.contains("a major step, from 0.1.0 to 0.2.0"), "{markdown}");
    let fixes = markdown.find("<details><summary><b>Fixes</b>: 3</summary>");
    assert!(markdown.find("### Breaking") < fixes && fixes.is_some(), "{markdown}");
    let [_, back] = there_and_back(&home().join("cases/constraint.json"));
    let folded = render::markdown(&heading, &back);
    assert!(folded.contains("<details><summary>"), "{folded}");
    assert_eq!(
        folded.matches("<details>").count(),
        folded.matches("</details>").count()
    );
}

/// Whoever reads a report in a minute sees the operation that they call, and what to write.
#[test]
fn the_markdown_is_read_by_operation_and_says_what_to_write_instead() {
    let [there, _] = there_and_back(&home().join("cases/member-type.json"));
    let markdown = render::markdown(&heading("base", "changed"), &there);
    let wanted = "### Breaking\n\n**`get_book()`**, **`list_books()`**, **`put_book()`**\n\n- `types::Book::pages`: `Option<i32>` → `Option<String>`. \
                  A member has another type. (fingerprint `18ec51645e44b2aa`)\n  - Instead: set it with `.to_string()`, and read it with `.parse()`.\n";
    assert!(markdown.contains(wanted), "{markdown}");
}

/// A workspace that was looked through comes before everything else.
#[test]
fn the_markdown_says_first_what_concerns_the_workspace() {
    use codegen::diff::{Accepted, Use};
    let [mut report, _] = there_and_back(&home().join("cases/enum-value.json"));
    let [more, _] = there_and_back(&home().join("cases/member-type.json"));
    report.changes.extend(more.changes);
    report.used_by = Some("shop".into());
    for change in &mut report.changes {
        let line = if change.item.starts_with("types::Book") { 3 } else { 0 };
        let place = Use {
            file: "src/main.rs".into(),
            line,
            text: "pages()".into(),
        };
        change.uses = Some(Vec::from_iter((line > 0).then_some(place)));
    }
    let text = render::text(&heading("base", "changed"), &report);
    assert!(
        text.starts_with("shelves: base -> changed\n2 of 3 changes concern shop\n"),
        "{text}"
    );
    assert!(text.contains("\n          used at src/main.rs:3: pages()\n"), "{text}");
    let markdown = render::markdown(&heading("base", "changed"), &report);
    assert!(
        markdown.starts_with("## shelves: base → changed\n\n2 of 3 changes concern shop.\n"),
        "{markdown}"
    );
    assert!(
        markdown.contains("### Breaking, and used here\n") && markdown.contains("Used at `src/main.rs:3`."),
        "{markdown}"
    );

    for change in &mut report.changes {
        change.accepted = Some(Accepted {
            reason: "seen @everyone <b>".into(),
            until: None,
        });
    }
    let markdown = render::markdown(&heading("base", "changed"), &report);
    assert!(
        !markdown.contains("### Breaking") && markdown.contains("<b>Accepted</b>: 3"),
        "{markdown}"
    );
    assert!(markdown.contains("seen @\u{200b}everyone &lt;b&gt;"), "{markdown}");
}

/// GitHub refuses the body of a pull request beyond 65,536 characters, whatever a model holds.
#[test]
fn the_markdown_of_ten_thousand_changes_fits_a_pull_request() {
    let [report, _] = there_and_back(&home().join("cases/member-type.json"));
    let many = Report {
        changes: std::iter::repeat_n(report.changes[0].clone(), 10_000).collect(),
        ..Report::default()
    };
    let markdown = render::markdown(&heading("base", "changed"), &many);
    assert!(
        markdown.len() < 65_000 && markdown.contains("more, too many to list here"),
        "{}",
        markdown.len()
    );
}

#[test]
fn the_json_holds_every_change() {
    let [there, _] = there_and_back(&home().join("cases/member-type.json"));
    let json = render::json(&heading("base", "changed"), &there);
    assert_eq!(json["level"], "breaking");
    assert_eq!(json["step"], "major");
    assert_eq!(json["counts"]["breaking"], 1);
    assert_eq!(json["changes"][0]["rule"], "member-type-changed");
    assert_eq!(json["changes"][0]["item"], "types::Book::pages");
    assert_eq!(json["changes"][0]["pointer"], "/shapes/Book/members/pages");
    assert_eq!(json["changes"][0]["before"], "Option<i32>");
    assert_eq!(json["changes"][0]["after"], "Option<String>");
}
