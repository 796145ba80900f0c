//! Bindings: the part of an HTTP message that a member is bound to, and its name there.
//!
//! A protocol reads its own traits and ignores those of others, so the protocol of a client decides which are read.

use super::traits::Traits;
use crate::{
    Result,
    ir::{Binding, Protocol, Service},
    load::json::Cursor,
};

/// The traits that count for the protocol of a client.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wire {
    /// HTTP traits count: the protocol is REST.
    pub(super) http: bool,
    /// The service uses awsQuery, which has its own error codes, or still sends them.
    pub(super) query_errors: bool,
    /// The trait for the names of members in a body.
    names: Option<&'static str>,
}

impl Wire {
    /// Reads which traits count, for the protocol that generated clients use.
    pub(super) fn of(service: &Service) -> Self {
        let spoken = service.spoken();
        Self {
            http: spoken.is_some_and(|protocol| protocol.rules().binds_http),
            query_errors: service.query_compatible || service.protocols.contains(&Protocol::AwsQuery),
            names: spoken.and_then(|protocol| protocol.rules().member_names),
        }
    }

    /// The name in a body, where a trait gives another than the member's own.
    pub(super) fn name(self, own: &str, traits: &Traits<'_, '_>, binding: &Binding) -> Result<Option<String>> {
        let name = self.names.map_or(Ok(None), |id| traits.string(id))?;
        Ok(match binding {
            Binding::Body => name.filter(|name| name != own),
            Binding::Payload => name,
            Binding::Header(_)
            | Binding::PrefixHeaders(_)
            | Binding::Label(_)
            | Binding::Endpoint
            | Binding::Query(_)
            | Binding::QueryParams
            | Binding::StatusCode => None,
        })
    }

    /// The binding of a member to a part of an HTTP message.
    pub(super) fn binding(self, member: &Cursor<'_, '_>, name: &str, traits: &Traits<'_, '_>) -> Result<Binding> {
        if !self.http {
            return Ok(Binding::Body);
        }
        let places = [
            traits.string("smithy.api#httpHeader")?.map(Binding::Header),
            traits
                .string("smithy.api#httpPrefixHeaders")?
                .map(Binding::PrefixHeaders),
            traits.string("smithy.api#httpQuery")?.map(Binding::Query),
            traits
                .has("smithy.api#httpLabel")?
                .then(|| Binding::Label(name.to_owned())),
            traits
                .has("smithy.api#httpQueryParams")?
                .then_some(Binding::QueryParams),
            traits
                .has("smithy.api#httpResponseCode")?
                .then_some(Binding::StatusCode),
            traits.has("smithy.api#httpPayload")?.then_some(Binding::Payload),
        ];
        let mut places = places.into_iter().flatten();
        let place = places.next().unwrap_or_default();
        match places.next() {
            None => Ok(place),
            Some(_) => Err(member.error(
                format!("`{name}` stands in two places of the message"),
                "take away all but one of its HTTP traits",
            )),
        }
    }
}
