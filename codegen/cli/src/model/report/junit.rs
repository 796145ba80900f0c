//! JUnit's XML: a suite for each comparison, a test for each change. The library that writes it removes characters that
//! XML does not allow.

use codegen::diff::{Change, render};
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Scene, details, sentence, stops};
use crate::Result;
use crate::comparison::Comparison;

/// The comparisons as suites.
///
/// # Errors
///
/// The XML cannot be written.
pub fn render(comparisons: &[Comparison], scene: &Scene) -> Result<String> {
    let mut report = Report::new("sdk-tailor");
    for it in comparisons {
        let title = &it.heading.title;
        let mut suite = TestSuite::new(title.as_str());
        for (name, value) in [("old", &it.heading.old), ("new", &it.heading.new)] {
            suite.add_property(Property::new(name, value.as_str()));
        }
        suite.add_property(Property::new("step", it.report.step().name()));
        suite.add_test_cases(it.report.changes.iter().map(|change| case(change, title, scene)));
        if it.report.changes.is_empty() {
            // A suite without tests is a mistake to those who read it.
            let mut case = TestCase::new("nothing changed", TestCaseStatus::success());
            case.set_classname(title.as_str());
            suite.add_test_case(case);
        }
        report.add_test_suite(suite);
    }
    // The two characters that XML cannot hold, and that the library lets through.
    Ok(report.to_string()?.replace(['\u{fffe}', '\u{ffff}'], ""))
}

fn case(change: &Change, title: &str, scene: &Scene) -> TestCase {
    let mut status = match (&change.accepted, stops(change)) {
        (Some(accepted), _) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(accepted.reason.as_str());
            status
        }
        (None, true) => TestCaseStatus::non_success(NonSuccessKind::Failure),
        (None, false) => TestCaseStatus::success(),
    };
    let (file, line, _) = scene.place(change);
    if stops(change) {
        let mut text = details(change, scene);
        text.insert(0, format!("{file}:{line}"));
        status.set_type(change.rule.id());
        status.set_message(sentence(change));
        status.set_description(text.join("\n"));
    }
    let name = match &change.after {
        // Several changes of one item may be of one rule: only what it became tells them apart.
        Some(after) => format!("{} {}: {after}", change.rule.id(), change.item),
        None => format!("{} {}", change.rule.id(), change.item),
    };
    let mut case = TestCase::new(render::one_line(&name), status);
    case.set_classname(title);
    case.extra.insert("file".into(), file.into());
    case.extra.insert("line".into(), line.to_string().into());
    case
}
