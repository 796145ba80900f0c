//! Tests of `endpoint_auth`.

use std::collections::HashMap;

use aws_runtime::auth::sigv4::SigV4AuthScheme;
use aws_smithy_runtime_api::client::endpoint::EndpointFuture;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_types::config_bag::Layer;

use super::*;

const MODELED: &[AuthSchemeId] = &[AuthSchemeId::new("sigv4"), AuthSchemeId::new("noAuth")];

/// Resolves to the same endpoint for all requests.
#[derive(Debug)]
struct Always(Endpoint);

impl ResolveEndpoint for Always {
    fn resolve_endpoint<'a>(&'a self, _: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(self.0.clone()))
    }
}

/// An endpoint whose rules name schemes in an object each, as endpoint resolvers of users write them.
fn listing(schemes: &[&str]) -> Endpoint {
    let scheme = |name: &&str| {
        let properties = HashMap::from([("name".to_owned(), Document::from((*name).to_owned()))]);
        Document::from(properties)
    };
    let schemes: Vec<Document> = schemes.iter().map(scheme).collect();
    Endpoint::builder().url("https://b.example.com").property("authSchemes", schemes).build()
}

/// An endpoint with the same schemes as the generated resolver gives them.
fn typed(schemes: &[&'static str]) -> Endpoint {
    let endpoint = Endpoint::builder().url("https://b.example.com");
    let add = |endpoint: aws_smithy_types::endpoint::Builder, name: &&'static str| {
        endpoint.auth_scheme(EndpointAuthScheme::with_capacity(*name, 0))
    };
    schemes.iter().fold(endpoint, add).build()
}

/// The schemes that a request to an endpoint may be signed with, by a client that knows `sigv4`, and another if named.
async fn resolved(endpoint: Endpoint, other: Option<&'static str>) -> Result<Vec<String>, String> {
    let mut components = RuntimeComponentsBuilder::for_tests()
        .with_endpoint_resolver(Some(Always(endpoint)))
        .with_auth_scheme(SigV4AuthScheme::new());
    if let Some(name) = other {
        components.push_auth_scheme(Renamed(name, SigV4AuthScheme::new()));
    }
    let components = components.build().expect("they are whole");
    let mut layer = Layer::new("test");
    layer.store_put(EndpointResolverParams::new("parameters"));
    let cfg = ConfigBag::of_layers(vec![layer]);
    let params = Params::builder().operation_name("GetObject").build().expect("it has a name");
    let options = EndpointAuthSchemes(MODELED).resolve_auth_scheme(&params, &cfg, &components).await;
    let names = |options: Vec<AuthSchemeOption>| options.iter().map(|it| it.scheme_id().inner().to_owned()).collect();
    options.map(names).map_err(|error| error.to_string())
}

/// A scheme under another name.
#[derive(Debug)]
struct Renamed(&'static str, SigV4AuthScheme);

impl aws_smithy_runtime_api::client::auth::AuthScheme for Renamed {
    fn scheme_id(&self) -> AuthSchemeId {
        AuthSchemeId::new(self.0)
    }

    fn identity_resolver(
        &self,
        resolvers: &dyn aws_smithy_runtime_api::client::runtime_components::GetIdentityResolver,
    ) -> Option<aws_smithy_runtime_api::client::identity::SharedIdentityResolver> {
        self.1.identity_resolver(resolvers)
    }

    fn signer(&self) -> &dyn aws_smithy_runtime_api::client::auth::Sign {
        self.1.signer()
    }
}

#[tokio::test]
async fn the_scheme_of_the_endpoint_comes_before_those_of_the_model() {
    for endpoint in [typed(&["sigv4-s3express"]), listing(&["sigv4-s3express"])] {
        let schemes = resolved(endpoint, Some("sigv4-s3express")).await;
        assert_eq!(schemes.expect("the client has it"), ["sigv4-s3express", "sigv4", "noAuth"]);
    }
    for endpoint in [typed(&["sigv4a", "sigv4"]), listing(&["sigv4a", "sigv4"])] {
        // One of the two is enough, and none is named twice.
        assert_eq!(resolved(endpoint, None).await.expect("it has one"), ["sigv4a", "sigv4", "noAuth"]);
    }
}

#[tokio::test]
async fn an_endpoint_that_names_none_leaves_it_to_the_model() {
    for endpoint in [typed(&[]), listing(&[])] {
        assert_eq!(resolved(endpoint, None).await.expect("the model has some"), ["sigv4", "noAuth"]);
    }
}

#[tokio::test]
async fn an_endpoint_whose_schemes_the_client_lacks_is_an_error_that_says_how_to_add_one() {
    let error = resolved(typed(&["sigv4-s3express"]), None).await.expect_err("it is not there");
    assert!(error.contains("`sigv4-s3express`") && error.contains("push_auth_scheme"), "{error}");
}
