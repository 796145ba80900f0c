//! Protocols: one row for each, with all that front ends and the plan treat several of them alike by. It knows neither
//! JSON nor Rust; the code that speaks a protocol is named in `emit/protocol.rs`.

/// The rules of a protocol.
#[derive(Clone, Copy, Debug)]
pub struct ProtocolRules {
    /// The trait that a service in Smithy's form has.
    pub smithy: &'static str,
    /// The name in botocore's form.
    pub botocore: &'static str,
    /// The version that botocore's form has beside the name.
    pub botocore_version: Option<&'static str>,
    /// The syntax of request bodies.
    pub requests: Syntax,
    /// The syntax of response bodies.
    pub responses: Syntax,
    /// True where members are bound to parts of an HTTP message: headers, query, path and body.
    pub binds_http: bool,
    /// The trait with the name that a member has in a body; the member's own name counts where there is none.
    pub member_names: Option<&'static str>,
    /// True where requests carry the version of the API.
    pub sends_version: bool,
    /// True where a request without an input differs from one with an empty input.
    pub marks_no_input: bool,
    /// True where a request says that it accepts a stream of events.
    pub accepts_events: bool,
}

/// The syntaxes of bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// HTML forms.
    Form,
    /// CBOR.
    Cbor,
}

/// Defines the protocols from their rows.
macro_rules! protocols {
    ($($(#[$docs:meta])* $protocol:ident: $rules:expr,)*) => {
        /// A wire protocol.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Protocol {
            $($(#[$docs])* $protocol,)*
        }

        impl Protocol {
            /// All protocols, in the order in which AWS's own clients in Rust prefer them.
            pub const ALL: &[Self] = &[$(Self::$protocol),*];

            /// The rules of the protocol.
            pub const fn rules(self) -> &'static ProtocolRules {
                match self {
                    $(Self::$protocol => const { &$rules },)*
                }
            }
        }
    };
}

protocols! {
    /// `smithy.protocols#rpcv2Cbor`.
    RpcV2Cbor: ProtocolRules {
        smithy: "smithy.protocols#rpcv2Cbor",
        botocore: "smithy-rpc-v2-cbor",
        requests: Syntax::Cbor,
        responses: Syntax::Cbor,
        marks_no_input: true,
        accepts_events: true,
        ..PLAIN
    },
    /// `aws.protocols#awsJson1_0`.
    AwsJson10: ProtocolRules {
        smithy: "aws.protocols#awsJson1_0",
        botocore: "json",
        botocore_version: Some("1.0"),
        ..PLAIN
    },
    /// `aws.protocols#awsJson1_1`.
    AwsJson11: ProtocolRules {
        smithy: "aws.protocols#awsJson1_1",
        botocore: "json",
        botocore_version: Some("1.1"),
        ..PLAIN
    },
    /// `aws.protocols#restJson1`.
    RestJson1: ProtocolRules {
        smithy: "aws.protocols#restJson1",
        botocore: "rest-json",
        binds_http: true,
        member_names: Some("smithy.api#jsonName"),
        ..PLAIN
    },
    /// `aws.protocols#restXml`.
    RestXml: ProtocolRules {
        smithy: "aws.protocols#restXml",
        botocore: "rest-xml",
        requests: Syntax::Xml,
        responses: Syntax::Xml,
        binds_http: true,
        member_names: Some("smithy.api#xmlName"),
        ..PLAIN
    },
    /// `aws.protocols#awsQuery`.
    AwsQuery: ProtocolRules {
        smithy: "aws.protocols#awsQuery",
        botocore: "query",
        ..FORMS
    },
    /// `aws.protocols#ec2Query`.
    Ec2Query: ProtocolRules {
        smithy: "aws.protocols#ec2Query",
        botocore: "ec2",
        ..FORMS
    },
}

/// The rules of a protocol whose bodies are JSON and hold all members under their own names.
const PLAIN: ProtocolRules = ProtocolRules {
    smithy: "",
    botocore: "",
    botocore_version: None,
    requests: Syntax::Json,
    responses: Syntax::Json,
    binds_http: false,
    member_names: None,
    sends_version: false,
    marks_no_input: false,
    accepts_events: false,
};

/// The rules of a protocol that sends forms and receives XML.
const FORMS: ProtocolRules = ProtocolRules {
    requests: Syntax::Form,
    responses: Syntax::Xml,
    member_names: Some("smithy.api#xmlName"),
    sends_version: true,
    ..PLAIN
};

impl Protocol {
    /// The protocol whose trait a service in Smithy's form has.
    pub fn of_trait(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|protocol| protocol.rules().smithy == id)
    }
}
