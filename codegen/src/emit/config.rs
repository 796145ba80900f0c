//! The settings that only some services have, beside the macros of `support` that define the configuration and its
//! builder: each becomes a setter, an optional setter and, where it can be read, a getter.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    auth,
    context::{Context, ident},
    endpoint,
    module::Module,
};
use crate::passes;

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

/// The settings that not every service has.
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

/// Where a setting is kept.
enum Store {
    /// In the layer; `None` takes it out again.
    Layer,
    /// In the layer; `None` takes it out again, and nobody can read it.
    Unread,
    /// In the layer, wrapped in this type, whose only field it is.
    Wrapped(TokenStream),
}

/// A setting with a single value.
struct Setting {
    name: String,
    /// What the setter takes.
    accepts: TokenStream,
    /// How that becomes the value.
    convert: TokenStream,
    /// The value.
    ty: TokenStream,
    store: Store,
    docs: String,
}

fn settings(cx: &Context<'_>, module: &Module) -> Vec<Setting> {
    let mut settings = Vec::new();
    if cx.has_idempotency_tokens() {
        let provider = module.import("crate::support::idempotency::IdempotencyTokenProvider");
        settings.push(Setting {
            name: "idempotency_token_provider".to_owned(),
            accepts: quote!(impl Into<#provider>),
            convert: quote!(value.into()),
            ty: provider,
            store: Store::Layer,
            docs: "Makes up the tokens by which a service knows that two requests are one.".to_owned(),
        });
    }
    settings.extend(cx.service.client_context.iter().map(|parameter| {
        let wrapper = endpoint::params::setting(parameter);
        let ty = endpoint::params::value_type(parameter);
        Setting {
            name: passes::names::setting(&parameter.name).as_str().to_owned(),
            accepts: quote!(impl Into<#ty>),
            convert: quote!(value.into()),
            ty,
            store: Store::Wrapped(quote!(endpoint::#wrapper)),
            docs: passes::docs::line(parameter.docs.as_deref().unwrap_or(&parameter.name)),
        }
    }));
    if cx.compresses_any() {
        settings.extend(compression_settings(module));
    }
    if cx.has_accounts_in_endpoints() {
        settings.push(account_setting(module));
    }
    if cx.chooses_checksums() {
        settings.extend(checksum_settings());
    }
    if cx.sends_chunks() {
        settings.push(chunk_setting(module));
    }
    settings
}

/// How large the chunks are in which bodies are sent.
fn chunk_setting(module: &Module) -> Setting {
    Setting {
        name: "aws_chunked_encoding_chunk_size".to_owned(),
        accepts: quote!(Option<usize>),
        convert: quote!(value),
        ty: quote!(Option<usize>),
        store: Store::Wrapped(module.import("crate::support::aws_chunked::ChunkSize")),
        docs: "How many bytes the chunks have in which bodies are sent that are not held in memory, at least 8,192; none for \
               one chunk that has all. 65,536 where nothing is set."
            .to_owned(),
    }
}

/// When checksums are calculated, and looked at.
fn checksum_settings() -> [Setting; 2] {
    let setting = |name: &str, ty: TokenStream, docs: &str| Setting {
        name: name.to_owned(),
        accepts: ty.clone(),
        convert: quote!(value),
        ty,
        store: Store::Layer,
        docs: docs.to_owned(),
    };
    // The module exports these, so that their names are in scope.
    [
        setting(
            "request_checksum_calculation",
            quote!(RequestChecksumCalculation),
            "Whether requests carry a checksum wherever the service takes one, or only where it has to have one.",
        ),
        setting(
            "response_checksum_validation",
            quote!(ResponseChecksumValidation),
            "Whether responses are held against their checksum wherever they have one, or only where a call asks for it.",
        ),
    ]
}

/// Whether the account goes into endpoints.
fn account_setting(module: &Module) -> Setting {
    let mode = module.import("aws_types::endpoint_config::AccountIdEndpointMode");
    Setting {
        name: "account_id_endpoint_mode".to_owned(),
        accepts: mode.clone(),
        convert: quote!(value),
        ty: mode,
        store: Store::Unread,
        docs: "Whether requests go to an endpoint of the account that its credentials belong to.".to_owned(),
    }
}

/// When bodies of requests are compressed.
fn compression_settings(module: &Module) -> [Setting; 2] {
    let disable = module.import("crate::support::compression::DisableRequestCompression");
    let size = module.import("crate::support::compression::RequestMinCompressionSize");
    [
        Setting {
            name: "disable_request_compression".to_owned(),
            accepts: quote!(impl Into<Option<bool>>),
            convert: quote!(),
            ty: quote!(bool),
            store: Store::Wrapped(disable),
            docs: "Whether no body of a request is compressed.".to_owned(),
        },
        Setting {
            name: "request_min_compression_size_bytes".to_owned(),
            accepts: quote!(impl Into<Option<u32>>),
            convert: quote!(),
            ty: quote!(u32),
            store: Store::Wrapped(size),
            docs: "The size from which on bodies of requests are compressed, in bytes; 10,240 where none is set."
                .to_owned(),
        },
    ]
}

fn setters(setting: &Setting) -> TokenStream {
    let Setting {
        name,
        accepts,
        convert,
        ty,
        store,
        docs,
    } = setting;
    let bare = name.trim_start_matches("r#").trim_start_matches('_');
    let (ident, set) = (ident(name), format_ident!("set_{bare}"));
    let body = match store {
        Store::Layer | Store::Unread => quote!(self.settings.layer.store_or_unset(value);),
        Store::Wrapped(wrapper) => quote!(self.settings.layer.store_or_unset(value.map(#wrapper));),
    };
    let value = if convert.is_empty() {
        quote!(value.into())
    } else {
        quote!(Some(#convert))
    };
    let see = format!(" Sets or clears what [`{name}`](Self::{name}) sets.");
    let docs = format!(" {docs}");
    quote! {
        #[doc = #docs]
        #[inline]
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
        Store::Wrapped(_) | Store::Unread => None,
    }
}

fn reexports(cx: &Context<'_>) -> TokenStream {
    let identities = auth::reexports(cx);
    let checksums = cx.chooses_checksums().then(|| {
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

/// The function that reads the settings that not every service has.
fn from_shared(cx: &Context<'_>, module: &Module) -> TokenStream {
    let identities = auth::from_shared(cx);
    let environment = auth::from_environment(cx, module);
    let accounts = cx
        .has_accounts_in_endpoints()
        .then(|| quote!(builder.set_account_id_endpoint_mode(shared.account_id_endpoint_mode().cloned());));
    let checksums = cx.chooses_checksums().then(|| {
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
    let compression = cx.compresses_any().then(|| {
        quote! {
            builder.set_disable_request_compression(shared.disable_request_compression());
            builder.set_request_min_compression_size_bytes(shared.request_min_compression_size_bytes());
        }
    });
    let sdk_config = module.import("aws_types::sdk_config::SdkConfig");
    let statements = quote!(#identities #retries #compression #accounts #checksums #environment);
    let (builder, shared) = match statements.is_empty() {
        true => (quote!(_builder), quote!(_shared)),
        false => (quote!(builder), quote!(shared)),
    };
    quote! {
        /// Reads the settings that not every service has.
        fn from_shared(#builder: &mut Builder, #shared: &#sdk_config) {
            #statements
        }
    }
}

/// The function that sets identities which are the same at every run of a test.
fn for_tests(cx: &Context<'_>) -> TokenStream {
    let statements = auth::for_tests(cx);
    let builder = match statements.is_empty() {
        true => quote!(_builder),
        false => quote!(builder),
    };
    quote! {
        /// Sets identities that are the same at every run of a test.
        #[cfg(feature = "test-util")]
        fn for_tests(#builder: &mut Builder) {
            #statements
        }
    }
}
