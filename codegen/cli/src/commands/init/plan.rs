//! The plan of `init`: all changes, before any is made.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::load::load;
use similar::TextDiff;

use crate::Result;
use crate::app::catalog::Catalog;
use crate::app::config::{HEADER, Line, Text};
use crate::app::graph::{AwsCrate, Graph, Source};
use crate::app::needs::{Needs, Reason, Service, mentions};
use crate::app::patch::{self, Patch};
use crate::app::vendor;
use crate::crate_dir;
use crate::disk::{At, slashes};
use crate::lock::{LOCK, Lock};
use crate::model::side;
use crate::project::{self, APP_CONFIG, CrateConfig, Project};
use crate::say::Say;
use crate::support_crate;
use crate::transaction::Files;

/// All changes.
pub struct Plan {
    /// The files, by their path below the workspace.
    pub files: Files,
    /// The crates, as rows of the final table.
    pub rows: Vec<Row>,
    /// The folder that crates and models are in.
    pub sdk: String,
    root: PathBuf,
}

/// A crate that is cut.
pub struct Row {
    /// The name of the package.
    pub package: String,
    /// The number of its operations, and of the service's.
    pub operations: (usize, usize),
    /// The number of its lines of code.
    pub lines: usize,
    /// The folder of AWS's crate, where cargo has it unpacked.
    pub instead_of: Option<PathBuf>,
}

/// A crate in preparation: its model, vendored or still to be vendored.
struct Crate<'a> {
    aws: &'a AwsCrate,
    service: Service,
    paths: codegen::load::ModelPaths,
    /// Keeps the files of a new model until they are vendored.
    _model: Option<side::Model>,
}

/// The texts that change, and the lock of the models.
struct Draft {
    config: Text,
    manifest: String,
    lock: Lock,
    models: PathBuf,
}

impl Plan {
    /// Finds the needed operations, and generates the crates.
    ///
    /// # Errors
    ///
    /// A model is invalid, or a file of the user's is in the way.
    pub fn of(
        graph: &Graph,
        crates: &[AwsCrate],
        project: Option<&Project>,
        mut catalog: Option<&mut Catalog>,
        sdk: &str,
        say: Say,
    ) -> Result<Self> {
        let mut plan = Self {
            files: Files::new(),
            rows: Vec::new(),
            sdk: sdk_of(project, sdk),
            root: graph.root.clone(),
        };
        let mut draft = plan.draft()?;
        let mut taken = Vec::new();
        for aws in crates {
            let known = project.into_iter().flat_map(|project| &project.crates);
            let known = known.into_iter().find(|it| it.package.as_deref() == Some(&aws.name));
            let one = match (known, catalog.as_deref_mut()) {
                (Some(it), _) => Some(known_crate(aws, it, project)?),
                (None, Some(catalog)) => plan.new_crate(aws, catalog, &mut draft, say)?,
                (None, None) => None,
            };
            let Some(one) = one else { continue };
            say.progress(format_args!("looking for what calls {}", one.aws.name));
            let needs = one.service.needs(&mentions(graph, one.aws, one.service.vocabulary()));
            plan.configure(&one, &needs, known, &mut draft)?;
            taken.push(one);
        }
        if taken.is_empty() && project.is_none() {
            return Ok(plan);
        }
        let config = draft.config.text();
        let project = Project::parse(&graph.root, APP_CONFIG, &config)?;
        for one in &taken {
            say.progress(format_args!("generating {}", one.aws.name));
            plan.generate(&project, one)?;
        }
        if !taken.is_empty() {
            let shared = support_crate::files(&project, &plan.files)?;
            plan.put(&project.shared(), &shared)?;
        }
        plan.set(APP_CONFIG.into(), config.into_bytes());
        let manifest = patch::exclude(&draft.manifest, &graph.root.join("Cargo.toml"), &plan.sdk)?;
        plan.set("Cargo.toml".into(), manifest.into_bytes());
        if !draft.lock.file.is_empty() {
            plan.set(draft.models.join(LOCK), draft.lock.text()?.into_bytes());
        }
        Ok(plan)
    }

    /// The packages that are cut.
    pub fn packages(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| row.package.as_str())
    }

    /// The current texts.
    fn draft(&self) -> Result<Draft> {
        let (file, manifest) = (self.root.join(APP_CONFIG), self.root.join("Cargo.toml"));
        let config = match file.is_file() {
            true => fs::read_to_string(&file).at(&file)?,
            false => format!("{HEADER}support = \"{}/sdk-tailor-support\"\n", self.sdk),
        };
        let models = Path::new(&self.sdk).join("models");
        Ok(Draft {
            config: Text::parse(&config, &file)?,
            manifest: fs::read_to_string(&manifest).at(&manifest)?,
            lock: match self.root.join(&models).join(LOCK).is_file() {
                true => Lock::read(&self.root.join(&models))?,
                false => Lock::default(),
            },
            models,
        })
    }

    /// Vendors the model of a crate that is not cut yet. Where there is none, AWS's crate stays, and the user is told
    /// why.
    fn new_crate<'a>(
        &mut self,
        aws: &'a AwsCrate,
        catalog: &mut Catalog,
        draft: &mut Draft,
        say: Say,
    ) -> Result<Option<Crate<'a>>> {
        let Some(model) = catalog.model(aws.service())? else {
            say.note(format_args!(
                "{} stays: {} has no model of it",
                aws.name,
                catalog.label()
            ));
            return Ok(None);
        };
        let mut all = catalog.common()?;
        all.extend(model.files.iter().cloned());
        let unpacked = side::unpack(&all)?;
        let path = unpacked.root().join(&model.path);
        let paths = project::paths(&path, None, None);
        let service = match Service::load(&paths) {
            Ok(service) => service,
            Err(error) => {
                say.note(format_args!("{} stays as it is: {error}", aws.name));
                return Ok(None);
            }
        };
        vendor::vendor(catalog, &model, &draft.models, &mut draft.lock, &mut self.files)?;
        let features: Vec<String> = aws.features.iter().map(|feature| format!("{feature:?}")).collect();
        let lines = format!(
            "package = \"{}\"\nversion = \"{}\"\nmodel = \"{}/{}\"\npath = \"{}/{}\"\n# AWS's crate has these: lists of features \
             that name them resolve.\nfeatures = [{}]\n",
            aws.name,
            aws.version,
            slashes(&draft.models),
            slashes(&model.path),
            self.sdk,
            aws.name,
            features.join(", ")
        );
        draft.config.add_crate(&lines, &[])?;
        if let Source::Patchable(source) = &aws.source {
            let patch = Patch {
                source: source.clone(),
                name: aws.name.clone(),
                path: format!("{}/{}", self.sdk, aws.name),
            };
            draft.manifest = patch::add(&draft.manifest, &self.root.join("Cargo.toml"), &[patch])?;
        }
        Ok(Some(Crate {
            aws,
            service,
            paths,
            _model: Some(unpacked),
        }))
    }

    /// Adds the needed operations to the configured ones.
    fn configure(
        &mut self,
        one: &Crate<'_>,
        needs: &Needs,
        known: Option<&CrateConfig>,
        draft: &mut Draft,
    ) -> Result<()> {
        let named = match known {
            Some(it) if it.operations.is_empty() => return Ok(()),
            Some(it) => one.service.chosen(&it.operations)?,
            None => BTreeSet::new(),
        };
        let mut lines = draft.config.operations(&one.aws.name);
        let missing = needs.iter().filter(|(operation, _)| !named.contains(*operation));
        for (operation, reasons) in missing {
            // A call says more than an import.
            let is_call = |reason: &&Reason| matches!(reason, Reason::Mentioned(place) if place.text.ends_with("()"));
            let reason = reasons.iter().find(is_call).or(reasons.first());
            lines.push(Line::new(
                operation,
                reason.map(ToString::to_string).unwrap_or_default(),
            ));
        }
        draft.config.set_operations(&one.aws.name, &lines)
    }

    fn generate(&mut self, project: &Project, one: &Crate<'_>) -> Result<()> {
        let mut crates = project.crates.iter();
        let Some(it) = crates.find(|it| it.package.as_deref() == Some(&one.aws.name)) else {
            return Ok(());
        };
        let files = project.generate(it, load(&one.paths)?, None)?;
        self.rows.push(Row {
            package: one.aws.name.clone(),
            operations: (
                one.service.chosen(&it.operations)?.len(),
                one.service.operations().len(),
            ),
            lines: files
                .iter()
                .filter(|(path, _)| path.ends_with(".rs"))
                .map(|(_, text)| text.lines().count())
                .sum(),
            instead_of: (one.aws.source != Source::Ours).then(|| one.aws.folder.clone()),
        });
        self.put(&project.root.join(&it.path), &files)
    }

    /// Adds the changes to a crate's folder that these files make.
    fn put(&mut self, folder: &Path, files: &codegen::Files) -> Result<()> {
        let changes = crate_dir::compare(folder, files)?;
        let below = folder.strip_prefix(&self.root).unwrap_or(folder);
        self.files.extend(changes.files(below));
        Ok(())
    }

    fn set(&mut self, path: PathBuf, bytes: Vec<u8>) {
        if fs::read(self.root.join(&path)).ok().as_deref() != Some(&bytes[..]) {
            self.files.insert(path, Some(bytes));
        }
    }

    /// Shows the changes: the user's files as a diff, and the number of generated and vendored files.
    pub fn show(&self) {
        let is_text = |path: &Path| path.components().count() == 1;
        for (path, bytes) in self.files.iter().filter(|(path, _)| is_text(path)) {
            let old = fs::read_to_string(self.root.join(path)).unwrap_or_default();
            let new = bytes.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
            let (from, to) = (format!("a/{}", path.display()), format!("b/{}", path.display()));
            print!(
                "{}",
                TextDiff::from_lines(&*old, &*new).unified_diff().header(&from, &to)
            );
        }
        let parts = self.files.iter().filter(|(path, _)| !is_text(path));
        let part = |path: &Path| {
            path.components()
                .take(Path::new(&self.sdk).components().count() + 1)
                .collect::<PathBuf>()
        };
        let folders: BTreeSet<PathBuf> = parts.clone().map(|(path, _)| part(path)).collect();
        for folder in folders {
            let count = |is_kept: bool| {
                parts
                    .clone()
                    .filter(|(path, bytes)| part(path) == folder && bytes.is_some() == is_kept)
                    .count()
            };
            println!(
                "{}: {} files would be written, {} removed",
                folder.display(),
                count(true),
                count(false)
            );
        }
        if self.files.is_empty() {
            println!("Nothing would be changed.");
        }
    }
}

/// A crate that is cut already.
fn known_crate<'a>(aws: &'a AwsCrate, it: &CrateConfig, project: Option<&Project>) -> Result<Crate<'a>> {
    let project = project.ok_or("there is no configuration")?;
    let paths = project.model(it);
    crate::lock::verify(&paths.directory)?;
    Ok(Crate {
        aws,
        service: Service::load(&paths)?,
        paths,
        _model: None,
    })
}

/// The folder of crates and models: the existing one, or the one that the arguments name.
fn sdk_of(project: Option<&Project>, asked: &str) -> String {
    let support = project
        .and_then(|project| project.support.as_deref())
        .and_then(Path::parent);
    support.map_or(asked.to_owned(), slashes)
}
