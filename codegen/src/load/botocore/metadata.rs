//! `metadata`: the service's names, protocols and authentication.

use super::traits;
use crate::{
    Result, casing,
    ir::{AuthScheme, Origin, Protocol, Service, Shapes},
    load::{
        common_traits,
        json::{Cursor, Fields, Keys},
    },
};

// Rule sets took the place of `globalEndpoint`, and the checksum traits that of `checksumFormat`;
// `ripServiceName` is a name inside AWS. `protocolSettings` says which operations need HTTP/2: those
// with an event stream, which the shapes say too.
const METADATA: Keys = Keys {
    of: "the metadata",
    read: &[
        "apiVersion",
        "auth",
        "awsQueryCompatible",
        "endpointPrefix",
        "jsonVersion",
        "protocol",
        "protocols",
        "serviceAbbreviation",
        "serviceFullName",
        "serviceId",
        "signatureVersion",
        "signingName",
        "targetPrefix",
        "uid",
        "xmlNamespace",
    ],
    left: &["checksumFormat", "globalEndpoint", "protocolSettings", "ripServiceName"],
};

/// A service without shapes and operations, from the top level of its file.
pub(super) fn lower(top: &Fields<'_, '_>) -> Result<Service> {
    let metadata = top.require("metadata")?;
    let fields = metadata.fields(&METADATA)?;
    let sdk_id = sdk_id(&fields)?;
    let endpoint_prefix = fields.require("endpointPrefix")?.string()?;
    let protocols = protocols(&fields)?;
    let signatures = fields.string("signatureVersion")?;
    let has_s3_signatures = signatures.is_some_and(|version| S3_SIGNATURES.contains(&version.as_str()));
    Ok(Service {
        origin: Origin::default(),
        title: fields.string("serviceFullName")?.unwrap_or_else(|| sdk_id.clone()),
        version: version(&fields, &protocols)?,
        uid: fields.string("uid")?,
        namespace: namespace(&sdk_id),
        shape_name: fields
            .string("targetPrefix")?
            .unwrap_or_else(|| casing::service_shape(&sdk_id)),
        signing_name: fields.string("signingName")?.unwrap_or_else(|| endpoint_prefix.clone()),
        protocols,
        auth: auth(&fields)?,
        signs_path_as_sent: has_s3_signatures,
        sends_body_hash: has_s3_signatures,
        query_compatible: fields.get("awsQueryCompatible").is_some(),
        unwrapped_errors: false,
        xml_namespace: traits::xml_namespace(&fields)?,
        client_context: common_traits::client_context(top.get("clientContextParams"))?,
        docs: top.string("documentation")?,
        shapes: Shapes::default(),
        operations: Vec::new(),
        endpoint_rules: None,
        partitions: Vec::new(),
        behavior: Default::default(),
        sdk_id,
        endpoint_prefix,
    })
}

/// The version of the API, which only some protocols send.
fn version(fields: &Fields<'_, '_>, protocols: &[Protocol]) -> Result<String> {
    let is_sent = |protocol: &Protocol| protocol.rules().sends_version;
    match protocols.iter().any(is_sent) {
        true => fields.require("apiVersion")?.string(),
        false => Ok(fields.string("apiVersion")?.unwrap_or_default()),
    }
}

/// The service's id in SDKs. Where a model has none, it is the short name, without the owner.
fn sdk_id(fields: &Fields<'_, '_>) -> Result<String> {
    if let Some(id) = fields.string("serviceId")? {
        return Ok(id);
    }
    let name = match fields.string("serviceAbbreviation")? {
        Some(name) => name,
        None => fields.require("serviceFullName")?.string()?,
    };
    let bare = name
        .strip_prefix("Amazon")
        .or_else(|| name.strip_prefix("AWS"))
        .unwrap_or(&name);
    Ok(bare.trim().to_owned())
}

/// Smithy's namespace for the shapes of AWS's services.
fn namespace(sdk_id: &str) -> String {
    let id: String = sdk_id.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("com.amazonaws.{}", id.to_ascii_lowercase())
}

/// The protocols: `protocols` lists all; older models have one `protocol`.
fn protocols(fields: &Fields<'_, '_>) -> Result<Vec<Protocol>> {
    let only = fields.require("protocol")?;
    let Some(all) = fields.get("protocols") else {
        return Ok(vec![protocol(&only, fields)?]);
    };
    let (names, mut known) = (names(), Vec::new());
    for name in all.items()? {
        // A service that learns a protocol which we do not speak can still be spoken to in another.
        if names.iter().any(|(known, _)| name.value() == known) {
            known.push(protocol(&name, fields)?);
        } else {
            name.note_unread(format!("the protocol `{}`", name.str()?));
        }
    }
    if known.is_empty() {
        known.push(protocol(&only, fields)?);
    }
    Ok(known)
}

/// botocore's names of the protocols, each once.
fn names() -> Vec<(&'static str, &'static str)> {
    let mut names: Vec<_> = Protocol::ALL
        .iter()
        .map(|it| (it.rules().botocore, it.rules().botocore))
        .collect();
    names.dedup();
    names
}

/// The protocol of a name. Both versions of awsJson have one name, and the first counts where none is given.
fn protocol(name: &Cursor<'_, '_>, fields: &Fields<'_, '_>) -> Result<Protocol> {
    let name = name.one_of("protocol", &names())?;
    let named = Protocol::ALL.iter().copied().filter(|it| it.rules().botocore == name);
    let versions: Vec<_> = named
        .map(|it| (it.rules().botocore_version.unwrap_or_default(), it))
        .collect();
    match fields.get("jsonVersion").filter(|_| versions.len() > 1) {
        Some(version) => version.one_of("version of awsJson", &versions),
        None => Ok(versions[0].1),
    }
}

/// The auth schemes: `auth` lists them by shape id; older models have one `signatureVersion`.
fn auth(fields: &Fields<'_, '_>) -> Result<Vec<AuthScheme>> {
    match fields.get("auth") {
        Some(schemes) => auth_schemes(&schemes),
        None => Ok(vec![signature_version(fields.require("signatureVersion")?.str()?)]),
    }
}

/// Auth schemes by their shape ids.
pub(super) fn auth_schemes(cursor: &Cursor<'_, '_>) -> Result<Vec<AuthScheme>> {
    let scheme = |id: Cursor<'_, '_>| {
        Ok(match id.str()? {
            "aws.auth#sigv4" => AuthScheme::SigV4,
            "aws.auth#sigv4a" => AuthScheme::SigV4a,
            "smithy.api#httpBearerAuth" => AuthScheme::Bearer,
            "smithy.api#noAuth" => AuthScheme::None,
            other => AuthScheme::Other(other.to_owned()),
        })
    };
    cursor.items()?.map(scheme).collect()
}

/// The signature versions of S3 and services around it.
const S3_SIGNATURES: [&str; 3] = ["s3", "s3v4", "s3v4a"];

/// The auth scheme of a signature version. S3's variants of version 4 are the same scheme; versions 2 and 3 have no
/// shape id.
pub(super) fn signature_version(version: &str) -> AuthScheme {
    match version {
        "v4" | "s3" | "s3v4" => AuthScheme::SigV4,
        "v4a" | "s3v4a" => AuthScheme::SigV4a,
        "bearer" => AuthScheme::Bearer,
        "none" => AuthScheme::None,
        other => AuthScheme::Other(other.to_owned()),
    }
}
