//! Facts, computed: what one form of a model says and the other form of the same model cannot.
//!
//! Both forms of a service are lowered to the IR and compared there. One module a concern finds the differences, under
//! the keywords with which `load` puts them right; a third source is the crate that AWS publishes. Two services in, the text of a file out: nothing here reads or writes
//! one, or knows where a model is from.

mod nullability;
mod operations;
mod published;
mod shapes;
mod text;

pub use published::{FromCrate, Published, from_crate, split, with_crate};
pub use text::Text;

use crate::ir::{Member, Service};

/// What AWS's published crates show and no model at hand says, service by service.
const PUBLISHED: &str = include_str!("../../../model/facts/published.list");

/// The facts that each form of a service has and the other lacks. Both services are as
/// [`load_without_facts`](crate::load::load_without_facts) gives them.
pub fn between(botocore: &Service, smithy: &Service) -> Text {
    let mut text = Text::with_crate(published::left_open(botocore, Some(smithy)));
    shapes::compare(botocore, smithy, &mut text);
    nullability::compare(botocore, smithy, &mut text);
    operations::compare(botocore, smithy, &mut text);
    text
}

/// What a file says of a service that has no other form at hand: the facts of its published crate.
pub fn alone(botocore: &Service) -> Text {
    Text::with_crate(published::left_open(botocore, None))
}

/// The facts about a service that are known from AWS's published crates alone.
pub fn published(service: &Service) -> Option<&'static str> {
    text::section(PUBLISHED, service)
}

/// The members of structures and unions that both forms have: the place, botocore's member, and Smithy's.
fn common<'a>(botocore: &'a Service, smithy: &'a Service) -> impl Iterator<Item = (String, &'a Member, &'a Member)> {
    botocore.shapes.iter().flat_map(|(_, shape)| {
        let other = smithy.shapes.find(&shape.name).map(|id| &smithy.shapes[id]);
        let others = other.map(|other| other.kind.members()).unwrap_or_default();
        shape.kind.members().iter().filter_map(move |member| {
            let other = others.iter().find(|other| other.name == member.name)?;
            Some((format!("{}.{}", shape.name, member.name), member, other))
        })
    })
}
