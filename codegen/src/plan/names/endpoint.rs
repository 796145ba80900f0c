//! The names of endpoint parameters, and of the settings that only the clients of one service have.
//!
//! Each follows from the model's name alone, so that no lookup is needed; [`check`] refuses two with the same name.

use super::{
    Ident,
    members::{stem, type_name},
    scope::{Owner, Scope, with_suffix},
};
use crate::{Result, ir::Service};

/// The field, the getter and the setter of an endpoint parameter.
pub fn parameter(name: &str) -> Ident {
    let stem = stem(name);
    Ident::new(
        match ["build", "builder", "check_region", "default"].contains(&stem.as_str()) {
            true => with_suffix(&stem),
            false => stem,
        },
    )
}

/// The setter and the getter of a setting.
pub fn setting(name: &str) -> Ident {
    let stem = stem(name);
    Ident::new(match RESERVED_SETTINGS.contains(&stem.as_str()) {
        true => with_suffix(&stem),
        false => stem,
    })
}

/// The type in which a client's configuration keeps a setting.
pub fn setting_type(name: &str) -> Ident {
    let name = type_name(name);
    Ident::new(match name.as_str() {
        reserved if RESERVED_TYPES.contains(&reserved) => with_suffix(&name),
        // With an underscore before it, it would hide what rules call a value.
        digits if digits.starts_with(|c: char| c.is_ascii_digit()) => format!("Setting{name}"),
        _ => name,
    })
}

/// Methods that every configuration and its builder have.
const RESERVED_SETTINGS: &[&str] = &[
    "account_id_endpoint_mode",
    "allow_no_auth",
    "app_name",
    "apply_test_defaults",
    "apply_test_defaults_v2",
    "auth_scheme_preference",
    "auth_scheme_resolver",
    "auth_schemes",
    "behavior_version",
    "behavior_version_latest",
    "build",
    "builder",
    "capture_input_attributes",
    "credentials_provider",
    "default",
    "disable_clock_skew_correction",
    "disable_request_compression",
    "emit_input_attributes",
    "endpoint_resolver",
    "endpoint_url",
    "framework_metadata",
    "frozen",
    "http_client",
    "idempotency_token_provider",
    "identity_cache",
    "interceptor",
    "interceptors",
    "into_settings",
    "invocation_id_generator",
    "new",
    "protocol",
    "push_auth_scheme",
    "push_framework_metadata",
    "push_interceptor",
    "push_retry_classifier",
    "region",
    "request_checksum_calculation",
    "request_min_compression_size_bytes",
    "response_checksum_validation",
    "retry_classifier",
    "retry_classifiers",
    "retry_config",
    "retry_partition",
    "set_interceptors",
    "set_retry_classifiers",
    "signing_name",
    "sleep_impl",
    "stalled_stream_protection",
    "time_source",
    "timeout_config",
    "to_builder",
    "token_provider",
    "use_dual_stack",
    "use_fips",
    "with_test_defaults",
    "with_test_defaults_v2",
];

/// The types that stand beside those of settings, and those of the prelude that the macro which defines them names.
const RESERVED_TYPES: &[&str] = &[
    "Context",
    "Default",
    "DefaultResolver",
    "Endpoint",
    "EndpointFuture",
    "Err",
    "Into",
    "InvalidParams",
    "None",
    "Ok",
    "Option",
    "Params",
    "ParamsBuilder",
    "ParamsInterceptor",
    "ResolveEndpoint",
    "Result",
    "Send",
    "SharedEndpointResolver",
    "Sized",
    "Some",
    "String",
    "Sync",
    "TypedParams",
    "Vec",
];

/// Fails where two parameters or settings have the same name.
pub(super) fn check(service: &Service) -> Result<()> {
    let rules = service.endpoint_rules.as_ref();
    let pointers: Vec<(&str, String)> = rules
        .into_iter()
        .flat_map(|rules| &rules.parameters)
        .map(|parameter| (parameter.name.as_str(), format!("/parameters/{}", parameter.name)))
        .collect();
    let mut scope = Scope::new(&[]);
    for (name, pointer) in &pointers {
        let owner = Owner::new("the endpoint parameter", name, pointer);
        let ident = parameter(name);
        let methods = [ident.bare().to_owned(), ident.setter()];
        methods
            .iter()
            .try_for_each(|method| scope.take(method, owner))
            .map_err(|error| error.in_file(&service.origin.endpoint_rules))?;
    }
    let pointers: Vec<(&str, String)> = service
        .client_context
        .iter()
        .map(|setting| (setting.name.as_str(), format!("/clientContextParams/{}", setting.name)))
        .collect();
    let mut scope = Scope::new(&[]);
    let mut types = Scope::new(&[]);
    for (name, pointer) in &pointers {
        let owner = Owner::new("the setting", name, pointer);
        let ident = setting(name);
        let methods = [ident.bare().to_owned(), ident.setter()];
        methods
            .iter()
            .try_for_each(|method| scope.take(method, owner))
            .and_then(|()| types.take(setting_type(name).as_str(), owner))
            .map_err(|error| error.in_file(&service.origin.model))?;
    }
    Ok(())
}
