//! Operations: the client's methods, what they can fail with, and how their results come.

use super::{At, Findings, Level, Rule, waiters};
use crate::{
    ir::{self, AuthScheme, Operation},
    plan::{Crate, Paginator},
};

/// Compares all operations.
pub(super) fn compare(old: &Crate, new: &Crate, out: &mut Findings) {
    let find = |plan: &'_ Crate, method: &str| -> Option<usize> {
        let mut operations = plan.service.operations.iter();
        operations.position(|operation| plan.method_path(operation) == method)
    };
    for operation in &old.service.operations {
        let method = old.method_path(operation);
        match find(new, &method) {
            Some(index) => pair(old, new, (operation, &new.service.operations[index]), &method, out),
            None => {
                out.add(Rule::OperationRemoved, Level::Breaking, method, &operation.pointer);
            }
        }
    }
    for operation in &new.service.operations {
        let method = new.method_path(operation);
        if find(old, &method).is_none() {
            out.add(Rule::OperationAdded, Level::Addition, method, &operation.pointer);
        }
    }
}

fn pair(old: &Crate, new: &Crate, (was, is): (&Operation, &Operation), method: &str, out: &mut Findings) {
    let at = At {
        item: method,
        pointer: &is.pointer,
    };
    out.docs(at, was.docs.as_deref(), is.docs.as_deref());
    out.deprecation(at, was.deprecated.as_ref(), is.deprecated.as_ref());
    out.differ((Rule::WireNameChanged, Level::Fix), at, (&was.name, &is.name));
    if was.http != is.http {
        let line = |operation: &Operation| Some(format!("{} {}", operation.http.method, operation.http.uri));
        out.add(Rule::HttpBindingChanged, Level::Fix, method, at.pointer)
            .said(line(was), line(is));
    }
    if was.auth != is.auth {
        let (before, after) = (auth(old, was), auth(new, is));
        out.differ((Rule::AuthChanged, Level::Fix), at, (&before, &after));
    }
    let wire = (Rule::WireFormatChanged, Level::Fix);
    out.differ(wire, at, (&was.result_wrapper, &is.result_wrapper));
    out.differ(wire, at, (&was.unwrapped_output, &is.unwrapped_output));
    let behavior = |operation: &Operation| {
        let retries = (operation.idempotent, operation.read_only, operation.behavior.long_poll);
        let sent = (operation.unsigned_payload, operation.request_compression.clone());
        (
            retries,
            sent,
            operation.endpoint_discovery,
            operation.is_endpoint_discovery,
        )
    };
    if behavior(was) != behavior(is) {
        out.add(Rule::OperationBehaviorChanged, Level::Fix, method, at.pointer)
            .said(Some(in_words(was)), Some(in_words(is)));
    }
    let checksums = |operation: &Operation| (operation.http_checksum.clone(), operation.checksum_required);
    out.differ(
        (Rule::ChecksumChanged, Level::Fix),
        at,
        (&checksums(was), &checksums(is)),
    );
    let endpoint = |operation: &Operation| {
        let context = (operation.static_context.clone(), operation.operation_context.clone());
        (operation.host_prefix.clone(), context)
    };
    out.differ(
        (Rule::EndpointBindingChanged, Level::Fix),
        at,
        (&endpoint(was), &endpoint(is)),
    );
    errors(old, new, (was, is), out);
    paginator(old, new, (was, is), at, out);
    waiters::compare(old, new, (was, is), out);
}

/// The schemes of an operation: its own, or the service's, which then is what has changed.
fn auth<'a>(plan: &'a Crate, operation: &'a Operation) -> &'a [AuthScheme] {
    match operation.auth.is_empty() {
        true => &plan.service.auth,
        false => &operation.auth,
    }
}

/// The operation's own traits, in words.
fn in_words(operation: &Operation) -> String {
    let words = [
        (operation.idempotent, "idempotent"),
        (operation.read_only, "read-only"),
        (operation.behavior.long_poll, "long poll"),
        (operation.unsigned_payload, "unsigned payload"),
        (!operation.request_compression.is_empty(), "compressed"),
        (operation.endpoint_discovery == Some(false), "may discover its endpoint"),
        (
            operation.endpoint_discovery == Some(true),
            "has to discover its endpoint",
        ),
        (operation.is_endpoint_discovery, "tells endpoints"),
    ];
    let said: Vec<&str> = words
        .iter()
        .filter(|(is_so, _)| *is_so)
        .map(|(_, word)| *word)
        .collect();
    if said.is_empty() {
        "plain".into()
    } else {
        said.join(", ")
    }
}

fn errors(old: &Crate, new: &Crate, (was, is): (&Operation, &Operation), out: &mut Findings) {
    let enums = (old.error_path(was), new.error_path(is));
    let rules = (Rule::ErrorRemovedFromOperation, Rule::ErrorAddedToOperation);
    let names = (old.type_names(&was.errors), new.type_names(&is.errors));
    error_variants(rules, &is.pointer, enums, names, out);
}

/// Compares two enums of errors: their paths, and their variants.
pub(super) fn error_variants(
    (removed, added): (Rule, Rule),
    pointer: &str,
    (before, after): (String, String),
    (had, has): (Vec<&str>, Vec<&str>),
    out: &mut Findings,
) {
    for name in had.iter().filter(|name| !has.contains(name)) {
        out.add(removed, Level::Breaking, format!("{before}::{name}"), pointer);
    }
    for name in has.iter().filter(|name| !had.contains(name)) {
        out.add(added, Level::Addition, format!("{after}::{name}"), pointer);
    }
}

fn paginator(old: &Crate, new: &Crate, (was, is): (&Operation, &Operation), at: At<'_>, out: &mut Findings) {
    let pointer = |operation: &Operation| operation.paginator.as_ref().map(|it| it.pointer.clone());
    match (old.paginator(was), new.paginator(is)) {
        (None, None) => {}
        (None, Some(paginator)) => {
            let pointer = pointer(is).unwrap_or_default();
            out.add(Rule::PaginatorAdded, Level::Addition, &paginator.path, &pointer);
        }
        (Some(paginator), None) => {
            out.add(Rule::PaginatorRemoved, Level::Breaking, &paginator.path, at.pointer);
        }
        (Some(before), Some(after)) => {
            let at = At {
                item: &after.path,
                pointer: &pointer(is).unwrap_or_default(),
            };
            pages((before, after), at, out);
            let paths = (was.paginator.as_ref().map(paths), is.paginator.as_ref().map(paths));
            if paths.0 != paths.1 {
                out.add(Rule::PaginatorChanged, Level::Fix, at.item, at.pointer).note =
                    Some("the same pages are asked for by other members");
            }
        }
    }
}

/// Compares the types that users of a paginator name: that of `items()`, and that of `page_size`.
fn pages((before, after): (&Paginator, &Paginator), at: At<'_>, out: &mut Findings) {
    let items = |it: &Paginator| it.items.as_ref().map(|items| items.ty.to_string());
    let page_size = |it: &Paginator| it.page_size.as_ref().map(|(_, ty)| ty.to_string());
    for (method, before, after) in [
        ("items", items(before), items(after)),
        ("page_size", page_size(before), page_size(after)),
    ] {
        let level = match (&before, &after) {
            (None, Some(_)) => Level::Addition,
            (before, after) if before != after => Level::Breaking,
            _ => continue,
        };
        out.add(
            Rule::PaginatorChanged,
            level,
            format!("{}::{method}", at.item),
            at.pointer,
        )
        .said(before, after);
    }
}

/// The members by which a paginator asks for pages, and finds what they hold.
fn paths(paginator: &ir::Paginator) -> impl PartialEq {
    let ir::Paginator {
        input_tokens,
        output_tokens,
        limit,
        results,
        more_results,
        ..
    } = paginator.clone();
    (
        input_tokens,
        output_tokens,
        limit,
        results.into_iter().next(),
        more_results,
    )
}
