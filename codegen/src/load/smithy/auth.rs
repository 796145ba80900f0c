//! Auth schemes of a service or an operation, in order of preference.

use super::{ast::Model, traits::Traits};
use crate::{
    Result,
    ir::AuthScheme,
    load::json::{Cursor, Keys},
};

const SIGV4: Keys = Keys {
    of: "`aws.auth#sigv4`",
    read: &["name"],
    left: &[],
};

/// A scheme and its id.
type Known = (&'static str, fn() -> AuthScheme);

/// The schemes that Smithy and AWS define, in the order of preference where a service lists none.
const SCHEMES: &[Known] = &[
    ("aws.auth#sigv4", || AuthScheme::SigV4),
    ("aws.auth#sigv4a", || AuthScheme::SigV4a),
    ("smithy.api#httpApiKeyAuth", || {
        AuthScheme::Other("smithy.api#httpApiKeyAuth".into())
    }),
    ("smithy.api#httpBasicAuth", || {
        AuthScheme::Other("smithy.api#httpBasicAuth".into())
    }),
    ("smithy.api#httpBearerAuth", || AuthScheme::Bearer),
    ("smithy.api#httpDigestAuth", || {
        AuthScheme::Other("smithy.api#httpDigestAuth".into())
    }),
    ("smithy.api#noAuth", || AuthScheme::None),
];

fn scheme(id: &str) -> AuthScheme {
    let known = SCHEMES.iter().find(|(known, _)| *known == id);
    known.map_or_else(|| AuthScheme::Other(id.to_owned()), |(_, scheme)| scheme())
}

/// The schemes of a service, by their ids: those of `auth`, or all for which it has traits.
pub(super) fn of_service(model: &Model<'_, '_>, traits: &Traits<'_, '_>) -> Result<Vec<AuthScheme>> {
    if let Some(listed) = traits.get("smithy.api#auth") {
        return list(&listed);
    }
    let mut ids: Vec<&str> = traits.ids().filter(|id| is_scheme(model, id)).collect();
    ids.sort_unstable();
    Ok(match ids.as_slice() {
        [] => vec![AuthScheme::None],
        some => some.iter().map(|id| scheme(id)).collect(),
    })
}

/// Tells whether a service's trait is an authentication scheme: one of Smithy's and AWS's, or one that the model
/// defines.
pub(super) fn is_scheme(model: &Model<'_, '_>, id: &str) -> bool {
    let is_defined = || {
        let definition = model.shape(id)?;
        definition
            .value()
            .get("traits")?
            .get("smithy.api#authDefinition")
            .map(|_| ())
    };
    SCHEMES.iter().any(|(known, _)| *known == id) || is_defined().is_some()
}

/// The schemes of an operation; empty where they are those of the service.
pub(super) fn of_operation(traits: &Traits<'_, '_>, service: &[AuthScheme]) -> Result<Vec<AuthScheme>> {
    let listed = traits.get("smithy.api#auth").map(|listed| list(&listed)).transpose()?;
    let is_optional = traits.has("smithy.api#optionalAuth")?;
    let mut schemes = match listed {
        Some(schemes) if schemes.is_empty() => return Ok(vec![AuthScheme::None]),
        Some(schemes) => schemes,
        None if is_optional => service.to_vec(),
        None => Vec::new(),
    };
    if is_optional && !schemes.contains(&AuthScheme::None) {
        schemes.push(AuthScheme::None);
    }
    Ok(schemes)
}

fn list(cursor: &Cursor<'_, '_>) -> Result<Vec<AuthScheme>> {
    cursor.items()?.map(|id| Ok(scheme(id.str()?))).collect()
}

/// The service's name in signatures.
pub(super) fn signing_name(traits: &Traits<'_, '_>) -> Result<Option<String>> {
    for id in ["aws.auth#sigv4", "aws.auth#sigv4a"] {
        if let Some(sigv4) = traits.get(id) {
            return sigv4.fields(&SIGV4)?.require("name")?.string().map(Some);
        }
    }
    Ok(None)
}
