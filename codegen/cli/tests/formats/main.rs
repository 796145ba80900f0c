//! The forms of reports, each taken by a reader that is not ours: the real program, two models on the disk, and the schema
//! or the library that others read such a report with.

mod hostile;
mod schemas;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use schemas::{GITLAB, SARIF, fits};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A repository with the model that the rules of the comparison are tested with, in two states.
struct Repository(TempDir);

impl Repository {
    /// The new state is the old one, changed.
    fn new(change: impl FnOnce(&mut Value)) -> Self {
        let repository = Self(tempfile::tempdir().unwrap());
        fs::create_dir(repository.path(".git")).unwrap();
        let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/diff/base");
        for side in ["old", "new models"] {
            let home = repository.path(side).join("shelves/2020-01-02");
            fs::create_dir_all(&home).unwrap();
            for entry in fs::read_dir(&base).unwrap() {
                let path = entry.unwrap().path();
                fs::copy(&path, home.join(path.file_name().unwrap())).unwrap();
            }
        }
        let file = repository.path("new models/shelves/2020-01-02/service-2.json");
        let mut service: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        change(&mut service);
        fs::write(&file, format!("{service:#}")).unwrap();
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The output of `diff` in a form.
    fn report(&self, format: &str) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-sdk-tailor"))
            .args([
                "sdk-tailor",
                "diff",
                "old/shelves/2020-01-02",
                "new models/shelves/2020-01-02",
            ])
            .args(["--format", format])
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, format: &str) -> Value {
        serde_json::from_str(&self.report(format)).unwrap()
    }

    /// The text of a line, as a report names it.
    fn line(&self, file: &str, line: u64) -> String {
        let text = fs::read_to_string(self.path(file)).unwrap();
        text.lines()
            .nth(usize::try_from(line).unwrap() - 1)
            .unwrap()
            .trim()
            .to_owned()
    }
}

/// A breaking change, an addition, and a change of what is gone.
fn changed(service: &mut Value) {
    let shapes = &mut service["shapes"];
    shapes["Book"]["members"]["pages"] = json!({ "shape": "Text" });
    shapes["Book"]["members"]["isbn"] = json!({ "shape": "Text" });
    shapes["Kind"]["enum"].as_array_mut().unwrap().remove(0);
}

/// The JSON Schema that the program publishes.
fn published() -> String {
    let program = env!("CARGO_BIN_EXE_cargo-sdk-tailor");
    let output = Command::new(program).args(["diff", "--schema"]).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_json_fits_the_schema_that_the_program_publishes() {
    let schema = published();
    let parsed: Value = serde_json::from_str(&schema).unwrap();
    assert!(jsonschema::meta::is_valid(&parsed));
    let repository = Repository::new(changed);
    let report = repository.json("json");
    fits(&schema, &report);
    assert_eq!(report["version"], 1);
    let changes = report["reports"][0]["changes"].as_array().unwrap();
    let of = |rule: &str| changes.iter().find(|change| change["rule"] == rule).unwrap();
    let pages = of("member-type-changed");
    assert_eq!(pages["file"], "new models/shelves/2020-01-02/service-2.json");
    let at = |change: &Value| repository.line(change["file"].as_str().unwrap(), change["line"].as_u64().unwrap());
    assert_eq!(at(pages), "\"pages\": {");
    assert_eq!(
        pages["instead"],
        "set it with `.to_string()`, and read it with `.parse()`"
    );
    // What is gone stands where it was.
    assert_eq!(of("enum-value-removed")["pointer"], "/shapes/Kind");
    // A report that holds something else does not fit.
    let mut wrong = report.clone();
    wrong["reports"][0]["changes"][0]["line"] = "12".into();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert!(!jsonschema::is_valid(&schema, &wrong));
    // Nor does any that is empty lack a key.
    fits(&published(), &Repository::new(|_| {}).json("json"));
}

/// A schema that takes no property but those that it describes.
fn closed(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut() {
        if object.contains_key("properties") {
            object.insert("additionalProperties".into(), false.into());
        }
        object.values_mut().for_each(closed);
    }
    schema.as_array_mut().into_iter().flatten().for_each(closed);
}

#[test]
fn the_schema_describes_every_property() {
    let mut schema: Value = serde_json::from_str(&published()).unwrap();
    closed(&mut schema);
    let report = Repository::new(changed).json("json");
    fits(&schema.to_string(), &report);
    let mut more = report;
    more["reports"][0]["changes"][0]["colour"] = "red".into();
    assert!(!jsonschema::is_valid(&schema, &more));
}

#[test]
fn annotations_stand_at_the_line_of_the_model() {
    let repository = Repository::new(changed);
    let said = repository.report("github");
    let commands: Vec<&str> = said.lines().collect();
    assert!(
        commands[0].starts_with("::notice title=model::2 breaking, 1 addition"),
        "{said}"
    );
    let error = commands
        .iter()
        .find(|line| line.contains("member-type-changed"))
        .unwrap();
    let rest = error
        .strip_prefix("::error file=new models/shelves/2020-01-02/service-2.json,line=")
        .unwrap();
    let line = rest.split(',').next().unwrap().parse().unwrap();
    assert_eq!(
        repository.line("new models/shelves/2020-01-02/service-2.json", line),
        "\"pages\": {"
    );
    assert!(
        error.contains("Option<i32> -> Option<String>%0Ainstead: set it with `.to_string()`"),
        "{error}"
    );
    assert!(
        commands
            .iter()
            .any(|line| line.starts_with("::notice file=") && line.contains("member-added"))
    );
}

#[test]
fn the_sarif_fits_the_schema_of_oasis() {
    let repository = Repository::new(changed);
    let log = repository.json("sarif");
    fits(SARIF, &log);
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let pages = results.iter().find(|it| it["ruleId"] == "member-type-changed").unwrap();
    assert_eq!(pages["level"], "error");
    let index = usize::try_from(pages["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "member-type-changed");
    let place = &pages["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "new%20models/shelves/2020-01-02/service-2.json"
    );
    let line = place["region"]["startLine"].as_u64().unwrap();
    assert_eq!(
        repository.line("new models/shelves/2020-01-02/service-2.json", line),
        "\"pages\": {"
    );
    // GitHub knows results again by their fingerprints.
    let prints: Vec<&Value> = results
        .iter()
        .map(|it| &it["partialFingerprints"]["sdkTailor/v1"])
        .collect();
    assert!(prints.iter().all(|it| it.as_str().is_some_and(|it| it.len() == 16)));
    fits(SARIF, &Repository::new(|_| {}).json("sarif"));
}

#[test]
fn the_code_quality_report_fits_the_schema_of_gitlab() {
    let repository = Repository::new(changed);
    let report = repository.json("gitlab");
    let findings = report.as_array().unwrap();
    for finding in findings {
        fits(GITLAB, finding);
        // What the schema leaves open, and GitLab's documentation does not.
        let severity = finding["severity"].as_str().unwrap();
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
        assert!(!finding["location"]["path"].as_str().unwrap().starts_with("./"));
        assert!(finding["check_name"].is_string());
    }
    let pages = findings
        .iter()
        .find(|it| it["check_name"] == "member-type-changed")
        .unwrap();
    assert_eq!(pages["severity"], "critical");
    let line = pages["location"]["lines"]["begin"].as_u64().unwrap();
    assert_eq!(
        repository.line(pages["location"]["path"].as_str().unwrap(), line),
        "\"pages\": {"
    );
    let mut prints: Vec<&Value> = findings.iter().map(|it| &it["fingerprint"]).collect();
    prints.sort_by_key(ToString::to_string);
    prints.dedup();
    assert_eq!(
        prints.len(),
        findings.len(),
        "GitLab shows one finding for each fingerprint"
    );
    assert_eq!(Repository::new(|_| {}).json("gitlab"), json!([]));
}

#[test]
fn the_junit_is_read_as_tests_that_pass_and_fail() {
    let said = Repository::new(changed).report("junit");
    let suites = junit_parser::from_reader(said.as_bytes()).unwrap();
    assert_eq!((suites.failures, suites.errors), (2, 0), "{said}");
    let suite = &suites.suites[0];
    assert_eq!(suite.name, "model");
    let failed = suite
        .cases
        .iter()
        .find(|case| case.original_name.starts_with("member-type-changed"))
        .unwrap();
    let junit_parser::TestStatus::Failure(failure) = &failed.status else {
        panic!("{failed:?}")
    };
    assert_eq!(failure.failure_type, "member-type-changed");
    assert!(
        failure
            .message
            .contains("types::Book::pages: Option<i32> -> Option<String>"),
        "{failure:?}"
    );
    assert!(failure.text.contains("instead: "), "{failure:?}");
    let added = suite
        .cases
        .iter()
        .find(|case| case.original_name.starts_with("member-added"))
        .unwrap();
    assert!(matches!(added.status, junit_parser::TestStatus::Success));

    // A suite without tests is none to some readers.
    let nothing = Repository::new(|_| {}).report("junit");
    let suites = junit_parser::from_reader(nothing.as_bytes()).unwrap();
    assert_eq!((suites.tests, suites.failures), (1, 0));
}
