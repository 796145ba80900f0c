//! Services: which models are compared, and which of their operations.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use codegen::ir::{Kind, Service};
use codegen::load::{ModelPaths, load};
use codegen::plan;

use crate::harness::Client;
use crate::{Result, lock};

/// The services of a nightly run, some for each protocol, and the operations of them that no seed leaves out.
pub const NIGHTLY: [(&str, &[&str]); 23] = [
    // awsJson
    ("dynamodb", &["BatchWriteItem", "DescribeEndpoints"]),
    ("stepfunctions", &[]),
    ("kms", &[]),
    ("personalize", &["CreateSolution", "UpdateSolution"]),
    ("firehose", &["PutRecord"]),
    // awsJson, query-compatible
    ("sqs", &[]),
    // restJson1
    ("lambda", &["Invoke"]),
    ("apigateway", &[]),
    ("batch", &[]),
    ("glacier", &["UploadArchive", "GetJobOutput"]),
    ("iot-data", &["Publish"]),
    ("personalize-events", &[]),
    // restXml
    ("route53", &["ChangeResourceRecordSets", "GetHostedZone", "GetChange"]),
    ("cloudfront", &["CreateDistribution"]),
    ("s3control", &[]),
    // awsQuery
    ("sts", &[]),
    ("iam", &["GetRolePolicy"]),
    ("autoscaling", &["CreateLaunchConfiguration"]),
    ("cloudformation", &["GetTemplate"]),
    ("rds", &["CopyDBSnapshot"]),
    ("sns", &[]),
    // ec2Query
    ("ec2", &["RunInstances", "GetConsoleOutput"]),
    // rpcv2Cbor
    ("eventbridgev2", &["DescribeEventSource"]),
];

/// Which operations of a service are compared.
pub struct Choice<'a> {
    /// Names and patterns; all of them where there is none.
    pub patterns: &'a [String],
    /// How many at most, of those that fit.
    pub most: Option<usize>,
    /// Picks them, where there are more.
    pub seed: u64,
}

/// A model that is to be compared.
pub struct Folder {
    /// The folder.
    pub path: PathBuf,
    /// Operations that are picked first.
    pub first: &'static [&'static str],
}

/// A model, and the client of it.
pub struct Model {
    /// The name of the service's folder.
    pub name: String,
    /// The folder of the model.
    pub directory: PathBuf,
    /// The client of the operations that are compared, as far as they can be generated.
    pub client: Client,
    /// How many operations no client can be generated for yet, by the reason.
    pub skipped: BTreeMap<String, usize>,
}

impl Model {
    /// Reads a model, and generates a client of the operations that are chosen.
    ///
    /// # Errors
    ///
    /// There is no such model, or no operation fits.
    pub fn read(folder: &Folder, choice: &Choice<'_>) -> Result<Self> {
        lock::verify(&folder.path)?;
        let directory = folder.path.canonicalize()?;
        let name = directory.parent().and_then(Path::file_name).unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let raw = load(&ModelPaths::new(&directory))?;
        let mut names = plan::chosen(&raw, choice.patterns)?;
        if choice.most.is_some() {
            let is_first = |name: &str| folder.first.contains(&name);
            names.sort_by_cached_key(|name| (!is_first(name), rank(choice.seed, name)));
        }
        let library = format!("oracle_{}", name.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
        let (events, names): (Vec<String>, Vec<String>) = names.into_iter().partition(|name| has_events(&raw, name));
        let client = Client::generate(&raw, &names, choice.most.unwrap_or(usize::MAX), &library)?;
        let mut skipped = BTreeMap::new();
        for error in client.refused().values() {
            *skipped.entry(reason(&error.diagnostic().problem)).or_default() += 1;
        }
        if !events.is_empty() {
            skipped.insert(EVENTS.to_owned(), events.len());
        }
        Ok(Self {
            name,
            directory,
            client,
            skipped,
        })
    }
}

/// A number that an operation has for a seed, whichever others there are.
fn rank(seed: u64, name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (seed, name).hash(&mut hasher);
    hasher.finish()
}

/// Why operations with event streams are not compared.
const EVENTS: &str = "needs an event stream, which is no one response to be compared";

/// Tells whether an operation sends or receives an event stream.
fn has_events(service: &Service, name: &str) -> bool {
    let operation = service.operations.iter().find(|operation| operation.name == name);
    let messages = operation
        .into_iter()
        .flat_map(|operation| [operation.input, operation.output]);
    let mut members = messages.flatten().flat_map(|id| service.shapes[id].kind.members());
    members.any(|member| {
        let target = &service.shapes[member.target];
        matches!(target.kind, Kind::Union(_)) && (member.traits.streaming || target.traits.streaming)
    })
}

/// Why an operation is left out, without what only tells it from others.
fn reason(problem: &str) -> String {
    let named = problem.strip_prefix('`').and_then(|rest| rest.split_once("` "));
    named.map_or(problem, |(_, reason)| reason).to_owned()
}

/// The folder of a service's newest version, in a folder like botocore's `data`.
///
/// # Errors
///
/// There is no such service.
pub fn newest(data: &Path, service: &str) -> Result<PathBuf> {
    let folder = data.join(service);
    let entries = std::fs::read_dir(&folder).map_err(|error| {
        format!(
            "{}: {error}\n   = help: services are called as the folders of {} are",
            folder.display(),
            data.display()
        )
    })?;
    let versions = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir());
    let newest = versions
        .max()
        .ok_or_else(|| format!("{} has no version", folder.display()))?;
    Ok(newest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_no_name() {
        assert_eq!(reason("`A` needs a thing"), "needs a thing");
        assert_eq!(reason("no shape `A` is there"), "no shape `A` is there");
    }

    #[test]
    fn a_seed_picks_the_same_operations_again_and_another_picks_others() {
        let names: Vec<String> = (0..100).map(|number| format!("Operation{number}")).collect();
        let picked = |seed| {
            let mut names = names.clone();
            names.sort_by_cached_key(|name| rank(seed, name));
            names.truncate(5);
            names
        };
        assert_eq!(picked(1), picked(1));
        assert_ne!(picked(1), picked(2));
    }

    #[test]
    fn the_newest_version_is_the_last() {
        let data = tempfile::tempdir().expect("there is room");
        for version in ["2018-05-22", "2024-01-01", "2020-01-01"] {
            std::fs::create_dir_all(data.path().join("service").join(version)).expect("there is room");
        }
        let newest = newest(data.path(), "service").expect("it is there");
        assert!(newest.ends_with("service/2024-01-01"), "{}", newest.display());
        assert!(super::newest(data.path(), "other").is_err());
    }
}
