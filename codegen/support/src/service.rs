//! A service, and the client's hold on it.

use std::sync::Arc;

use aws_runtime::user_agent::ApiMetadata;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::AuthSchemeId;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugin, RuntimePlugins};
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_types::config_bag::ConfigBag;

use super::config::{Frozen, Overrides, Settings};

/// What a generated crate says of its service.
#[derive(Debug)]
pub struct Service {
    /// The name by which SDKs know the service: `Personalize`.
    pub id: &'static str,
    /// The name of the service's shape in its model: `AmazonPersonalize`.
    pub shape_name: &'static str,
    /// The namespace of the model's shapes: `com.amazonaws.personalize`.
    pub namespace: &'static str,
    /// The version of the API: `2018-05-22`.
    pub version: &'static str,
    /// The name in the scope of a signature.
    pub signing_name: &'static str,
    /// The name of the package, which scopes its metrics.
    pub package: &'static str,
    /// What the user agent says of the crate.
    pub api_metadata: ApiMetadata,
    /// Makes the protocol that the client speaks if its user chose no other.
    pub protocol: fn() -> SharedClientProtocol,
    /// The auth schemes of an operation without schemes of its own, in order of preference.
    pub auth: &'static [AuthSchemeId],
    /// Whether signatures are over the path as it is sent: neither encoded once more, nor made shorter.
    pub signs_path_as_sent: bool,
    /// Whether requests have the hash of their body in a header.
    pub sends_body_hash: bool,
    /// Adds what only some services need to the parts of the runtime.
    pub extend: fn(RuntimeComponentsBuilder) -> RuntimeComponentsBuilder,
}

/// What the builders of a client's operations share: its configuration, and what follows from it.
#[derive(Debug)]
pub struct Handle {
    config: Arc<Frozen>,
    plugins: RuntimePlugins,
}

impl Handle {
    /// Gets a client ready for calls.
    ///
    /// # Errors
    ///
    /// What is missing from the configuration, or does not fit together.
    pub fn new(config: Arc<Frozen>, plugins: RuntimePlugins) -> Result<Arc<Self>, BoxError> {
        let mut bag = ConfigBag::base();
        plugins
            .apply_client_configuration(&mut bag)?
            .validate_base_client_config(&bag)?;
        Ok(Arc::new(Self { config, plugins }))
    }

    /// The plugins of one call.
    pub fn plugins_for(&self, operation: impl RuntimePlugin + 'static, overrides: Option<Settings>) -> RuntimePlugins {
        let plugins = self.plugins.clone().with_operation_plugin(operation);
        match overrides {
            Some(settings) => Overrides::new(settings, &self.config).apply(plugins),
            None => plugins,
        }
    }
}
