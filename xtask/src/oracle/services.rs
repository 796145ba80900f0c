//! Services: which models are compared, and which of their operations.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use codegen::ir::{Kind, Service};
use codegen::load::{ModelPaths, load};
use codegen::plan;
use flate2::read::MultiGzDecoder;
use serde::Deserialize;

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

/// The folders of the newest versions of all services whose models have a protocol, as botocore calls it.
///
/// # Errors
///
/// The folder cannot be read, or none has it.
pub fn with_protocol(data: &Path, protocol: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(data).map_err(|error| format!("{}: {error}", data.display()))?;
    let folders = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut services: Vec<String> = folders
        .filter(|path| path.is_dir())
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    services.sort();
    let mut found = Vec::new();
    for service in services {
        // A folder without a version is none of a service.
        let Ok(folder) = newest(data, &service) else { continue };
        if protocols(&folder)?.iter().any(|it| it == protocol) {
            found.push(folder);
        }
    }
    match found.is_empty() {
        true => Err(format!("no service of {} has the protocol {protocol}", data.display()).into()),
        false => Ok(found),
    }
}

/// The protocols that a model lists.
fn protocols(folder: &Path) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Model {
        metadata: Metadata,
    }
    #[derive(Deserialize)]
    struct Metadata {
        #[serde(default)]
        protocols: Vec<String>,
    }
    let plain = folder.join("service-2.json");
    let packed = folder.join("service-2.json.gz");
    let mut text = String::new();
    match File::open(&plain) {
        Ok(file) => BufReader::new(file).read_to_string(&mut text)?,
        Err(_) => match File::open(&packed) {
            Ok(file) => MultiGzDecoder::new(file).read_to_string(&mut text)?,
            Err(_) => return Ok(Vec::new()),
        },
    };
    let model: Model = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(model.metadata.protocols)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_found_by_their_protocols() {
        let data = tempfile::tempdir().expect("there is room");
        for (service, protocols) in [("a", r#"["json","cbor"]"#), ("b", r#"["json"]"#), ("c", r#"["cbor"]"#)] {
            let folder = data.path().join(service).join("2026-01-01");
            fs::create_dir_all(&folder).expect("there is room");
            let text = format!(r#"{{"metadata":{{"protocols":{protocols}}},"shapes":{{}}}}"#);
            fs::write(folder.join("service-2.json"), text).expect("there is room");
        }
        fs::create_dir_all(data.path().join("without-a-version")).expect("there is room");
        let found = with_protocol(data.path(), "cbor").expect("two have it");
        assert!(
            found
                .iter()
                .map(|it| it.strip_prefix(data.path()).expect("it is below"))
                .eq([Path::new("a/2026-01-01"), Path::new("c/2026-01-01"),])
        );
        assert!(with_protocol(data.path(), "query").is_err());
    }

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
