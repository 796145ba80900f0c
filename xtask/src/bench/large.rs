//! Whole services of other sizes than Personalize, each beside the crate that AWS publishes of it. They are made of a folder
//! of models; the library alone is measured, its dependencies built.

use std::collections::BTreeMap;
use std::path::Path;

use codegen::load::{ModelPaths, load};

use super::compile::{self, DEV};
use super::report::Row;
use super::{progress, rustc};
use crate::Result;
use crate::scratch::Workspace;

const GROUP: &str = "services";

/// A service, and the greatest ratios that are good.
struct Service {
    /// The name of its folder of models, and of AWS's crate behind `aws-sdk-`.
    name: &'static str,
    cpu: f64,
    memory: Option<f64>,
    /// AWS's crate takes minutes and gigabytes: once is enough, and it asks the compiler to put off what nobody calls.
    is_huge: bool,
}

const SERVICES: &[Service] = &[
    Service {
        name: "s3",
        cpu: 0.2,
        memory: None,
        is_huge: false,
    },
    Service {
        name: "dynamodb",
        cpu: 0.2,
        memory: None,
        is_huge: false,
    },
    Service {
        name: "ec2",
        cpu: 0.2,
        memory: Some(0.35),
        is_huge: true,
    },
];

/// Measures the group, or those services of it that are named.
pub fn rows(models: &Path, only: &[String], runs: u32) -> Result<Vec<Row>> {
    let is_chosen = |service: &&Service| only.is_empty() || only.iter().any(|name| name == service.name);
    let chosen: Vec<&Service> = SERVICES.iter().filter(is_chosen).collect();
    if chosen.is_empty() {
        let known: Vec<&str> = SERVICES.iter().map(|service| service.name).collect();
        return Err(format!(
            "no such service is measured\n   = help: name some of {}",
            known.join(", ")
        )
        .into());
    }
    let mut workspace = Workspace::open("bench-services")?;
    for service in &chosen {
        workspace.add(&service.package(), &service.files(models)?)?;
        workspace.add(&service.stand_in(), &service.peer())?;
    }
    let rows = chosen.iter().map(|service| service.rows(&workspace, runs));
    Ok(rows.collect::<Result<Vec<_>>>()?.concat())
}

impl Service {
    fn package(&self) -> String {
        format!("whole-{}", self.name)
    }

    fn stand_in(&self) -> String {
        format!("peer-{}", self.name)
    }

    fn aws(&self) -> String {
        format!("aws-sdk-{}", self.name)
    }

    fn files(&self, models: &Path) -> Result<codegen::Files> {
        progress(&format!("{}: generating the whole of it", self.name));
        let mut paths = ModelPaths::new(models.join(self.name));
        paths.partitions = paths.partitions.or_else(crate::project::partitions);
        let options = codegen::Options::default().package_name(Some(self.package()));
        Ok(codegen::generate(load(&paths)?, &options)?)
    }

    /// A package that does nothing but depend on AWS's crate.
    fn peer(&self) -> codegen::Files {
        let (stand_in, aws) = (self.stand_in(), self.aws());
        let manifest = format!(
            "[package]\nname = \"{stand_in}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n{aws} = \"1\"\n"
        );
        BTreeMap::from([
            ("Cargo.toml".to_owned(), manifest),
            ("src/lib.rs".to_owned(), "//! Nothing.\n".to_owned()),
        ])
    }

    fn rows(&self, workspace: &Workspace, runs: u32) -> Result<Vec<Row>> {
        let (package, aws) = (self.package(), self.aws());
        let runs = if self.is_huge { 1 } else { runs };
        let ours = compile::usage(workspace, &package, DEV, &[], runs)?;
        let theirs = compile::usage(workspace, &aws, DEV, &[], runs)?;
        let mut rows = self.compare("build", ours, theirs);
        if self.is_huge {
            let hinted = compile::usage(workspace, &aws, DEV, rustc::MOSTLY_UNUSED, 1)?;
            rows.extend(self.compare("build, AWS's crate with mostly-unused", ours, hinted));
        }
        let source = compile::count(&workspace.folder(&package).join("src"))?;
        let theirs = compile::count(&compile::source_of(workspace, &aws)?)?;
        let what = format!("{} whole, source lines", self.name);
        rows.push(Row::compare(GROUP, &what, "", source.lines, theirs.lines, None));
        Ok(rows)
    }

    fn compare(&self, how: &str, ours: rustc::Usage, theirs: rustc::Usage) -> Vec<Row> {
        let row = |measure: &str, unit, ours, theirs, target| {
            let what = format!("{} whole, {how}{measure}", self.name);
            Row::compare(GROUP, &what, unit, ours, theirs, target)
        };
        vec![
            row("", "CPU s", ours.cpu, theirs.cpu, Some(self.cpu)),
            row(", memory", "MB", ours.memory, theirs.memory, self.memory),
        ]
    }
}
