//! The description of a service, by which all that is shared knows it.

use aws_runtime::user_agent::ApiMetadata;
use aws_smithy_runtime_api::client::auth::AuthSchemeId;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_schema::protocol::SharedClientProtocol;

/// A generated crate's description of its service.
#[derive(Debug)]
pub struct Service {
    /// The service's id in SDKs: `Personalize`.
    pub id: &'static str,
    /// The name of the service's shape in its model: `AmazonPersonalize`.
    pub shape_name: &'static str,
    /// The namespace of the model's shapes: `com.amazonaws.personalize`.
    pub namespace: &'static str,
    /// The version of the API: `2018-05-22`.
    pub version: &'static str,
    /// The service's name in signatures.
    pub signing_name: &'static str,
    /// The name of the package, which is the scope of its metrics.
    pub package: &'static str,
    /// The entry of the crate in the user agent.
    pub api_metadata: ApiMetadata,
    /// Creates the protocol of the client, where its user configures none.
    pub protocol: fn() -> SharedClientProtocol,
    /// The auth schemes of an operation without schemes of its own, in order of preference.
    pub auth: &'static [AuthSchemeId],
    /// True where the signature covers the path as it is sent, neither encoded again nor normalized.
    pub signs_path_as_sent: bool,
    /// True where requests have the hash of their body in a header.
    pub sends_body_hash: bool,
    /// Adds the service's own components to the runtime.
    pub extend: fn(RuntimeComponentsBuilder) -> RuntimeComponentsBuilder,
}
