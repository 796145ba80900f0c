//! An application of a user: built from nothing with AWS's crates, and with those that `cargo sdk-tailor init` puts in
//! their place; and each built again after a change of one line.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::report::Row;
use super::{artifacts, least, process, progress, rustc};
use crate::Result;
use crate::project::Project;
use crate::scratch::succeed;

/// The name of the group.
pub const GROUP: &str = "app";

/// The application, which knows nothing of sdk-tailor.
const APP: &str = "tests/app";
/// The program that it builds.
const PROGRAM: &str = "orders";
/// Words in a line of the program, which are changed to have it built again.
const LINE: &str = "usage: orders BUCKET";

/// The crates of services that it needs, and the one that ours share, as the compiler calls them.
const SERVICE_CRATES: [&str; 7] = [
    "aws_sdk_dynamodb",
    "aws_sdk_s3",
    "aws_sdk_sqs",
    "aws_sdk_sso",
    "aws_sdk_ssooidc",
    "aws_sdk_sts",
    "support",
];

/// The measures, and their units.
const MEASURES: [(&str, &str); 9] = [
    ("build from nothing, CPU", "CPU s"),
    ("its crates of services, CPU", "CPU s"),
    ("build from nothing, wall", "s"),
    ("memory of the greatest process", "MB"),
    ("crates", ""),
    ("target folder", "MB"),
    ("binary", "MB"),
    ("after a change of one line, CPU", "CPU s"),
    ("after a change of one line, wall", "s"),
];

/// Changes of the application, by file, that have it use ring and give its dependencies no debug information.
const ADVICE: &[(&str, &str, &str)] = &[
    (
        "Cargo.toml",
        "features = [\"behavior-version-latest\"] }\n",
        "default-features = false, features = [\"behavior-version-latest\", \"credentials-process\", \"rt-tokio\", \"sso\"] }\n\
         aws-smithy-http-client = { version = \"1\", features = [\"rustls-ring\"] }\n",
    ),
    (
        "Cargo.toml",
        "aws-sdk-dynamodb = \"1\"",
        "aws-sdk-dynamodb = { version = \"1\", default-features = false, features = [\"rt-tokio\"] }",
    ),
    ("Cargo.toml", "\"default-https-client\", ", ""),
    (
        "Cargo.toml",
        "aws-sdk-sqs = \"1\"",
        "aws-sdk-sqs = { version = \"1\", default-features = false, features = [\"rt-tokio\"] }",
    ),
    (
        "Cargo.toml",
        "[workspace]\n",
        "[workspace]\n\n[profile.dev.package.\"*\"]\ndebug = false\n",
    ),
    (
        "src/main.rs",
        ".load().await",
        ".http_client(\n        aws_smithy_http_client::Builder::new()\n            \
         .tls_provider(aws_smithy_http_client::tls::Provider::Rustls(\n                \
         aws_smithy_http_client::tls::rustls_provider::CryptoMode::Ring,\n            ))\n            \
         .build_https(),\n    ).load().await",
    ),
];

/// How cargo is asked to build.
#[derive(Clone, Copy)]
struct Profile {
    name: &'static str,
    words: &'static [&'static str],
    folder: &'static str,
    /// The greatest ratios that are good, by what is measured.
    targets: &'static [(&'static str, f64)],
}

const DEV: Profile = Profile {
    name: "dev",
    words: &[],
    folder: "debug",
    targets: &[
        ("build from nothing, CPU", 1.0 / 2.2),
        ("its crates of services, CPU", 1.0 / 12.0),
    ],
};
/// As DEV, with what README says of a build's other costs: [`ADVICE`].
const ADVISED: Profile = Profile {
    name: "dev with README's settings",
    targets: &[("build from nothing, CPU", 1.0 / 2.2)],
    ..DEV
};
const RELEASE: Profile = Profile {
    name: "release",
    words: &["--release"],
    folder: "release",
    targets: &[("binary", 0.7)],
};
/// As RELEASE, with [`ADVICE`].
const ADVISED_RELEASE: Profile = Profile {
    name: "release with README's settings",
    ..RELEASE
};

/// Measures the group, with models of botocore or Smithy from a folder.
pub fn rows(models: &Path, runs: u32, has_release: bool) -> Result<Vec<Row>> {
    let models = fs::canonicalize(models).map_err(|error| format!("{}: {error}", models.display()))?;
    let project = Project::find()?;
    let source = project.root.join(APP);
    let scratch = project.root.join("target").join("bench-app");
    clear(&scratch)?; // of a run that was stopped
    fs::create_dir_all(&scratch)?;
    let scratch = fs::canonicalize(scratch)?;
    let theirs = App::copy(&source, &scratch, "aws", &[])?;
    let ours = App::copy(&source, &scratch, "ours", &[])?;
    let advised = App::copy(&source, &scratch, "advised", ADVICE)?;
    progress("app: fetching what it depends on");
    theirs.fetch()?;
    progress("app: cargo sdk-tailor init");
    for app in [&ours, &advised] {
        app.init(&models)?;
        app.fetch()?;
    }
    let mut rows = compare(&[(&ours, DEV), (&advised, ADVISED)], &theirs, runs)?;
    if has_release {
        let ours = [(&ours, RELEASE), (&advised, ADVISED_RELEASE)];
        rows.extend(compare(&ours, &theirs, runs)?);
    }
    clear(&scratch)?;
    Ok(rows)
}

/// Removes a folder, if it is there: what the builds made is some gigabytes.
fn clear(folder: &Path) -> Result<()> {
    match folder.exists() {
        true => Ok(fs::remove_dir_all(folder)?),
        false => Ok(()),
    }
}

/// Builds all in turn, so that what else the machine does falls on each, and AWS's as the first of ours.
fn compare(ours: &[(&App, Profile)], theirs: &App, runs: u32) -> Result<Vec<Row>> {
    let (mut our_costs, mut their_costs) = (vec![Vec::new(); ours.len()], Vec::new());
    for run in 1..=runs {
        let costs = |app: &App, profile: &Profile| {
            progress(&format!("app: {}, {}, run {run} of {runs}", profile.name, app.name));
            app.costs(profile, run)
        };
        their_costs.push(costs(theirs, &ours[0].1)?);
        for ((app, profile), all) in ours.iter().zip(&mut our_costs) {
            all.push(costs(app, profile)?);
        }
    }
    let tables = ours.iter().zip(&our_costs);
    Ok(tables
        .flat_map(|((_, profile), costs)| table(profile, costs, &their_costs))
        .collect())
}

/// The rows of a profile: of each measure, the least of the runs.
fn table(profile: &Profile, ours: &[[f64; MEASURES.len()]], theirs: &[[f64; MEASURES.len()]]) -> Vec<Row> {
    let of = |costs: &[[f64; MEASURES.len()]], number: usize| {
        least(costs.iter().map(|costs| costs[number])).unwrap_or_default()
    };
    let row = |(number, (what, unit)): (usize, &(&str, &str))| {
        let target = profile.targets.iter().find(|(measure, _)| measure == what);
        let what = format!("{}, {what}", profile.name);
        let target = target.map(|(_, ratio)| *ratio);
        Row::compare(GROUP, &what, unit, of(ours, number), of(theirs, number), target)
    };
    MEASURES.iter().enumerate().map(row).collect()
}

/// A copy of the application.
struct App {
    name: &'static str,
    folder: PathBuf,
    /// Where cargo puts what it makes: beside the application, so that nobody takes it for a part of that.
    target: PathBuf,
    /// The text of its `main.rs`.
    main: String,
}

impl App {
    /// A copy with changes.
    fn copy(source: &Path, scratch: &Path, name: &'static str, changes: &[(&str, &str, &str)]) -> Result<Self> {
        let folder = scratch.join(name);
        fs::create_dir(&folder)?;
        for file in ["Cargo.toml", "Cargo.lock"] {
            fs::copy(source.join(file), folder.join(file))?;
        }
        copy_folder(&source.join("src"), &folder.join("src"))?;
        for (file, old, new) in changes {
            let text = fs::read_to_string(folder.join(file))?;
            if !text.contains(old) {
                return Err(format!("{APP}/{file} does not say {old:?}, which is to be changed").into());
            }
            fs::write(folder.join(file), text.replacen(old, new, 1))?;
        }
        let main = fs::read_to_string(folder.join("src/main.rs"))?;
        if !main.contains(LINE) {
            return Err(format!("{APP}/src/main.rs has no line with {LINE:?}, which is to be changed").into());
        }
        Ok(Self {
            name,
            target: scratch.join(format!("target-{name}")),
            folder,
            main,
        })
    }

    /// A cargo command, with the compiler alone and not a cache of what it made.
    fn cargo(&self, subcommand: &str) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args([subcommand, "--quiet"]).current_dir(&self.folder);
        command
            .env("RUSTC_WRAPPER", "")
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_PROFILE_RELEASE_LTO", "thin")
            .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
            .env_remove("CARGO_INCREMENTAL");
        command
    }

    fn fetch(&self) -> Result<()> {
        succeed(self.cargo("fetch"))
    }

    fn init(&self, models: &Path) -> Result<()> {
        let mut init = process::tailor()?;
        init.args(["init", "--quiet", "--models"]).arg(models);
        init.current_dir(&self.folder).env("CARGO_TARGET_DIR", &self.target);
        succeed(init)
    }

    /// The measurements of a build from nothing, and of one after a change of one line.
    fn costs(&self, profile: &Profile, run: u32) -> Result<[f64; MEASURES.len()]> {
        self.write(0)?;
        let log = self.folder.with_extension("crates");
        let cold = self.build(profile, &log)?;
        let services = rustc::watched(&log)?.iter().map(|(_, usage)| usage.cpu).sum();
        let target = megabytes(&self.target, &mut BTreeSet::new())?;
        let binary = self.target.join(profile.folder).join(PROGRAM);
        let binary = fs::metadata(binary)?.len() as f64 / 1e6;
        self.write(run)?;
        let changed = self.build(profile, &log)?;
        fs::remove_dir_all(&self.target)?;
        Ok([
            cold.usage.cpu,
            services,
            cold.wall,
            cold.usage.memory,
            artifacts(&cold.said) as f64,
            target,
            binary,
            changed.usage.cpu,
            changed.wall,
        ])
    }

    fn build(&self, profile: &Profile, log: &Path) -> Result<process::Run> {
        let mut build = self.cargo("build");
        rustc::watch(&mut build, &SERVICE_CRATES, &[], log)?;
        build.args(["--offline", "--message-format", "json-render-diagnostics"]);
        build.args(profile.words);
        process::measure(&build, &self.folder.with_extension("measured"))
    }

    /// Writes the program's source, one line of which says the number of a revision.
    fn write(&self, revision: u32) -> Result<()> {
        let text = match revision {
            0 => self.main.clone(),
            revision => self.main.replacen(LINE, &format!("revision {revision}; {LINE}"), 1),
        };
        Ok(fs::write(self.folder.join("src/main.rs"), text)?)
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// The size of all files below a folder. Cargo links files that it needs twice: they count once.
fn megabytes(folder: &Path, seen: &mut BTreeSet<u64>) -> Result<f64> {
    let mut size = 0.0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            size += megabytes(&entry.path(), seen)?;
        } else if seen.insert(metadata.ino()) {
            size += metadata.len() as f64 / 1e6;
        }
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_measure_the_least_of_the_runs_counts() {
        let ours = [
            [30.0, 4.0, 9.0, 680.0, 150.0, 400.0, 139.0, 2.0, 1.5],
            [31.0, 3.5, 8.0, 690.0, 150.0, 400.0, 139.0, 2.5, 1.25],
        ];
        let theirs = [[120.0, 35.0, 32.0, 1650.0, 148.0, 1200.0, 242.0, 4.0, 2.5]];
        let rows = table(&DEV, &ours, &theirs);
        assert_eq!(rows.len(), MEASURES.len());
        let row = |what: &str| rows.iter().find(|row| row.what == what).unwrap();
        let cpu = row("dev, build from nothing, CPU");
        assert_eq!((cpu.ours, cpu.peer, cpu.ratio), (30.0, Some(120.0), Some(0.25)));
        assert_eq!(cpu.met, Some(true));
        assert_eq!(row("dev, its crates of services, CPU").met, Some(false));
        assert_eq!(row("dev, build from nothing, wall").ours, 8.0);
        assert_eq!(row("dev, after a change of one line, wall").ours, 1.25);
        assert_eq!(row("dev, binary").unit, "MB");
    }

    #[test]
    fn a_copy_differs_in_one_line_after_a_change() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(APP);
        let scratch = tempfile::tempdir().unwrap();
        let app = App::copy(&source, scratch.path(), "aws", ADVICE).unwrap();
        assert!(app.folder.join("src/store.rs").is_file());
        assert!(app.folder.join("Cargo.lock").is_file());
        app.write(1).unwrap();
        let changed = fs::read_to_string(app.folder.join("src/main.rs")).unwrap();
        let differing = app.main.lines().zip(changed.lines()).filter(|(old, new)| old != new);
        assert_eq!(differing.count(), 1);
        app.write(0).unwrap();
        assert_eq!(fs::read_to_string(app.folder.join("src/main.rs")).unwrap(), app.main);
    }

    #[test]
    fn files_that_are_linked_twice_count_once() {
        let scratch = tempfile::tempdir().unwrap();
        fs::create_dir(scratch.path().join("deps")).unwrap();
        fs::write(scratch.path().join("deps/a"), [0; 2000]).unwrap();
        fs::hard_link(scratch.path().join("deps/a"), scratch.path().join("a")).unwrap();
        fs::write(scratch.path().join("b"), [0; 1000]).unwrap();
        let size = megabytes(scratch.path(), &mut BTreeSet::new()).unwrap();
        assert!((size - 0.003).abs() < 1e-9, "{size}");
    }
}
