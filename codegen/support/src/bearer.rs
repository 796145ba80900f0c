//! Bearer tokens from environment variables.

use aws_credential_types::Token;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_smithy_runtime_api::client::auth::AuthSchemePreference;
use aws_smithy_runtime_api::client::auth::http::HTTP_BEARER_AUTH_SCHEME_ID;
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_types::config_bag::Layer;
use aws_types::sdk_config::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

use super::config::Settings;

/// Takes the bearer token from `AWS_BEARER_TOKEN_…`, and prefers it to signing, unless the program configured
/// otherwise.
#[inline]
pub fn take_token_of_environment(shared: &SdkConfig, signing_name: &str, settings: &mut Settings) {
    let Some(token) = token_of_environment(shared, signing_name) else {
        return;
    };
    if !shared.get_origin("auth_scheme_preference").is_client_config() {
        settings
            .layer
            .store_put(AuthSchemePreference::from([HTTP_BEARER_AUTH_SCHEME_ID]));
    }
    if !shared.get_origin("token_provider").is_client_config() {
        let mut features = Layer::new("token of the environment");
        features.store_append(AwsCredentialFeature::BearerServiceEnvVars);
        let identity = Identity::builder()
            .data(Token::new(token, None))
            .property(features.freeze())
            .build();
        if let Ok(identity) = identity {
            settings
                .components
                .set_identity_resolver(HTTP_BEARER_AUTH_SCHEME_ID, identity);
        }
    }
}

/// Reads the variable of the signing name. A profile has no such setting, so its key is empty.
#[inline]
fn token_of_environment(shared: &SdkConfig, signing_name: &str) -> Option<String> {
    let key = ServiceConfigKey::builder()
        .service_id(signing_name)
        .env("AWS_BEARER_TOKEN")
        .profile("")
        .build()
        .ok()?;
    shared.service_config()?.load_config(key)
}
