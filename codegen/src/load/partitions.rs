//! AWS's partitions: the file that says which regions share which domain.

use super::json::{Cursor, Document, Keys};
use crate::{Result, ir};

const FILE: Keys = Keys {
    of: "the file of partitions",
    read: &["partitions"],
    left: &["version"],
};

const PARTITION: Keys = Keys {
    of: "a partition",
    read: &["id", "outputs", "regionRegex", "regions"],
    left: &[],
};

// `name` repeats the id.
const OUTPUTS: Keys = Keys {
    of: "the outputs of a partition",
    read: &[
        "dnsSuffix",
        "dualStackDnsSuffix",
        "implicitGlobalRegion",
        "supportsDualStack",
        "supportsFIPS",
    ],
    left: &["name"],
};

const REGION: Keys = Keys {
    of: "a region",
    read: &[],
    left: &["description"],
};

/// The partitions, in the order of the file.
pub(super) fn lower(document: &Document) -> Result<Vec<ir::Partition>> {
    let root = document.root().fields(&FILE)?;
    root.require("partitions")?.items()?.map(partition).collect()
}

fn partition(cursor: Cursor<'_, '_>) -> Result<ir::Partition> {
    let fields = cursor.fields(&PARTITION)?;
    let outputs = fields.require("outputs")?;
    let outputs = outputs.fields(&OUTPUTS)?;
    Ok(ir::Partition {
        id: fields.require("id")?.string()?,
        region_regex: fields.require("regionRegex")?.string()?,
        regions: regions(fields.require("regions")?)?,
        dns_suffix: outputs.require("dnsSuffix")?.string()?,
        dual_stack_dns_suffix: outputs.require("dualStackDnsSuffix")?.string()?,
        supports_fips: outputs.require("supportsFIPS")?.bool()?,
        supports_dual_stack: outputs.require("supportsDualStack")?.bool()?,
        implicit_global_region: outputs.require("implicitGlobalRegion")?.string()?,
    })
}

/// A region could say other outputs than its partition. None does, and the IR has no place for it: it would be noted.
fn regions(cursor: Cursor<'_, '_>) -> Result<Vec<String>> {
    cursor
        .entries()?
        .map(|(name, region)| {
            region.fields(&REGION)?;
            Ok(name.to_owned())
        })
        .collect()
}
