//! Databases that take a signed token for a password: RDS and Aurora DSQL.

use crate::ir::{LoginTokens, Service};

/// A service by its id, and who logs in to its databases.
const TOKENS: &[(&str, LoginTokens)] = &[("DSQL", LoginTokens::OfRole), ("RDS", LoginTokens::OfUser)];

/// Sets the facts about tokens.
pub(super) fn customize(service: &mut Service) {
    let tokens = TOKENS.iter().find(|(id, _)| *id == service.sdk_id);
    service.behavior.login_tokens = tokens.map(|(_, tokens)| *tokens);
}
