//! The rules: every kind of change that a user of a generated crate can see. Knows nothing of how one is found.

macro_rules! rules {
    ($($variant:ident $id:literal $title:literal)*) => {
        /// A kind of change. How grave one is depends on where it stands, so a rule has no level.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = $title] $variant,)*
        }

        impl Rule {
            /// All rules, in the order in which reports list them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name by which reports and scripts know the rule.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// What the rule means, in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

rules! {
    ServiceRenamed "service-renamed" "The package has another name."
    ApiVersionChanged "api-version-changed" "The API has another version."
    ProtocolChanged "protocol-changed" "The service speaks other protocols."
    AuthChanged "auth-changed" "Requests are authenticated in another way."
    SigningNameChanged "signing-name-changed" "Requests are signed for another name."
    QueryCompatibilityChanged "query-compatibility-changed" "The query-compatible mode was turned on or off."
    ClientSettingAdded "client-setting-added" "The client has a new setting."
    ClientSettingRemoved "client-setting-removed" "A setting of the client is gone."
    ClientSettingChanged "client-setting-changed" "A setting of the client has another type."
    EndpointParameterAdded "endpoint-parameter-added" "Endpoints depend on a new parameter."
    EndpointParameterRemoved "endpoint-parameter-removed" "An endpoint parameter is gone."
    EndpointParameterChanged "endpoint-parameter-changed" "An endpoint parameter is of another kind."
    EndpointRuleChanged "endpoint-rule-changed" "Endpoints are found by other rules."
    PartitionChanged "partition-changed" "A partition of AWS, or its regions, changed."
    OperationAdded "operation-added" "An operation is new."
    OperationRemoved "operation-removed" "An operation is gone."
    OperationBehaviorChanged "operation-behavior-changed" "An operation is sent or retried in another way."
    EndpointBindingChanged "endpoint-binding-changed" "An operation sets other endpoint parameters."
    ChecksumChanged "checksum-changed" "An operation wants other checksums."
    ErrorAddedToOperation "error-added-to-operation" "An operation can fail with one more error."
    ErrorRemovedFromOperation "error-removed-from-operation" "An operation does not name an error any more."
    ErrorAddedToStream "error-added-to-stream" "An event stream can end with one more error."
    ErrorRemovedFromStream "error-removed-from-stream" "An event stream does not name an error any more."
    PaginatorAdded "paginator-added" "An operation comes in pages now."
    PaginatorRemoved "paginator-removed" "An operation does not come in pages any more."
    PaginatorChanged "paginator-changed" "Pages are fetched in another way."
    WaiterAdded "waiter-added" "A state can be waited for."
    WaiterRemoved "waiter-removed" "A state cannot be waited for any more."
    WaiterChanged "waiter-changed" "A state is waited for in another way."
    TypeAdded "type-added" "A type is new."
    TypeRemoved "type-removed" "A type is gone."
    TypeKindChanged "type-kind-changed" "A type is of another kind."
    TypeNowSent "type-now-sent" "A type can be written."
    TypeNoLongerSent "type-no-longer-sent" "A type cannot be written any more."
    MemberAdded "member-added" "A structure has a new member."
    MemberRemoved "member-removed" "A member of a structure is gone."
    MemberTypeChanged "member-type-changed" "A member has another type."
    MemberBecameRequired "member-became-required" "A member has to be there now."
    MemberBecameOptional "member-became-optional" "A member may be absent now."
    BuildBecameFallible "build-became-fallible" "`build()` gives a `Result` now."
    BuildBecameInfallible "build-became-infallible" "`build()` gives no `Result` any more."
    UnionMemberAdded "union-member-added" "A union has a new variant."
    UnionMemberRemoved "union-member-removed" "A variant of a union is gone."
    EnumValueAdded "enum-value-added" "An enum has a new variant."
    EnumValueRemoved "enum-value-removed" "A variant of an enum is gone."
    EnumValueChanged "enum-value-changed" "A variant of an enum stands for another value."
    EnumOrderChanged "enum-order-changed" "The variants of an enum compare in another order."
    ErrorCodeChanged "error-code-changed" "An error has another code."
    ErrorStatusChanged "error-status-changed" "An error has another status or another culprit."
    ErrorRetryChanged "error-retry-changed" "An error is retried in another way."
    WireNameChanged "wire-name-changed" "A name on the wire changed."
    WireFormatChanged "wire-format-changed" "A value is written in another way."
    TimestampFormatChanged "timestamp-format-changed" "A moment is written in another way."
    HttpBindingChanged "http-binding-changed" "Something stands elsewhere in the HTTP message."
    DefaultChanged "default-changed" "The value of a member that is absent changed."
    IdempotencyTokenChanged "idempotency-token-changed" "A member is, or is not, made up by the client."
    SensitivityChanged "sensitivity-changed" "A value is, or is not, shown in `Debug`."
    StreamingChanged "streaming-changed" "A value is, or is not, streamed."
    ConstraintChanged "constraint-changed" "The limits of a value changed."
    Deprecated "deprecated" "Something should not be used any more."
    NoLongerDeprecated "no-longer-deprecated" "Something may be used again."
    DocsChanged "docs-changed" "Documentation changed."
}
