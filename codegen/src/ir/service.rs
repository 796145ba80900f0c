//! The service itself: its names, its protocols and authentication, its operations and shapes.

use std::path::PathBuf;

use super::{
    behavior::ServiceBehavior,
    endpoint::{Partition, RuleSet},
    operation::Operation,
    protocol::Protocol,
    shape::Shapes,
    traits::XmlNamespace,
};

/// A service, with everything in its model.
#[derive(Clone, Debug)]
pub struct Service {
    /// The files that the model was read from, for diagnostics.
    pub origin: Origin,
    /// The service's id in SDKs (`serviceId`, `sdkId`): `Personalize`.
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
    /// The first label of the host name, for a service without a rule set.
    pub endpoint_prefix: String,
    /// The service's name in signatures.
    pub signing_name: String,
    /// The protocols of the service, as the model lists them.
    pub protocols: Vec<Protocol>,
    /// Auth schemes in order of preference.
    pub auth: Vec<AuthScheme>,
    /// Signatures cover the path as it is sent, neither encoded again nor normalized.
    pub signs_path_as_sent: bool,
    /// Requests have the hash of their body in a header.
    pub sends_body_hash: bool,
    /// The service supports the query-compatible mode of its protocol.
    pub query_compatible: bool,
    /// Errors are the root of their documents, which otherwise have another root (restXml).
    pub unwrapped_errors: bool,
    /// The XML namespace of the service's documents.
    pub xml_namespace: Option<XmlNamespace>,
    /// Settings of the client that are endpoint parameters.
    pub client_context: Vec<ClientContextParam>,
    /// The documentation, as the model has it: HTML.
    pub docs: Option<String>,
    /// The types.
    pub shapes: Shapes,
    /// The operations of the service, in the order of the model.
    pub operations: Vec<Operation>,
    /// The rules that find the endpoint of a request.
    pub endpoint_rules: Option<RuleSet>,
    /// The partitions of AWS that endpoint rules may ask for.
    pub partitions: Vec<Partition>,
    /// Runtime behavior that the model does not state.
    pub behavior: ServiceBehavior,
}

impl Service {
    /// The protocol of generated clients: the first that we support and the service has.
    ///
    /// A model lists several where a service has added newer ones. The order of preference is that of AWS's own clients
    /// in Rust.
    pub fn spoken(&self) -> Option<Protocol> {
        let mut preferred = Protocol::ALL.iter().copied();
        preferred.find(|protocol| self.protocols.contains(protocol))
    }
}

/// The files that a service was read from.
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
    /// The file of facts about the service, where it is not one of the library's own.
    pub facts: Option<PathBuf>,
    /// Recorded facts about the service that do not fit this model any more, each with its location and the reason.
    pub stale_facts: Vec<String>,
}

impl Origin {
    /// The location of the operations, as a JSON pointer (RFC 6901): among all shapes, where one file holds the whole
    /// model.
    pub fn operations(&self) -> &'static str {
        match self.is_one_file() {
            true => "/shapes",
            false => "/operations",
        }
    }

    /// True where one file holds the whole model, as in Smithy's form.
    pub fn is_one_file(&self) -> bool {
        self.model == self.paginators
    }
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
