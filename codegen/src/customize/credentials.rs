//! Structures that hold credentials, which their models do not call sensitive in whole.

use crate::ir::Service;

/// A service by its id, and its structures that hold credentials.
const CREDENTIALS: &[(&str, &str)] = &[("SSO", "RoleCredentials"), ("STS", "Credentials")];

/// Marks the structures as sensitive.
pub(super) fn hide(service: &mut Service) {
    for (id, structure) in CREDENTIALS {
        if *id == service.sdk_id
            && let Some(structure) = service.shapes.find(structure)
        {
            service.shapes[structure].traits.sensitive = true;
        }
    }
}
