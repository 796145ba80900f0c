//! Every service of botocore has a plan, that is names, types and fields; a sample of them has files, too.

use std::{
    fs,
    path::{Path, PathBuf},
};

use codegen::{
    Options,
    load::{ModelPaths, load},
    plan::Crate,
};
use rayon::prelude::*;

/// One service in so many is emitted: all of them take minutes, which `cargo xtask services` is for.
const SAMPLE: usize = 40;

/// The folders of the services, in the order of their names.
fn services(data: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
    let mut services: Vec<PathBuf> = entries
        .filter(|path| path.is_dir() && !path.ends_with("__pycache__"))
        .collect();
    services.sort();
    services
}

/// The error of a service; `None` where its crate can be generated.
fn complaint(folder: &Path, is_emitted: bool) -> Option<String> {
    let made = load(&ModelPaths::new(folder)).and_then(|service| match is_emitted {
        true => codegen::generate(service, &Options::default()).map(drop),
        false => Crate::of(service, &Options::default()).map(drop),
    });
    made.err().map(|error| error.to_string())
}

/// Looks at the newest version of every service in the folder that `BOTOCORE_DATA` names, which is botocore's `data`.
#[test]
fn every_service_can_be_planned_and_a_sample_of_them_emitted() {
    let Some(data) = std::env::var_os("BOTOCORE_DATA").map(PathBuf::from) else {
        eprintln!("skipped: BOTOCORE_DATA names no folder of botocore's models");
        return;
    };
    let services = services(&data);
    let complaints: Vec<String> = services
        .par_iter()
        .enumerate()
        .filter_map(|(position, folder)| complaint(folder, position % SAMPLE == 0))
        .collect();
    eprintln!("looked at {} services", services.len());
    assert!(services.len() > 400);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
