//! The public items of a crate, from rustdoc's JSON. Nothing here knows what is compared with what.

use std::{
    collections::{BTreeSet, HashMap},
    fs::File,
    io::BufReader,
    path::Path,
};

use serde::{Deserialize, de::IgnoredAny};

use crate::{
    Result,
    scratch::{Workspace, succeed},
};

/// The public items of a crate, as lines such as `pub fn sdk::Client::new(&SdkConfig) -> Self`.
pub struct Documented {
    /// The items. The crate is called `sdk` in them.
    pub items: BTreeSet<String>,
}

impl Documented {
    /// Documents a package of a workspace with these features; one that is no member has those that a member asks for.
    pub fn of(workspace: &Workspace, package: &str, features: Option<&str>) -> Result<Self> {
        let mut cargo = workspace.cargo("rustdoc")?;
        cargo.args(["--quiet", "--lib", "--package", package]);
        if let Some(features) = features {
            cargo.args(["--no-default-features", "--features", features]);
        }
        cargo
            .args(["--", "-Z", "unstable-options"])
            .args(["--output-format", "json", "--cap-lints", "allow"])
            // rustdoc's JSON is not stable yet; the library that reads it knows the form of this compiler.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        succeed(cargo)?;
        let library = package.replace('-', "_");
        let file = workspace.target().join("doc").join(format!("{library}.json"));
        let api = public_api::Builder::from_rustdoc_json(&file)
            .omit_blanket_impls(true)
            .omit_auto_trait_impls(true)
            .build()
            .map_err(|error| format!("{}: {error}", file.display()))?;
        let prefix = format!("{library}::");
        let deprecated = Index::read(&file)?;
        let items = api.items().flat_map(|item| {
            let text = item.to_string().replace(&prefix, "sdk::");
            let text = plain(&text.replace(&library, "sdk"));
            let marked = deprecated.has(item.id().0).then(|| deprecation(&text));
            marked.into_iter().chain([text])
        });
        Ok(Self { items: items.collect() })
    }
}

/// The line that says of an item that it is deprecated. How crates word it is their own.
fn deprecation(item: &str) -> String {
    format!("#[deprecated] {}", path(item))
}

/// What rustdoc's JSON says of items beyond what the library that reads it prints.
#[derive(Deserialize)]
struct Index {
    index: HashMap<String, Item>,
}

#[derive(Deserialize)]
struct Item {
    deprecation: Option<IgnoredAny>,
}

impl Index {
    fn read(file: &Path) -> Result<Self> {
        let text = BufReader::new(File::open(file)?);
        Ok(serde_json::from_reader(text)?)
    }

    /// True where an item is deprecated.
    fn has(&self, id: u32) -> bool {
        let item = self.index.get(&id.to_string());
        item.is_some_and(|item| item.deprecation.is_some())
    }
}

/// Modules that no program can name, from which types are shown elsewhere.
const PRIVATE: [&str; 4] = [
    "sdk::primitives::sealed_enum_unknown::",
    "sdk::support::error::",
    "sdk::support::idempotency::",
    "sdk::idempotency_token::",
];

/// An item without what only its spelling is: aliases of types, private modules and fields, the two ways to say that a function is
/// asynchronous.
pub fn plain(item: &str) -> String {
    const ERROR: &str =
        "alloc::boxed::Box<(dyn core::error::Error + core::marker::Send + core::marker::Sync + 'static)>";
    const FUTURE: &str = " -> impl core::future::future::Future<Output = ";
    let mut item = item.replace(ERROR, "aws_smithy_runtime_api::box_error::BoxError");
    // The crates' own name of the error of a call, whose response is one of HTTP.
    item = item.replace(", aws_smithy_runtime_api::client::orchestrator::HttpResponse>", ">");
    item = item.replace(
        "aws_smithy_runtime_api::client::result::SdkError<",
        "sdk::error::SdkError<",
    );
    for module in PRIVATE {
        item = item.replace(module, "sdk::");
    }
    let item = bounds_behind(item.trim_end_matches("(_)"));
    let Some((head, output)) = item.strip_prefix("pub fn ").and_then(|rest| rest.split_once(FUTURE)) else {
        return item;
    };
    let mut depth = 1;
    let end = output.char_indices().find(|(at, c)| {
        match c {
            '<' => depth += 1,
            '>' if !output[..*at].ends_with('-') => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    match end {
        Some((end, _)) => {
            let rest = output[end + 1..]
                .trim_start_matches(" + core::marker::Send")
                .trim_start_matches(" + use<>");
            format!("pub async fn {head} -> {}{rest}", &output[..end])
        }
        None => item,
    }
}

/// An implementation whose only parameter has its bounds behind `where`.
fn bounds_behind(item: &str) -> String {
    let parts = item
        .strip_prefix("impl<")
        .and_then(|rest| rest.split_once("> "))
        .and_then(|(parameter, rest)| Some((parameter.split_once(": ")?, rest)));
    match parts {
        Some(((name, bounds), rest)) if !bounds.contains([',', '<']) => {
            format!("impl<{name}> {rest} where {name}: {bounds}")
        }
        _ => item.to_owned(),
    }
}

/// The kind and path of an item, without its signature.
pub fn path(item: &str) -> String {
    let bare = item.trim_start_matches("#[non_exhaustive] ");
    let end = bare.find(['(', ':', '=']).map_or(bare.len(), |_| signature(bare));
    bare[..end].to_owned()
}

/// Where the signature of an item begins: behind its path.
fn signature(item: &str) -> usize {
    if item.starts_with("impl") {
        return item.len();
    }
    let start = item.find("sdk").unwrap_or(0);
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '#';
    let length = item[start..].find(|c| !is_path(c)).unwrap_or(item.len() - start);
    start + item[start..start + length].trim_end_matches(':').len()
}

#[cfg(test)]
mod tests {
    use super::{Index, deprecation, plain};

    #[test]
    fn a_deprecated_item_is_a_line_of_its_own() {
        let index: Index = serde_json::from_value(serde_json::json!({ "index": {
            "1": { "name": "old", "deprecation": { "since": null, "note": "Use `new`." } },
            "2": { "name": "new", "deprecation": null },
        }}))
        .expect("rustdoc writes such an index");
        assert!(index.has(1) && !index.has(2) && !index.has(3));
        assert_eq!(
            deprecation("pub fn sdk::types::Tag::old(&self) -> &str"),
            "#[deprecated] pub fn sdk::types::Tag::old"
        );
    }

    #[test]
    fn what_is_spelled_otherwise_is_the_same_item() {
        let spelled = "pub fn sdk::B::send(self) -> impl core::future::future::Future<Output = core::result::Result<A, E<H>>> + core::marker::Send";
        assert_eq!(
            plain(spelled),
            "pub async fn sdk::B::send(self) -> core::result::Result<A, E<H>>"
        );
        let full = "aws_smithy_runtime_api::client::result::SdkError<E, aws_smithy_runtime_api::client::orchestrator::HttpResponse>";
        assert_eq!(plain(full), "sdk::error::SdkError<E>");
        assert_eq!(plain("pub struct sdk::Config(_)"), "pub struct sdk::Config");
        assert_eq!(
            plain("impl<R: A + 'static> B<R> for C"),
            "impl<R> B<R> for C where R: A + 'static"
        );
        let kept = "pub fn sdk::types::Tag::key(&self) -> &str";
        assert_eq!(plain(kept), kept);
    }
}
