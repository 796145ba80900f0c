//! `cargo xtask bench`: what a generated crate costs, beside what AWS's own crate of the same service costs, measured in
//! the same run.
//!
//! One file for one group of rows. What is generated goes below `target/`, as does what cargo makes of it; the folder of the
//! application, some gigabytes, is removed at the end.

mod app;
mod call;
mod chart;
mod compile;
mod consumer;
mod generation;
mod idl;
mod large;
mod process;
mod report;
mod rustc;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::ValueEnum;
use codegen::load::{ModelPaths, load};

use crate::Result;
use report::Row;

/// The crate that AWS publishes of the service that is measured.
const PEER: &str = "aws-sdk-personalize";
/// The version of the peer that the targets were set by.
const PEER_VERSION: &str = "1.124.0";
/// The model that is measured.
const MODEL: &str = "model/personalize/2018-05-22";
/// The operation that stands for a client of one operation.
const OPERATION: &str = "ListDatasets";

const AFTER_HELP: &str = "\
Examples:
  cargo xtask bench                              every row; takes some twenty minutes on two cores
  cargo xtask bench --rows compile --runs 5      the crate alone, the least of five runs
  cargo xtask bench --rows call,generation --json
  cargo xtask bench --rows app,services --models botocore/data --release --chart bench.svg
  cargo xtask bench --from bench.json --rows app --named dev --chart dev.svg
                                                 rows of an earlier run, from what it printed with --json

Exit status: 0 it was measured, whether or not targets are met; 1 something could not be measured.";

/// A group of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// The library alone, its dependencies built: CPU time, memory, size
    Compile,
    /// The generator: its stages, twice the model, and all services of a folder of models where one is named
    Generation,
    /// Calls with the network taken away: time and allocations; with models, also of DynamoDB and S3
    Call,
    /// A program with aws-config and TLS, built from nothing
    Cold,
    /// The same program after a change of one line
    Rebuild,
    /// S3, DynamoDB and EC2 whole, as `compile`: needs models; AWS's crate of EC2 takes minutes and gigabytes
    Services,
    /// The application of tests/app before and after `cargo sdk-tailor init`: needs models
    App,
}

impl Group {
    /// The name that its rows and the command line have for it.
    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    /// True where the group needs a folder of models.
    fn needs_models(self) -> bool {
        match self {
            Self::Services | Self::App => true,
            Self::Compile | Self::Generation | Self::Call | Self::Cold | Self::Rebuild => false,
        }
    }
}

/// Measures a generated crate beside the one that AWS publishes.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The groups of rows to measure; all of them where none is named
    #[arg(long, value_name = "GROUP", value_delimiter = ',')]
    rows: Vec<Group>,
    /// How often each thing is measured; the least counts
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// For `app`, `call`, `services` and `generation`: the folder of models, botocore's `data` or a clone of api-models-aws;
    /// otherwise $BOTOCORE_DATA
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// For `services`: only these of them
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    services: Vec<String>,
    /// For `app`: measure in release, too, with thin LTO and without symbols
    #[arg(long)]
    release: bool,
    /// Draw the rows that compare as a chart in SVG
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// Print the rows as JSON
    #[arg(long)]
    json: bool,
    /// Measure nothing: take the rows that an earlier run printed as JSON
    #[arg(long, value_name = "FILE", conflicts_with_all = ["models", "services", "release"])]
    from: Option<PathBuf>,
    /// For `from`: only rows whose name starts like this
    #[arg(long, value_name = "TEXT", requires = "from")]
    named: Option<String>,
}

/// Runs the task.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let rows = match &arguments.from {
        Some(file) => arguments.chosen(report::read(file)?),
        None => measure(arguments)?,
    };
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
    } else {
        print!("{}", report::table(&rows));
    }
    if let Some(file) = &arguments.chart {
        fs::write(file, chart::svg(&rows)).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Measures the rows that are asked for.
fn measure(arguments: &Arguments) -> Result<Vec<Row>> {
    let models = arguments.models();
    let groups = groups(&arguments.rows, models.is_some());
    if groups.iter().any(|group| group.needs_models()) && models.is_none() {
        return Err(
            "the rows of `app` and `services` need models\n   = help: add `--models botocore/data`, or set BOTOCORE_DATA"
                .into(),
        );
    }
    let mut rows = Vec::new();
    for group in groups {
        let started = Instant::now();
        rows.extend(match group {
            Group::Compile => compile::rows(arguments.runs)?,
            Group::Generation => generation::rows(models.as_deref(), arguments.runs)?,
            Group::Call => call::rows(models.as_deref(), arguments.runs)?,
            Group::Cold => consumer::cold()?,
            Group::Rebuild => consumer::rebuild(arguments.runs)?,
            Group::Services => large::rows(
                models.as_deref().unwrap_or(Path::new("")),
                &arguments.services,
                arguments.runs,
            )?,
            Group::App => app::rows(
                models.as_deref().unwrap_or(Path::new("")),
                arguments.runs,
                arguments.release,
            )?,
        });
        progress(&format!("{group:?} took {} s", started.elapsed().as_secs()));
    }
    Ok(rows)
}

impl Arguments {
    fn models(&self) -> Option<PathBuf> {
        let named = || std::env::var_os("BOTOCORE_DATA").filter(|it| !it.is_empty());
        self.models.clone().or_else(|| named().map(PathBuf::from))
    }

    /// Those of an earlier run's rows that are asked for.
    fn chosen(&self, mut rows: Vec<Row>) -> Vec<Row> {
        let groups: Vec<String> = self.rows.iter().map(|group| group.name()).collect();
        let start = self.named.as_deref().unwrap_or_default();
        rows.retain(|row| (groups.is_empty() || groups.contains(&row.group)) && row.what.starts_with(start));
        rows
    }
}

/// The groups that are asked for; where none is named, those that can be measured.
fn groups(asked: &[Group], has_models: bool) -> Vec<Group> {
    let can = |group: &Group| has_models || !group.needs_models();
    match asked {
        [] => Group::value_variants().iter().copied().filter(can).collect(),
        chosen => chosen.to_vec(),
    }
}

/// Acts as another program, if this one was started in the place of one, to have something measured.
///
/// A witness comes first: the cargo that it runs may have this program for its compiler.
pub fn wrapped() -> Option<Result<ExitCode>> {
    process::wrapped().or_else(rustc::wrapped)
}

/// Says on long work how far it has come.
fn progress(what: &str) {
    eprintln!("bench: {what}");
}

/// The files of our crate of the service, cut to these operations.
fn ours(package: &str, operations: &[&str]) -> Result<codegen::Files> {
    let options = codegen::Options::default()
        .operations(operations.iter().map(ToString::to_string).collect())
        .package_name(Some(package.to_owned()));
    Ok(codegen::generate(load(&ModelPaths::new(Path::new(MODEL)))?, &options)?)
}

/// The least of some measurements.
fn least<T: PartialOrd>(values: impl IntoIterator<Item = T>) -> Option<T> {
    values
        .into_iter()
        .reduce(|least, value| if value < least { value } else { least })
}

/// How many libraries, procedural macros and programs cargo says it compiled, build scripts aside.
fn artifacts(messages: &[u8]) -> usize {
    let lines = messages.split(|byte| *byte == b'\n');
    let messages = lines.filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok());
    let is_crate = |message: &serde_json::Value| {
        message["reason"] == "compiler-artifact" && message["target"]["kind"][0] != "custom-build"
    };
    messages.filter(is_crate).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_application_is_measured_where_it_is_asked_for_or_there_are_models() {
        assert!(!groups(&[], false).contains(&Group::App));
        assert!(groups(&[], false).contains(&Group::Cold));
        assert!(groups(&[], true).contains(&Group::App));
        assert_eq!(groups(&[Group::App], false), [Group::App]);
    }

    #[test]
    fn rows_of_an_earlier_run_are_chosen_by_group_and_name() {
        let row = |group: &str, what: &str| Row::alone(group, what, "s", 1.0, None);
        let rows = vec![
            row("compile", "dev"),
            row("app", "dev, binary"),
            row("app", "release, binary"),
        ];
        let arguments = Arguments {
            rows: vec![Group::App],
            runs: 1,
            models: None,
            services: Vec::new(),
            release: false,
            chart: None,
            json: false,
            from: None,
            named: Some("dev".to_owned()),
        };
        let chosen = arguments.chosen(rows);
        let names: Vec<&str> = chosen.iter().map(|row| row.what.as_str()).collect();
        assert_eq!(names, ["dev, binary"]);
    }

    #[test]
    fn build_scripts_are_no_crates() {
        let messages = br#"{"reason":"compiler-artifact","target":{"kind":["lib"]}}
{"reason":"compiler-artifact","target":{"kind":["custom-build"]}}
{"reason":"build-script-executed"}
{"reason":"compiler-artifact","target":{"kind":["bin"]}}
"#;
        assert_eq!(artifacts(messages), 2);
    }
}
