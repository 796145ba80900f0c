//! Paginators: `paginated` of an operation, with the service's own as defaults.

use super::traits::Traits;
use crate::{
    Result,
    ir::{Paginator, PathExpr},
    load::json::Keys,
};

const PAGINATED: Keys = Keys {
    of: "a paginator",
    read: &["inputToken", "outputToken", "items", "pageSize"],
    left: &[],
};

/// Reads `paginated` of an operation, with that of the service for absent parts.
pub(super) fn lower(operation: &Traits<'_, '_>, service: &Traits<'_, '_>) -> Result<Option<Paginator>> {
    let Some(own) = operation.fields("smithy.api#paginated", &PAGINATED)? else {
        return Ok(None);
    };
    let common = service.fields("smithy.api#paginated", &PAGINATED)?;
    let say = |key: &'static str| match own.string(key)? {
        Some(path) => Ok(Some(path)),
        None => common.map_or(Ok(None), |common| common.string(key)),
    };
    let need = |key: &'static str| {
        say(key)?.map(|path| vec![PathExpr(path)]).ok_or_else(|| {
            own.cursor().error(
                format!("neither the paginator nor the service says `{key}`"),
                "add it to the `smithy.api#paginated` of one of them",
            )
        })
    };
    Ok(Some(Paginator {
        input_tokens: need("inputToken")?,
        output_tokens: need("outputToken")?,
        limit: say("pageSize")?,
        results: say("items")?.map(PathExpr).into_iter().collect(),
        more_results: None,
        non_aggregate: Vec::new(),
        pointer: own.cursor().pointer(),
    }))
}
