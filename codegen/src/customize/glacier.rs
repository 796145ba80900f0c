//! Glacier, which requires its version in every request, an account (or a hyphen for that of the credentials), and
//! hashes of uploads.

use crate::ir::{Kind, Service};

/// The input member for the account.
const ACCOUNT: &str = "accountId";
/// The hyphen for the account of the credentials.
const OWN_ACCOUNT: &str = "-";
/// Operations whose requests carry hashes.
const HASHED: [&str; 2] = ["UploadArchive", "UploadMultipartPart"];

/// Sets the facts about Glacier.
pub(super) fn customize(service: &mut Service) {
    if service.sdk_id != "Glacier" {
        return;
    }
    let version = ("x-amz-glacier-version".to_owned(), service.version.clone());
    service.behavior.headers.push(version);
    let Service { operations, shapes, .. } = service;
    for operation in operations {
        operation.behavior.tree_hash = HASHED.contains(&operation.name.as_str());
        let Some(input) = operation.input else {
            continue;
        };
        let Kind::Structure(members) = &mut shapes[input].kind else {
            continue;
        };
        for member in members.iter_mut().filter(|member| member.name == ACCOUNT) {
            member.traits.placeholder = Some(OWN_ACCOUNT.to_owned());
        }
    }
}
