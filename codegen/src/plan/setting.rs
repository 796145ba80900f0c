//! Settings of a client that not every crate has. It knows the runtime features that the model needs, and no tokens.

use super::Crate;
use crate::{
    ir::{ClientContextParam, ParameterType, Service},
    plan::names,
};

/// A setting of the client that not every crate has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The name of its method of `config::Builder`.
    pub name: String,
    /// The type of the value, without its path.
    pub type_name: &'static str,
    /// The kind of the setting.
    pub kind: SettingKind,
    source: Source,
}

/// The kinds of settings, by their source in the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// An endpoint parameter of the model.
    EndpointParameter(ClientContextParam),
    /// The source of idempotency tokens, where an input has one.
    IdempotencyTokenProvider,
    /// The switch that turns compression off, where bodies are compressed.
    DisableRequestCompression,
    /// The minimum size of a compressed body, where bodies are compressed.
    RequestMinCompressionSize,
    /// The use of account ids in endpoints, where endpoints may contain them.
    AccountIdEndpointMode,
    /// The choice of request checksums, where requests may carry them.
    RequestChecksumCalculation,
    /// The validation of response checksums, where responses may carry them.
    ResponseChecksumValidation,
    /// The size of chunks, where bodies may be sent in chunks.
    ChunkSize,
    /// The provider of credentials, where requests are signed.
    CredentialsProvider,
    /// The regions of signatures, where requests may be signed for several.
    SigningRegionSet,
    /// The bearer token, where requests may carry one.
    BearerToken,
    /// The resolver of bearer tokens, where requests may carry one.
    BearerTokenResolver,
    /// The provider of bearer tokens, where requests may carry one.
    TokenProvider,
    /// The provider of session credentials, where requests to some buckets are signed with them.
    SessionCredentialsProvider,
}

/// The part of a model that a setting follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    /// The client's own endpoint parameter of this name.
    ClientContext(String),
    EndpointParameters,
    EndpointRules,
    Operations,
    Authentication,
}

/// A setting that some crates have.
struct Row {
    name: &'static str,
    kind: SettingKind,
    /// The type of the value, without its path.
    ty: &'static str,
    source: Source,
    is_needed: fn(&Crate) -> bool,
}

/// The settings that precede those of endpoint parameters in the builder, as in AWS's crates.
const FIRST: &[Row] = &[Row {
    name: "idempotency_token_provider",
    kind: SettingKind::IdempotencyTokenProvider,
    ty: "IdempotencyTokenProvider",
    source: Source::Operations,
    is_needed: |plan| plan.needs.idempotency_tokens,
}];

/// The settings that follow, in the order of their methods in the builder.
const OTHERS: &[Row] = &[
    Row {
        name: "disable_request_compression",
        kind: SettingKind::DisableRequestCompression,
        ty: "bool",
        source: Source::Operations,
        is_needed: |plan| plan.needs.compression,
    },
    Row {
        name: "request_min_compression_size_bytes",
        kind: SettingKind::RequestMinCompressionSize,
        ty: "u32",
        source: Source::Operations,
        is_needed: |plan| plan.needs.compression,
    },
    Row {
        name: "account_id_endpoint_mode",
        kind: SettingKind::AccountIdEndpointMode,
        ty: "AccountIdEndpointMode",
        source: Source::EndpointParameters,
        is_needed: |plan| plan.needs.account_ids,
    },
    Row {
        name: "request_checksum_calculation",
        kind: SettingKind::RequestChecksumCalculation,
        ty: "RequestChecksumCalculation",
        source: Source::Operations,
        is_needed: |plan| plan.needs.checksums,
    },
    Row {
        name: "response_checksum_validation",
        kind: SettingKind::ResponseChecksumValidation,
        ty: "ResponseChecksumValidation",
        source: Source::Operations,
        is_needed: |plan| plan.needs.checksums,
    },
    Row {
        name: "aws_chunked_encoding_chunk_size",
        kind: SettingKind::ChunkSize,
        ty: "Option<usize>",
        source: Source::Operations,
        is_needed: |plan| plan.needs.chunks,
    },
    Row {
        name: "credentials_provider",
        kind: SettingKind::CredentialsProvider,
        ty: "SharedCredentialsProvider",
        source: Source::Authentication,
        is_needed: |plan| plan.needs.signatures.any(),
    },
    Row {
        name: "sigv4a_signing_region_set",
        kind: SettingKind::SigningRegionSet,
        ty: "SigningRegionSet",
        source: Source::Authentication,
        is_needed: |plan| plan.needs.signatures.several_regions(),
    },
    Row {
        name: "bearer_token",
        kind: SettingKind::BearerToken,
        ty: "Token",
        source: Source::Authentication,
        is_needed: |plan| plan.needs.bearer_tokens,
    },
    Row {
        name: "bearer_token_resolver",
        kind: SettingKind::BearerTokenResolver,
        ty: "impl ResolveIdentity",
        source: Source::Authentication,
        is_needed: |plan| plan.needs.bearer_tokens,
    },
    Row {
        name: "token_provider",
        kind: SettingKind::TokenProvider,
        ty: "SharedTokenProvider",
        source: Source::Authentication,
        is_needed: |plan| plan.needs.bearer_tokens,
    },
    Row {
        name: "express_credentials_provider",
        kind: SettingKind::SessionCredentialsProvider,
        ty: "SharedCredentialsProvider",
        source: Source::EndpointRules,
        is_needed: |plan| plan.service.behavior.bucket_sessions.is_some(),
    },
];

impl Setting {
    /// The setting of a row.
    fn of(row: &Row) -> Self {
        Self {
            name: row.name.to_owned(),
            type_name: row.ty,
            source: row.source.clone(),
            kind: row.kind.clone(),
        }
    }

    /// The setting of an endpoint parameter.
    fn of_parameter(parameter: &ClientContextParam) -> Self {
        Self {
            name: names::setting(&parameter.name).as_str().to_owned(),
            type_name: match parameter.kind {
                ParameterType::String => "String",
                ParameterType::Boolean => "bool",
                ParameterType::StringArray => "Vec<String>",
            },
            source: Source::ClientContext(parameter.name.clone()),
            kind: SettingKind::EndpointParameter(parameter.clone()),
        }
    }

    /// The location of the setting's source in the model, as a JSON pointer (RFC 6901).
    pub fn pointer(&self, service: &Service) -> String {
        match &self.source {
            Source::ClientContext(name) => format!("/clientContextParams/{name}"),
            Source::EndpointParameters => "/parameters".to_owned(),
            Source::EndpointRules => "/rules".to_owned(),
            Source::Operations => service.origin.operations().to_owned(),
            Source::Authentication => "/metadata/auth".to_owned(),
        }
    }
}

/// The settings of a client, in the order of their methods in the builder.
pub(super) fn all(plan: &Crate) -> Vec<Setting> {
    let rows = |rows: &'static [Row]| {
        let needed = rows.iter().filter(|row| (row.is_needed)(plan));
        needed.map(Setting::of)
    };
    let parameters = plan.service.client_context.iter().map(Setting::of_parameter);
    rows(FIRST).chain(parameters).chain(rows(OTHERS)).collect()
}
