//! Members: their targets and traits.

use super::{
    nullability::Container,
    references::{self, References},
    traits::Traits,
};
use crate::{
    Result,
    ir::{Member, MemberTraits},
    load::{
        json::{Cursor, Keys},
        smithy::nullability,
    },
};

const MEMBER: Keys = Keys {
    of: "a member",
    read: &["target", "traits"],
    left: &[],
};

const CONTEXT_PARAM: Keys = Keys {
    of: "a context parameter",
    read: &["name"],
    left: &[],
};

/// Lowers a member.
pub(super) fn lower(
    name: &str,
    cursor: Cursor<'_, '_>,
    container: Container,
    references: &References<'_, '_, '_>,
) -> Result<Member> {
    let fields = cursor.fields(&MEMBER)?;
    let target = fields.require("target")?;
    let traits = fields.get("traits");
    let traits = Traits::open(traits)?;
    let mut member = member_traits(name, &cursor, &traits, references)?;
    member.json_value = holds_json(&member, target.str()?, references);
    nullability::lower(&traits, &target, references.model, container, &mut member)?;
    Ok(Member {
        name: name.to_owned(),
        target: references.resolve(&target)?,
        traits: member,
        docs: traits.docs()?,
        pointer: cursor.pointer(),
    })
}

/// Reads the traits of a member, but for those of nullability.
fn member_traits(
    name: &str,
    cursor: &Cursor<'_, '_>,
    traits: &Traits<'_, '_>,
    references: &References<'_, '_, '_>,
) -> Result<MemberTraits> {
    let wire = references.wire;
    let binding = wire.binding(cursor, name, traits)?;
    Ok(MemberTraits {
        constraints: traits.constraints()?,
        wire_name: wire.name(name, traits, &binding)?,
        binding,
        query_name: traits.string("aws.protocols#ec2QueryName")?,
        timestamp_format: traits.timestamp_format()?,
        media_type: traits.string("smithy.api#mediaType")?,
        xml_attribute: traits.has("smithy.api#xmlAttribute")?,
        xml_namespace: traits.xml_namespace()?,
        flattened: traits.has("smithy.api#xmlFlattened")?,
        sensitive: traits.has("smithy.api#sensitive")?,
        streaming: traits.has("smithy.api#streaming")?,
        idempotency_token: traits.has("smithy.api#idempotencyToken")?,
        host_label: traits.has("smithy.api#hostLabel")?,
        event_header: traits.has("smithy.api#eventHeader")?,
        event_payload: traits.has("smithy.api#eventPayload")?,
        context_param: context_param(traits)?,
        deprecated: traits.deprecated()?,
        ..MemberTraits::default()
    })
}

fn context_param(traits: &Traits<'_, '_>) -> Result<Option<String>> {
    let fields = traits.fields("smithy.rules#contextParam", &CONTEXT_PARAM)?;
    fields.map(|fields| fields.require("name")?.string()).transpose()
}

/// True where a string holds JSON, by the media type of the member or its target.
fn holds_json(member: &MemberTraits, target: &str, references: &References<'_, '_, '_>) -> bool {
    match &member.media_type {
        Some(media_type) => media_type == references::JSON,
        None => references.is_json(target),
    }
}
