//! The models that are mutated: those of this repository, and some of those that the environment names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use serde_json::Value;

use super::case::{Form, SMITHY};
use crate::Result;

/// How many models of each of the folders that the environment names.
const SAMPLE: usize = 12;

/// The size above which models are cut to some of their operations, so that a case takes milliseconds.
const LARGE: usize = 150_000;

/// How many operations are left then.
const KEPT: usize = 3;

/// A model to be mutated.
#[derive(Clone)]
pub struct Seed {
    /// Where it is from.
    pub name: String,
    /// Its form.
    pub form: Form,
    /// Its files.
    pub files: BTreeMap<String, Value>,
}

/// All models, in an order of their own.
///
/// # Errors
///
/// A folder cannot be read.
pub fn read(root: &Path, seed: u64) -> Result<Vec<Seed>> {
    let mut found = Vec::new();
    for folder in folders(&root.join("tests/fixtures"))? {
        found.extend(model(&folder.join("model"))?);
        found.extend(model(&folder.join(SMITHY))?);
    }
    for file in folders(&root.join("tests/cases"))? {
        found.extend(model(&file)?);
    }
    for service in folders(&root.join("model"))? {
        for version in folders(&service)? {
            found.extend(model(&version)?);
        }
    }
    for folder in ["tests/idl-cases", "tests/examples/weather/model"] {
        found.extend(idl(&root.join(folder))?);
    }
    let mut rng = Rng::with_seed(seed);
    for path in from_environment(&mut rng)? {
        found.extend(model(&path)?);
    }
    for seed in &mut found {
        cut(seed, &mut rng);
    }
    Ok(found)
}

/// The entries of a folder, in order; none where it is not a folder.
fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

/// Some of the models that the environment names.
fn from_environment(rng: &mut Rng) -> Result<Vec<PathBuf>> {
    let folder = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
    let mut found = Vec::new();
    if let Some(data) = folder("BOTOCORE_DATA") {
        let mut services = folders(&data)?;
        rng.shuffle(&mut services);
        for service in services {
            // The newest version is the last.
            found.extend(folders(&service)?.pop());
            if found.len() == SAMPLE {
                break;
            }
        }
    }
    if let Some(data) = folder("CONFORMANCE_DATA") {
        found.extend(folders(&data.join("models/smithy"))?);
        found.extend(folders(&data.join("reports"))?);
    }
    Ok(found)
}

/// The model at a path, if there is one.
fn model(path: &Path) -> Result<Option<Seed>> {
    let name = path.display().to_string();
    if path.extension().is_some_and(|it| it == "json") {
        let Some(value) = json(path)? else { return Ok(None) };
        let files = [(SMITHY.to_owned(), value)].into();
        let form = Form::Smithy;
        return Ok(Some(Seed { name, form, files }));
    }
    let mut files = BTreeMap::new();
    for file in folders(path)? {
        let file_name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file_name = file_name.trim_end_matches(".gz").to_owned();
        let is_known = ["service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1"]
            .iter()
            .any(|known| file_name.starts_with(known));
        if is_known && let Some(value) = json(&file)? {
            files.insert(file_name, value);
        }
    }
    let form = Form::Botocore;
    Ok(files
        .contains_key("service-2.json")
        .then_some(Seed { name, form, files }))
}

/// The model of a folder of files of Smithy's own language, whose texts are strings; none where there is none.
fn idl(folder: &Path) -> Result<Option<Seed>> {
    let mut files = BTreeMap::new();
    for file in folders(folder)? {
        if file.extension().is_some_and(|it| it == "smithy") {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.insert(name, Value::String(fs::read_to_string(&file)?));
        }
    }
    Ok((!files.is_empty()).then(|| Seed {
        name: folder.display().to_string(),
        form: Form::Idl,
        files,
    }))
}

/// The JSON of a file, zipped or not; none where it is not JSON, as in inputs that were kept because they are not.
fn json(path: &Path) -> Result<Option<Value>> {
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let bytes = match path.extension().is_some_and(|it| it == "gz") {
        true => {
            let mut unzipped = Vec::new();
            flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut unzipped)?;
            unzipped
        }
        false => bytes,
    };
    Ok(serde_json::from_slice(&bytes).ok())
}

/// Leaves a large model with some operations, and with what they reach.
fn cut(seed: &mut Seed, rng: &mut Rng) {
    let size: usize = seed.files.values().map(|value| value.to_string().len()).sum();
    if size < LARGE {
        return;
    }
    match seed.form {
        Form::Botocore => cut_botocore(seed, rng),
        Form::Smithy => cut_smithy(seed, rng),
        Form::Idl => {}
    }
}

fn cut_botocore(seed: &mut Seed, rng: &mut Rng) {
    let mut operations = BTreeSet::new();
    if let Some(model) = seed.files.get_mut("service-2.json") {
        operations = some_of(
            rng,
            model["operations"]
                .as_object()
                .into_iter()
                .flat_map(serde_json::Map::keys),
        );
        keep(&mut model["operations"], |name| operations.contains(name));
        let reached = reached(&model["operations"], &model["shapes"], "shape");
        keep(&mut model["shapes"], |name| reached.contains(name));
        without_documentation(model);
    }
    for (file, key) in [("paginators-1.json", "pagination"), ("waiters-2.json", "waiters")] {
        if let Some(model) = seed.files.get_mut(file)
            && let Some(waiters) = model[key].as_object_mut()
        {
            waiters.retain(|name, it| {
                operations.contains(name) || it["operation"].as_str().is_some_and(|it| operations.contains(it))
            });
        }
    }
}

fn cut_smithy(seed: &mut Seed, rng: &mut Rng) {
    let Some(model) = seed.files.get_mut(SMITHY) else {
        return;
    };
    let of_type = |model: &Value, wanted: &str| -> Vec<String> {
        let shapes = model["shapes"].as_object().into_iter().flatten();
        let is_it = |(_, shape): &(&String, &Value)| shape["type"] == wanted;
        shapes.filter(is_it).map(|(name, _)| name.clone()).collect()
    };
    let operations = some_of(rng, of_type(model, "operation").iter());
    let services = of_type(model, "service");
    for service in &services {
        let targets = operations.iter().map(|name| serde_json::json!({ "target": name }));
        model["shapes"][service]["operations"] = targets.collect();
        if let Some(service) = model["shapes"][service].as_object_mut() {
            service.remove("resources");
        }
    }
    let mut start = serde_json::Map::new();
    for service in services {
        start.insert(service.clone(), model["shapes"][&service].clone());
    }
    let mut reached = reached(&start.clone().into(), &model["shapes"], "target");
    reached.extend(start.keys().cloned());
    keep(&mut model["shapes"], |name| reached.contains(name));
    without_documentation(model);
}

fn some_of<'a>(rng: &mut Rng, names: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let mut names: Vec<String> = names.cloned().collect();
    rng.shuffle(&mut names);
    names.truncate(KEPT);
    names.into_iter().collect()
}

fn keep(object: &mut Value, is_kept: impl Fn(&str) -> bool) {
    if let Some(object) = object.as_object_mut() {
        object.retain(|name, _| is_kept(name));
    }
}

/// The names of the shapes that are reached from a value by references under a key.
fn reached(from: &Value, shapes: &Value, key: &str) -> BTreeSet<String> {
    let (mut found, mut open) = (BTreeSet::new(), Vec::new());
    references(from, key, &mut open);
    while let Some(name) = open.pop() {
        if let Some(shape) = shapes.get(&name)
            && found.insert(name)
        {
            references(shape, key, &mut open);
        }
    }
    found
}

fn references(value: &Value, key: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_str() {
                    Some(target) if name == key => found.push(target.to_owned()),
                    _ => references(value, key, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, key, found)),
        _ => {}
    }
}

fn without_documentation(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, value| !(value.is_string() && name.ends_with("documentation")));
            members.values_mut().for_each(without_documentation);
        }
        Value::Array(items) => items.iter_mut().for_each(without_documentation),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_has_models_of_both_forms_and_a_large_one_is_cut_and_still_a_model() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let seeds = read(&root, 1).expect("the fixtures are there");
        for form in [Form::Botocore, Form::Smithy] {
            let of_form = seeds.iter().filter(|seed| seed.form == form).count();
            assert!(of_form > 10, "{of_form} of {form:?}");
        }
        let personalize = seeds.iter().find(|seed| seed.name.ends_with("personalize/2018-05-22"));
        let model = &personalize.expect("it is vendored").files["service-2.json"];
        let operations = model["operations"].as_object().map(serde_json::Map::len);
        assert_eq!(operations, Some(KEPT));
        let mut named = Vec::new();
        references(model, "shape", &mut named);
        let missing: Vec<&String> = named
            .iter()
            .filter(|name| model["shapes"].get(name).is_none())
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
