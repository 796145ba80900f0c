//! `cargo sdk-tailor init`: from an application to crates that are cut to what it calls, in one step or not at all.

mod plan;
mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::rc::Rc;

use semver::Version;

use crate::app::catalog::Catalog;
use crate::app::graph::{AwsCrate, Graph, Source};
use crate::app::repository::Repository;
use crate::project::{APP_CONFIG, Project};
use crate::say::Say;
use crate::transaction::Transaction;
use crate::wheel::Pins;
use crate::{Result, disk};
use plan::Plan;

/// Cuts AWS's crates to what the workspace calls.
#[derive(clap::Args)]
#[command(after_help = "\
Models come from the newest botocore that pip finds, where nothing else is named. They are vendored, with a lock: nothing is
fetched when the application is built.

Examples:
  cargo sdk-tailor init --dry-run
  cargo sdk-tailor init --models botocore/data
  cargo sdk-tailor init --smithy https://github.com/aws/api-models-aws")]
pub struct Arguments {
    /// Take the models of this folder: botocore's `data`, or a clone of api-models-aws
    #[arg(long, value_name = "DIR", conflicts_with_all = ["botocore", "smithy"])]
    models: Option<PathBuf>,
    /// Take the models of this version of botocore, by pip
    #[arg(long, value_name = "VERSION", conflicts_with = "smithy", value_parser = crate::model::upgrade::version)]
    botocore: Option<String>,
    /// Take Smithy's models, of a folder or of a repository that git clones
    #[arg(long, value_name = "DIR-or-GIT-URL")]
    smithy: Option<String>,
    /// The folder that crates and models go into, below the workspace's
    #[arg(long, value_name = "DIR", default_value = "sdk", value_parser = folder)]
    sdk: String,
    /// Leave these crates as they are, such as `s3`
    #[arg(long, value_name = "NAME", num_args = 1..)]
    except: Vec<String>,
    /// Change nothing; show what would change
    #[arg(long)]
    dry_run: bool,
}

fn folder(word: &str) -> std::result::Result<String, String> {
    let word = word.trim_end_matches('/');
    match disk::stays_below(word) {
        true => Ok(word.to_owned()),
        false => Err("name a folder below the workspace's, as in `sdk` or `crates/aws`".into()),
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments, manifest: Option<&Path>, say: Say) -> Result<ExitCode> {
    say.progress("reading what the workspace depends on");
    let graph = Graph::read(manifest)?;
    let transaction = Transaction::open(&graph.root)?;
    refuse_old_rust(&graph.root)?;
    let crates = eligible(&graph, &arguments.except, say)?;
    let project = match graph.root.join(APP_CONFIG).is_file() {
        true => Some(Project::read(&graph.root)?),
        false => None,
    };
    let is_new = |it: &&AwsCrate| {
        let known = project.iter().flat_map(|project| &project.crates);
        known.into_iter().all(|old| old.package.as_deref() != Some(&it.name))
    };
    let new: Vec<&AwsCrate> = crates.iter().filter(is_new).collect();
    let mut catalog = match new.is_empty() {
        true => None,
        false => Some(catalog(arguments, &graph, project.as_ref(), &new)?),
    };
    let plan = Plan::of(&graph, &crates, project.as_ref(), catalog.as_mut(), &arguments.sdk, say)?;
    if arguments.dry_run {
        plan.show();
        return Ok(ExitCode::SUCCESS);
    }
    if plan.files.is_empty() {
        println!(
            "{}",
            match plan.packages().next() {
                Some(_) => "Everything is as it should be: nothing was changed.",
                None => "No crate can be cut: nothing was changed.",
            }
        );
        return Ok(ExitCode::SUCCESS);
    }
    transaction.commit(&plan.files)?;
    drop(transaction);
    table::print(&plan, &graph.root, say);
    after(&graph, &plan, manifest, say)
}

/// Fails where the Rust compiler is older than AWS's runtime requires.
fn refuse_old_rust(root: &Path) -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let said = Command::new(rustc).arg("--version").current_dir(root).output();
    let said = said
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    let version = said.split(' ').nth(1).and_then(|word| Version::parse(word).ok());
    let needed = Version::parse(env!("CARGO_PKG_RUST_VERSION"))?;
    match version {
        Some(there) if (there.major, there.minor, there.patch) < (needed.major, needed.minor, needed.patch) => Err(format!(
            "generated crates need Rust {needed}, and the workspace is compiled with {there}\n   = help: `rustup update`, or raise \
             the version in rust-toolchain.toml"
        )
        .into()),
        _ => Ok(()),
    }
}

/// AWS's crates that can be cut. For each of the others, a note tells the user what to do.
fn eligible(graph: &Graph, except: &[String], say: Say) -> Result<Vec<AwsCrate>> {
    let all = graph.aws_crates();
    if all.is_empty() {
        return Err(format!(
            "the workspace in {} depends on none of AWS's crates\n   = help: run the command in an application that uses crates \
             such as `aws-sdk-s3`",
            graph.root.display()
        )
        .into());
    }
    let mut eligible: Vec<AwsCrate> = Vec::new();
    for it in all {
        let shown = format!("{} {}", it.name, it.version);
        if except.iter().any(|name| *name == it.name || name == it.service()) {
            continue;
        } else if it.source == Source::Folder {
            say.note(format_args!(
                "{shown} is in the folder {} and stays: to have it cut, depend on a published version",
                it.folder.display()
            ));
        } else if it.version.major == 0 {
            say.note(format_args!(
                "{shown} stays: its API is another than that of version 1; it is there for {}",
                names(&graph.callers(&it))
            ));
        } else if let Some(other) = eligible.iter_mut().find(|other| other.name == it.name) {
            say.note(format_args!(
                "{} is there twice: {} stays as it is, {} is cut",
                it.name, other.version, it.version
            ));
            *other = it;
        } else {
            eligible.push(it);
        }
    }
    Ok(eligible)
}

fn names(callers: &[(&cargo_metadata::Package, bool)]) -> String {
    let names: Vec<&str> = callers.iter().map(|(package, _)| package.name.as_str()).collect();
    names.join(", ")
}

/// The catalog that the arguments choose.
fn catalog(arguments: &Arguments, graph: &Graph, project: Option<&Project>, new: &[&AwsCrate]) -> Result<Catalog> {
    if let Some(folder) = &arguments.models {
        return Catalog::of_folder(folder);
    }
    if let Some(place) = &arguments.smithy {
        let names: Vec<&str> = new.iter().map(|it| it.service()).collect();
        return Catalog::of_repository(Rc::new(Repository::open(place, None)?), &names);
    }
    let pins = project.map_or(Ok(Pins::new()), Project::pins)?;
    Catalog::of_botocore(&graph.root, arguments.botocore.as_deref(), &pins)
}

/// Runs cargo, so that it adds the crates to its lock, and reports whether that works.
fn after(graph: &Graph, plan: &Plan, manifest: Option<&Path>, say: Say) -> Result<ExitCode> {
    say.progress("having cargo take them into its lock");
    let now = Graph::read(manifest).map_err(|error| format!("the crates are written, but {error}"))?;
    let is_in = |name: &&str| {
        now.folder_of(name)
            .is_some_and(|folder| folder.starts_with(&graph.root))
    };
    let missing: Vec<&str> = plan.packages().filter(|name| !is_in(name)).collect();
    if !missing.is_empty() {
        return Err(format!(
            "cargo does not take {} from the workspace's folder\n   = help: `cargo tree` says from where it does; another \
             `[patch]` or a configuration of cargo's may stand in the way",
            missing.join(", ")
        )
        .into());
    }
    println!(
        "\nNext: `cargo build`; then `cargo sdk-tailor check` in CI. Commit {}/, {APP_CONFIG}, Cargo.toml and Cargo.lock.",
        plan.sdk
    );
    if let Some(proposal) = now.cheaper_tls() {
        print!("{}", proposal.text());
    }
    Ok(ExitCode::SUCCESS)
}
