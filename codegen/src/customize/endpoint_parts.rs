//! Removes from S3's models what endpoint rules do now: the bucket, which rules put into the host name or before the
//! path, and the account of S3 Control, which they put into the host name.
//!
//! The models still have both in their older form too, and a request would contain them twice.

use crate::ir::{Binding, ContextValue, Kind, Operation, Service};

/// Removes the account from host prefixes where endpoint rules add it.
pub(super) fn take_account(service: &mut Service) {
    for operation in &mut service.operations {
        if has_account_in_rules(operation) {
            operation.host_prefix = None;
        }
    }
}

/// Removes the bucket from paths.
pub(super) fn take_bucket(service: &mut Service) {
    let Service { operations, shapes, .. } = service;
    for operation in operations {
        let Some(input) = operation.input else {
            continue;
        };
        let Kind::Structure(members) = &mut shapes[input].kind else {
            continue;
        };
        for member in members {
            let is_bucket = member.traits.context_param.as_deref() == Some("Bucket");
            if let (Binding::Label(label), true) = (&member.traits.binding, is_bucket)
                && let Some(rest) = without_first(&operation.http.uri, label)
            {
                operation.http.uri = rest;
                member.traits.binding = Binding::Endpoint;
            }
        }
    }
}

/// Tells whether the rules put the account into the host name.
fn has_account_in_rules(operation: &Operation) -> bool {
    let mut fixed = operation.static_context.iter();
    operation.host_prefix.as_deref() == Some("{AccountId}.")
        && fixed.any(|it| it.name == "RequiresAccountId" && it.value == ContextValue::Boolean(true))
}

/// A path without the label at its start.
fn without_first(uri: &str, label: &str) -> Option<String> {
    let rest = uri.strip_prefix(&format!("/{{{label}}}"))?;
    match rest.chars().next() {
        None | Some('?') => Some(format!("/{rest}")),
        Some('/') => Some(rest.to_owned()),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::without_first;

    #[test]
    fn a_label_is_taken_out_where_it_is_the_whole_first_part() {
        for (uri, expected) in [
            ("/{Bucket}", Some("/")),
            ("/{Bucket}?list-type=2", Some("/?list-type=2")),
            ("/{Bucket}/{Key+}?uploads", Some("/{Key+}?uploads")),
            ("/{Bucket}s", None),
            ("/v1/{Bucket}", None),
        ] {
            assert_eq!(without_first(uri, "Bucket").as_deref(), expected, "{uri}");
        }
    }
}
