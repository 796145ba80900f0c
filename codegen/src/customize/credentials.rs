//! Structures that hold credentials, which their models do not mark as sensitive as a whole.

use crate::ir::Service;

/// Services by their id, with their structures that hold credentials.
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
