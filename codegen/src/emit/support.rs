//! The `support` module of a generated crate: those files of the support crate that generated code names, and those
//! that these name in turn. It knows no file by name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, OnceLock};

use super::uses::Uses;
use crate::Files;

/// The path of the module in the crate.
const MODULE: &str = "crate::support";

/// The crate's root, which declares the modules and has nothing else.
const ROOT: &str = "lib";

/// The files of the crate, by their path in it.
static FILES: LazyLock<BTreeMap<&str, File>> = LazyLock::new(|| {
    let rows: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/support_files.rs"));
    rows.iter().map(|(name, text)| (*name, File::new(text))).collect()
});

/// A file of the crate.
struct File {
    text: &'static str,
    uses: OnceLock<Uses>,
}

impl File {
    fn new(text: &'static str) -> Self {
        Self {
            text,
            uses: OnceLock::new(),
        }
    }

    /// The paths that the file names.
    fn uses(&self, name: &str) -> &Uses {
        self.uses.get_or_init(|| {
            let module: Vec<&str> = MODULE.split("::").chain(name.split('/')).collect();
            Uses::of_text(self.text, &module)
        })
    }
}

fn parsed(text: &str) -> syn::File {
    syn::parse_file(text).expect("the compiler has read the same file")
}

/// The files of the module for a crate that names these paths. The paths that they name themselves are added.
pub(super) fn files(uses: &mut Uses) -> Files {
    let modules = modules(uses);
    let mut files = carried(&modules, "src/support", uses);
    files.insert("src/support/mod.rs".to_owned(), root(&modules));
    files
}

/// The files of a crate of its own that stands for the module in all crates that name these paths, and the paths that its
/// files name.
pub(super) fn shared(named: &Uses) -> (Files, Uses) {
    let (modules, mut uses) = (modules(named), Uses::default());
    let mut files = carried(&modules, "src", &mut uses);
    for text in files.values_mut() {
        compile_once(text);
    }
    files.insert("src/lib.rs".to_owned(), root(&modules));
    (files, uses)
}

/// Takes the mark `#[inline]` from functions, which several crates would compile each for itself; not from those that
/// macros define in these crates.
fn compile_once(text: &mut String) {
    if text.contains("#[macro_export]") {
        return;
    }
    let is_kept = |line: &&str| line.trim() != "#[inline]";
    *text = text.split_inclusive('\n').filter(is_kept).collect();
}

/// The files of these modules, in a folder. The paths that they name are added.
fn carried(modules: &BTreeSet<&str>, folder: &str, uses: &mut Uses) -> Files {
    let is_needed = |name: &str| modules.contains(name.split('/').next().unwrap_or(name));
    let mut files = Files::new();
    for (name, file) in FILES.iter().filter(|(name, _)| is_needed(name)) {
        uses.extend(file.uses(name));
        files.insert(format!("{folder}/{name}.rs"), file.text.to_owned());
    }
    files
}

/// The modules that are needed: those named, and those that they name in turn.
fn modules(uses: &Uses) -> BTreeSet<&'static str> {
    let known = |name: &str| FILES.get_key_value(name).map(|(name, _)| *name);
    let mut open: Vec<&str> = uses.below(MODULE).filter_map(known).collect();
    let mut reached = BTreeSet::new();
    while let Some(module) = open.pop() {
        if reached.insert(module) {
            let files = FILES.iter().filter(|(name, _)| name.split('/').next() == Some(module));
            open.extend(files.flat_map(|(name, file)| file.uses(name).below(MODULE).filter_map(known)));
        }
    }
    reached
}

/// The root of the module: that of the support crate, with only the needed modules.
fn root(modules: &BTreeSet<&str>) -> String {
    let mut root = parsed(FILES[ROOT].text);
    root.items.retain(|item| match item {
        syn::Item::Mod(module) => modules.contains(module.ident.to_string().as_str()),
        _ => false,
    });
    super::module::spaced(&prettyplease::unparse(&root))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needed(code: &str) -> Vec<String> {
        let mut uses = Uses::of(&syn::parse_file(code).expect("it is Rust"), &["crate"]);
        files(&mut uses).into_keys().collect()
    }

    #[test]
    fn a_file_comes_with_what_it_names_and_with_the_files_below_it() {
        let files = needed("use crate::support::query::QueryProtocol;");
        assert!(files.contains(&"src/support/query.rs".to_owned()), "{files:?}");
        assert!(files.contains(&"src/support/query/form.rs".to_owned()), "{files:?}");
        let files = needed("type It = crate::support::request_checksum::Choice;");
        assert!(files.contains(&"src/support/aws_chunked.rs".to_owned()), "{files:?}");
    }

    #[test]
    fn a_shared_crate_has_what_its_crates_name_and_depends_on_what_that_names() {
        let sources = [
            "use crate::support::json::JsonProtocol;",
            "use crate::support::tls::of;",
        ];
        let files = crate::support_crate(sources.into_iter(), "make crates");
        assert!(files.contains_key("src/json/text.rs") && files["src/lib.rs"].contains("pub mod json;"));
        assert!(!files.contains_key("src/xml.rs") && !files["src/lib.rs"].contains("pub mod xml;"));
        let manifest = &files["Cargo.toml"];
        assert!(manifest.contains("\naws-smithy-json = "), "{manifest}");
        assert!(
            !manifest.contains("aws-smithy-xml") && !manifest.contains("http-02x"),
            "{manifest}"
        );
        assert!(files["src/json.rs"].starts_with("// Generated by sdk-tailor; `make crates` writes it anew."));
        // It compiles its functions once, and its macros' where they are expanded.
        assert!(!files["src/json.rs"].contains("#[inline]"));
        assert!(
            crate::support_crate(["crate::support::macros::errors"].into_iter(), "")["src/macros.rs"]
                .contains("#[inline]")
        );
    }

    #[test]
    fn nothing_is_carried_that_nobody_names() {
        assert_eq!(needed("use crate::types::support::Query;"), ["src/support/mod.rs"]);
    }

    #[test]
    fn files_are_carried_to_the_letter_and_so_without_tests() {
        for (name, file) in FILES.iter() {
            assert!(
                !file.text.contains("cfg(test)"),
                "{name} has tests: move them to support/tests/unit"
            );
        }
    }

    #[test]
    fn functions_are_compiled_where_they_are_called() {
        for (name, file) in FILES.iter() {
            let lines: Vec<&str> = file.text.lines().map(str::trim).collect();
            for (number, line) in lines.iter().enumerate().filter(|(_, line)| begins_function(line)) {
                let has_body = ends_in_body(&lines[number..].join(" "));
                let is_marked = number > 0 && lines[number - 1] == "#[inline]";
                assert_eq!(has_body, is_marked, "{name}:{}: `{line}` wants `#[inline]`", number + 1);
            }
        }
    }

    /// Tells whether a block follows a signature, and not a semicolon.
    fn ends_in_body(signature: &str) -> bool {
        let mut depth = 0;
        let end = signature.chars().find(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth -= 1,
                _ => {}
            }
            depth == 0 && matches!(c, '{' | ';')
        });
        end == Some('{')
    }

    fn begins_function(line: &str) -> bool {
        let before = line.find("fn ").map(|at| line[..at].trim_end());
        before.is_some_and(|before| {
            let mut words = before.split(' ').filter(|word| !word.is_empty());
            words.all(|word| word.starts_with("pub") || ["const", "async", "unsafe"].contains(&word))
        })
    }

    #[test]
    fn what_a_file_names_is_found_without_parsing_it() {
        for (name, file) in FILES.iter() {
            let module: Vec<&str> = MODULE.split("::").chain(name.split('/')).collect();
            let mut parsed = Uses::of(&parsed(file.text), &module);
            // Lints are named in the arguments of attributes, which only the text shows.
            for lint in file.uses(name).below("clippy") {
                parsed.extend(&Uses::of_text(&format!("clippy::{lint}"), &module));
            }
            assert_eq!(format!("{:?}", file.uses(name)), format!("{parsed:?}"), "{name}");
        }
    }

    #[test]
    fn every_file_is_declared_in_the_root() {
        let mut uses = Uses::default();
        for name in FILES.keys() {
            let path = format!("use {MODULE}::{};", name.replace('/', "::"));
            uses.extend(&Uses::of(&parsed(&path), &["crate"]));
        }
        let files = files(&mut uses);
        let root = &files["src/support/mod.rs"];
        for name in FILES.keys().filter(|name| !name.contains('/') && **name != ROOT) {
            assert!(root.contains(&format!("pub mod {name};")), "{name}");
        }
    }
}
