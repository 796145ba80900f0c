//! Auth schemes that endpoints choose: those in the properties of a request's endpoint come before those of the model,
//! since a request is signed for its endpoint.

use std::borrow::Cow;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{AuthSchemeId, AuthSchemeOption, AuthSchemeOptionsFuture};
use aws_smithy_runtime_api::client::endpoint::{EndpointResolverParams, ResolveEndpoint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::Document;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::endpoint::{Endpoint, EndpointAuthScheme};

use super::auth::{Params, ResolveAuthScheme};

/// Resolves to the auth schemes of the endpoint, and then to those of the model, each in their order.
#[derive(Clone, Copy, Debug)]
pub struct EndpointAuthSchemes(pub &'static [AuthSchemeId]);

impl ResolveAuthScheme for EndpointAuthSchemes {
    #[inline]
    fn resolve_auth_scheme<'a>(
        &'a self,
        params: &'a Params,
        cfg: &'a ConfigBag,
        runtime_components: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a> {
        let modeled = params.modeled(self.0);
        AuthSchemeOptionsFuture::new(async move {
            let params = cfg
                .load::<EndpointResolverParams>()
                .ok_or("the endpoint has no parameters")?;
            let endpoint = runtime_components.endpoint_resolver().resolve_endpoint(params).await?;
            let mut schemes = named_by(&endpoint);
            let is_known = |id: &AuthSchemeId| runtime_components.auth_scheme(id).is_some();
            if !schemes.is_empty() && !schemes.iter().any(is_known) {
                return Err(unknown(&schemes));
            }
            for id in modeled {
                if !schemes.contains(id) {
                    schemes.push(id.clone());
                }
            }
            Ok(schemes.into_iter().map(AuthSchemeOption::from).collect())
        })
    }
}

/// The schemes in an endpoint's properties.
#[inline]
fn named_by(endpoint: &Endpoint) -> Vec<AuthSchemeId> {
    let typed = endpoint.auth_schemes().iter().map(EndpointAuthScheme::name);
    let listed = match endpoint.properties().get("authSchemes") {
        Some(Document::Array(schemes)) => schemes.as_slice(),
        _ => &[],
    };
    let listed = listed
        .iter()
        .filter_map(|scheme| scheme.as_object()?.get("name")?.as_string());
    typed
        .chain(listed)
        .map(|name| AuthSchemeId::from(Cow::Owned(name.to_owned())))
        .collect()
}

#[inline]
fn unknown(schemes: &[AuthSchemeId]) -> BoxError {
    let names: Vec<&str> = schemes.iter().map(AuthSchemeId::inner).collect();
    format!(
        "the endpoint takes requests with the auth scheme `{}` alone, which this client does not have: push one to the \
         configuration with `push_auth_scheme`",
        names.join("`, `")
    )
    .into()
}
