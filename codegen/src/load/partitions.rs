//! AWS's partitions: the file of regions that share a domain, and the check that rules which use them have them.

use super::json::{Cursor, Document, Keys};
use crate::{
    Error, Result,
    ir::{self, Expr, Function, Rule, RuleBody, Service},
};

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

/// The regions of a partition. The format allows a region to override outputs, but none does; it would be recorded as
/// unread.
fn regions(cursor: Cursor<'_, '_>) -> Result<Vec<String>> {
    cursor
        .entries()?
        .map(|(name, region)| {
            region.fields(&REGION)?;
            Ok(name.to_owned())
        })
        .collect()
}

/// Fails where rules need the partition of a region, and there are no partitions.
pub(super) fn check(service: &Service) -> Result<()> {
    let asks = service
        .endpoint_rules
        .as_ref()
        .is_some_and(|set| any_asks_partition(&set.rules));
    if !asks || !service.partitions.is_empty() {
        return Ok(());
    }
    Err(Error::new(
        "the endpoint rules ask for the partition of a region, and no file of partitions was given or found",
        "put botocore's `partitions.json` into the model's folder, or into one of the three above",
    )
    .in_file(&service.origin.endpoint_rules))
}

fn any_asks_partition(rules: &[Rule]) -> bool {
    rules.iter().any(|rule| {
        rule.conditions.iter().any(|condition| asks_partition(&condition.value))
            || match &rule.body {
                RuleBody::Rules(rules) => any_asks_partition(rules),
                RuleBody::Endpoint(_) | RuleBody::Error(_) => false,
            }
    })
}

/// Tells whether an expression calls `aws.partition`. It is only ever called in a condition; other parts refer to its
/// value by name.
fn asks_partition(value: &Expr) -> bool {
    match value {
        Expr::Call(function, arguments) => *function == Function::AwsPartition || arguments.iter().any(asks_partition),
        Expr::GetAttr(value, _) => asks_partition(value),
        Expr::Array(values) => values.iter().any(asks_partition),
        Expr::Ref(_) | Expr::Template(_) | Expr::Boolean(_) | Expr::Integer(_) => false,
    }
}
