//! Settings that only some services have, beside the macros of `support` that define the configuration and its builder.
//! Each becomes a setter, an optional setter and, where it can be read, a getter.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    auth, bucket_sessions,
    context::{Context, ident},
    endpoint,
    module::Module,
};
use crate::{
    docs,
    plan::{self, SettingKind},
};

/// The `config` module.
pub(super) fn emit(cx: &Context<'_>) -> Module {
    let mut module = Module::default();
    module.push(reexports(cx));
    module.push(macros(cx, &module));
    module.push(of_service(cx, &module));
    module.push(from_shared(cx, &module));
    module.push(for_tests(cx));
    module
}

/// The macros that define the configuration and its builder.
fn macros(cx: &Context<'_>, module: &Module) -> TokenStream {
    let docs = format!(
        " The configuration of a client of {}. It is cheap to clone.",
        cx.service.title
    );
    let service = module.import("crate::meta::SERVICE");
    let schemes = module.import(auth::resolver(cx));
    quote! {
        crate::support::client_config::client_config!(#docs, #service, #schemes);
        crate::support::client_builder::client_builder!(#service, from_shared, for_tests);
    }
}

/// The service's own settings.
fn of_service(cx: &Context<'_>, module: &Module) -> TokenStream {
    let settings = settings(cx, module);
    let mut getters: TokenStream = settings.iter().filter_map(getter).collect();
    getters.extend(auth::getters(cx, module));
    let mut setters: TokenStream = settings.iter().map(setters).collect();
    setters.extend(auth::setters(cx, module));
    let config = (!getters.is_empty()).then(|| quote!(impl Config { #getters }));
    let builder = (!setters.is_empty()).then(|| quote!(impl Builder { #setters }));
    quote!(#config #builder)
}

/// The place where a setting is stored.
enum Store {
    /// In the layer; `None` removes it.
    Layer,
    /// In the layer, without a getter; `None` removes it.
    Unread,
    /// In the layer, wrapped in this type, whose only field it is.
    Wrapped(TokenStream),
    /// The same, of a value that is copied where it is read.
    WrappedCopy(TokenStream),
}

/// The parameter of a setter.
enum Accepts {
    /// The value.
    Value,
    /// A value that converts into the setting's.
    Into,
    /// An optional value that converts into the setting's.
    IntoOption,
}

/// A setting with a single value.
struct Setting {
    name: String,
    accepts: Accepts,
    /// The type of the value.
    ty: TokenStream,
    store: Store,
    docs: String,
}

/// The settings that the builder has; those of identities are emitted with authentication.
fn settings(cx: &Context<'_>, module: &Module) -> Vec<Setting> {
    cx.settings
        .iter()
        .filter_map(|setting| self::setting(module, setting))
        .collect()
}

fn setting(module: &Module, setting: &plan::Setting) -> Option<Setting> {
    // The module exports the types of checksums, so that their names are in scope.
    Some(match &setting.kind {
        SettingKind::IdempotencyTokenProvider => Setting {
            accepts: Accepts::Into,
            ty: module.import("crate::support::idempotency::IdempotencyTokenProvider"),
            store: Store::Layer,
            ..Setting::of(
                setting,
                "The source of the tokens by which a service knows that two requests are one.",
            )
        },
        SettingKind::EndpointParameter(parameter) => {
            let wrapper = endpoint::params::setting(parameter);
            Setting {
                accepts: Accepts::Into,
                ty: endpoint::params::value_type(parameter),
                store: Store::Wrapped(quote!(endpoint::#wrapper)),
                ..Setting::of(
                    setting,
                    &docs::line(parameter.docs.as_deref().unwrap_or(&parameter.name)),
                )
            }
        }
        SettingKind::DisableRequestCompression => Setting {
            accepts: Accepts::IntoOption,
            ty: quote!(bool),
            store: Store::WrappedCopy(module.import("crate::support::compression::DisableRequestCompression")),
            ..Setting::of(setting, "Whether no body of a request is compressed.")
        },
        SettingKind::RequestMinCompressionSize => Setting {
            accepts: Accepts::IntoOption,
            ty: quote!(u32),
            store: Store::WrappedCopy(module.import("crate::support::compression::RequestMinCompressionSize")),
            ..Setting::of(
                setting,
                "The size in bytes from which on bodies of requests are compressed; 10,240 where none is set.",
            )
        },
        SettingKind::AccountIdEndpointMode => Setting {
            ty: module.import("aws_types::endpoint_config::AccountIdEndpointMode"),
            store: Store::Unread,
            ..Setting::of(
                setting,
                "Whether requests go to an endpoint of the account that the credentials belong to.",
            )
        },
        SettingKind::RequestChecksumCalculation => Setting {
            ty: quote!(RequestChecksumCalculation),
            ..Setting::of(
                setting,
                "Whether requests carry a checksum wherever the service takes one, or only where it requires one.",
            )
        },
        SettingKind::ResponseChecksumValidation => Setting {
            ty: quote!(ResponseChecksumValidation),
            ..Setting::of(
                setting,
                "Whether every response that has a checksum is validated, or only where a call asks for it.",
            )
        },
        SettingKind::ChunkSize => Setting {
            ty: quote!(Option<usize>),
            store: Store::Wrapped(module.import("crate::support::aws_chunked::ChunkSize")),
            ..Setting::of(
                setting,
                "The size of the chunks in which streamed bodies are sent, in bytes, at least 8,192; `None` for one chunk \
                 that holds all. 65,536 where nothing is set.",
            )
        },
        SettingKind::CredentialsProvider
        | SettingKind::SigningRegionSet
        | SettingKind::BearerToken
        | SettingKind::BearerTokenResolver
        | SettingKind::TokenProvider
        | SettingKind::SessionCredentialsProvider => return None,
    })
}

impl Setting {
    /// A setting that is stored in the layer unchanged.
    fn of(setting: &plan::Setting, docs: &str) -> Self {
        Self {
            name: setting.name.clone(),
            accepts: Accepts::Value,
            ty: TokenStream::new(),
            store: Store::Layer,
            docs: docs.to_owned(),
        }
    }
}

fn setters(setting: &Setting) -> TokenStream {
    let Setting {
        name,
        accepts,
        ty,
        store,
        docs,
    } = setting;
    let bare = name.trim_start_matches("r#").trim_start_matches('_');
    let (ident, set) = (ident(name), format_ident!("set_{bare}"));
    let body = match store {
        Store::Layer | Store::Unread => quote!(self.settings.layer.store_or_unset(value);),
        Store::Wrapped(wrapper) | Store::WrappedCopy(wrapper) => {
            quote!(self.settings.layer.store_or_unset(value.map(#wrapper));)
        }
    };
    let (accepts, value) = match accepts {
        Accepts::Value => (ty.clone(), quote!(Some(value))),
        Accepts::Into => (quote!(impl Into<#ty>), quote!(Some(value.into()))),
        Accepts::IntoOption => (quote!(impl Into<Option<#ty>>), quote!(value.into())),
    };
    let see = format!(" Sets or clears what [`{name}`](Self::{name}) sets.");
    let docs = format!(" {docs}");
    quote! {
        #[doc = #docs]
        pub fn #ident(mut self, value: #accepts) -> Self {
            self.#set(#value);
            self
        }
        #[doc = #see]
        pub fn #set(&mut self, value: Option<#ty>) -> &mut Self {
            #body
            self
        }
    }
}

fn getter(setting: &Setting) -> Option<TokenStream> {
    let Setting {
        name, ty, store, docs, ..
    } = setting;
    let ident = ident(name);
    let docs = format!(" {docs}");
    match store {
        Store::Layer => Some(quote! {
            #[doc = #docs]
            pub fn #ident(&self) -> Option<&#ty> {
                self.0.layer.load::<#ty>()
            }
        }),
        Store::WrappedCopy(wrapper) => Some(quote! {
            #[doc = #docs]
            pub fn #ident(&self) -> Option<#ty> {
                self.0.layer.load::<#wrapper>().map(|it| it.0)
            }
        }),
        Store::Wrapped(_) | Store::Unread => None,
    }
}

fn reexports(cx: &Context<'_>) -> TokenStream {
    let identities = auth::reexports(cx);
    let checksums = cx.needs.checksums.then(|| {
        quote!(
            pub use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
        )
    });
    quote! {
        #identities
        #checksums

        /// The resolver of endpoints, and the parameters that it takes.
        pub mod endpoint;
    }
}

/// The function that reads the service's own settings from the shared configuration.
fn from_shared(cx: &Context<'_>, module: &Module) -> TokenStream {
    let identities = auth::from_shared(cx);
    let environment = auth::from_environment(cx, module);
    let accounts = cx
        .needs
        .account_ids
        .then(|| quote!(builder.set_account_id_endpoint_mode(shared.account_id_endpoint_mode().cloned());));
    let checksums = cx.needs.checksums.then(|| {
        quote! {
            builder.set_request_checksum_calculation(shared.request_checksum_calculation());
            builder.set_response_checksum_validation(shared.response_checksum_validation());
        }
    });
    let retries = cx
        .service
        .behavior
        .retries_quickly
        .then(|| quote!(builder.set_retry_config(crate::support::quick_retries::retry_config(shared));));
    let compression = cx.needs.compression.then(|| {
        quote! {
            builder.set_disable_request_compression(shared.disable_request_compression());
            builder.set_request_min_compression_size_bytes(shared.request_min_compression_size_bytes());
        }
    });
    let sdk_config = module.import("aws_types::sdk_config::SdkConfig");
    let sessions = bucket_sessions::from_shared(cx, module);
    let statements = quote!(#identities #sessions #retries #compression #accounts #checksums #environment);
    let (builder, shared) = match statements.is_empty() {
        true => (quote!(_builder), quote!(_shared)),
        false => (quote!(builder), quote!(shared)),
    };
    quote! {
        /// Reads the service's own settings from the shared configuration.
        fn from_shared(#builder: &mut Builder, #shared: &#sdk_config) {
            #statements
        }
    }
}

/// The function that sets fixed identities and tokens for tests.
fn for_tests(cx: &Context<'_>) -> TokenStream {
    let mut statements = auth::for_tests(cx);
    if cx.needs.idempotency_tokens {
        statements.extend(quote! {
            builder.set_idempotency_token_provider(Some("00000000-0000-4000-8000-000000000000".into()));
        });
    }
    let builder = match statements.is_empty() {
        true => quote!(_builder),
        false => quote!(builder),
    };
    quote! {
        /// Sets fixed identities and tokens for tests.
        #[cfg(feature = "test-util")]
        fn for_tests(#builder: &mut Builder) {
            #statements
        }
    }
}
