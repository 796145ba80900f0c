//! The operations that an application needs of a service: those that its code, and the code that it depends on, may
//! call, each with the places; and those that bring a type which the code names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use codegen::ir::{Operation, ShapeId};
use codegen::load::{ModelPaths, load};
use codegen::plan::Crate;

use super::graph::{AwsCrate, Graph};
use crate::Result;
use crate::scan::{Mentions, Place, Vocabulary, hands_types_on, scan, sources};

/// A whole service, with the names of all items in its crate.
pub struct Service {
    plan: Crate,
}

/// The operations that are needed, by their name in the model, each with the reasons.
pub type Needs = BTreeMap<String, BTreeSet<Reason>>;

/// The reason why an operation is needed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The code at this place mentions it.
    Mentioned(Place),
    /// The code at this place mentions a type that the operation brings.
    Type(Place),
    /// No operation is called, and a client has at least one.
    Smallest,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mentioned(place) => write!(f, "{place}"),
            Self::Type(place) => write!(f, "types::{} in {place}", place.text),
            Self::Smallest => f.write_str("the smallest: nothing calls any, and a client has one"),
        }
    }
}

impl Service {
    /// Loads a model whole.
    ///
    /// # Errors
    ///
    /// The model is invalid.
    pub fn load(paths: &ModelPaths) -> Result<Self> {
        let plan = Crate::of(load(paths)?, &codegen::Options::default())?;
        Ok(Self { plan })
    }

    /// The operations of the model.
    pub fn operations(&self) -> &[Operation] {
        &self.plan.service.operations
    }

    /// The operations that patterns choose.
    ///
    /// # Errors
    ///
    /// A pattern matches no operation, or none is chosen.
    pub fn chosen(&self, patterns: &[String]) -> Result<BTreeSet<String>> {
        Ok(codegen::plan::chosen(&self.plan.service, patterns)?
            .into_iter()
            .collect())
    }

    /// The full name of the service.
    pub fn title(&self) -> &str {
        &self.plan.service.title
    }

    /// The names that code may mention when it calls the service.
    pub fn vocabulary(&self) -> Vocabulary {
        vocabulary(&self.plan)
    }

    /// The types that operations bring, each with the operation that brings it first.
    pub fn types_of(&self, operations: &BTreeSet<String>) -> BTreeMap<String, String> {
        let mut types = BTreeMap::new();
        for operation in self.operations().iter().filter(|it| operations.contains(&it.name)) {
            for id in self.reached(operation) {
                types
                    .entry(self.plan.type_name(id).bare().to_owned())
                    .or_insert_with(|| operation.name.clone());
            }
        }
        types
    }

    /// The types of the model that an operation reaches.
    fn reached(&self, operation: &Operation) -> Vec<ShapeId> {
        let mut open: Vec<ShapeId> = operation.errors.clone();
        open.extend(operation.input.iter().chain(&operation.output));
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                open.extend(self.plan.shape(id).kind.references().map(|member| member.target));
            }
        }
        let types: BTreeSet<ShapeId> = self.plan.types().collect();
        seen.intersection(&types).copied().collect()
    }

    /// The operations that these mentions need.
    pub fn needs(&self, mentions: &Mentions) -> Needs {
        let mut needs: Needs = BTreeMap::new();
        for (operation, places) in &mentions.operations {
            let reasons = places.iter().cloned().map(Reason::Mentioned).collect();
            needs.insert(operation.clone(), reasons);
        }
        let mut there = self.types_of(&needs.keys().cloned().collect());
        let missing: Vec<_> = mentions
            .types
            .iter()
            .filter(|(name, _)| !there.contains_key(*name))
            .collect();
        let by_size = self.by_size(missing.is_empty() && !needs.is_empty());
        for (name, places) in missing {
            let brings = |(_, types): &&(&Operation, BTreeSet<String>)| types.contains(name);
            if let Some((operation, types)) = by_size.iter().find(brings)
                && !there.contains_key(name)
            {
                let reasons = needs.entry(operation.name.clone()).or_default();
                reasons.extend(places.iter().cloned().map(Reason::Type));
                there.extend(types.iter().map(|name| (name.clone(), operation.name.clone())));
            }
        }
        if let (true, Some((operation, _))) = (needs.is_empty(), by_size.first()) {
            needs.insert(operation.name.clone(), [Reason::Smallest].into());
        }
        needs
    }

    /// The operations with the types that each reaches, the smallest first; none where the caller does not need them.
    fn by_size(&self, is_not_needed: bool) -> Vec<(&Operation, BTreeSet<String>)> {
        if is_not_needed {
            return Vec::new();
        }
        let name = |id: ShapeId| self.plan.type_name(id).bare().to_owned();
        let all = self.operations().iter().map(|operation| {
            let types: BTreeSet<String> = self.reached(operation).into_iter().map(name).collect();
            (operation, types)
        });
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(operation, types)| (types.len(), operation.name.clone()));
        all
    }
}

/// The names that code which uses a crate may mention.
pub fn vocabulary(plan: &Crate) -> Vocabulary {
    let mut words = Vocabulary::default();
    for operation in &plan.service.operations {
        let names = plan.operation_names(operation);
        words
            .operations
            .insert(names.module.bare().to_owned(), operation.name.clone());
        for end in [
            "Input",
            "Output",
            "Error",
            "FluentBuilder",
            "InputBuilder",
            "OutputBuilder",
        ] {
            words
                .operation_types
                .insert(format!("{}{end}", names.base), operation.name.clone());
        }
        if let Some(paginator) = plan.paginator(operation) {
            let items = paginator.items.as_ref().map(|items| items.name.clone());
            for name in [Some(paginator.name.clone()), items].into_iter().flatten() {
                words.operation_types.insert(name, operation.name.clone());
            }
        }
        for waiter in plan.waiters_of(operation) {
            words.waiters.insert(waiter.method.clone(), operation.name.clone());
        }
    }
    words.types = plan.types().map(|id| plan.type_name(id).bare().to_owned()).collect();
    let errors = plan.service.operations.iter().flat_map(|it| &it.errors);
    words.errors = errors.map(|id| plan.type_name(*id).bare().to_owned()).collect();
    // A type of the model may be called as one of an operation's; then it is the model's.
    words.operation_types.retain(|name, _| !words.types.contains(name));
    words
}

/// Scans everything that could call one of AWS's crates.
pub fn mentions(graph: &Graph, of: &AwsCrate, mut words: Vocabulary) -> Mentions {
    let mut texts: Vec<(PathBuf, String)> = Vec::new();
    for (package, is_member) in graph.callers(of) {
        for file in sources::files(package, is_member) {
            let Ok(bytes) = fs::read(&file) else { continue };
            texts.push((
                shown(graph, package, &file),
                String::from_utf8_lossy(&bytes).into_owned(),
            ));
        }
    }
    words.has_types_handed_on = texts.iter().any(|(_, text)| hands_types_on(text));
    let mut mentions = Mentions::default();
    for (file, text) in &texts {
        mentions.extend(scan(file, text, &words));
    }
    mentions
}

/// The path of a file as its user knows it: below the workspace, or below the package that cargo has unpacked.
pub fn shown(graph: &Graph, package: &cargo_metadata::Package, file: &Path) -> PathBuf {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if let Ok(path) = file.strip_prefix(real(&graph.root)) {
        return path.to_owned();
    }
    let manifest = package.manifest_path.as_std_path();
    let home = real(manifest.parent().unwrap_or(manifest));
    match file.strip_prefix(home) {
        Ok(path) => Path::new(&format!("{}-{}", package.name, package.version)).join(path),
        Err(_) => file.to_owned(),
    }
}
