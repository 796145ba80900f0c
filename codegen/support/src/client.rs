//! Clients: a macro that defines the one of a crate, which is made from configuration. It knows no operation.

/// Defines the client, from its documentation.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! client {
    ($(#[$docs:meta])* pub struct $name:ident;) => {
        $(#[$docs])*
        #[derive(Clone, Debug)]
        pub struct $name {
            config: crate::config::Config,
            handle: ::std::sync::Arc<crate::support::handle::Handle>,
        }

        impl $name {
            /// Creates a client from configuration that services share.
            ///
            /// # Panics
            ///
            /// The configuration lacks a required setting: a behavior version, or a sleep implementation where retries
            /// or timeouts are on.
            #[track_caller]
            #[inline]
            pub fn new(sdk_config: &crate::support::client::SdkConfig) -> Self {
                Self::from_conf(sdk_config.into())
            }

            /// Creates a client from the service's own configuration.
            ///
            /// # Panics
            ///
            /// The configuration lacks a required setting: a behavior version, or a sleep implementation where retries
            /// or timeouts are on.
            #[track_caller]
            #[inline]
            pub fn from_conf(conf: crate::config::Config) -> Self {
                let parts = crate::support::config::ServiceParts {
                    endpoint_resolver: crate::config::endpoint::default_resolver(),
                    endpoint_params: crate::config::endpoint::params_interceptor(),
                };
                let plugins = conf.frozen().client_plugins(parts);
                let handle = plugins.and_then(|plugins| {
                    crate::support::handle::Handle::new(conf.frozen().clone(), plugins)
                });
                match handle {
                    ::std::result::Result::Ok(handle) => Self { config: conf, handle },
                    ::std::result::Result::Err(error) => panic!("Invalid client configuration: {error}"),
                }
            }

            /// The configuration of the client.
            #[inline]
            pub fn config(&self) -> &crate::config::Config {
                &self.config
            }
        }
    };
}

pub use aws_types::sdk_config::SdkConfig;
pub use client;
