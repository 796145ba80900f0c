//! The checks of every model: it is refused with a readable error, or its crate is valid Rust, and the same in both
//! runs.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use codegen::load::{ModelPaths, load};

use super::case::{Finding, Written};
use super::names_clash;

/// The longest that an error may be. One that repeats what the model says without a bound is of no use.
const LONGEST_ERROR: usize = 4_000;

/// The outcome of a model without a finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// A crate.
    Generated,
    /// An error.
    Refused,
}

/// Loads a model, generates its crate twice, and holds the files to what the module says. `stage` is told what is done.
pub fn check(case: &Written, stage: &dyn Fn(&str)) -> Result<Outcome, Finding> {
    stage("load");
    let mut paths = ModelPaths::new(&case.model);
    paths.partitions = paths.partitions.or_else(crate::project::partitions);
    let service = match load(&paths) {
        Ok(service) => service,
        Err(error) => return refused(&error),
    };
    if case.truncated {
        let problem = "a model whose file is cut off is accepted";
        return Err(finding("truncated input accepted", "", problem));
    }
    stage("generate");
    let options = codegen::Options::default()
        .package_name("fuzzed".to_owned())
        .support(codegen::Support::Crate("../support".to_owned()));
    let files = match codegen::generate(service.clone(), &options) {
        Ok(files) => files,
        Err(error) => return refused(&error),
    };
    stage("generate again");
    let again = codegen::generate(service, &options);
    same(&files, again.ok().as_ref())?;
    stage("read what was generated");
    crate_of(&files).map(|()| Outcome::Generated)
}

fn finding(kind: &str, place: impl Into<String>, detail: impl Into<String>) -> Finding {
    Finding {
        kind: kind.to_owned(),
        place: place.into(),
        detail: detail.into(),
    }
}

/// An error is a good answer, if a person can read it.
fn refused(error: &codegen::Error) -> Result<Outcome, Finding> {
    let first = error.diagnostic();
    // Several errors may be as long as several are.
    let told = first.more.len().min(9) + 1;
    let text = error.to_string();
    let share = text.len() / told;
    let text: String = text.chars().take(share).collect();
    readable(&first.problem, &text)
}

fn readable(problem: &str, text: &str) -> Result<Outcome, Finding> {
    if text.len() > LONGEST_ERROR {
        let problem: String = problem.chars().take(40).collect();
        let start: String = text.chars().take(400).collect();
        let detail = format!("an error has {} bytes, and starts so: {start}", text.len());
        return Err(finding("endless error", problem, detail));
    }
    Ok(Outcome::Refused)
}

/// Checks that a second run gave the same files.
fn same(files: &codegen::Files, again: Option<&codegen::Files>) -> Result<(), Finding> {
    let Some(again) = again else {
        return Err(finding(
            "not the same twice",
            "",
            "the second run fails where the first did not",
        ));
    };
    let differs = files.iter().find(|(path, text)| again.get(*path) != Some(text));
    match differs {
        None if files.len() == again.len() => Ok(()),
        None => Err(finding("not the same twice", "", "the second run gives more files")),
        Some((path, _)) => Err(finding("not the same twice", "", format!("{path} differs"))),
    }
}

/// Checks that the files are a crate, as far as that is possible without a compiler.
fn crate_of(files: &codegen::Files) -> Result<(), Finding> {
    let mut without_case = BTreeMap::new();
    for (path, text) in files {
        let is_below = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !is_below || path.contains(|it: char| it.is_control() || "\\:*?\"<>|".contains(it)) {
            return Err(finding(
                "path of a file",
                "",
                format!("{path:?} leaves the crate or cannot be written"),
            ));
        }
        if let Some(other) = without_case.insert(path.to_lowercase(), path) {
            let detail = format!("{path:?} and {other:?} are one file where case does not count");
            return Err(finding("path of a file", "case", detail));
        }
        if path.ends_with(".rs") {
            rust(files, path, text)?;
        }
    }
    Ok(())
}

fn rust(files: &codegen::Files, path: &str, text: &str) -> Result<(), Finding> {
    let file =
        syn::parse_file(text).map_err(|error| finding("not Rust", error.to_string(), format!("{path}: {error}")))?;
    if let Some(clash) = names_clash::first(&file.items) {
        let detail = format!(
            "{path}: `{}` stands twice as {} in {}",
            clash.name, clash.kind, clash.scope
        );
        return Err(finding(
            "name clash",
            format!("{} in {}", clash.kind, clash.scope_kind),
            detail,
        ));
    }
    let missing = names_clash::modules(&file.items).find(|module| !is_there(files, path, module));
    match missing {
        None => Ok(()),
        Some(module) => Err(finding("module without a file", "", format!("{path}: mod {module}"))),
    }
}

/// Tells whether the file of a module exists.
fn is_there(files: &codegen::Files, path: &str, module: &str) -> bool {
    let stem = path.trim_end_matches(".rs");
    let is_root = ["/lib", "/mod", "/main"].iter().any(|name| stem.ends_with(name));
    let folder = match is_root {
        true => stem.rsplit_once('/').map_or("", |(folder, _)| folder),
        false => stem,
    };
    let module = module.trim_start_matches("r#");
    let places = [format!("{folder}/{module}.rs"), format!("{folder}/{module}/mod.rs")];
    places.iter().any(|place| files.contains_key(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> codegen::Files {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        files.collect()
    }

    #[test]
    fn what_is_no_crate_is_told() {
        let kind = |of: &[(&str, &str)]| crate_of(&files(of)).map_err(|finding| finding.kind);
        assert_eq!(kind(&[("src/lib.rs", "mod a;"), ("src/a.rs", "")]), Ok(()));
        assert_eq!(kind(&[("src/lib.rs", "mod r#type;"), ("src/type/mod.rs", "")]), Ok(()));
        assert_eq!(kind(&[("src/lib.rs", "mod a;")]), Err("module without a file".into()));
        assert_eq!(kind(&[("src/lib.rs", "fn a( {}")]), Err("not Rust".into()));
        assert_eq!(kind(&[("src/../../a.rs", "")]), Err("path of a file".into()));
        assert_eq!(
            kind(&[("src/a.rs", ""), ("src/A.rs", "")]),
            Err("path of a file".into())
        );
        assert_eq!(kind(&[("src/lib.rs", "struct A; enum A {}")]), Err("name clash".into()));
    }

    #[test]
    fn an_error_is_an_answer_if_it_can_be_read() {
        let error = codegen::Error::new("no shape is called so", "name another");
        assert_eq!(refused(&error), Ok(Outcome::Refused));
        let kind = readable("no shape", &"x".repeat(LONGEST_ERROR + 1)).map_err(|finding| finding.kind);
        assert_eq!(kind, Err("endless error".to_owned()));
    }
}
