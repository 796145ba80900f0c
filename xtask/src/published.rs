//! The crates that AWS publishes: which model a crate is of, and how a workspace depends on one.

use std::path::{Path, PathBuf};

use codegen::Files;
use serde_json::Value;

use crate::{Result, scratch::Workspace};

/// A crate that AWS publishes, as cargo unpacked it.
pub struct Published {
    /// The version.
    pub version: String,
    /// The folder of its sources.
    pub folder: PathBuf,
    /// The names of its features.
    pub features: Vec<String>,
}

/// The features that change the API of a crate and need no HTTP client.
const FEATURES: [&str; 5] = ["behavior-version-latest", "http-02x", "http-1x", "rt-tokio", "sigv4a"];

/// The model of the service that a crate is called after: a folder of botocore's data, or a file of Smithy's.
///
/// # Errors
///
/// The folder has no such model.
pub fn model(models: &Path, name: &str) -> Result<PathBuf> {
    let entries = std::fs::read_dir(models).map_err(|error| format!("{}: {error}", models.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().replace('-', "");
    let known = paths
        .iter()
        .find(|path| stem(path) == botocore_name(name) || stem(path) == name || is_dated(&stem(path), name));
    known
        .cloned()
        .ok_or_else(|| format!("{} has no model of {name}", models.display()).into())
}

/// Tells whether a name is that of a service with the date of its version, as files of Smithy's models have it.
fn is_dated(stem: &str, name: &str) -> bool {
    let date = stem.strip_prefix(name);
    date.is_some_and(|date| date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()))
}

/// botocore's name of a service, where its crate has another of its names.
fn botocore_name(name: &str) -> &str {
    match name {
        "cloudwatchlogs" => "logs",
        "cognitoidentityprovider" => "cognitoidp",
        "cognitoidentity" => "cognitoidentity",
        "sfn" => "stepfunctions",
        "eventbridge" => "events",
        "elasticloadbalancingv2" => "elbv2",
        "applicationautoscaling" => "applicationautoscaling",
        "costexplorer" => "ce",
        "ssooidc" => "ssooidc",
        other => other,
    }
}

/// Those of the features that a generated crate has, as cargo takes them.
///
/// # Errors
///
/// The manifest cannot be read.
pub fn features(files: &Files) -> Result<String> {
    let manifest: toml::Table = files["Cargo.toml"].parse()?;
    let features = manifest.get("features").and_then(|it| it.as_table());
    let has = |feature: &&str| features.is_some_and(|features| features.contains_key(*feature));
    Ok(FEATURES.into_iter().filter(has).collect::<Vec<_>>().join(","))
}

/// Adds a package to a workspace that depends on the newest crate of a service, with the features that it has.
///
/// # Errors
///
/// Cargo finds no such crate.
pub fn add_dependent(workspace: &mut Workspace, name: &str) -> Result<Published> {
    let package = format!("peer-{name}");
    workspace.add(&package, &dependent(name, &[]))?;
    let published = find(workspace, name)?;
    let features: Vec<&str> = FEATURES
        .into_iter()
        .filter(|feature| published.features.iter().any(|it| it == feature))
        .collect();
    workspace.add(&package, &dependent(name, &features))?;
    Ok(published)
}

/// A package that depends on a crate of AWS's and does nothing.
fn dependent(name: &str, features: &[&str]) -> Files {
    let manifest = format!(
        "[package]\nname = \"peer-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         aws-sdk-{name} = {{ version = \"1\", default-features = false, features = {features:?} }}\n"
    );
    Files::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/lib.rs".to_owned(), String::new()),
    ])
}

/// Finds one of AWS's crates among a workspace's dependencies.
fn find(workspace: &Workspace, name: &str) -> Result<Published> {
    let output = workspace.cargo("metadata")?.args(["--format-version", "1"]).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let wanted = format!("aws-sdk-{name}");
    let package = packages.into_iter().find(|package| package["name"] == wanted.as_str());
    let package = package.ok_or_else(|| format!("cargo does not know {wanted}"))?;
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap_or_default());
    let features = package["features"].as_object().into_iter().flat_map(|it| it.keys());
    Ok(Published {
        version: package["version"].as_str().unwrap_or_default().to_owned(),
        folder: manifest.parent().map(Path::to_owned).unwrap_or_default(),
        features: features.cloned().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_found_by_the_name_of_its_crate_in_either_form() {
        let models = tempfile::tempdir().expect("there is room");
        for name in [
            "logs",
            "route-53-2013-04-01.json",
            "glacier-2012-06-01.json",
            "route53domains",
        ] {
            std::fs::write(models.path().join(name), "").expect("there is room");
        }
        let found = |name: &str| {
            let path = model(models.path(), name).ok()?;
            Some(path.file_name()?.to_string_lossy().into_owned())
        };
        assert_eq!(found("cloudwatchlogs").as_deref(), Some("logs"));
        assert_eq!(found("route53").as_deref(), Some("route-53-2013-04-01.json"));
        assert_eq!(found("glacier").as_deref(), Some("glacier-2012-06-01.json"));
        assert_eq!(found("route53domains").as_deref(), Some("route53domains"));
        assert_eq!(found("route"), None);
    }
}
