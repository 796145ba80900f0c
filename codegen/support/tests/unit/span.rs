//! Tests of `span`.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};

use super::*;

static CALLSITE: DefaultCallsite = DefaultCallsite::new(&METADATA);
static METADATA: Metadata<'static> = metadata("Personalize.ListDatasets", "personalize::operation", &CALLSITE);

/// Keeps the spans that are opened, as text, where its level lets them through.
#[derive(Clone)]
struct Kept(Arc<Mutex<Vec<String>>>, Level);

impl Kept {
    /// The spans that a call opens.
    fn of_a_call(level: Level) -> Vec<String> {
        let kept = Self(Arc::default(), level);
        tracing::subscriber::with_default(kept.clone(), || {
            let _ = span(&CALLSITE, "Personalize", "ListDatasets");
        });
        let spans = kept.0.lock().unwrap();
        spans.clone()
    }
}

impl Subscriber for Kept {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.1
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let metadata = span.metadata();
        let mut text = format!("{} {} {}", metadata.level(), metadata.target(), metadata.name());
        span.record(&mut Fields(&mut text));
        self.0.lock().unwrap().push(text);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Writes fields behind a text; numbers as their number of digits, as they are random.
struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_u64(&mut self, field: &Field, value: u64) {
        *self.0 += &format!(" {field}={} digits", value.to_string().len());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        *self.0 += &format!(" {field}={value:?}");
    }
}

#[test]
fn a_call_opens_a_span_that_names_service_and_operation() {
    let span = "DEBUG personalize::operation Personalize.ListDatasets rpc.service=\"Personalize\" \
                rpc.method=\"ListDatasets\" sdk_invocation_id=7 digits rpc.system=\"aws-api\"";
    assert_eq!(Kept::of_a_call(Level::DEBUG), [span]);
    assert_eq!(Kept::of_a_call(Level::INFO), [""; 0]);
}
