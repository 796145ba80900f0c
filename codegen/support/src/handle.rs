//! The handle of a client: its configuration, and the plugins of its calls.

use std::sync::Arc;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugin, RuntimePlugins};
use aws_smithy_types::config_bag::ConfigBag;

use super::config::{Frozen, Overrides, Settings};

/// The state that a client shares with its builders: its configuration, and the plugins made from it.
#[derive(Debug)]
pub struct Handle {
    config: Arc<Frozen>,
    plugins: RuntimePlugins,
}

impl Handle {
    /// Creates the handle of a client.
    ///
    /// # Errors
    ///
    /// The configuration is incomplete or contradictory.
    #[inline]
    pub fn new(config: Arc<Frozen>, plugins: RuntimePlugins) -> Result<Arc<Self>, BoxError> {
        let mut bag = ConfigBag::base();
        plugins
            .apply_client_configuration(&mut bag)?
            .validate_base_client_config(&bag)?;
        Ok(Arc::new(Self { config, plugins }))
    }

    /// The plugins of one call.
    #[inline]
    pub fn plugins_for(&self, operation: impl RuntimePlugin + 'static, overrides: Option<Settings>) -> RuntimePlugins {
        let plugins = self.plugins.clone().with_operation_plugin(operation);
        match overrides {
            Some(settings) => Overrides::new(settings, &self.config).apply(plugins),
            None => plugins,
        }
    }
}
