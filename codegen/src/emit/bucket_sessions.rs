//! Sessions with buckets: the scheme that requests are signed by, what it takes from endpoint parameters, and the setting
//! and the conversion of credentials that users have of it.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::{Context, ident},
    module::Module,
};
use crate::{
    ir::{BucketSessions, ClientContextParam, ShapeId},
    plan::names,
};

/// Statements that add the scheme to `components`, the parts of the runtime.
pub(super) fn components(cx: &Context<'_>, module: &Module) -> Option<TokenStream> {
    cx.service.behavior.bucket_sessions.as_ref()?;
    let shared = module.import("aws_smithy_runtime_api::client::auth::SharedAuthScheme");
    let scheme = module.import("crate::support::bucket_sessions::BucketSessionScheme");
    Some(quote! {
        let scheme = #scheme::new(&SERVICE, crate::config::endpoint::session_params);
        let components = components.with_auth_scheme(#shared::new(scheme));
    })
}

/// The function of the endpoint's module that tells the parameters of the request that opens a session.
pub(super) fn params(cx: &Context<'_>, module: &Module) -> Option<TokenStream> {
    let BucketSessions { bucket, off, .. } = cx.service.behavior.bucket_sessions.as_ref()?;
    let erased = module.import("aws_smithy_runtime_api::client::endpoint::EndpointResolverParams");
    let field = |name: &str| ident(names::parameter(name).as_str());
    let (bucket, off) = (field(bucket), field(off));
    Some(quote! {
        /// The bucket of a request, and the parameters of the one that opens a session for it.
        pub(crate) fn session_params(params: &#erased) -> Option<(String, #erased)> {
            let params = params.get::<Params>()?;
            let bucket = params.#bucket()?.to_owned();
            let mut params = params.clone();
            params.#off = Some(true);
            Some((bucket, #erased::new(params)))
        }
    })
}

/// Where the value of a client's own parameter comes from where the client does not set it.
pub(super) fn fallback(cx: &Context<'_>, parameter: &ClientContextParam) -> Option<TokenStream> {
    let sessions = cx.service.behavior.bucket_sessions.as_ref()?;
    (parameter.name == sessions.off).then(|| quote!(.or_else(crate::support::bucket_sessions::switched_off)))
}

/// The statement that reads from `shared` whether there are sessions.
pub(super) fn from_shared(cx: &Context<'_>, module: &Module) -> Option<TokenStream> {
    let off = &cx.service.behavior.bucket_sessions.as_ref()?.off;
    cx.service.client_context.iter().find(|it| it.name == *off)?;
    let set = ident(&names::setting(off).setter());
    let switched_off_by = module.import("crate::support::bucket_sessions::switched_off_by");
    let id = &cx.service.sdk_id;
    Some(quote!(builder.#set(#switched_off_by(shared, #id));))
}

/// The setters of a session's credentials.
pub(super) fn setters(cx: &Context<'_>) -> Option<TokenStream> {
    cx.service.behavior.bucket_sessions.as_ref()?;
    Some(quote! {
        /// Where the credentials of sessions with directory buckets come from, which the client else opens itself.
        pub fn express_credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
            self.set_express_credentials_provider(Some(SharedCredentialsProvider::new(provider)));
            self
        }
        /// Sets what [`express_credentials_provider`](Self::express_credentials_provider) sets; `None` changes nothing.
        pub fn set_express_credentials_provider(&mut self, provider: Option<SharedCredentialsProvider>) -> &mut Self {
            if let Some(provider) = provider {
                let scheme = crate::support::bucket_sessions::SCHEME_ID;
                self.settings.components.set_identity_resolver(scheme, provider);
            }
            self
        }
    })
}

/// The conversion of a session's credentials, in the file of their structure.
pub(super) fn conversion(cx: &Context<'_>, id: ShapeId) -> Option<TokenStream> {
    let sessions = cx.service.behavior.bucket_sessions.as_ref()?;
    let members = ["AccessKeyId", "Expiration", "SecretAccessKey", "SessionToken"];
    let fields = cx.members(id);
    let is_certain = |name: &&str| fields.iter().any(|it| it.member.name == **name && !it.is_optional());
    let is_whole = members.iter().all(is_certain);
    (cx.shape(id).name == sessions.credentials && is_whole).then(|| {
        let name = cx.type_ident(id);
        quote!(crate::support::bucket_sessions::session_credentials!(#name);)
    })
}
