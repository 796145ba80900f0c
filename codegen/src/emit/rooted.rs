//! Crates as modules of others: their files below a path, for `include!`. It knows no item of the crate, only how Rust
//! writes paths, comments and strings.

use syn::{AttrStyle, Item};

use super::module::spaced;
use crate::{Error, Files, Result};

/// The root file of the crate.
const ROOT: &str = "src/lib.rs";

/// Moves the files of a crate into a module such as `crate::aws::s3`.
pub(super) fn rooted(files: Files, root: &str) -> Result<Files> {
    let is_path = |path: &str| path.split("::").all(|part| syn::parse_str::<syn::Ident>(part).is_ok());
    let below = root
        .strip_prefix("crate::")
        .filter(|below| is_path(below))
        .ok_or_else(|| {
            Error::new(
                format!("`{root}` is no path of a module"),
                "name the module that the files are included in from the crate's root on, as in `crate::aws::s3`",
            )
        })?;
    let moved = files.into_iter().map(|(path, text)| {
        let text = match path.as_str() {
            ROOT => moved(&includable(&text)?, below),
            other if other.ends_with(".rs") => moved(&text, below),
            _ => text,
        };
        Ok((path, text))
    });
    moved.collect()
}

/// The root of a crate without inner attributes and documentation, which an included file may not have. Its `allow`
/// attributes move to each of its modules.
fn includable(text: &str) -> Result<String> {
    let mut file = syn::parse_file(text).map_err(|error| {
        Error::new(
            format!("the generator emitted code that does not parse: {error}"),
            "this is a defect of the generator: report it with the model that shows it",
        )
    })?;
    let mut allowed = std::mem::take(&mut file.attrs);
    allowed.retain(|attribute| attribute.path().is_ident("allow"));
    for attribute in &mut allowed {
        attribute.style = AttrStyle::Outer;
    }
    for item in &mut file.items {
        if let Item::Mod(module) = item {
            module.attrs.extend(allowed.iter().cloned());
        }
    }
    Ok(spaced(&prettyplease::unparse(&file)))
}

/// Moves the paths of a crate into a module: in code and in the links of documentation, but not in strings. Examples,
/// which name a crate, are marked not to be compiled.
fn moved(text: &str, below: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while !rest.is_empty() {
        let length = string(rest);
        if length > 0 {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        } else if let Some(after) = rest.strip_prefix("crate::").filter(|_| !out.ends_with(is_word)) {
            out.push_str("crate::");
            out.push_str(below);
            out.push_str("::");
            rest = after;
        } else {
            // A comment goes on to the end of its line, whatever quotes are in it.
            let is_comment = rest.starts_with("//");
            let end = if is_comment {
                rest.find('\n').unwrap_or(rest.len())
            } else {
                0
            };
            if end > 0 {
                let line = rest[..end].replace("```no_run", "```ignore");
                out.push_str(&line.replace("crate::", &format!("crate::{below}::")));
                rest = &rest[end..];
            } else if let Some(c) = rest.chars().next() {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of the string or character literal that the text begins with; 0 if it begins with none.
fn string(text: &str) -> usize {
    if let Some(inner) = text.strip_prefix("'\"'") {
        return text.len() - inner.len();
    }
    if let Some(hashes) = text.strip_prefix('r') {
        let count = hashes.len() - hashes.trim_start_matches('#').len();
        if let Some(inner) = hashes[count..].strip_prefix('"') {
            let end = format!("\"{}", "#".repeat(count));
            return inner.find(&end).map_or(text.len(), |at| 2 + count + at + end.len());
        }
        return 0;
    }
    let Some(inner) = text.strip_prefix('"') else { return 0 };
    let mut is_escaped = false;
    let end = inner.find(|c| {
        let is_end = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |at| at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_move_and_strings_stay() {
        let text = "use crate::a::B;\n/// See [`B`](crate::a::B), \"or so\".\nfn f() { my_crate::g(\"crate::a \\\" crate::b\", r#\"crate::\"#, '\"', crate::c) }\npub(crate) struct S;\n";
        let wanted = "use crate::x::y::a::B;\n/// See [`B`](crate::x::y::a::B), \"or so\".\nfn f() { my_crate::g(\"crate::a \\\" crate::b\", r#\"crate::\"#, '\"', crate::x::y::c) }\npub(crate) struct S;\n";
        assert_eq!(moved(text, "x::y"), wanted);
    }

    #[test]
    fn a_root_that_is_no_path_is_refused() {
        for root in ["aws", "crate", "crate::", "crate::a-b", "crate::a::", "crate::fn"] {
            assert!(rooted(Files::new(), root).is_err(), "{root}");
        }
        assert!(rooted(Files::new(), "crate::aws::s3").is_ok());
    }
}
