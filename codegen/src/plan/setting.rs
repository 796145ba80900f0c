//! Settings: what users of a client can set that not every crate has. It knows the model's needs, and no tokens.

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
    /// Where the setting comes from.
    pub kind: SettingKind,
}

/// Where a setting of the client comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// An endpoint parameter that the model names.
    EndpointParameter(ClientContextParam),
    /// An input has a token that the client makes up.
    IdempotencyTokenProvider,
    /// Bodies are compressed, which can be switched off.
    DisableRequestCompression,
    /// Bodies are compressed from a size on.
    RequestMinCompressionSize,
    /// Endpoints may hold the account.
    AccountIdEndpointMode,
    /// Requests may carry checksums.
    RequestChecksumCalculation,
    /// Responses may be held against checksums.
    ResponseChecksumValidation,
    /// Bodies may be sent in chunks.
    ChunkSize,
    /// Requests are signed.
    CredentialsProvider,
    /// Requests may be signed for several regions.
    SigningRegionSet,
    /// Requests may carry a bearer token.
    BearerToken,
    /// Requests may carry a bearer token, which is resolved.
    BearerTokenResolver,
    /// Requests may carry a bearer token, which comes from a provider.
    TokenProvider,
    /// Requests to some buckets are signed with the credentials of a session.
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

    /// Where in the model the setting comes from, as a JSON pointer (RFC 6901).
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
    /// The settings of the client that not every crate has, in the order in which its builder has them.
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
