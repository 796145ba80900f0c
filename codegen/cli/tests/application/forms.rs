//! One upgrade of an application in every form at once, each taken by a reader that is not ours: what the code uses stops, and
//! what it does not, or somebody accepted, stops nobody.

#[path = "../formats/schemas.rs"]
mod schemas;

use schemas::{GITLAB, SARIF, fits};
use serde_json::Value;

use super::shop::Shop;
use super::upgrades::{shop, upgrade};

/// Runs the upgrade, with a report in every form.
fn reported(shop: &Shop, more: &[&str]) -> Option<i32> {
    let reports = ["json", "github", "junit", "sarif", "gitlab", "markdown"]
        .map(|form| format!("--report={form}=../report.{form}"));
    let reports = reports.iter().map(String::as_str).chain(more.iter().copied());
    upgrade(shop, &reports.collect::<Vec<_>>()).status
}

fn json(shop: &Shop, form: &str) -> Value {
    serde_json::from_str(&shop.read(&format!("report.{form}"))).unwrap()
}

/// The first change that the code uses.
fn used(report: &Value) -> &Value {
    let reports = report["reports"].as_array().unwrap().iter();
    let mut changes = reports.flat_map(|report| report["changes"].as_array().unwrap());
    changes
        .find(|change| change["uses"].as_array().is_some_and(|uses| !uses.is_empty()))
        .unwrap()
}

fn junit(shop: &Shop) -> junit_parser::TestSuites {
    junit_parser::from_reader(shop.read("report.junit").as_bytes()).unwrap()
}

#[test]
fn what_the_code_uses_stops_in_every_form_until_it_is_accepted() {
    let shop = shop();
    assert_eq!(reported(&shop, &["--fail-on", "breaking-used"]), Some(1));
    let schema = shop.run(&["diff", "--schema"]).succeeds();
    let report = json(&shop, "json");
    fits(&schema, &report);
    let breaks = used(&report);
    assert_eq!(
        (&breaks["item"], &breaks["uses"][0]["line"]),
        (&"types::Book::pages".into(), &10.into())
    );

    let annotations = shop.read("report.github");
    let errors: Vec<&str> = annotations
        .lines()
        .filter(|line| line.starts_with("::error "))
        .collect();
    assert!(
        errors[0].starts_with("::error file=sdk/models/shelves/2020-01-02/service-2.json,line="),
        "{annotations}"
    );
    assert!(
        errors[1].starts_with("::error file=src/main.rs,line=10,title="),
        "{annotations}"
    );
    assert_eq!(
        (errors.len(), annotations.matches("::warning ").count()),
        (2, 3),
        "{annotations}"
    );

    let suites = junit(&shop);
    assert_eq!((suites.suites.len(), suites.failures, suites.skipped), (2, 1, 0));

    let log = json(&shop, "sarif");
    fits(SARIF, &log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let errors: Vec<&Value> = results.iter().filter(|result| result["level"] == "error").collect();
    assert_eq!(errors.len(), 1);
    let related = &errors[0]["relatedLocations"][0]["physicalLocation"];
    assert_eq!(
        (&related["artifactLocation"]["uri"], &related["region"]["startLine"]),
        (&"src/main.rs".into(), &10.into())
    );

    let findings = json(&shop, "gitlab");
    let findings = findings.as_array().unwrap();
    findings.iter().for_each(|finding| fits(GITLAB, finding));
    assert_eq!(findings.iter().filter(|it| it["severity"] == "critical").count(), 1);
    let markdown = shop.read("report.markdown");
    assert!(
        markdown.contains("### Breaking, and used here") && markdown.contains("Used at `src/main.rs:10`"),
        "{markdown}"
    );

    let fingerprint = breaks["fingerprint"].as_str().unwrap();
    let accept = format!("\n[[diff.accept]]\nfingerprint = \"{fingerprint}\"\nreason = \"by weight\"\n");
    shop.write("app/sdk-tailor.toml", shop.read("app/sdk-tailor.toml") + &accept);
    assert_eq!(reported(&shop, &["--fail-on", "breaking-used"]), Some(0));
    let suites = junit(&shop);
    assert_eq!((suites.failures, suites.skipped), (0, 1));
    assert!(!shop.read("report.github").contains("::error "));
    let log = json(&shop, "sarif");
    fits(SARIF, &log);
    assert!(log.to_string().contains("\"justification\":\"by weight\""));
    assert!(!json(&shop, "gitlab").to_string().contains(fingerprint));
    // The models are the new ones now, and lines are theirs.
    let report = json(&shop, "json");
    fits(&schema, &report);
    let change = used(&report);
    let text = shop.read(&format!("app/{}", change["file"].as_str().unwrap()));
    let line = usize::try_from(change["line"].as_u64().unwrap()).unwrap();
    assert!(text.lines().nth(line - 1).unwrap().contains("\"pages\""));
}
