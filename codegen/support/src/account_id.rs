//! Account ids in endpoints: some services have an endpoint for each account, whose id comes with the credentials.

use aws_credential_types::attributes::AccountId;
use aws_runtime::sdk_feature::AwsSdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_types::endpoint_config::AccountIdEndpointMode;

/// The account id endpoint mode, spelled as endpoint rules expect it.
#[inline]
pub fn mode(cfg: &ConfigBag) -> String {
    cfg.load::<AccountIdEndpointMode>()
        .cloned()
        .unwrap_or_default()
        .to_string()
}

/// The account id of the caller's identity. The identity is removed from the parameters, since those are logged.
#[inline]
pub fn of_identity(params: &mut EndpointResolverParams) -> Option<String> {
    let nobody = Identity::new((), None);
    let identity = std::mem::replace(params.get_property_mut::<Identity>()?, nobody);
    let account = identity.property::<AccountId>()?;
    Some(account.as_str().to_owned())
}

/// Records the account id endpoint mode in the user agent.
#[derive(Debug)]
pub struct Mode;

#[dyn_dispatch_hint]
impl Intercept for Mode {
    #[inline]
    fn name(&self) -> &'static str {
        "AccountIdMode"
    }

    #[inline]
    fn read_before_serialization(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let feature = match cfg.load::<AccountIdEndpointMode>().cloned().unwrap_or_default() {
            AccountIdEndpointMode::Preferred => AwsSdkFeature::AccountIdModePreferred,
            AccountIdEndpointMode::Required => AwsSdkFeature::AccountIdModeRequired,
            AccountIdEndpointMode::Disabled => AwsSdkFeature::AccountIdModeDisabled,
            _ => return Ok(()),
        };
        cfg.interceptor_state().store_append(feature);
        Ok(())
    }
}
