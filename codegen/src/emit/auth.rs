//! Authentication: the schemes that requests may use, the runtime components for them, and the settings for a client's
//! identities.

use proc_macro2::TokenStream;
use quote::quote;

use super::{bucket_sessions, context::Context, module::Module};
use crate::{Error, Result, ir::AuthScheme};

/// The schemes of operations that have none of their own.
///
/// # Errors
///
/// The service has schemes, and none of them is supported.
pub(super) fn of_service(cx: &Context<'_>) -> Result<Vec<TokenStream>> {
    let mut schemes = cx.service.auth.clone();
    if cx.needs.signatures.several_regions() && !schemes.contains(&AuthScheme::SigV4a) {
        schemes.push(AuthScheme::SigV4a);
    }
    self::schemes(cx, &schemes, "/metadata/auth")
}

/// The supported schemes, in the model's order of preference.
///
/// # Errors
///
/// There are schemes, and none of them is supported.
pub(super) fn schemes(cx: &Context<'_>, schemes: &[AuthScheme], pointer: &str) -> Result<Vec<TokenStream>> {
    let ours: Vec<TokenStream> = schemes.iter().filter_map(scheme).collect();
    if ours.is_empty() && !schemes.is_empty() {
        return Err(Error::new(
            format!("none of the auth schemes {schemes:?} is supported yet"),
            "choose a service or operations with SigV4, SigV4a, bearer tokens or no authentication",
        )
        .in_file(&cx.service.origin.model)
        .at(pointer));
    }
    Ok(ours)
}

fn scheme(scheme: &AuthScheme) -> Option<TokenStream> {
    match scheme {
        AuthScheme::SigV4 => Some(quote!(aws_runtime::auth::sigv4::SCHEME_ID)),
        AuthScheme::SigV4a => Some(quote!(
            #[cfg(feature = "sigv4a")]
            aws_runtime::auth::sigv4a::SCHEME_ID
        )),
        AuthScheme::Bearer => Some(quote!(
            aws_smithy_runtime_api::client::auth::http::HTTP_BEARER_AUTH_SCHEME_ID
        )),
        AuthScheme::None => Some(quote!(aws_smithy_runtime::client::auth::no_auth::NO_AUTH_SCHEME_ID)),
        AuthScheme::Other(_) => None,
    }
}

/// The path of the type in `support` that chooses among the schemes of an operation.
pub(super) fn resolver(cx: &Context<'_>) -> &'static str {
    if cx.service.behavior.bucket_sessions.is_some() {
        "crate::support::bucket_sessions::BucketAuthSchemes"
    } else if cx.needs.endpoint_auth {
        "crate::support::endpoint_auth::EndpointAuthSchemes"
    } else {
        "crate::support::auth::ModeledAuthSchemes"
    }
}

/// Statements that add authentication to `components`, the runtime's components, where the service needs it.
pub(super) fn components(cx: &Context<'_>, module: &Module) -> TokenStream {
    let scheme = |path: &str| {
        let shared = module.import("aws_smithy_runtime_api::client::auth::SharedAuthScheme");
        let ty = module.import(path);
        quote!(let components = components.with_auth_scheme(#shared::new(#ty::new()));)
    };
    let v4a = cx.needs.signatures.several_regions().then(|| {
        quote! {
            #[cfg(feature = "sigv4a")]
            let components = components.with_auth_scheme(aws_runtime::auth::sigv4a::SigV4aAuthScheme::new());
        }
    });
    let bearer = cx
        .needs
        .bearer_tokens
        .then(|| scheme("aws_smithy_runtime::client::auth::http::BearerAuthScheme"));
    let resolver = cx.needs.endpoint_auth.then(|| {
        let resolve = module.import("crate::support::auth::ResolveAuthScheme");
        let resolver = module.import(resolver(cx));
        quote! {
            let auth = #resolve::into_shared_resolver(#resolver(SERVICE.auth));
            let components = components.with_auth_scheme_option_resolver(Some(auth));
        }
    });
    let sessions = bucket_sessions::components(cx, module);
    quote!(#v4a #bearer #sessions #resolver)
}

/// The types of `config` with which users set identities.
pub(super) fn reexports(cx: &Context<'_>) -> TokenStream {
    let credentials = cx.needs.signatures.any().then(|| {
        quote! {
            pub use aws_credential_types::Credentials;
            pub use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
        }
    });
    let tokens = cx.needs.bearer_tokens.then(|| {
        quote! {
            pub use aws_credential_types::provider::token::{ProvideToken, SharedTokenProvider};
            pub use aws_smithy_runtime_api::client::identity::ResolveIdentity;
            pub use aws_smithy_runtime_api::client::identity::http::Token;
        }
    });
    quote!(#credentials #tokens)
}

/// The configuration's getters about authentication.
pub(super) fn getters(cx: &Context<'_>, module: &Module) -> TokenStream {
    let signing_name = &cx.service.signing_name;
    let signing = cx.needs.signatures.any().then(|| {
        quote! {
            /// The service's name in signatures.
            pub fn signing_name(&self) -> &'static str {
                #signing_name
            }
            /// Always `None`: credentials are resolved for each call, and are not kept here.
            #[deprecated(note = "This function always returns `None`, as it does in AWS's crate. Do not use it.")]
            pub fn credentials_provider(&self) -> Option<SharedCredentialsProvider> {
                None
            }
        }
    });
    let regions = cx.needs.signatures.several_regions().then(|| {
        let regions = module.import("aws_types::region::SigningRegionSet");
        quote! {
            /// The regions that SigV4a signs for, where they are not the endpoint's.
            pub fn sigv4a_signing_region_set(&self) -> Option<&#regions> {
                self.0.layer.load::<#regions>()
            }
        }
    });
    quote!(#signing #regions)
}

/// The setters of identities.
pub(super) fn setters(cx: &Context<'_>, module: &Module) -> TokenStream {
    let credentials = cx.needs.signatures.any().then(|| credentials_setters(cx));
    let regions = cx
        .needs
        .signatures
        .several_regions()
        .then(|| region_set_setters(module));
    let tokens = cx.needs.bearer_tokens.then(token_setters);
    let sessions = bucket_sessions::setters(cx);
    quote!(#credentials #regions #tokens #sessions)
}

fn credentials_setters(cx: &Context<'_>) -> TokenStream {
    let v4a = cx.needs.signatures.several_regions().then(|| {
        quote! {
            #[cfg(feature = "sigv4a")]
            self.settings.components.set_identity_resolver(aws_runtime::auth::sigv4a::SCHEME_ID, provider.clone());
        }
    });
    quote! {
        /// The provider of credentials.
        pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
            self.set_credentials_provider(Some(SharedCredentialsProvider::new(provider)));
            self
        }
        /// Sets what [`credentials_provider`](Self::credentials_provider) sets; `None` changes nothing.
        pub fn set_credentials_provider(&mut self, provider: Option<SharedCredentialsProvider>) -> &mut Self {
            if let Some(provider) = provider {
                #v4a
                self.settings.components.set_identity_resolver(aws_runtime::auth::sigv4::SCHEME_ID, provider);
            }
            self
        }
    }
}

fn region_set_setters(module: &Module) -> TokenStream {
    let regions = module.import("aws_types::region::SigningRegionSet");
    quote! {
        /// The regions that SigV4a signs for, where they are not the endpoint's.
        pub fn sigv4a_signing_region_set(mut self, value: impl Into<#regions>) -> Self {
            self.set_sigv4a_signing_region_set(Some(value.into()));
            self
        }
        /// Sets or clears what [`sigv4a_signing_region_set`](Self::sigv4a_signing_region_set) sets.
        pub fn set_sigv4a_signing_region_set(&mut self, value: Option<#regions>) -> &mut Self {
            self.settings.layer.store_or_unset(value);
            self
        }
    }
}

fn token_setters() -> TokenStream {
    let scheme = quote!(aws_smithy_runtime_api::client::auth::http::HTTP_BEARER_AUTH_SCHEME_ID);
    quote! {
        /// The bearer token of requests.
        pub fn bearer_token(self, bearer_token: Token) -> Self {
            self.bearer_token_resolver(bearer_token)
        }
        /// The provider of bearer tokens.
        pub fn bearer_token_resolver(mut self, resolver: impl ResolveIdentity + 'static) -> Self {
            self.settings.components.set_identity_resolver(#scheme, resolver);
            self
        }
        /// The provider of bearer tokens.
        ///
        /// It does the same as [`bearer_token_resolver`](Self::bearer_token_resolver), with a provider of the type that
        /// `aws-config` has.
        pub fn token_provider(mut self, provider: impl ProvideToken + 'static) -> Self {
            self.set_token_provider(Some(SharedTokenProvider::new(provider)));
            self
        }
        /// Sets what [`token_provider`](Self::token_provider) sets; `None` changes nothing.
        pub fn set_token_provider(&mut self, provider: Option<SharedTokenProvider>) -> &mut Self {
            if let Some(provider) = provider {
                self.settings.components.set_identity_resolver(#scheme, provider);
            }
            self
        }
    }
}

/// Statements that give `builder` the identities of `shared`, the configuration that services share.
pub(super) fn from_shared(cx: &Context<'_>) -> TokenStream {
    let credentials = cx
        .needs
        .signatures
        .any()
        .then(|| quote!(builder.set_credentials_provider(shared.credentials_provider());));
    let regions = cx
        .needs
        .signatures
        .several_regions()
        .then(|| quote!(builder.set_sigv4a_signing_region_set(shared.sigv4a_signing_region_set().cloned());));
    let tokens = cx
        .needs
        .bearer_tokens
        .then(|| quote!(builder.set_token_provider(shared.token_provider());));
    quote!(#credentials #regions #tokens)
}

/// The statement that reads a token from the environment, which wins over the default preference of `shared`.
pub(super) fn from_environment(cx: &Context<'_>, module: &Module) -> Option<TokenStream> {
    let signing_name = &cx.service.signing_name;
    cx.needs.bearer_tokens.then(|| {
        let take = module.import("crate::support::bearer::take_token_of_environment");
        quote!(#take(shared, #signing_name, &mut builder.settings);)
    })
}

/// Statements that give `builder` fixed identities for tests.
pub(super) fn for_tests(cx: &Context<'_>) -> TokenStream {
    let credentials = cx.needs.signatures.any().then(
        || quote!(builder.set_credentials_provider(Some(SharedCredentialsProvider::new(Credentials::for_tests())));),
    );
    let token = cx.needs.bearer_tokens.then(
        || quote!(builder.set_token_provider(Some(SharedTokenProvider::new(aws_credential_types::Token::for_tests())));),
    );
    quote!(#credentials #token)
}
