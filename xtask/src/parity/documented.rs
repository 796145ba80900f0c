//! The public items of a crate, from rustdoc's JSON. Nothing here knows what is compared with what.

use std::collections::BTreeSet;

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
        let items = api.items().map(|item| item.to_string().replace(&prefix, "sdk::"));
        Ok(Self {
            items: items.map(|item| item.replace(&library, "sdk")).collect(),
        })
    }
}
