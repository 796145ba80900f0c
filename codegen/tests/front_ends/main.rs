//! The two front ends against each other: the IR of a Smithy model, and that of the botocore model of the same age.
//!
//! Small models of both forms are fixtures of the golden tests. Those of AWS are not in the repository:
//! `CONFORMANCE_DATA` names a folder with Smithy's as `models/smithy`, and `BOTOCORE_DATA_2025` the data folder of
//! botocore 1.37.25.

mod facts;
mod rules;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use codegen::{
    diff::{self, Change, Level},
    ir::Service,
    load::{ModelPaths, load, load_noting_unread, load_without_facts},
};
use rules::{API_RULES, RULES};

/// The services, by Smithy's file and botocore's folder.
const SERVICES: &[(&str, &str)] = &[
    ("dynamodb-2012-08-10.json", "dynamodb/2012-08-10"),
    ("lambda-2015-03-31.json", "lambda/2015-03-31"),
    ("personalize-2018-05-22.json", "personalize/2018-05-22"),
    ("personalize-events-2018-03-22.json", "personalize-events/2018-03-22"),
    ("personalize-runtime-2018-05-22.json", "personalize-runtime/2018-05-22"),
    ("polly-2016-06-10.json", "polly/2016-06-10"),
    ("route-53-2013-04-01.json", "route53/2013-04-01"),
    ("sqs-2012-11-05.json", "sqs/2012-11-05"),
    ("sts-2011-06-15.json", "sts/2011-06-15"),
];

/// The folder that a variable names; says aloud that a test is skipped where there is none.
fn data(variable: &str, below: &str, test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(|folder| Path::new(&folder).join(below));
    if folder.is_none() {
        // Not `eprintln!`, which the test harness keeps to itself.
        let mut aloud = io::stderr();
        writeln!(aloud, "{test} is skipped: {variable} is not set").unwrap();
    }
    folder
}

fn paths(model: PathBuf) -> ModelPaths {
    let mut paths = ModelPaths::new(model);
    paths.partitions = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/partitions.json"));
    paths
}

fn service(model: PathBuf) -> Service {
    load(&paths(model)).unwrap_or_else(|error| panic!("{error}"))
}

/// A service as its form has it.
fn bare(model: PathBuf) -> Service {
    load_without_facts(&paths(model)).unwrap_or_else(|error| panic!("{error}"))
}

/// The differences between two services that no rule covers; records the rules that cover others.
fn unknown(name: &str, botocore: &Service, smithy: &Service, met: &mut BTreeSet<usize>) -> Vec<String> {
    let mut unknown = Vec::new();
    for difference in facts::differences(&facts::of(botocore), &facts::of(smithy)) {
        let rule = RULES
            .iter()
            .position(|rule| rule.facts.contains(&difference.fact) && (rule.covers)(&difference));
        match rule {
            Some(rule) => drop(met.insert(rule)),
            None => unknown.push(format!("{name}: {difference:?}")),
        }
    }
    unknown
}

/// The fixtures of the golden tests that are the same model in both forms: botocore's folder, and Smithy's file.
fn pairs() -> Vec<(PathBuf, PathBuf)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let mut pairs = Vec::new();
    for entry in fs::read_dir(&fixtures).unwrap() {
        let folder = entry.unwrap().path();
        let settings = fs::read_to_string(folder.join("fixture.toml")).unwrap();
        if let Some((_, other)) = settings.split_once("same_as = \"") {
            let other = other.split('"').next().unwrap();
            pairs.push((fixtures.join(other).join("model"), folder.join("model.json")));
        }
    }
    pairs.sort();
    pairs
}

#[test]
fn small_models_differ_in_known_kinds_alone() {
    let pairs = pairs();
    assert!(pairs.len() > 10, "{} pairs", pairs.len());
    let mut differences = Vec::new();
    for (botocore, smithy) in &pairs {
        let name = botocore.display().to_string();
        let (botocore, smithy) = (service(botocore.clone()), service(smithy.clone()));
        differences.extend(unknown(&name, &botocore, &smithy, &mut BTreeSet::new()));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Crates of both forms have the same API: there is no change that their users could notice.
#[test]
fn small_models_are_crates_of_the_same_api() {
    for (botocore, smithy) in pairs() {
        let name = botocore.display().to_string();
        let grave = of_the_api(service(botocore), service(smithy));
        assert!(grave.is_empty(), "{name}: {grave:#?}");
    }
}

/// The changes between two models that users of the crate could notice.
fn of_the_api(botocore: Service, smithy: Service) -> Vec<Change> {
    let report = diff::compare(botocore, smithy, &[]).unwrap_or_else(|error| panic!("{error}"));
    let changes = report.changes.into_iter();
    changes.filter(|change| change.level > Level::Fix).collect()
}

/// The services whose crates have the same API, whichever form they are generated from.
const SAME_API: &[&str] = &[
    "personalize/2018-05-22",
    "personalize-events/2018-03-22",
    "personalize-runtime/2018-05-22",
    "sts/2011-06-15",
];

#[test]
fn what_users_see_is_the_same_or_of_a_known_kind() {
    let test = "what_users_see_is_the_same_or_of_a_known_kind";
    let Some(smithy) = data("CONFORMANCE_DATA", "models/smithy", test) else {
        return;
    };
    let Some(botocore) = data("BOTOCORE_DATA_2025", "", test) else {
        return;
    };
    let mut met = BTreeSet::new();
    for (file, folder) in SERVICES {
        let changes = of_the_api(service(botocore.join(folder)), service(smithy.join(file)));
        assert!(
            changes.is_empty() || !SAME_API.contains(folder),
            "{folder}: {changes:#?}"
        );
        for change in changes {
            let is_known = API_RULES.iter().any(|rule| rule.rules.contains(&change.rule));
            assert!(is_known, "{folder}: {change:?}");
            met.insert(change.rule);
        }
    }
    let all = API_RULES.iter().flat_map(|rule| rule.rules).copied();
    assert_eq!(met, all.collect(), "each kind of change occurs");
}

#[test]
fn every_difference_is_of_a_known_kind() {
    let test = "every_difference_is_of_a_known_kind";
    let Some(smithy) = data("CONFORMANCE_DATA", "models/smithy", test) else {
        return;
    };
    let Some(botocore) = data("BOTOCORE_DATA_2025", "", test) else {
        return;
    };
    let mut differences = Vec::new();
    let mut met = BTreeSet::new();
    for (file, folder) in SERVICES {
        let (botocore, smithy) = (bare(botocore.join(folder)), bare(smithy.join(file)));
        differences.extend(unknown(folder, &botocore, &smithy, &mut met));
    }
    assert!(
        differences.is_empty(),
        "{} differences are of no kind in rules.rs:\n{}",
        differences.len(),
        differences.join("\n")
    );
    let idle: Vec<&str> = (0..RULES.len())
        .filter(|rule| !met.contains(rule))
        .map(|rule| RULES[rule].what)
        .collect();
    assert!(idle.is_empty(), "these kinds of difference do not occur: {idle:#?}");
}

/// The lines of each file, sorted: the order of errors differs, and how much documentation there is.
fn lines(service: Service) -> BTreeMap<String, Vec<String>> {
    let files = codegen::generate(service, &codegen::Options::default()).unwrap_or_else(|error| panic!("{error}"));
    let sorted = |text: &str| {
        let code = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
        let mut lines: Vec<String> = code.map(str::to_owned).collect();
        lines.sort();
        lines
    };
    files.iter().map(|(path, text)| (path.clone(), sorted(text))).collect()
}

#[test]
fn the_client_of_personalize_is_the_same() {
    let test = "the_client_of_personalize_is_the_same";
    let Some(smithy) = data("CONFORMANCE_DATA", "models/smithy", test) else {
        return;
    };
    let Some(botocore) = data("BOTOCORE_DATA_2025", "", test) else {
        return;
    };
    let botocore = lines(service(botocore.join("personalize/2018-05-22")));
    let smithy = lines(service(smithy.join("personalize-2018-05-22.json")));
    assert!(botocore.len() > 400, "{} files", botocore.len());
    assert!(botocore.keys().eq(smithy.keys()));
    for (path, lines) in &botocore {
        assert_eq!(*lines, smithy[path], "{path}");
    }
}

#[test]
fn all_services_load_and_say_nothing_unknown() {
    let test = "all_services_load_and_say_nothing_unknown";
    let Some(smithy) = data("CONFORMANCE_DATA", "models/smithy", test) else {
        return;
    };
    let mut loaded = BTreeSet::new();
    for entry in fs::read_dir(smithy).unwrap() {
        let file = entry.unwrap().path();
        let (service, unread) = load_noting_unread(&paths(file.clone())).unwrap_or_else(|error| panic!("{error}"));
        assert!(!service.operations.is_empty(), "{}", file.display());
        let unread: Vec<String> = unread.iter().map(ToString::to_string).collect();
        assert!(unread.is_empty(), "{}", unread.join("\n"));
        assert_eq!(service.shapes.undefined().next(), None, "{}", file.display());
        loaded.insert(file.file_name().unwrap().to_string_lossy().into_owned());
    }
    for (file, _) in SERVICES {
        assert!(loaded.contains(*file), "{file} is not there");
    }
}

#[test]
fn the_table_in_the_documentation_is_that_of_the_test() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/load/smithy/DIFFERENCES.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, rules::markdown()).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap_or_default(),
        rules::markdown(),
        "UPDATE_GOLDEN=1 cargo test --test front_ends writes {} anew",
        path.display()
    );
}
