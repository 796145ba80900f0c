//! Which changes concern a workspace: its sources are scanned for what changed. A scan knows no types, so a place that could be
//! a use counts as one.

mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use codegen::diff::{Report, Use};
use codegen::plan::Crate;

use crate::Result;
use crate::app::graph::Graph;
use crate::app::needs::{shown, vocabulary};
use crate::scan::words::{Role, Words};
use crate::scan::{Mentions, Place, Vocabulary, scan, sources};
use terms::{Terms, Touch};

/// How uses are told, for the help of commands.
pub const HELP: &str = "\
Uses: with `--used-by PATH` (in an application: its own workspace) each change says whether that code touches it, and where. The \
scan reads tokens and knows no types, so a place that could be a use is one: an operation counts where its method, its module or \
one of its types is named; a member where an accessor, a setter or a field of its name stands, a variant where its name or its \
value stands, if an operation that brings the type is called or the type is named anywhere; what changes for whoever does not \
set a member counts where its operation or its type is named; what concerns the client counts wherever it is used. Code that \
depends on the crate through other packages is scanned, too; names that only macros or build scripts make up are not seen.";

/// The most places that one change lists.
const MOST_PLACES: usize = 50;

/// A workspace whose sources are scanned, or a folder of sources that belongs to none.
pub struct Workspace {
    /// The name of the workspace or folder in reports.
    label: String,
    kind: Kind,
}

enum Kind {
    Graph(Box<Graph>),
    Folder(PathBuf),
}

impl Workspace {
    /// The workspace of a folder or a manifest; the sources of a folder without a manifest.
    ///
    /// # Errors
    ///
    /// It is not there, or cargo cannot tell what it depends on.
    pub fn open(path: &Path) -> Result<Self> {
        let label = path.display().to_string();
        let manifest = match path.is_dir() {
            true => path.join("Cargo.toml"),
            false => path.to_owned(),
        };
        let kind = match (manifest.is_file(), path.is_dir()) {
            (true, _) => Kind::Graph(Box::new(Graph::read(Some(&manifest))?)),
            (false, true) => Kind::Folder(path.to_owned()),
            (false, false) => {
                let help = "name the folder of a workspace, its Cargo.toml, or a folder of sources";
                return Err(format!("{label}: there is neither a folder nor a manifest\n   = help: {help}").into());
            }
        };
        Ok(Self { label, kind })
    }

    /// The folder that the paths of its sources are below.
    pub fn root(&self) -> &Path {
        match &self.kind {
            Kind::Graph(graph) => &graph.root,
            Kind::Folder(folder) => folder,
        }
    }

    /// Has reports call it by this name.
    pub fn called(self, label: &str) -> Self {
        Self {
            label: label.to_owned(),
            ..self
        }
    }

    /// The sources that could use a crate: their path as their user knows it, and where they are. None where nothing depends
    /// on a package of these names or in this folder.
    fn sources(&self, names: &[String], folder: Option<&Path>) -> Option<Vec<(PathBuf, PathBuf)>> {
        match &self.kind {
            Kind::Graph(graph) => {
                let mut files = Vec::new();
                for (package, is_member) in graph.users(names, folder)? {
                    let sources = sources::files(package, is_member).into_iter();
                    files.extend(sources.map(|file| (shown(graph, package, &file), file)));
                }
                Some(files)
            }
            Kind::Folder(folder) => {
                let files = sources::below(folder).into_iter();
                Some(
                    files
                        .map(|file| (file.strip_prefix(folder).unwrap_or(&file).to_owned(), file))
                        .collect(),
                )
            }
        }
    }

    /// Looks the changes of a crate up in the workspace. The crate is known by its names and its folder.
    pub fn look_up(&self, report: &mut Report, plans: (&Crate, &Crate), names: &[String], folder: Option<&Path>) {
        report.used_by = Some(self.label.clone());
        let Some(files) = self.sources(names, folder) else {
            let name = names.first().map_or("the crate", String::as_str);
            report
                .notices
                .push(format!("nothing in {} depends on {name}", self.label));
            report
                .changes
                .iter_mut()
                .for_each(|change| change.uses = Some(Vec::new()));
            return;
        };
        let touches: Vec<Touch> = {
            let terms = Terms::of(plans.0, plans.1);
            report.changes.iter().map(|change| terms.touch(change)).collect()
        };
        let found = Found::in_files(&files, plans, touches.iter().flat_map(Touch::words).collect());
        for (change, touch) in report.changes.iter_mut().zip(&touches) {
            change.uses = Some(found.uses(touch, &change.operations));
        }
    }
}

/// The uses of a crate in sources.
struct Found {
    /// Mentions of operations, by the method of each.
    operations: BTreeMap<String, BTreeSet<Place>>,
    words: Words,
}

impl Found {
    fn in_files(files: &[(PathBuf, PathBuf)], (old, new): (&Crate, &Crate), wanted: BTreeSet<String>) -> Self {
        let (mut vocabulary, newer) = (vocabulary(old), vocabulary(new));
        vocabulary.operations.extend(newer.operations);
        vocabulary.waiters.extend(newer.waiters);
        vocabulary.operation_types.extend(newer.operation_types);
        vocabulary.types.extend(newer.types);
        vocabulary
            .operation_types
            .retain(|name, _| !vocabulary.types.contains(name));
        let (mut mentions, mut words) = (Mentions::default(), Words::default());
        for (shown, file) in files {
            let Ok(bytes) = fs::read(file) else { continue };
            let source = String::from_utf8_lossy(&bytes);
            mentions.extend(scan(shown, &source, &vocabulary));
            words.read(shown, &source, &wanted);
        }
        Self {
            operations: by_method(&vocabulary, mentions),
            words,
        }
    }

    /// The places that touch a change.
    fn uses(&self, touch: &Touch, operations: &[String]) -> Vec<Use> {
        let calls = |methods: &[String]| -> BTreeSet<&Place> {
            let bare = methods.iter().map(|it| it.trim_start_matches("r#"));
            bare.filter_map(|method| self.operations.get(method))
                .flatten()
                .collect()
        };
        let named = |word: &str| self.words.places(word, &[Role::Method, Role::Name]).next().is_some();
        let is_reached =
            operations.is_empty() || !calls(operations).is_empty() || touch.owners.iter().any(|it| named(it));
        let mut places = BTreeSet::new();
        if is_reached {
            for term in &touch.terms {
                places.extend(self.words.places(&term.word, term.roles));
            }
        }
        if touch.calls {
            places.extend(calls(operations));
        }
        if touch.anywhere {
            places.extend(self.operations.values().flatten());
        }
        let uses = places.into_iter().map(|place| Use {
            file: place.file.clone(),
            line: place.line,
            text: place.text.clone(),
        });
        uses.take(MOST_PLACES).collect()
    }
}

/// Mentions of operations, by the method of each.
fn by_method(vocabulary: &Vocabulary, mut mentions: Mentions) -> BTreeMap<String, BTreeSet<Place>> {
    let methods = vocabulary.operations.iter();
    methods
        .filter_map(|(method, operation)| Some((method.clone(), mentions.operations.remove(operation)?)))
        .collect()
}
