//! The rules: every kind of change that a user of a generated crate can see, in one table, which the command line lists and a
//! page of documentation is written from. Knows nothing of how one is found.

use super::Level;

macro_rules! rules {
    ($($variant:ident {
        id: $id:literal, title: $title:literal, levels: [$($level:ident),+], reason: $reason:literal, example: $example:literal,
    })*) => {
        /// A kind of change. How grave one is depends on where it stands, among the levels of its rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = $title] $variant,)*
        }

        impl Rule {
            /// All rules, in the order in which reports list them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name by which reports, configurations and scripts know the rule.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// The meaning of the rule, in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// The levels that changes of the rule can have, the most common first.
            pub const fn levels(self) -> &'static [Level] {
                match self { $(Self::$variant => &[$(Level::$level),+],)* }
            }

            /// The reason for the level of the rule's changes.
            pub const fn reason(self) -> &'static str {
                match self { $(Self::$variant => $reason,)* }
            }

            /// A change of the rule, as reports show it.
            pub const fn example(self) -> &'static str {
                match self { $(Self::$variant => $example,)* }
            }
        }
    };
}

impl Rule {
    /// The rule of a name.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }
}

rules! {
    ServiceRenamed {
        id: "service-renamed",
        title: "The package has another name.",
        levels: [Breaking],
        reason: "Whoever depends on the package by its old name gets no newer version of it.",
        example: "crate: \"book-shelves\" -> \"shelves\"",
    }
    ApiVersionChanged {
        id: "api-version-changed",
        title: "The API has another version.",
        levels: [Fix],
        reason: "The version is part of what some protocols send.",
        example: "crate: \"2020-01-02\" -> \"2021-02-03\"",
    }
    ProtocolChanged {
        id: "protocol-changed",
        title: "The service speaks other protocols.",
        levels: [Fix, Docs],
        reason: "Requests and responses may have another form; where clients go on to speak the same protocol, nothing changes for them.",
        example: "client::Client: [AwsJson11, RpcV2Cbor] -> [AwsJson11]",
    }
    AuthChanged {
        id: "auth-changed",
        title: "Requests are authenticated in another way.",
        levels: [Breaking, Fix],
        reason: "Who has credentials for a scheme that is gone may have none for those that are left. A new one, or another order, changes what is tried first.",
        example: "client::Client: [SigV4, Bearer] -> [SigV4]",
    }
    SigningNameChanged {
        id: "signing-name-changed",
        title: "Requests are signed for another name.",
        levels: [Fix],
        reason: "Policies and proxies that look at the scope of signatures see another name.",
        example: "client::Client: \"books\" -> \"shelves\"",
    }
    QueryCompatibilityChanged {
        id: "query-compatibility-changed",
        title: "The query-compatible mode was turned on or off.",
        levels: [Fix],
        reason: "Errors have the codes of the query protocol, or their own.",
        example: "client::Client: false -> true",
    }
    FactStale {
        id: "fact-stale",
        title: "Something that was known beyond the model does not fit it any more.",
        levels: [Fix],
        reason: "The crate follows the model alone there: a type, a default or a name may come out as the model has it.",
        example: "crate: model/facts/personalize.txt:1: the facts are about another version",
    }
    ClientSettingAdded {
        id: "client-setting-added",
        title: "The client has a new setting.",
        levels: [Addition],
        reason: "Nothing has to set it.",
        example: "config::Builder::bearer_token: Token",
    }
    ClientSettingRemoved {
        id: "client-setting-removed",
        title: "A setting of the client is gone.",
        levels: [Breaking],
        reason: "Code that sets it does not compile.",
        example: "config::Builder::bearer_token: was Token",
    }
    ClientSettingChanged {
        id: "client-setting-changed",
        title: "A setting of the client has another type.",
        levels: [Breaking],
        reason: "Code that sets it names the old type.",
        example: "config::Builder::quiet: String -> bool",
    }
    EndpointParameterAdded {
        id: "endpoint-parameter-added",
        title: "Endpoints depend on a new parameter.",
        levels: [Addition],
        reason: "Resolvers of one's own may look at it.",
        example: "config::endpoint::Params::shelf",
    }
    EndpointParameterRemoved {
        id: "endpoint-parameter-removed",
        title: "An endpoint parameter is gone.",
        levels: [Breaking],
        reason: "Resolvers and tests that read or set it do not compile.",
        example: "config::endpoint::Params::shelf",
    }
    EndpointParameterChanged {
        id: "endpoint-parameter-changed",
        title: "An endpoint parameter is of another kind, or is set in another way.",
        levels: [Breaking, Fix],
        reason: "Another type does not compile; another default, or a parameter that is required now, changes which endpoint is found.",
        example: "config::endpoint::Params::region",
    }
    EndpointChanged {
        id: "endpoint-changed",
        title: "A region or a setting leads to another endpoint.",
        levels: [Fix],
        reason: "Requests go to another host, or fail before they are sent. Both rule sets were run for every region, with each setting on and off; a region is told once, with the simplest setting.",
        example: "config::endpoint::DefaultResolver",
    }
    EndpointRuleChanged {
        id: "endpoint-rule-changed",
        title: "The rules by which endpoints are found are written in another way.",
        levels: [Docs, Fix],
        reason: "No region and no setting that was tried leads to another endpoint; what was not tried may. Where a rule set came \
                 or went, other code finds endpoints.",
        example: "config::endpoint::DefaultResolver",
    }
    PartitionChanged {
        id: "partition-changed",
        title: "A partition of AWS, or its regions, changed.",
        levels: [Fix],
        reason: "Regions get other hosts, or the right ones where they were guessed before.",
        example: "config::endpoint::DefaultResolver (aws): new regions eu-moon-1",
    }
    OperationAdded {
        id: "operation-added",
        title: "An operation is new.",
        levels: [Addition],
        reason: "What was there is as it was.",
        example: "client::Client::burn_book",
    }
    OperationRemoved {
        id: "operation-removed",
        title: "An operation is gone.",
        levels: [Breaking],
        reason: "Code that calls it does not compile.",
        example: "client::Client::burn_book",
    }
    OperationBehaviorChanged {
        id: "operation-behavior-changed",
        title: "An operation is sent or retried in another way.",
        levels: [Fix],
        reason: "The API is the same; timing, compression or discovery of endpoints is not.",
        example: "client::Client::get_book: idempotent, unsigned payload -> plain",
    }
    EndpointBindingChanged {
        id: "endpoint-binding-changed",
        title: "An operation sets other endpoint parameters.",
        levels: [Fix],
        reason: "Its requests may go to another host.",
        example: "client::Client::get_book",
    }
    ChecksumChanged {
        id: "checksum-changed",
        title: "An operation wants other checksums.",
        levels: [Fix],
        reason: "Requests carry another checksum, or responses are held against one.",
        example: "client::Client::put_book",
    }
    ErrorAddedToOperation {
        id: "error-added-to-operation",
        title: "An operation can fail with one more error.",
        levels: [Addition],
        reason: "Enums of errors are `#[non_exhaustive]`; what was unhandled before has a variant now.",
        example: "operation::get_book::GetBookError::Busy",
    }
    ErrorRemovedFromOperation {
        id: "error-removed-from-operation",
        title: "An operation does not name an error any more.",
        levels: [Breaking],
        reason: "Code that matches the variant does not compile.",
        example: "operation::get_book::GetBookError::Busy",
    }
    ErrorAddedToStream {
        id: "error-added-to-stream",
        title: "An event stream can end with one more error.",
        levels: [Addition],
        reason: "Enums of errors are `#[non_exhaustive]`.",
        example: "types::error::HappeningsError::Busy",
    }
    ErrorRemovedFromStream {
        id: "error-removed-from-stream",
        title: "An event stream does not name an error any more.",
        levels: [Breaking],
        reason: "Code that matches the variant does not compile.",
        example: "types::error::HappeningsError::Busy",
    }
    PaginatorAdded {
        id: "paginator-added",
        title: "An operation comes in pages now.",
        levels: [Addition],
        reason: "`into_paginator()` is new; calls without it are as they were.",
        example: "operation::list_books::paginator::ListBooksPaginator",
    }
    PaginatorRemoved {
        id: "paginator-removed",
        title: "An operation does not come in pages any more.",
        levels: [Breaking],
        reason: "Code that calls `into_paginator()` does not compile.",
        example: "operation::list_books::paginator::ListBooksPaginator",
    }
    PaginatorChanged {
        id: "paginator-changed",
        title: "Pages are fetched in another way.",
        levels: [Breaking, Addition, Fix],
        reason: "`items()` or `page_size()` came, went, or has another type; or other members say which page is wanted.",
        example: "operation::list_books::paginator::ListBooksPaginator::items: types::Book",
    }
    WaiterAdded {
        id: "waiter-added",
        title: "A state can be waited for.",
        levels: [Addition],
        reason: "What was there is as it was.",
        example: "client::Waiters::wait_until_book_gone",
    }
    WaiterRemoved {
        id: "waiter-removed",
        title: "A state cannot be waited for any more.",
        levels: [Breaking],
        reason: "Code that waits does not compile.",
        example: "client::Waiters::wait_until_book_gone",
    }
    WaiterChanged {
        id: "waiter-changed",
        title: "A state is waited for in another way.",
        levels: [Fix],
        reason: "Other answers end the wait, or it asks more or less often. Acceptors that are only written in another way do not count.",
        example: "client::Waiters::wait_until_book_there",
    }
    TypeAdded {
        id: "type-added",
        title: "A type is new.",
        levels: [Addition],
        reason: "What was there is as it was.",
        example: "types::Clock",
    }
    TypeRemoved {
        id: "type-removed",
        title: "A type is gone.",
        levels: [Breaking],
        reason: "Code that names it does not compile.",
        example: "types::Clock",
    }
    TypeKindChanged {
        id: "type-kind-changed",
        title: "A type is of another kind.",
        levels: [Breaking],
        reason: "A structure, a union and an enum are used in different ways.",
        example: "types::Shelf: enum -> structure",
    }
    TypeNowSent {
        id: "type-now-sent",
        title: "A type can be written.",
        levels: [Addition],
        reason: "It implements `SerializableStruct` now.",
        example: "types::Lamp",
    }
    TypeNoLongerSent {
        id: "type-no-longer-sent",
        title: "A type cannot be written any more.",
        levels: [Breaking],
        reason: "It does not implement `SerializableStruct` any more.",
        example: "types::Lamp (`SerializableStruct` is not implemented any more)",
    }
    MemberAdded {
        id: "member-added",
        title: "A structure has a new member.",
        levels: [Addition, Breaking],
        reason: "Structures are `#[non_exhaustive]`, so code goes on to compile; where `build()` fails without the member, it does so at run time.",
        example: "operation::get_book::GetBookInput::like: Option<types::Lamp>",
    }
    MemberRemoved {
        id: "member-removed",
        title: "A member of a structure is gone.",
        levels: [Breaking],
        reason: "Its field, its accessor and its setters are gone.",
        example: "operation::get_book::GetBookInput::like: was Option<types::Lamp>",
    }
    MemberTypeChanged {
        id: "member-type-changed",
        title: "A member has another type.",
        levels: [Breaking],
        reason: "Code that reads or sets it names the old type.",
        example: "types::Book::pages: Option<i32> -> Option<String>",
    }
    MemberBecameRequired {
        id: "member-became-required",
        title: "A member has to be there now.",
        levels: [Breaking, Fix, Docs],
        reason: "The field is no `Option` any more; or, in an input, the service refuses requests without it; in what is received it is only said.",
        example: "operation::list_books::ListBooksOutput::next_token: Option<String> -> String",
    }
    MemberBecameOptional {
        id: "member-became-optional",
        title: "A member may be absent now.",
        levels: [Breaking, Fix, Docs],
        reason: "The field is an `Option` now; or, in an input, the service takes requests without it.",
        example: "operation::list_books::ListBooksOutput::next_token: String -> Option<String>",
    }
    BuildBecameFallible {
        id: "build-became-fallible",
        title: "`build()` gives a `Result` now.",
        levels: [Breaking],
        reason: "Code that uses what it builds has to handle the error.",
        example: "types::builders::BookBuilder::build: Book -> Result<Book, BuildError>",
    }
    BuildBecameInfallible {
        id: "build-became-infallible",
        title: "`build()` gives no `Result` any more.",
        levels: [Breaking],
        reason: "Code that handles the error does not compile.",
        example: "types::builders::BookBuilder::build: Result<Book, BuildError> -> Book",
    }
    UnionMemberAdded {
        id: "union-member-added",
        title: "A union has a new variant.",
        levels: [Addition],
        reason: "Unions are `#[non_exhaustive]`; what was `Unknown` before has a variant now.",
        example: "types::Happenings::Back: types::Loan",
    }
    UnionMemberRemoved {
        id: "union-member-removed",
        title: "A variant of a union is gone.",
        levels: [Breaking],
        reason: "Code that names it does not compile.",
        example: "types::Happenings::Back: was types::Loan",
    }
    EnumValueAdded {
        id: "enum-value-added",
        title: "An enum has a new variant.",
        levels: [Addition],
        reason: "Enums are `#[non_exhaustive]`; what was unknown before has a variant now.",
        example: "types::Kind::Comic: COMIC",
    }
    EnumValueRemoved {
        id: "enum-value-removed",
        title: "A variant of an enum is gone.",
        levels: [Breaking],
        reason: "Code that names it does not compile.",
        example: "types::Kind::Comic: was COMIC",
    }
    EnumValueChanged {
        id: "enum-value-changed",
        title: "A variant of an enum stands for another value.",
        levels: [Fix],
        reason: "The same code sends another text.",
        example: "types::Kind::Novel: NOVEL -> Novel",
    }
    EnumOrderChanged {
        id: "enum-order-changed",
        title: "The variants of an enum compare in another order.",
        levels: [Fix],
        reason: "Sorted collections of them have another order.",
        example: "types::Kind (variants are ordered as the model lists them)",
    }
    ErrorCodeChanged {
        id: "error-code-changed",
        title: "An error has another code.",
        levels: [Fix],
        reason: "The error is told by another code; code that compares `meta().code()` sees it.",
        example: "types::error::NotFound: \"Missing\" -> \"NotFound\"",
    }
    ErrorStatusChanged {
        id: "error-status-changed",
        title: "An error has another status or another culprit.",
        levels: [Fix],
        reason: "The model says another status of the response.",
        example: "types::error::NotFound",
    }
    ErrorRetryChanged {
        id: "error-retry-changed",
        title: "An error is retried in another way.",
        levels: [Fix],
        reason: "Calls that fail with it are attempted again, or are not.",
        example: "types::error::Busy",
    }
    WireNameChanged {
        id: "wire-name-changed",
        title: "A name on the wire changed.",
        levels: [Fix],
        reason: "The same code sends and reads another name.",
        example: "client::Client: \"BookShelves\" -> \"Shelves\"",
    }
    WireFormatChanged {
        id: "wire-format-changed",
        title: "A value is written in another way.",
        levels: [Fix],
        reason: "The same code sends and reads another form.",
        example: "types::Book::notes",
    }
    TimestampFormatChanged {
        id: "timestamp-format-changed",
        title: "A moment is written in another way.",
        levels: [Fix],
        reason: "The same code sends and reads another form.",
        example: "types::Book::printed",
    }
    HttpBindingChanged {
        id: "http-binding-changed",
        title: "Something stands elsewhere in the HTTP message.",
        levels: [Fix],
        reason: "The same code sends and reads it there.",
        example: "client::Client::get_book: GET /books -> POST /",
    }
    DefaultChanged {
        id: "default-changed",
        title: "The value of a member that is absent changed.",
        levels: [Breaking, Fix],
        reason: "Code that sets nothing gets another value; a builder that had a value for it may fail.",
        example: "types::Shelf::floor: 0 -> 1",
    }
    IdempotencyTokenChanged {
        id: "idempotency-token-changed",
        title: "A member is, or is not, made up by the client.",
        levels: [Fix],
        reason: "Retries of a caller's own are told from new requests, or are not.",
        example: "operation::put_book::PutBookInput::token: false -> true",
    }
    SensitivityChanged {
        id: "sensitivity-changed",
        title: "A value is, or is not, shown in `Debug`.",
        levels: [Fix],
        reason: "Logs hold it, or do not.",
        example: "operation::get_book::GetBookInput::title: false -> true",
    }
    StreamingChanged {
        id: "streaming-changed",
        title: "A value is, or is not, streamed.",
        levels: [Breaking],
        reason: "The type of the member is another one.",
        example: "operation::put_book::PutBookInput::scan: false -> true",
    }
    ConstraintChanged {
        id: "constraint-changed",
        title: "The limits of a value changed.",
        levels: [Docs],
        reason: "Clients do not check limits; the service does.",
        example: "types::Book::pages: At most 100 characters long.",
    }
    Deprecated {
        id: "deprecated",
        title: "Something should not be used any more.",
        levels: [Addition],
        reason: "Using it is a warning, which may be an error where warnings are denied.",
        example: "client::Client::get_book: Use ListBooks. (using it is a warning)",
    }
    NoLongerDeprecated {
        id: "no-longer-deprecated",
        title: "Something may be used again.",
        levels: [Fix],
        reason: "Using it is no warning any more.",
        example: "client::Client::get_book",
    }
    DocsChanged {
        id: "docs-changed",
        title: "Documentation changed.",
        levels: [Docs],
        reason: "Nothing that runs is different.",
        example: "client::Client::get_book",
    }
}
