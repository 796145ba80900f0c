//! The TLS back end of an application: whether AWS's crates alone want aws-lc, and what to write for a cheaper one. It
//! proposes, and changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cargo_metadata::{Dependency, DependencyKind, Metadata, Package};

/// The crate whose C and assembly are compiled.
const COSTLY: &str = "aws-lc-sys";

/// The crates between an application and aws-lc, none of which wants it by itself.
const BETWEEN: [&str; 9] = [
    "aws-lc-rs",
    "aws-lc-sys",
    "aws-smithy-http-client",
    "aws-smithy-runtime",
    "hyper-rustls",
    "rustls",
    "rustls-platform-verifier",
    "rustls-webpki",
    "tokio-rustls",
];

/// The features of AWS's crates that bring the default HTTP client in.
const DEFAULT_CLIENT: [&str; 4] = ["client-hyper", "default-https-client", "legacy-https-client", "rustls"];

/// What an application may write into its manifests so that aws-lc is not compiled.
#[derive(Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The dependencies to write, by the package of the workspace whose manifest they stand in.
    lines: BTreeMap<String, Vec<String>>,
}

impl Proposal {
    /// The proposal for an application; none where aws-lc is not there, or would stay all the same.
    pub fn of(metadata: &Metadata) -> Option<Self> {
        let is_there = metadata.packages.iter().any(|package| package.name.as_str() == COSTLY);
        if !is_there || metadata.packages.iter().any(|package| wants_it(metadata, package)) {
            return None;
        }
        let mut lines = BTreeMap::new();
        for package in metadata.workspace_packages() {
            let ours = package
                .dependencies
                .iter()
                .filter(|it| is_aws(&it.name) && brings_client(it));
            let changed: Vec<String> = ours.filter_map(|it| line(metadata, it)).collect();
            if !changed.is_empty() {
                lines.insert(package.name.to_string(), changed);
            }
        }
        (!lines.is_empty()).then_some(Self { lines })
    }

    /// The proposal, for people.
    pub fn text(&self) -> String {
        let mut text = String::from(
            "\nTLS: only AWS's crates want aws-lc-sys here, whose C and assembly are a fifth of a build from nothing. They can \
             use ring instead; nothing was changed. Write",
        );
        for (package, lines) in &self.lines {
            let _ = write!(text, "\n\n  into the manifest of {package}, below [dependencies]:");
            for line in lines {
                let _ = write!(text, "\n    {line}");
            }
            let _ = write!(
                text,
                "\n    aws-smithy-http-client = {{ version = \"1\", features = [\"rustls-ring\"] }}"
            );
        }
        text.push_str(
            "\n\n  and have aws-config take that client, which every client made of its configuration shares:\n    \
             use aws_smithy_http_client::{Builder, tls::{Provider, rustls_provider::CryptoMode}};\n    \
             let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();\n    \
             let config = aws_config::defaults(BehaviorVersion::latest()).http_client(http).load().await;\n\n  \
             What it means: TLS 1.2 and 1.3 with the same certificates; no post-quantum key exchange (X25519MLKEM768) and \
             no FIPS module, which aws-lc has; somewhat slower bulk encryption on recent processors.\n",
        );
        text
    }
}

/// Tells whether a package keeps aws-lc in the graph, whatever the workspace's own manifests say.
fn wants_it(metadata: &Metadata, package: &Package) -> bool {
    let name = package.name.as_str();
    if BETWEEN.contains(&name) || is_aws(name) {
        return false;
    }
    let is_member = metadata.workspace_members.contains(&package.id);
    let enabled = enabled(metadata, package);
    // Those of tests are built for the workspace's own packages alone.
    let is_built = |it: &Dependency| is_member || it.kind != DependencyKind::Development;
    let is_on = |it: &Dependency| !it.optional || enabled.contains(it.rename.as_ref().unwrap_or(&it.name));
    let in_use = |it: &&Dependency| is_built(it) && is_on(it);
    package.dependencies.iter().filter(in_use).any(|dependency| {
        let asks = |words: &[&str]| {
            let listed = dependency.features.iter();
            listed
                .chain(&enabled)
                .any(|feature| words.iter().any(|word| feature.contains(word)))
        };
        match dependency.name.as_str() {
            "aws-lc-rs" | "aws-lc-sys" => is_resolved(metadata, &dependency.name),
            "rustls" | "tokio-rustls" | "hyper-rustls" => {
                let is_resolved = is_resolved(metadata, &dependency.name);
                is_resolved && (dependency.uses_default_features || asks(&["aws_lc", "aws-lc", "fips", "post-quantum"]))
            }
            // Another's manifest is not to be changed here.
            aws if is_aws(aws) => !is_member && brings_client(dependency),
            _ => false,
        }
    })
}

/// Tells whether one of AWS's crates is meant that has the feature of the default HTTP client.
fn is_aws(name: &str) -> bool {
    name == "aws-config" || name.starts_with("aws-sdk-")
}

fn brings_client(dependency: &Dependency) -> bool {
    let asked = |feature: &String| DEFAULT_CLIENT.contains(&feature.as_str());
    dependency.uses_default_features || dependency.features.iter().any(asked)
}

fn is_resolved(metadata: &Metadata, name: &str) -> bool {
    metadata.packages.iter().any(|package| package.name.as_str() == name)
}

/// The features of a package that are on, with what they turn on in turn, as its manifest spells it.
fn enabled(metadata: &Metadata, package: &Package) -> BTreeSet<String> {
    let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
    let node = nodes.into_iter().find(|node| node.id == package.id);
    let on = node
        .into_iter()
        .flat_map(|node| node.features.iter().map(ToString::to_string));
    let mut enabled: BTreeSet<String> = on.collect();
    let spelt: Vec<String> = enabled
        .iter()
        .filter_map(|it| package.features.get(it))
        .flatten()
        .cloned()
        .collect();
    enabled.extend(spelt.iter().map(|it| it.trim_start_matches("dep:").to_owned()));
    enabled
}

/// A dependency on one of AWS's crates as it is to be written: its features, those of its default among them, without
/// the default HTTP client.
fn line(metadata: &Metadata, dependency: &Dependency) -> Option<String> {
    let package = metadata
        .packages
        .iter()
        .find(|package| package.name.as_str() == dependency.name)?;
    let default = package
        .features
        .get("default")
        .filter(|_| dependency.uses_default_features);
    let asked = dependency.features.iter().chain(default.into_iter().flatten());
    let kept: BTreeSet<&String> = asked.filter(|it| !DEFAULT_CLIENT.contains(&it.as_str())).collect();
    let features: Vec<&String> = kept.into_iter().collect();
    let name = dependency.rename.as_ref().unwrap_or(&dependency.name);
    Some(format!(
        "{name} = {{ version = \"{}\", default-features = false, features = {features:?} }}",
        dependency.req.to_string().trim_start_matches('^')
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn package(name: &str, dependencies: Value) -> Value {
        json!({
            "name": name, "version": "1.2.3", "id": format!("{name} 1.2.3"), "manifest_path": format!("/x/{name}/Cargo.toml"),
            "dependencies": dependencies, "targets": [], "edition": "2024",
            "features": {"default": ["default-https-client", "rt-tokio"], "default-https-client": [], "rt-tokio": []},
        })
    }

    fn dependency(name: &str, default: bool, features: &[&str]) -> Value {
        json!({
            "name": name, "source": null, "req": "^1.2", "kind": null, "rename": null, "optional": false,
            "uses_default_features": default, "features": features, "target": null, "registry": null, "path": null,
        })
    }

    /// A workspace of one package, `app`, with these dependencies, in a graph with these packages.
    fn metadata(dependencies: &[Value], others: &[Value]) -> Metadata {
        let mut packages = vec![
            package("app", json!(dependencies)),
            package("aws-sdk-s3", json!([])),
            package("aws-config", json!([])),
        ];
        packages.extend(others.iter().cloned());
        let nodes: Vec<Value> = packages
            .iter()
            .map(|it| json!({"id": it["id"], "dependencies": [], "deps": [], "features": []}))
            .collect();
        let metadata = json!({
            "packages": packages, "workspace_members": ["app 1.2.3"], "workspace_default_members": ["app 1.2.3"],
            "resolve": {"nodes": nodes, "root": null}, "target_directory": "/x/target", "version": 1,
            "workspace_root": "/x", "metadata": null,
        });
        serde_json::from_value(metadata).expect("it is what cargo says")
    }

    #[test]
    fn ring_is_proposed_where_only_aws_crates_want_aws_lc() {
        let app = [
            dependency("aws-sdk-s3", true, &["behavior-version-latest"]),
            dependency("aws-config", false, &["default-https-client"]),
        ];
        let proposal = Proposal::of(&metadata(&app, &[package("aws-lc-sys", json!([]))])).expect("it is proposed");
        let text = proposal.text();
        for line in [
            "aws-sdk-s3 = { version = \"1.2\", default-features = false, features = [\"behavior-version-latest\", \"rt-tokio\"] }",
            "aws-config = { version = \"1.2\", default-features = false, features = [] }",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(
            text.contains("post-quantum") && text.contains("nothing was changed"),
            "{text}"
        );
    }

    #[test]
    fn nothing_is_proposed_where_aws_lc_would_stay() {
        let app = [dependency("aws-sdk-s3", true, &[])];
        assert_eq!(Proposal::of(&metadata(&app, &[])), None, "it is not there");
        let costly = package("aws-lc-sys", json!([]));
        let rustls = package("rustls", json!([]));
        let others = [
            package("reqwest", json!([dependency("rustls", true, &[])])),
            package("quic", json!([dependency("rustls", false, &["ring", "aws_lc_rs"])])),
            package("storage", json!([dependency("aws-sdk-s3", true, &[])])),
        ];
        for other in others {
            let graph = metadata(&app, &[costly.clone(), rustls.clone(), other]);
            assert_eq!(Proposal::of(&graph), None);
        }
        let harmless = package("quic", json!([dependency("rustls", false, &["ring"])]));
        let mut of_tests = dependency("rustls", true, &[]);
        of_tests["kind"] = json!("dev");
        for harmless in [harmless, package("h2", json!([of_tests]))] {
            let graph = metadata(&app, &[costly.clone(), rustls.clone(), harmless]);
            assert!(Proposal::of(&graph).is_some());
        }
    }
}
