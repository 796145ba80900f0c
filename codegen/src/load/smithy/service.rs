//! The service: its names, protocols and authentication.

use serde_json::Value;

use super::{
    ast::{Model, local_name, namespace},
    auth,
    closure::{Closure, SERVICE},
    traits::Traits,
};
use crate::{
    Result,
    ir::{Protocol, RuleSet, Service, Shapes},
    load::{common_traits, endpoint_bdd, endpoint_rules, json::Keys},
};

// The other names are those of ARNs, CloudFormation, CloudTrail and the console.
const AWS_SERVICE: Keys = Keys {
    of: "`aws.api#service`",
    read: &["arnNamespace", "docId", "endpointPrefix", "sdkId"],
    left: &["cloudFormationName", "cloudTrailEventSource", "consoleName"],
};

// Which versions of HTTP a service speaks is found out when a connection is made.
const PROTOCOL: Keys = Keys {
    of: "a protocol",
    read: &["noErrorWrapping"],
    left: &["eventStreamHttp", "http"],
};

/// The names in AWS's own service trait.
struct Names {
    sdk_id: String,
    endpoint_prefix: String,
    uid: Option<String>,
}

/// A service without shapes and operations.
pub(super) fn lower(model: &Model<'_, '_>, closure: &Closure<'_>) -> Result<Service> {
    let id = closure.service;
    let shape = model.shapes.key(id).unwrap_or(model.shapes);
    let fields = shape.fields(&SERVICE)?;
    let traits = fields.get("traits");
    let traits = Traits::open(traits)?;
    let version = fields.string("version")?.unwrap_or_default();
    let names = names(&traits, id, &version)?;
    let signing_name = auth::signing_name(&traits)?;
    Ok(Service {
        title: traits
            .string("smithy.api#title")?
            .unwrap_or_else(|| names.sdk_id.clone()),
        version,
        uid: names.uid,
        namespace: namespace(id).to_owned(),
        shape_name: local_name(id).to_owned(),
        // No trait says so: it is S3, and what signs in its name.
        signs_path_as_sent: signing_name.as_deref() == Some("s3"),
        sends_body_hash: signing_name.as_deref() == Some("s3"),
        signing_name: signing_name.unwrap_or_else(|| names.endpoint_prefix.clone()),
        protocols: protocols(&traits)?,
        auth: auth::of_service(model, &traits)?,
        query_compatible: traits.has("aws.protocols#awsQueryCompatible")?,
        unwrapped_errors: unwrapped_errors(&traits)?,
        xml_namespace: traits.xml_namespace()?,
        client_context: common_traits::client_context(traits.get("smithy.rules#clientContextParams"))?,
        docs: traits.docs()?,
        endpoint_rules: endpoint_rules(&traits)?,
        sdk_id: names.sdk_id,
        endpoint_prefix: names.endpoint_prefix,
        origin: Default::default(),
        shapes: Shapes::default(),
        operations: Vec::new(),
        partitions: Vec::new(),
        behavior: Default::default(),
    })
    .map_err(|error: crate::Error| error.on(id))
}

/// The names of the service. A name that AWS's trait lacks follows from another; without the trait, all follow from the
/// shape's.
fn names(traits: &Traits<'_, '_>, id: &str, version: &str) -> Result<Names> {
    let Some(aws) = traits.get("aws.api#service") else {
        let sdk_id = local_name(id).to_owned();
        return Ok(Names {
            endpoint_prefix: sdk_id.to_lowercase(),
            uid: None,
            sdk_id,
        });
    };
    let fields = aws.fields(&AWS_SERVICE)?;
    let sdk_id = fields.require("sdkId")?.string()?;
    let endpoint_prefix = match fields.string("endpointPrefix")? {
        Some(prefix) => prefix,
        None => fields
            .string("arnNamespace")?
            .unwrap_or_else(|| sdk_id.to_lowercase().replace(' ', "")),
    };
    let hyphenated = sdk_id.to_lowercase().replace(' ', "-");
    Ok(Names {
        uid: Some(
            fields
                .string("docId")?
                .unwrap_or_else(|| format!("{hyphenated}-{version}")),
        ),
        sdk_id,
        endpoint_prefix,
    })
}

/// The protocols, in the order in which the service has their traits.
fn protocols(traits: &Traits<'_, '_>) -> Result<Vec<Protocol>> {
    let mut found = Vec::new();
    for id in traits.ids() {
        if let Some(protocol) = Protocol::of_trait(id) {
            let Some(value) = traits.get(protocol.rules().smithy) else {
                continue;
            };
            if !(value.value().is_null() || *value.value() == Value::Bool(true)) {
                value.fields(&PROTOCOL)?;
            }
            found.push(protocol);
        }
    }
    Ok(found)
}

/// The endpoint rules. A newer model has them as a diagram, with the same meaning.
fn endpoint_rules(traits: &Traits<'_, '_>) -> Result<Option<RuleSet>> {
    if let Some(rules) = traits.get("smithy.rules#endpointRuleSet") {
        return endpoint_rules::lower(rules).map(Some);
    }
    let diagram = traits.get("smithy.rules#endpointBdd");
    diagram.map(|diagram| endpoint_bdd::lower(&diagram)).transpose()
}

/// Reads `noErrorWrapping`, which only restXml has.
fn unwrapped_errors(traits: &Traits<'_, '_>) -> Result<bool> {
    let fields = traits.fields("aws.protocols#restXml", &PROTOCOL)?;
    fields.map_or(Ok(false), |fields| fields.flag("noErrorWrapping"))
}
