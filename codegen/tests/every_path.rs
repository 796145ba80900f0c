//! Every expression that botocore's models have: in paginators, in waiters, in endpoint parameters.

use std::{
    fs,
    path::{Path, PathBuf},
};

use codegen::{
    jmespath::expressions,
    load::{ModelPaths, load},
};

/// Folders that are no models, or that are wrong, each with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("dynamodb/2011-12-05", "it has examples, and no model"),
    (
        "ec2/2015-10-01",
        "`KeyPairExists` expects the boolean true of each element of a boolean, which botocore finds never to match",
    ),
];

fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(of).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Looks at every version of every service in the folder that `BOTOCORE_DATA` names, which is botocore's `data`.
#[test]
fn every_path() {
    let Some(data) = std::env::var_os("BOTOCORE_DATA").map(PathBuf::from) else {
        eprintln!("skipped: BOTOCORE_DATA names no folder of botocore's models");
        return;
    };
    let mut complaints = Vec::new();
    let mut looked_at = 0;
    for version in folders(&data).iter().flat_map(|service| folders(service)) {
        let name = version.strip_prefix(&data).unwrap();
        let is_excepted = EXCEPTIONS.iter().any(|(excepted, _)| name == Path::new(excepted));
        match load(&ModelPaths::new(&version)) {
            Err(_) if is_excepted => {}
            Err(error) => complaints.push(error.to_string()),
            Ok(_) if is_excepted => complaints.push(format!("{}: is no exception any more", name.display())),
            Ok(service) => {
                looked_at += service.operations.len();
                let problems = service.operations.iter().map(|it| expressions::problems(&service, it));
                complaints.extend(problems.flatten().map(|error| error.to_string()));
            }
        }
    }
    eprintln!("looked at {looked_at} operations");
    assert!(looked_at > 0);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
