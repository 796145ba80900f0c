//! Known differences: those in which botocore is the one to be wrong, or has no say. This is the one table of them.

use std::collections::{BTreeMap, BTreeSet};

/// A difference that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// Nulls stay in lists and maps that are not sparse.
    DenseNull,
    /// A code is looked for in `__type` alone.
    CodeInType,
    /// A member of an error is taken for its code.
    CodeOfMember,
    /// An error without a code gets the status for one.
    CodeOfStatus,
    /// A required member that did not come is an empty one.
    Corrected,
    /// Zero is sent where zero is what an absent member stands for, and a default text is not.
    ZeroByDefault,
    /// The media type of a form names a character set.
    FormCharset,
    /// A document of XML, or bytes, or text, has no media type.
    MediaType,
    /// A document of XML without members is not sent.
    EmptyXml,
    /// A payload that is not there is an empty one.
    EmptyPayload,
    /// A carriage return stands as it is.
    CarriageReturn,
    /// Fractions of a second below a millisecond are kept.
    CborMicroseconds,
    /// A union with a member that the model does not have is an empty one.
    EmptyUnion,
    /// A year before 1000 has less than four digits.
    ShortYear,
    /// A checksum that is required is one of another kind.
    RequiredChecksum,
    /// A header names the version of the API.
    ApiVersion,
    /// The prefix of an id, as some operations return it, is removed where others take it.
    Route53Id,
    /// Text is encoded, or decoded, for its callers.
    UserData,
    /// A second request is signed, as part of the first.
    PresignedUrl,
    /// JSON in a text is read.
    DecodedPolicy,
    /// A parameter of the query names the operation.
    NamedOperation,
}

impl Known {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::DenseNull,
        Self::CodeInType,
        Self::CodeOfMember,
        Self::CodeOfStatus,
        Self::Corrected,
        Self::ZeroByDefault,
        Self::FormCharset,
        Self::MediaType,
        Self::EmptyXml,
        Self::EmptyPayload,
        Self::CarriageReturn,
        Self::CborMicroseconds,
        Self::EmptyUnion,
        Self::ShortYear,
        Self::RequiredChecksum,
        Self::ApiVersion,
        Self::Route53Id,
        Self::UserData,
        Self::PresignedUrl,
        Self::DecodedPolicy,
        Self::NamedOperation,
    ];

    /// Why the difference is none.
    pub fn reason(self) -> &'static str {
        match self {
            Self::DenseNull => {
                "botocore hands on nulls in lists and maps; Smithy has clients drop them where these are not sparse"
            }
            Self::CodeInType => {
                "botocore's awsJson parser looks for a code in `__type` alone; Smithy's protocol wants the header \
                 `x-amzn-errortype` and `code` to be looked at too"
            }
            Self::CodeOfMember => {
                "botocore's restJson1 parser takes a member of an error that is called `code` for the code, even where \
                 `__type` has it"
            }
            Self::CodeOfStatus => "botocore takes the status for the code of an error that has none",
            Self::Corrected => {
                "botocore leaves out a required member that a response does not have; clients of ours have an empty value \
                 in its place, as AWS's crates do"
            }
            Self::ZeroByDefault => {
                "botocore knows no default values; a number or boolean whose default is zero or false has no `Option` \
                 in Rust, here as in AWS's crate, and stays away from requests where it is just that; a text that is the \
                 default of its member is sent"
            }
            Self::FormCharset => "botocore says `charset=utf-8` of forms; Smithy's protocols have the bare media type",
            Self::MediaType => {
                "botocore names no media type of documents in restXml, nor of payloads that are bytes or text; Smithy's \
                 protocols want one"
            }
            Self::EmptyXml => {
                "botocore sends no body in restXml where no member of it is set; AWS's runtime sends the root alone, \
                 which says the same"
            }
            Self::EmptyPayload => {
                "botocore makes an empty structure, or empty bytes, of a payload that a response does not have"
            }
            Self::CarriageReturn => {
                "botocore writes carriage returns into XML as they are, where whoever reads it takes them for line feeds"
            }
            Self::CborMicroseconds => {
                "AWS's runtime cuts timestamps in CBOR to milliseconds, which is all that Smithy's epoch seconds have"
            }
            Self::EmptyUnion => {
                "botocore's CBOR parser makes an empty structure of a union whose member the model does not have, as all of \
                 its parsers do where its form does not say that the structure is a union; the others say that there is \
                 one, as ours do"
            }
            Self::ShortYear => "botocore writes years before 1000 with as few digits as they have; RFC 3339 wants four",
            Self::RequiredChecksum => {
                "botocore sends a CRC32 where the model says that a checksum is required, and no more; Smithy's trait \
                 means `Content-MD5`, and services take either"
            }
            Self::ApiVersion => {
                "botocore adds a header with the version of the API in code where endpoints are discovered; the model \
                 does not say it, and AWS's crate does not"
            }
            Self::Route53Id => {
                "botocore takes all before the last slash off ids of Route 53; clients of ours take off what its \
                 responses have before them, as AWS's crate does"
            }
            Self::UserData => {
                "botocore encodes user data in base64 for its callers, and decodes what consoles said; AWS's crates take \
                 and give both as the model says"
            }
            Self::PresignedUrl => {
                "botocore signs the request of the other region for its callers; AWS's crates take it signed, as the \
                 model says"
            }
            Self::DecodedPolicy => {
                "botocore reads the JSON of policies and templates for its callers; AWS's crates hand over the text"
            }
            Self::NamedOperation => {
                "AWS's crate names operations of S3 in the parameter `x-id`, as Smithy's model has it; botocore's model \
                 leaves that out"
            }
        }
    }

    /// Where that is said, if it is.
    pub fn link(self) -> Option<&'static str> {
        match self {
            Self::DenseNull => Some("https://smithy.io/2.0/spec/type-refinement-traits.html#sparse-trait"),
            Self::CodeInType => {
                Some("https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization")
            }
            Self::CodeOfMember => {
                Some("https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization")
            }
            Self::ZeroByDefault => Some("https://smithy.io/2.0/spec/type-refinement-traits.html#default-trait"),
            Self::FormCharset => Some("https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#content-type"),
            Self::MediaType => Some("https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html#content-type"),
            Self::RequiredChecksum => Some("https://smithy.io/2.0/spec/http-bindings.html#httpchecksumrequired-trait"),
            Self::ShortYear => Some("https://www.rfc-editor.org/rfc/rfc3339#section-5.6"),
            Self::CarriageReturn => Some("https://www.w3.org/TR/xml/#sec-line-ends"),
            Self::CborMicroseconds => Some("https://smithy.io/2.0/spec/protocol-traits.html#timestamp-formats"),
            Self::ApiVersion | Self::Route53Id | Self::UserData | Self::PresignedUrl | Self::DecodedPolicy => {
                Some("https://github.com/boto/botocore/blob/develop/botocore/handlers.py")
            }
            Self::NamedOperation => Some("https://github.com/aws/api-models-aws/tree/main/models/s3"),
            Self::CodeOfStatus | Self::EmptyXml | Self::EmptyPayload | Self::EmptyUnion | Self::Corrected => None,
        }
    }
}

/// How often each known difference was met.
pub type Met = BTreeMap<Known, usize>;

/// A place at which botocore does by code of its own what no model says.
pub struct Custom {
    /// The service.
    pub service: &'static str,
    /// The operations; all of the service where there is none.
    pub operations: &'static [&'static str],
    /// The part of the answer.
    pub what: &'static str,
    /// The places in that part, whole.
    pub places: &'static [&'static str],
    /// The difference.
    pub known: Known,
}

const fn row(
    service: &'static str,
    operations: &'static [&'static str],
    what: &'static str,
    places: &'static [&'static str],
    known: Known,
) -> Custom {
    Custom {
        service,
        operations,
        what,
        places,
        known,
    }
}

/// The operations of RDS that botocore signs a second request for.
const ACROSS_REGIONS: &[&str] = &[
    "CopyDBClusterSnapshot",
    "CopyDBSnapshot",
    "CreateDBCluster",
    "CreateDBInstanceReadReplica",
    "StartDBInstanceAutomatedBackupsReplication",
];

/// The operations of Route 53 that have an id in their path.
const ROUTE_53_PATHS: &[&str] = &[
    "ActivateKeySigningKey",
    "AssociateVPCWithHostedZone",
    "ChangeResourceRecordSets",
    "CreateResourceRecordSetProtections",
    "CreateVPCAssociationAuthorization",
    "DeactivateKeySigningKey",
    "DeleteHostedZone",
    "DeleteKeySigningKey",
    "DeleteResourceRecordSetProtections",
    "DeleteReusableDelegationSet",
    "DeleteVPCAssociationAuthorization",
    "DisableHostedZoneDNSSEC",
    "DisassociateVPCFromHostedZone",
    "EnableHostedZoneDNSSEC",
    "GetChange",
    "GetDNSSEC",
    "GetHostedZone",
    "GetHostedZoneLimit",
    "GetReusableDelegationSet",
    "GetReusableDelegationSetLimit",
    "ListResourceRecordSetProtections",
    "ListResourceRecordSets",
    "ListVPCAssociationAuthorizations",
    "UpdateHostedZoneComment",
    "UpdateHostedZoneFeatures",
];

/// Where botocore does by code of its own what no model says: `handlers.py` names the operations, and for ids of Route 53 and
/// policies of IAM the shapes, whose members these are.
#[rustfmt::skip]
pub const CUSTOM: [Custom; 25] = [
    row("DynamoDB", &["DescribeEndpoints"], "headers", &["x-amz-api-version"], Known::ApiVersion),
    row("EC2", &["RunInstances"], "body", &["UserData"], Known::UserData),
    row("EC2", &["GetConsoleOutput"], "output", &["Output"], Known::UserData),
    row("EC2", &["CopySnapshot"], "body", &["PresignedUrl", "DestinationRegion"], Known::PresignedUrl),
    row("Auto Scaling", &["CreateLaunchConfiguration"], "body", &["UserData"], Known::UserData),
    row("RDS", ACROSS_REGIONS, "body", &["PreSignedUrl", "SourceRegion"], Known::PresignedUrl),
    row("RDS", ACROSS_REGIONS, "botocore sends nothing", &["ValueError"], Known::PresignedUrl),
    row("CloudFormation", &["GetTemplate"], "output", &["TemplateBody"], Known::DecodedPolicy),
    row("IAM", &["AcquireRole", "CreateRole", "CreateServiceLinkedRole", "GetRole", "UpdateRoleDescription"], "output",
        &["Role.AssumeRolePolicyDocument"], Known::DecodedPolicy),
    row("IAM", &["CreateInstanceProfile", "GetInstanceProfile"], "output",
        &["InstanceProfile.Roles[].AssumeRolePolicyDocument"], Known::DecodedPolicy),
    row("IAM", &["CreatePolicyVersion", "GetPolicyVersion"], "output", &["PolicyVersion.Document"], Known::DecodedPolicy),
    row("IAM", &["GetAccountAuthorizationDetails"], "output", &[
        "UserDetailList[].UserPolicyList[].PolicyDocument",
        "GroupDetailList[].GroupPolicyList[].PolicyDocument",
        "RoleDetailList[].AssumeRolePolicyDocument",
        "RoleDetailList[].InstanceProfileList[].Roles[].AssumeRolePolicyDocument",
        "RoleDetailList[].RolePolicyList[].PolicyDocument",
        "Policies[].PolicyVersionList[].Document",
    ], Known::DecodedPolicy),
    row("IAM", &["GetGroupPolicy", "GetRolePolicy", "GetUserPolicy"], "output", &["PolicyDocument"], Known::DecodedPolicy),
    row("IAM", &["GetRoleTemplateVersion"], "output", &[
        "RoleTemplateVersion.AssumeRolePolicyDocumentTemplate",
        "RoleTemplateVersion.InlinePolicyTemplates[].PolicyDocument",
    ], Known::DecodedPolicy),
    row("IAM", &["ListInstanceProfiles", "ListInstanceProfilesForRole"], "output",
        &["InstanceProfiles[].Roles[].AssumeRolePolicyDocument"], Known::DecodedPolicy),
    row("IAM", &["ListPolicyVersions"], "output", &["Versions[].Document"], Known::DecodedPolicy),
    row("IAM", &["ListRoles"], "output", &["Roles[].AssumeRolePolicyDocument"], Known::DecodedPolicy),
    row("Route 53", ROUTE_53_PATHS, "path", &["%2F"], Known::Route53Id),
    row("Route 53", &["CreateHostedZone"], "body", &["DelegationSetId"], Known::Route53Id),
    row("Route 53", &["CreateKeySigningKey", "CreateQueryLoggingConfig", "CreateReusableDelegationSet",
        "CreateTrafficPolicyInstance"], "body", &["HostedZoneId"], Known::Route53Id),
    row("Route 53", &["ListHostedZones"], "query", &["delegationsetid"], Known::Route53Id),
    row("Route 53", &["ListHostedZonesByName", "ListQueryLoggingConfigs", "TestDNSAnswer"], "query", &["hostedzoneid"],
        Known::Route53Id),
    row("Route 53", &["ListTrafficPolicyInstances", "ListTrafficPolicyInstancesByPolicy"], "query", &["hostedzoneid"],
        Known::Route53Id),
    row("Route 53", &["ListTrafficPolicyInstancesByHostedZone"], "query", &["id"], Known::Route53Id),
    row("S3", &[], "query", &["x-id"], Known::NamedOperation),
];

/// The known difference at a place of an operation's answers, if botocore does something there by code of its own.
pub fn custom(service: &str, operation: &str, what: &str, place: &str) -> Option<Known> {
    let is_it = |row: &&Custom| {
        let is_operation = row.operations.is_empty() || row.operations.contains(&operation);
        row.service == service && row.what == what && is_operation && row.places.contains(&place)
    };
    CUSTOM.iter().find(is_it).map(|row| row.known)
}

/// True where the difference is one of single services, and none of them is among those that were compared.
pub fn is_of_others(known: Known, compared: &BTreeSet<String>) -> bool {
    let mut rows = CUSTOM.iter().filter(|row| row.known == known).peekable();
    rows.peek().is_some() && rows.all(|row| !compared.contains(row.service))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_difference_is_listed_once_and_says_why() {
        let all: BTreeSet<Known> = Known::ALL.into_iter().collect();
        assert_eq!(all.len(), Known::ALL.len());
        let reasons: BTreeSet<&str> = Known::ALL.into_iter().map(Known::reason).collect();
        assert_eq!(reasons.len(), Known::ALL.len());
        for known in Known::ALL {
            assert!(
                known.link().is_none_or(|link| link.starts_with("https://")),
                "{known:?}"
            );
        }
    }

    #[test]
    fn a_difference_of_one_service_is_not_looked_for_where_others_are_compared() {
        let compared = BTreeSet::from(["Route 53".to_owned()]);
        assert!(is_of_others(Known::NamedOperation, &compared));
        assert!(!is_of_others(Known::Route53Id, &compared));
        assert!(!is_of_others(Known::DenseNull, &compared));
    }

    #[test]
    fn what_one_service_does_is_no_excuse_for_another() {
        let known = custom("DynamoDB", "DescribeEndpoints", "headers", "x-amz-api-version");
        assert_eq!(known, Some(Known::ApiVersion));
        assert_eq!(custom("Batch", "ListJobs", "headers", "x-amz-api-version"), None);
        assert_eq!(
            custom("DynamoDB", "DescribeEndpoints", "body", "x-amz-api-version"),
            None
        );
    }

    #[test]
    fn an_excuse_holds_for_its_operation_and_its_place_alone() {
        let route53 = |operation, what, place| custom("Route 53", operation, what, place);
        let known = Some(Known::Route53Id);
        assert_eq!(route53("CreateHostedZone", "body", "DelegationSetId"), known);
        assert_eq!(route53("CreateHostedZone", "body", "HostedZoneId"), None);
        assert_eq!(route53("CreateHostedZone", "body", "VPC.VPCId"), None);
        assert_eq!(route53("ChangeTagsForResource", "path", "%2F"), None);
        assert_eq!(custom("EC2", "RunInstances", "body", "Instance.UserData"), None);
        assert_eq!(custom("IAM", "GetRole", "output", "Role.Document"), None);
    }
}
