//! cargo-semver-checks: run on two descriptions of a crate, and what it says brought into a form that ours can take, too.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use codegen::diff::{Report, Rule, Step};

use crate::Result;

/// The names of removed items: a field as `Struct.field`, a variant as `Enum::Variant`, a type as `types::Name`, and a
/// method of the client as `Client::method`.
pub type Gone = BTreeSet<String>;

/// The judgement of cargo-semver-checks about a step.
pub struct Judgement {
    /// The step that it wants.
    pub step: Step,
    /// The lints that want it.
    pub lints: Vec<String>,
    /// The items that it found to be removed, as far as we name such items.
    pub gone: Gone,
}

/// Says which version is there.
///
/// # Errors
///
/// None is.
pub fn version() -> Result<String> {
    let output = Command::new("cargo").args(["semver-checks", "--version"]).output()?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err("cargo-semver-checks is not there\n   = help: `cargo install --locked cargo-semver-checks`".into())
}

/// Compares two crates by what rustdoc says of them.
///
/// # Errors
///
/// It cannot be run, or gives no judgement.
pub fn compare(old: &Path, new: &Path) -> Result<Judgement> {
    let output = Command::new("cargo")
        .args(["semver-checks", "--release-type", "patch", "--color", "never"])
        .arg("--baseline-rustdoc")
        .arg(old)
        .arg("--current-rustdoc")
        .arg(new)
        .output()?;
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    parse(&said.join("\n"))
}

fn parse(said: &str) -> Result<Judgement> {
    let step = if said.contains("requires new major version") {
        Step::Major
    } else if said.contains("requires new minor version") {
        Step::Minor
    } else if said.contains("no semver update required") {
        Step::None
    } else {
        return Err(format!("cargo-semver-checks gave no judgement:\n{said}").into());
    };
    let mut judgement = Judgement {
        step,
        lints: Vec::new(),
        gone: Gone::new(),
    };
    for line in said.lines() {
        if let Some(lint) = line.strip_prefix("--- failure ") {
            judgement.lints.push(lint.split(':').next().unwrap_or(lint).to_owned());
        } else if let Some((item, _)) = line.trim().split_once(", previously in file ") {
            judgement.gone.extend(theirs(item));
        }
    }
    Ok(judgement)
}

/// An item in our words; none for one that goes with another: a builder, a module, an accessor.
fn theirs(item: &str) -> Option<String> {
    let words: Vec<&str> = item.split(' ').collect();
    match words[..] {
        ["field", field, "of", "struct", owner] => Some(format!("{owner}.{field}")),
        ["variant", variant] => Some(variant.to_owned()),
        ["struct" | "enum", path] => {
            let (_, path) = path.split_once("::")?;
            let name = path.strip_prefix("types::")?;
            let name = name.strip_prefix("error::").unwrap_or(name);
            (!name.contains("::")).then(|| format!("types::{name}"))
        }
        [method] if method.starts_with("Client::") => Some(method.to_owned()),
        _ => None,
    }
}

/// The removed items in our report, by the same names.
pub fn ours(report: &Report) -> Gone {
    let mut gone = Gone::new();
    for change in &report.changes {
        let item = change.item.replace("r#", "");
        let parts: Vec<&str> = item.split("::").collect();
        let [.., owner, name] = parts[..] else { continue };
        match change.rule {
            Rule::MemberRemoved => gone.insert(format!("{owner}.{name}")),
            Rule::EnumValueRemoved | Rule::UnionMemberRemoved | Rule::ErrorRemovedFromOperation => {
                gone.insert(format!("{owner}::{name}"))
            }
            Rule::OperationRemoved => gone.insert(format!("Client::{name}")),
            Rule::TypeRemoved => {
                // The error of the whole crate has a variant for each.
                if owner == "error" {
                    gone.insert(format!("Error::{name}"));
                }
                gone.insert(format!("types::{name}"))
            }
            _ => continue,
        };
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_prints_is_read() {
        let said = "\
--- failure struct_missing: pub struct removed or renamed ---
Failed in:
  struct shelves::types::Lamp, previously in file crate/src/types/lamp.rs:9
  struct shelves::types::error::Torn, previously in file crate/src/types/error/torn.rs:9
  struct shelves::types::builders::LampBuilder, previously in file crate/src/types/lamp.rs:97
--- failure enum_variant_missing: pub enum variant removed or renamed ---
Failed in:
  variant Kind::Atlas, previously in file crate/src/types/kind.rs:21
--- failure struct_pub_field_missing: pub struct's pub field removed or renamed ---
Failed in:
  field pages of struct Book, previously in file crate/src/types/book.rs:36
--- failure inherent_method_missing: pub method removed or renamed ---
Failed in:
  Book::pages, previously in file crate/src/types/book.rs:192
  Client::get_book, previously in file crate/src/client.rs:99

     Summary semver requires new major version: 4 major and 0 minor checks failed
";
        let judgement = parse(said).expect("a judgement");
        assert_eq!(judgement.step, Step::Major);
        assert_eq!(judgement.lints.len(), 4);
        let wanted = [
            "Book.pages",
            "Client::get_book",
            "Kind::Atlas",
            "types::Lamp",
            "types::Torn",
        ];
        assert_eq!(judgement.gone.iter().collect::<Vec<_>>(), wanted);
        assert!(parse("error: no such file").is_err());
    }
}
