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
    /// The kind of the setting.
    pub kind: SettingKind,
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

impl Setting {
    fn new(name: &str, kind: SettingKind) -> Self {
        Self {
            name: name.to_owned(),
            kind,
        }
    }

    /// The type of the value, without its path.
    pub fn type_name(&self) -> &'static str {
        match &self.kind {
            SettingKind::EndpointParameter(parameter) => match parameter.kind {
                ParameterType::String => "String",
                ParameterType::Boolean => "bool",
                ParameterType::StringArray => "Vec<String>",
            },
            SettingKind::IdempotencyTokenProvider => "IdempotencyTokenProvider",
            SettingKind::DisableRequestCompression => "bool",
            SettingKind::RequestMinCompressionSize => "u32",
            SettingKind::AccountIdEndpointMode => "AccountIdEndpointMode",
            SettingKind::RequestChecksumCalculation => "RequestChecksumCalculation",
            SettingKind::ResponseChecksumValidation => "ResponseChecksumValidation",
            SettingKind::ChunkSize => "Option<usize>",
            SettingKind::CredentialsProvider => "SharedCredentialsProvider",
            SettingKind::SigningRegionSet => "SigningRegionSet",
            SettingKind::BearerToken => "Token",
            SettingKind::BearerTokenResolver => "impl ResolveIdentity",
            SettingKind::TokenProvider => "SharedTokenProvider",
            SettingKind::SessionCredentialsProvider => "SharedCredentialsProvider",
        }
    }

    /// The location of the setting's source in the model, as a JSON pointer (RFC 6901).
    pub fn pointer(&self, service: &Service) -> String {
        match &self.kind {
            SettingKind::EndpointParameter(parameter) => format!("/clientContextParams/{}", parameter.name),
            SettingKind::AccountIdEndpointMode => "/parameters".to_owned(),
            SettingKind::IdempotencyTokenProvider
            | SettingKind::DisableRequestCompression
            | SettingKind::RequestMinCompressionSize
            | SettingKind::RequestChecksumCalculation
            | SettingKind::ResponseChecksumValidation
            | SettingKind::ChunkSize => service.origin.operations().to_owned(),
            SettingKind::CredentialsProvider
            | SettingKind::SigningRegionSet
            | SettingKind::BearerToken
            | SettingKind::BearerTokenResolver
            | SettingKind::TokenProvider => "/metadata/auth".to_owned(),
            SettingKind::SessionCredentialsProvider => "/rules".to_owned(),
        }
    }
}

impl Crate {
    /// The settings of the client that not every crate has, in the order of their methods in the builder.
    pub fn settings(&self) -> Vec<Setting> {
        let parameters = self.service.client_context.iter().map(|parameter| Setting {
            name: names::setting(&parameter.name).as_str().to_owned(),
            kind: SettingKind::EndpointParameter(parameter.clone()),
        });
        let mut settings = Vec::new();
        let mut add = |is_needed: bool, named: &[(&str, SettingKind)]| {
            let named = named.iter().filter(|_| is_needed);
            settings.extend(named.map(|(name, kind)| Setting::new(name, kind.clone())));
        };
        add(
            self.has_idempotency_tokens(),
            &[("idempotency_token_provider", SettingKind::IdempotencyTokenProvider)],
        );
        for parameter in parameters {
            add(true, &[(&parameter.name, parameter.kind)]);
        }
        add(
            self.compresses_any(),
            &[
                ("disable_request_compression", SettingKind::DisableRequestCompression),
                (
                    "request_min_compression_size_bytes",
                    SettingKind::RequestMinCompressionSize,
                ),
            ],
        );
        add(
            self.has_accounts_in_endpoints(),
            &[("account_id_endpoint_mode", SettingKind::AccountIdEndpointMode)],
        );
        add(
            self.chooses_checksums(),
            &[
                ("request_checksum_calculation", SettingKind::RequestChecksumCalculation),
                ("response_checksum_validation", SettingKind::ResponseChecksumValidation),
            ],
        );
        add(
            self.sends_chunks(),
            &[("aws_chunked_encoding_chunk_size", SettingKind::ChunkSize)],
        );
        add(
            self.signs(),
            &[("credentials_provider", SettingKind::CredentialsProvider)],
        );
        add(
            self.signs_v4a(),
            &[("sigv4a_signing_region_set", SettingKind::SigningRegionSet)],
        );
        add(
            self.bears_tokens(),
            &[
                ("bearer_token", SettingKind::BearerToken),
                ("bearer_token_resolver", SettingKind::BearerTokenResolver),
                ("token_provider", SettingKind::TokenProvider),
            ],
        );
        add(
            self.service.behavior.bucket_sessions.is_some(),
            &[("express_credentials_provider", SettingKind::SessionCredentialsProvider)],
        );
        settings
    }
}
