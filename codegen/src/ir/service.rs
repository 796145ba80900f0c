//! The service itself: what it is called, how it is spoken to, and all that belongs to it.

use std::path::PathBuf;

use super::{
    behavior::ServiceBehavior,
    endpoint::{Partition, RuleSet},
    operation::Operation,
    shape::Shapes,
    traits::XmlNamespace,
};

/// A service, with everything that its model says.
#[derive(Clone, Debug)]
pub struct Service {
    /// The files that the model was read from, for diagnostics.
    pub origin: Origin,
    /// The name by which SDKs know the service (`serviceId`, `sdkId`): `Personalize`.
    pub sdk_id: String,
    /// The full name: `Amazon Personalize`.
    pub title: String,
    /// The version of the API, a date: `2018-05-22`.
    pub version: String,
    /// The id in AWS's API reference, where the model has one: `personalize-2018-05-22`.
    pub uid: Option<String>,
    /// The namespace of the model's shapes: `com.amazonaws.personalize`.
    pub namespace: String,
    /// The name of the service's own shape, which awsJson puts before the operation's: `AmazonPersonalize`.
    pub shape_name: String,
    /// The host name's first part, where no rule set says otherwise.
    pub endpoint_prefix: String,
    /// The name in the scope of a signature.
    pub signing_name: String,
    /// The protocols that the service speaks, as the model lists them.
    pub protocols: Vec<Protocol>,
    /// Auth schemes in order of preference.
    pub auth: Vec<AuthScheme>,
    /// Signatures are over the path as it is sent: neither encoded once more, nor made shorter.
    pub signs_path_as_sent: bool,
    /// Requests have the hash of their body in a header.
    pub sends_body_hash: bool,
    /// The service takes part in the query-compatible mode of its protocol.
    pub query_compatible: bool,
    /// Errors stand at the root of their documents, which in restXml have another root otherwise.
    pub unwrapped_errors: bool,
    /// The XML namespace of the service's documents.
    pub xml_namespace: Option<XmlNamespace>,
    /// Settings of the client that are endpoint parameters.
    pub client_context: Vec<ClientContextParam>,
    /// The documentation, as the model has it: HTML.
    pub docs: Option<String>,
    /// The types.
    pub shapes: Shapes,
    /// What the service can do, in the order of the model.
    pub operations: Vec<Operation>,
    /// How the endpoint of a request is found.
    pub endpoint_rules: Option<RuleSet>,
    /// The partitions of AWS that endpoint rules may ask for.
    pub partitions: Vec<Partition>,
    /// What clients do beyond the model.
    pub behavior: ServiceBehavior,
}

impl Service {
    /// The protocol that clients speak: the first of ours that the service does.
    ///
    /// A model lists several where a service has moved on. The order is that of AWS's own clients in Rust.
    pub fn spoken(&self) -> Option<Protocol> {
        let ours = [
            Protocol::RpcV2Cbor,
            Protocol::AwsJson10,
            Protocol::AwsJson11,
            Protocol::RestJson1,
            Protocol::RestXml,
            Protocol::AwsQuery,
            Protocol::Ec2Query,
        ];
        ours.into_iter().find(|protocol| self.protocols.contains(protocol))
    }
}

/// Which files a service was read from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The file of the service, its shapes and its operations.
    pub model: PathBuf,
    /// The file of the paginators.
    pub paginators: PathBuf,
    /// The file of the waiters.
    pub waiters: PathBuf,
    /// The file of the endpoint rule set.
    pub endpoint_rules: PathBuf,
    /// The file of the partitions.
    pub partitions: PathBuf,
    /// What is known of the service beyond its model and does not fit it, each with its place and the reason.
    pub stale_facts: Vec<String>,
}

impl Origin {
    /// Where the operations stand, as a JSON pointer (RFC 6901): among all shapes, where one file says it all.
    pub fn operations(&self) -> &'static str {
        match self.is_one_file() {
            true => "/shapes",
            false => "/operations",
        }
    }

    /// Whether one file says it all, which is Smithy's form.
    pub fn is_one_file(&self) -> bool {
        self.model == self.paginators
    }
}

/// A wire protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// `aws.protocols#awsJson1_0`.
    AwsJson10,
    /// `aws.protocols#awsJson1_1`.
    AwsJson11,
    /// `aws.protocols#restJson1`.
    RestJson1,
    /// `aws.protocols#restXml`.
    RestXml,
    /// `aws.protocols#awsQuery`.
    AwsQuery,
    /// `aws.protocols#ec2Query`.
    Ec2Query,
    /// `smithy.protocols#rpcv2Cbor`.
    RpcV2Cbor,
}

/// A way to authenticate a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthScheme {
    /// `aws.auth#sigv4`.
    SigV4,
    /// `aws.auth#sigv4a`.
    SigV4a,
    /// `smithy.api#httpBearerAuth`.
    Bearer,
    /// `smithy.api#noAuth`.
    None,
    /// Any other, by its shape id.
    Other(String),
}

/// A setting of the client that is an endpoint parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientContextParam {
    /// The name of the parameter.
    pub name: String,
    /// Its type.
    pub kind: super::endpoint::ParameterType,
    /// The documentation, as the model has it.
    pub docs: Option<String>,
}
