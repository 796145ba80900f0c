//! Catalogs of models: a folder with botocore's or Smithy's models, a version of botocore, or a repository of Smithy's
//! models; and the search for the model of a service.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

use super::repository::Repository;
use crate::Result;
use crate::disk::{At, slashes};
use crate::lock::{self, Extracted};
use crate::wheel::{PACKAGE, Pins, Wheel};

/// AWS's partitions, for models that have none.
const PARTITIONS: &str = include_str!("../../../../model/partitions.json");

/// The package that locks record for Smithy's models.
pub const SMITHY_PACKAGE: &str = "api-models-aws";

/// The number of bytes that are read of a model to find the service that it belongs to.
const HEAD: u64 = 1 << 14;

/// The largest size of a model's file.
const MOST_BYTES: u64 = 1 << 28;

/// A source of models, and the models in it.
pub struct Catalog {
    origin: Origin,
    /// The models: the service's name in the names of crates, and its path.
    models: Vec<(String, PathBuf)>,
    /// The package that locks record for its files.
    pub package: String,
    /// The version of that package.
    pub version: String,
}

enum Origin {
    Botocore { data: PathBuf },
    Wheel(Box<Wheel>),
    Smithy(Rc<Repository>),
}

/// A model to vendor.
pub struct Model {
    /// The folder or the file, below that of all models.
    pub path: PathBuf,
    /// Its files.
    pub files: Vec<Extracted>,
}

impl Catalog {
    /// The models of a folder, of either form.
    ///
    /// # Errors
    ///
    /// There are none.
    pub fn of_folder(folder: &Path) -> Result<Self> {
        let layouts = [folder.to_owned(), folder.join("data"), folder.join("botocore/data")];
        for data in layouts {
            let models = botocore_models(&data);
            if !models.is_empty() {
                return Ok(Self {
                    models,
                    package: PACKAGE.to_owned(),
                    version: version_beside(&data).unwrap_or_else(|| "unknown".to_owned()),
                    origin: Origin::Botocore { data },
                });
            }
        }
        let models = smithy_models(folder);
        if models.is_empty() {
            return Err(format!(
                "{} has no models\n   = help: name the folder `data` of botocore, or a folder with files of Smithy's JSON, such \
                 as a clone of api-models-aws",
                folder.display()
            )
            .into());
        }
        let repository = Repository::of_folder(folder);
        Ok(Self {
            models,
            package: SMITHY_PACKAGE.to_owned(),
            version: repository.revision.clone(),
            origin: Origin::Smithy(Rc::new(repository)),
        })
    }

    /// The models of a version of botocore, or of the newest.
    ///
    /// # Errors
    ///
    /// pip cannot fetch it.
    pub fn of_botocore(root: &Path, version: Option<&str>, pins: &Pins) -> Result<Self> {
        let mut wheel = Wheel::fetch(root, version, pins)?;
        let mut models = Vec::new();
        for (service, version) in wheel.services() {
            let name = format!("{PACKAGE}/data/{service}/{version}/service-2.json");
            let head = [format!("{name}.gz"), name]
                .iter()
                .find_map(|name| wheel.head(name, HEAD));
            let id = head.as_deref().and_then(service_id).unwrap_or_else(|| service.clone());
            models.push((normal(&id), Path::new(&service).join(version)));
        }
        Ok(Self {
            models,
            package: PACKAGE.to_owned(),
            version: wheel.version.clone(),
            origin: Origin::Wheel(Box::new(wheel)),
        })
    }

    /// Smithy's models of these services in a repository.
    ///
    /// # Errors
    ///
    /// It has none, or git cannot fetch them.
    pub fn of_repository(repository: Rc<Repository>, names: &[&str]) -> Result<Self> {
        repository.bring(|path| smithy_name(path).is_some_and(|id| names.iter().any(|name| is_service(name, &id))))?;
        let models = smithy_models(&repository.home);
        if models.is_empty() {
            return Err(format!(
                "{} has no model of {}\n   = help: name a repository such as api-models-aws, whose models lie in \
                 `models/NAME/service/VERSION`, or a folder with files of Smithy's JSON",
                repository.place,
                names.join(", ")
            )
            .into());
        }
        Ok(Self {
            models,
            package: SMITHY_PACKAGE.to_owned(),
            version: repository.revision.clone(),
            origin: Origin::Smithy(repository),
        })
    }

    /// The model of a service, by its name in the names of crates; the newest, where there are several.
    pub fn model(&mut self, service: &str) -> Result<Option<Model>> {
        let mut fitting: Vec<&(String, PathBuf)> =
            self.models.iter().filter(|(id, _)| is_service(service, id)).collect();
        // Where one is called just so, it is the one.
        if fitting.iter().any(|(id, _)| id == service) {
            fitting.retain(|(id, _)| id == service);
        }
        let Some(path) = fitting.into_iter().map(|(_, path)| path.clone()).max() else {
            return Ok(None);
        };
        let files = match &mut self.origin {
            Origin::Botocore { data } => read_folder(data, &path)?,
            Origin::Wheel(wheel) => {
                let (name, version) = (path.parent().unwrap_or(&path), path.file_name().unwrap_or_default());
                wheel.service(&name.to_string_lossy(), Some(&version.to_string_lossy()))?
            }
            Origin::Smithy(repository) => {
                let file = repository.home.join(&path);
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let to = format!("{service}/{}", name.trim_end_matches(".gz"));
                return Ok(Some(Model {
                    path: PathBuf::from(&to),
                    files: vec![Extracted {
                        source: slashes(&path),
                        path: to,
                        bytes: unzipped(&file)?,
                    }],
                }));
            }
        };
        Ok(Some(Model { path, files }))
    }

    /// The files that belong to all models: AWS's partitions, and the terms that models come under.
    ///
    /// # Errors
    ///
    /// They cannot be read.
    pub fn common(&mut self) -> Result<Vec<Extracted>> {
        let read = |file: PathBuf, source: &str, path: &str| -> Result<Option<Extracted>> {
            if !file.is_file() {
                return Ok(None);
            }
            let (source, path) = (source.to_owned(), path.to_owned());
            let bytes = unzipped(&file)?;
            Ok(Some(Extracted { source, path, bytes }))
        };
        let mut files = match &mut self.origin {
            Origin::Wheel(wheel) => return wheel.common(),
            Origin::Botocore { data } => vec![read(
                data.join("partitions.json"),
                "botocore/data/partitions.json",
                "partitions.json",
            )?],
            Origin::Smithy(repository) => {
                let names = ["partitions.json", "LICENSE", "NOTICE"];
                let files = names.map(|name| read(repository.home.join(name), name, name));
                files.into_iter().collect::<Result<_>>()?
            }
        };
        if files[0].is_none() {
            files[0] = Some(Extracted {
                source: "sdk-tailor's own".to_owned(),
                path: "partitions.json".to_owned(),
                bytes: PARTITIONS.as_bytes().to_vec(),
            });
        }
        Ok(files.into_iter().flatten().collect())
    }

    /// The package that the files are from, with its hash, where an index gave one.
    pub fn pin(&self) -> Option<lock::Package> {
        match &self.origin {
            Origin::Wheel(wheel) => Some(lock::Package {
                name: PACKAGE.to_owned(),
                version: wheel.version.clone(),
                sha256: wheel.sha256.clone(),
            }),
            Origin::Botocore { .. } | Origin::Smithy(_) => None,
        }
    }

    /// The name and the version of the package, for messages.
    pub fn label(&self) -> String {
        format!("{} {}", self.package, self.version)
    }
}

/// Tells whether the name of a crate is that of a service's id. AWS's names leave out the endings of some ids.
fn is_service(name: &str, id: &str) -> bool {
    let ends = ["", "service", "api", "client"];
    ends.iter().any(|end| id.strip_suffix(end) == Some(name))
}

/// A service's id as the names of crates have it: `Cognito Identity Provider` is `cognitoidentityprovider`.
pub fn normal(id: &str) -> String {
    id.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The newest version of each service in botocore's data folder.
fn botocore_models(data: &Path) -> Vec<(String, PathBuf)> {
    let mut models = Vec::new();
    for service in subfolders(data) {
        let versions = subfolders(&service).into_iter();
        let has_model = |folder: &PathBuf| model_file(folder).is_some();
        let Some(version) = versions.filter(has_model).max() else {
            continue;
        };
        let Some(file) = model_file(&version) else { continue };
        let name = service.file_name().unwrap_or_default().to_string_lossy();
        let id = head(&file)
            .as_deref()
            .and_then(service_id)
            .unwrap_or_else(|| name.to_string());
        if let Ok(path) = version.strip_prefix(data) {
            models.push((normal(&id), path.to_owned()));
        }
    }
    models
}

fn model_file(version: &Path) -> Option<PathBuf> {
    let files = ["service-2.json", "service-2.json.gz"].map(|name| version.join(name));
    files.into_iter().find(|file| file.is_file())
}

/// The value of `serviceId`, which stands near the beginning of a model of botocore's.
fn service_id(head: &str) -> Option<String> {
    let rest = head.split_once("\"serviceId\"")?.1.trim_start().strip_prefix(':')?;
    let rest = rest.trim_start().strip_prefix('"')?;
    Some(rest.split('"').next()?.to_owned())
}

/// The files of Smithy's models in a folder, as deep as api-models-aws has them.
fn smithy_models(folder: &Path) -> Vec<(String, PathBuf)> {
    fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let is_hidden = path
                .file_name()
                .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if path.is_dir() && depth > 0 && !is_hidden {
                walk(&path, depth - 1, found);
            } else if path.is_file() {
                found.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(folder, 5, &mut files);
    let model = |file: PathBuf| Some((smithy_name(&file)?, file.strip_prefix(folder).ok()?.to_owned()));
    let mut models: Vec<(String, PathBuf)> = files.into_iter().filter_map(model).collect();
    models.sort();
    models
}

/// The id of the service that a file of Smithy's is called after: `sso-oidc-2019-06-10.json`, `sso-oidc.json`.
pub fn smithy_name(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let stem = name.strip_suffix(".json").or_else(|| name.strip_suffix(".json.gz"))?;
    let is_date = |end: &str| end.len() == 10 && end.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let at = stem
        .len()
        .checked_sub(10)
        .filter(|at| stem.is_char_boundary(*at) && is_date(&stem[*at..]));
    let is_model = stem != "partitions" && stem != "package";
    is_model.then(|| normal(at.map_or(stem, |at| &stem[..at])))
}

/// All files of one version of a service.
fn read_folder(data: &Path, path: &Path) -> Result<Vec<Extracted>> {
    let folder = data.join(path);
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).at(&folder)? {
        let file = entry.at(&folder)?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if file.is_file() && name.contains(".json") {
            files.push(Extracted {
                source: format!("{PACKAGE}/data/{}/{name}", slashes(path)),
                path: format!("{}/{}", slashes(path), name.trim_end_matches(".gz")),
                bytes: unzipped(&file)?,
            });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The bytes of a file, decompressed if need be, up to the size that a model can have.
fn unzipped(file: &Path) -> Result<Vec<u8>> {
    let raw = File::open(file).at(file)?;
    let mut bytes = Vec::new();
    match file.extension().is_some_and(|end| end == "gz") {
        true => MultiGzDecoder::new(raw)
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
            .at(file)?,
        false => raw.take(MOST_BYTES + 1).read_to_end(&mut bytes).at(file)?,
    };
    if bytes.len() as u64 > MOST_BYTES {
        let why = format!(
            "{} holds more than {MOST_BYTES} bytes, and no model does",
            file.display()
        );
        return Err(format!("{why}\n   = help: name another folder of models").into());
    }
    Ok(bytes)
}

/// The beginning of a file.
fn head(file: &Path) -> Option<String> {
    let raw = File::open(file).ok()?;
    let mut bytes = Vec::new();
    let read = match file.extension().is_some_and(|end| end == "gz") {
        true => MultiGzDecoder::new(raw).take(HEAD).read_to_end(&mut bytes),
        false => raw.take(HEAD).read_to_end(&mut bytes),
    };
    read.ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The version of an installed botocore, from the folder above its data.
fn version_beside(data: &Path) -> Option<String> {
    let text = fs::read_to_string(data.parent()?.join("__init__.py")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("__version__ = "))?;
    Some(line.trim_matches(['\'', '"']).to_owned())
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()));
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_called_after_its_services_id() {
        for (name, id) in [
            ("s3", "S3"),
            ("ssooidc", "SSO OIDC"),
            ("cognitoidentityprovider", "Cognito Identity Provider"),
            ("databasemigration", "Database Migration Service"),
            ("resourcegroupstagging", "Resource Groups Tagging API"),
        ] {
            assert!(is_service(name, &normal(id)), "{name}");
        }
        assert!(!is_service("s3", &normal("S3 Control")));
        assert_eq!(
            smithy_name(Path::new("a/sso-oidc-2019-06-10.json")).as_deref(),
            Some("ssooidc")
        );
        assert_eq!(smithy_name(Path::new("s3.json")).as_deref(), Some("s3"));
        assert_eq!(smithy_name(Path::new("README.md")), None);
    }
}
