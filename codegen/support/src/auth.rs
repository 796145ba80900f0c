//! Auth schemes: those that an operation may use, and how a user of a client chooses others.

use std::borrow::Cow;
use std::fmt;

use aws_smithy_runtime_api::client::auth::{
    AuthSchemeId, AuthSchemeOption, AuthSchemeOptionResolverParams, AuthSchemeOptionsFuture, ResolveAuthSchemeOptions,
    SharedAuthSchemeOptionResolver,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// Chooses the auth schemes of an operation.
pub trait ResolveAuthScheme: Send + Sync + fmt::Debug {
    /// The auth schemes that may be used, in order of preference.
    fn resolve_auth_scheme<'a>(
        &'a self,
        params: &'a Params,
        cfg: &'a ConfigBag,
        runtime_components: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a>;

    /// Turns this resolver into one that a client can be configured with.
    #[inline]
    fn into_shared_resolver(self) -> SharedAuthSchemeOptionResolver
    where
        Self: Sized + 'static,
    {
        SharedAuthSchemeOptionResolver::new(TypedParams(self))
    }
}

/// Passes parameters of their own type to a resolver.
#[derive(Debug)]
struct TypedParams<T>(T);

impl<T: ResolveAuthScheme> ResolveAuthSchemeOptions for TypedParams<T> {
    #[inline]
    fn resolve_auth_scheme_options_v2<'a>(
        &'a self,
        params: &'a AuthSchemeOptionResolverParams,
        cfg: &'a ConfigBag,
        runtime_components: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a> {
        match params.get::<Params>() {
            Some(params) => self.0.resolve_auth_scheme(params, cfg, runtime_components),
            None => AuthSchemeOptionsFuture::ready(Err("params of expected type was not present".into())),
        }
    }
}

/// Resolves to the auth schemes of the model, in its order.
#[derive(Clone, Copy, Debug)]
pub struct ModeledAuthSchemes(pub &'static [AuthSchemeId]);

impl ResolveAuthScheme for ModeledAuthSchemes {
    #[inline]
    fn resolve_auth_scheme<'a>(
        &'a self,
        params: &'a Params,
        _cfg: &'a ConfigBag,
        _runtime_components: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a> {
        let schemes = params.modeled(self.0);
        AuthSchemeOptionsFuture::ready(Ok(schemes.iter().cloned().map(AuthSchemeOption::from).collect()))
    }
}

/// The parameters by which an auth scheme is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    operation_name: Cow<'static, str>,
    /// The operation's schemes in the model.
    modeled: Option<&'static [AuthSchemeId]>,
}

impl Params {
    /// The parameters of an operation.
    #[inline]
    pub(super) fn of_operation(name: &'static str, auth: &'static [AuthSchemeId]) -> Self {
        Self {
            operation_name: name.into(),
            modeled: Some(auth),
        }
    }

    /// Creates a builder for [`Params`].
    #[inline]
    pub fn builder() -> ParamsBuilder {
        ParamsBuilder::default()
    }

    /// The operation's schemes in the model; the service's where it has none of its own.
    #[inline]
    pub(super) fn modeled(&self, of_service: &'static [AuthSchemeId]) -> &'static [AuthSchemeId] {
        self.modeled.unwrap_or(of_service)
    }

    /// The name of the operation.
    #[inline]
    pub fn operation_name(&self) -> &str {
        &self.operation_name
    }
}

/// A builder for [`Params`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParamsBuilder {
    operation_name: Option<Cow<'static, str>>,
}

impl ParamsBuilder {
    /// Sets the name of the operation.
    #[inline]
    pub fn operation_name(self, operation_name: impl Into<Cow<'static, str>>) -> Self {
        self.set_operation_name(Some(operation_name.into()))
    }

    /// Sets or clears the name of the operation.
    #[inline]
    pub fn set_operation_name(mut self, operation_name: Option<Cow<'static, str>>) -> Self {
        self.operation_name = operation_name;
        self
    }

    /// Builds the parameters.
    ///
    /// # Errors
    ///
    /// The name of the operation is not set.
    #[inline]
    pub fn build(self) -> Result<Params, BuildError> {
        let operation_name = self.operation_name.ok_or(BuildError {
            field: "operation_name",
        })?;
        Ok(Params {
            operation_name,
            modeled: None,
        })
    }
}

/// A parameter is missing.
#[derive(Debug)]
pub struct BuildError {
    field: &'static str,
}

impl fmt::Display for BuildError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a required field was missing: `{}`", self.field)
    }
}

impl std::error::Error for BuildError {}
