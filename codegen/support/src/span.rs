//! The tracing span of a call. Its name is that of the operation, so that each operation has a callsite of its own; what
//! else a span needs is here once.

use tracing::callsite::{Callsite, Identifier};
use tracing::field::{Field, FieldSet, Value};
use tracing::level_filters::{LevelFilter, STATIC_MAX_LEVEL};
use tracing::metadata::Kind;
use tracing::{Level, Span, dispatcher};

pub use tracing::Metadata;
pub use tracing::callsite::DefaultCallsite;

/// The fields of a span: the service, the operation, a number that the spans of one call share, and the system.
const FIELDS: [&str; 4] = ["rpc.service", "rpc.method", "sdk_invocation_id", "rpc.system"];

/// The level of a span.
const LEVEL: Level = Level::DEBUG;

/// Describes an operation's spans: their name, and the module that they are of.
#[inline]
pub const fn metadata(
    name: &'static str,
    module: &'static str,
    callsite: &'static DefaultCallsite,
) -> Metadata<'static> {
    let fields = FieldSet::new(&FIELDS, Identifier(callsite));
    Metadata::new(name, module, LEVEL, None, None, Some(module), fields, Kind::SPAN)
}

/// The span of a call, which goes to the collector of spans, or, where there is none, to the crate `log`.
#[inline]
pub fn span(callsite: &'static DefaultCallsite, service: &str, operation: &str) -> Span {
    let metadata = callsite.metadata();
    let names = metadata.fields();
    let values: [&dyn Value; FIELDS.len()] = [&service, &operation, &invocation(), &"aws-api"];
    let fields: Vec<Field> = names.iter().collect();
    let pairs: [_; FIELDS.len()] = std::array::from_fn(|index| (&fields[index], Some(values[index])));
    let values = names.value_set(&pairs);
    if is_enabled(callsite) {
        return Span::new(metadata, &values);
    }
    let span = Span::new_disabled(metadata);
    span.record_all(&values); // for the `log` crate, where tracing writes to it
    span
}

/// Tells whether the spans of a callsite are collected.
#[inline]
fn is_enabled(callsite: &'static DefaultCallsite) -> bool {
    if LEVEL > STATIC_MAX_LEVEL || LEVEL > LevelFilter::current() {
        return false;
    }
    let interest = callsite.interest();
    let is_wanted = || dispatcher::get_default(|it| it.enabled(callsite.metadata()));
    interest.is_always() || (!interest.is_never() && is_wanted())
}

/// A random number that identifies the spans of one call.
#[inline]
fn invocation() -> u32 {
    fastrand::u32(1_000_000..10_000_000)
}
