//! The front end for botocore's JSON: `service-2`, `paginators-1`, `waiters-2`, `endpoint-rule-set-1`.
//!
//! There is one module for each part of the model, with the keys that it reads beside the code that reads them. Changes
//! that botocore makes to models in code are not made here.

mod metadata;
mod operations;
mod paginators;
mod shapes;
mod traits;
mod waiters;

use std::path::{Path, PathBuf};

use super::{
    ModelPaths, Unread, endpoint_rules,
    json::{Document, Keys},
    partitions,
    source::{self, Source},
};
use crate::{
    Result,
    ir::{Origin, Service},
};

// `examples` holds texts for documentation, and moved to a file of its own. That a whole service is
// deprecated concerns no client that is generated for it on purpose.
const TOP: Keys = Keys {
    of: "a service",
    read: &[
        "metadata",
        "operations",
        "shapes",
        "documentation",
        "clientContextParams",
    ],
    left: &["version", "examples", "deprecated", "deprecatedMessage"],
};

/// The files of a model, as far as they exist.
struct Documents {
    model: Document,
    paginators: Option<Document>,
    waiters: Option<Document>,
    endpoint_rules: Option<Document>,
    partitions: Option<Document>,
}

/// Reads a model.
pub(super) fn load(paths: &ModelPaths) -> Result<(Service, Vec<Unread>)> {
    let documents = Documents::read(paths)?;
    let service = documents.lower()?;
    partitions::check(&service)?;
    Ok((service, documents.into_unread()))
}

impl Documents {
    fn read(paths: &ModelPaths) -> Result<Self> {
        let source = Source::open(&paths.directory)?;
        Ok(Self {
            model: source.model()?,
            paginators: source.optional("paginators-1")?,
            waiters: source.optional("waiters-2")?,
            endpoint_rules: source.optional("endpoint-rule-set-1")?,
            partitions: paths.partitions.as_deref().map(source::read).transpose()?,
        })
    }

    fn lower(&self) -> Result<Service> {
        let mut service = service(&self.model)?;
        if let Some(document) = &self.paginators {
            paginators::attach(document, &mut service.operations)?;
        }
        if let Some(document) = &self.waiters {
            waiters::attach(document, &mut service.operations)?;
        }
        if let Some(document) = &self.endpoint_rules {
            service.endpoint_rules = Some(endpoint_rules::lower(document.root())?);
        }
        if let Some(document) = &self.partitions {
            service.partitions = partitions::lower(document)?;
        }
        service.origin = self.origin();
        Ok(service)
    }

    fn origin(&self) -> Origin {
        let file = |document: &Option<Document>| -> PathBuf {
            document
                .as_ref()
                .map(Document::file)
                .map(Path::to_owned)
                .unwrap_or_default()
        };
        Origin {
            model: self.model.file().to_owned(),
            paginators: file(&self.paginators),
            waiters: file(&self.waiters),
            endpoint_rules: file(&self.endpoint_rules),
            partitions: file(&self.partitions),
            facts: None,
            stale_facts: Vec::new(),
        }
    }

    fn into_unread(self) -> Vec<Unread> {
        let others = [self.paginators, self.waiters, self.endpoint_rules, self.partitions];
        std::iter::once(self.model)
            .chain(others.into_iter().flatten())
            .flat_map(Document::into_unread)
            .collect()
    }
}

/// The service as its own file describes it.
fn service(document: &Document) -> Result<Service> {
    let fields = document.root().fields(&TOP)?;
    let mut service = metadata::lower(&fields)?;
    let shapes = fields.get("shapes");
    let references = shapes::References::reserve(shapes.as_ref(), &mut service.shapes)?;
    if let Some(shapes) = &shapes {
        shapes::lower(shapes, &references, &mut service.shapes)?;
    }
    if let Some(operations) = fields.get("operations") {
        service.operations = operations::lower(&operations, &references, &mut service)?;
    }
    Ok(service)
}
