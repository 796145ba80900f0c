//! The two crates that tests are run with: AWS's as it was published, and ours beside a package that has the tests of AWS's
//! and their dependencies.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use codegen::load::{ModelPaths, load};
use toml::{Table, Value};

use super::outcome::Outcome;
use crate::{Result, project::Project, published, scratch::Workspace};

/// How long the tests of a file may take.
const LIMIT: Duration = Duration::from_secs(300);

/// The features that tests are run with, as far as a crate has them.
const FEATURES: [&str; 7] = [
    "behavior-version-latest",
    "default-https-client",
    "http-02x",
    "http-1x",
    "rt-tokio",
    "sigv4a",
    "test-util",
];

/// A crate that tests are run with.
#[derive(Clone, Copy)]
pub enum Side {
    Ours,
    Theirs,
}

/// Both crates of a service, each in a folder of its own.
pub struct Packages {
    /// The version of AWS's crate.
    pub version: String,
    root: PathBuf,
}

impl Packages {
    /// Writes both crates of a service below `target/`.
    pub fn prepare(service: &str, models: &Path) -> Result<Self> {
        let mut workspace = Workspace::open("peer-tests/published")?;
        let peer = published::add_dependent(&mut workspace, service)?;
        let project = Project::find()?.root;
        let packages = Self {
            version: peer.version,
            root: project.join("target/peer-tests").join(service),
        };
        let theirs = packages.folder(Side::Theirs);
        copy(&peer.folder, &theirs)?;
        let manifest = read_table(&theirs.join("Cargo.toml"))?;
        write_manifest(&theirs, manifest.clone())?;
        let mut paths = ModelPaths::new(published::model(models, service)?);
        paths.partitions = paths.partitions.or_else(crate::project::partitions);
        let options = codegen::Options::default()
            .package_name(Some(format!("aws-sdk-{service}")))
            .package_version(Some(packages.version.clone()));
        let generated = packages.root.join("generated");
        for (path, text) in codegen::generate(load(&paths)?, &options)? {
            match path.as_str() {
                "Cargo.toml" => write_manifest(&generated, text.parse()?)?,
                _ => write(&generated.join(path), &text)?,
            }
        }
        let ours = packages.folder(Side::Ours);
        write_manifest(&ours, tests_of(&manifest, &read_table(&generated.join("Cargo.toml"))?)?)?;
        write(&ours.join("src/lib.rs"), "")?;
        copy(&peer.folder.join("tests"), &ours.join("tests"))?;
        for folder in [&ours, &theirs] {
            fs::copy(project.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        }
        Ok(packages)
    }

    fn folder(&self, side: Side) -> PathBuf {
        self.root.join(match side {
            Side::Ours => "ours",
            Side::Theirs => "theirs",
        })
    }

    /// The names of the files of tests.
    pub fn tests(&self) -> Result<Vec<String>> {
        let Ok(entries) = fs::read_dir(self.folder(Side::Theirs).join("tests")) else {
            return Ok(Vec::new());
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let files = paths.filter(|path| path.extension().is_some_and(|it| it == "rs"));
        let mut names: Vec<String> = files
            .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
            .collect();
        names.sort();
        Ok(names)
    }

    /// Compiles a file of tests with one of the crates, and runs it.
    pub fn run(&self, side: Side, test: &str) -> Result<Outcome> {
        let compiled = self.cargo(side, test)?.arg("--no-run").output()?;
        if !compiled.status.success() {
            return Ok(Outcome::uncompiled(
                String::from_utf8_lossy(&compiled.stderr).into_owned(),
            ));
        }
        let log = self.root.join("printed");
        let out = File::create(&log)?;
        let mut child = self
            .cargo(side, test)?
            .args(["--no-fail-fast", "--", "--test-threads", "2"])
            .stdout(out.try_clone()?)
            .stderr(out)
            .stdin(Stdio::null())
            .spawn()?;
        let started = Instant::now();
        let ended = loop {
            if child.try_wait()?.is_some() {
                break true;
            }
            if started.elapsed() > LIMIT {
                child.kill()?;
                child.wait()?;
                break false;
            }
            std::thread::sleep(Duration::from_millis(100));
        };
        Ok(Outcome::of(&String::from_utf8_lossy(&fs::read(&log)?), ended))
    }

    fn cargo(&self, side: Side, test: &str) -> Result<Command> {
        let folder = self.folder(side);
        let manifest = read_table(&folder.join("Cargo.toml"))?;
        let has = |feature: &&str| {
            manifest
                .get("features")
                .is_some_and(|features| features.get(*feature).is_some())
        };
        let features: Vec<&str> = FEATURES.into_iter().filter(has).collect();
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .args(["test", "--no-default-features", "--features", &features.join(",")])
            .args(["--test", test])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", self.root.with_file_name("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("RUSTFLAGS");
        Ok(cargo)
    }
}

/// The manifest of a package with the tests of AWS's crate, which use ours and all that they may use of AWS's. It stands
/// beside our crate, as both may call different packages by one name.
fn tests_of(theirs: &Table, ours: &Table) -> Result<Table> {
    let of_package = |key: &str| {
        let value = theirs.get("package").and_then(|package| package.get(key));
        value.cloned().ok_or_else(|| format!("the package has no {key}"))
    };
    let name = of_package("name")?;
    let name = name.as_str().unwrap_or_default();
    let package = Table::from_iter([
        ("name".to_owned(), Value::from(format!("{name}-tests"))),
        ("version".to_owned(), of_package("version")?),
        ("edition".to_owned(), of_package("edition")?),
    ]);
    let generated = Table::from_iter([
        ("path".to_owned(), Value::from("../generated")),
        ("default-features".to_owned(), Value::from(false)),
    ]);
    let features = ours.get("features").and_then(Value::as_table).into_iter().flatten();
    let features = features.filter(|(feature, _)| FEATURES.contains(&feature.as_str()));
    let forwarded = features.map(|(feature, _)| {
        let list = vec![Value::from(format!("{name}/{feature}"))];
        (feature.clone(), Value::Array(list))
    });
    let mut tests = Table::from_iter([
        ("package".to_owned(), Value::Table(package)),
        ("features".to_owned(), Value::Table(forwarded.collect())),
        (
            "dependencies".to_owned(),
            Value::Table(Table::from_iter([(name.to_owned(), Value::Table(generated))])),
        ),
        ("dev-dependencies".to_owned(), Value::Table(dependencies_of(theirs))),
    ]);
    if let Some(target) = theirs.get("target") {
        tests.insert("target".into(), target.clone());
    }
    Ok(tests)
}

/// The dependencies of AWS's crate and of its tests, with the features of both.
fn dependencies_of(theirs: &Table) -> Table {
    let mut all = Table::new();
    for key in ["dependencies", "dev-dependencies"] {
        let dependencies = theirs.get(key).and_then(Value::as_table).into_iter().flatten();
        for (name, dependency) in dependencies {
            let mut dependency = dependency.clone();
            if let Some(table) = dependency.as_table_mut() {
                table.remove("optional");
            }
            match (all.get_mut(name), &dependency) {
                (Some(Value::Table(known)), Value::Table(table)) => add_features(known, table),
                _ => drop(all.insert(name.clone(), dependency)),
            }
        }
    }
    all
}

/// Asks for the features of a second entry of a dependency, too.
fn add_features(known: &mut Table, other: &Table) {
    let added = other
        .get("features")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let features = known.entry("features").or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(features) = features {
        features.extend(added);
    }
}

/// Writes a manifest of a package that is in no workspace but its own.
fn write_manifest(folder: &Path, mut manifest: Table) -> Result<()> {
    manifest.insert("workspace".into(), Value::Table(Table::new()));
    write(&folder.join("Cargo.toml"), &toml::to_string(&manifest)?)
}

fn read_table(file: &Path) -> Result<Table> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(text.parse()?)
}

fn write(file: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(file).is_ok_and(|known| known == text) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// Copies the sources of a folder, as far as they differ; what cargo left in it stays behind.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else if name != "Cargo.lock" && fs::read(&path)? != fs::read(to.join(name)).unwrap_or_default() {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_may_use_what_they_use_of_the_crate_of_aws() {
        let theirs: Table = "[package]\nname = \"sdk\"\nversion = \"1.2.3\"\nedition = \"2021\"\n\
                             [dependencies.http]\nversion = \"1\"\noptional = true\n\
                             [dependencies.aws-types]\nversion = \"1\"\nfeatures = [\"a\"]\n\
                             [dev-dependencies.aws-types]\nversion = \"1\"\nfeatures = [\"b\"]"
            .parse()
            .unwrap();
        let ours: Table = "[features]\nhttp-1x = []\nrustls-ring = []".parse().unwrap();
        let tests = tests_of(&theirs, &ours).unwrap();
        let features = tests["features"].as_table().unwrap();
        assert!(features.keys().eq(["http-1x"]));
        assert_eq!(features["http-1x"][0].as_str(), Some("sdk/http-1x"));
        assert_eq!(tests["package"]["edition"].as_str(), Some("2021"));
        assert_eq!(tests["dependencies"]["sdk"]["path"].as_str(), Some("../generated"));
        let dependencies = tests["dev-dependencies"].as_table().unwrap();
        assert_eq!(dependencies["http"].get("optional"), None);
        let features = dependencies["aws-types"]["features"].as_array().unwrap();
        assert_eq!(features.len(), 2);
    }
}
