//! Code that all generated clients have in common, written once and by hand: the path of a call through AWS's runtime,
//! pagination, errors, configuration and the functions of endpoint rules.
//!
//! Nothing here knows a model. What differs from service to service comes in through the [`Service`](service::Service)
//! and the [`Operation`](operation::Operation)s that generated code defines. Modules refer to each other by `super`, so
//! that a generated crate can carry this one as a module of its own.

pub mod account_id;
pub mod auth;
pub mod aws_chunked;
pub mod bare_errors;
pub mod bearer;
pub mod bucket_session_request;
pub mod bucket_sessions;
pub mod builder;
pub mod cbor;
pub mod checksum;
pub mod client;
pub mod client_builder;
pub mod client_config;
pub mod compression;
pub mod config;
pub mod config_exports;
pub mod customizable;
pub mod endpoint;
pub mod endpoint_auth;
pub mod endpoint_calls;
pub mod endpoint_details;
pub mod endpoint_discovery;
pub mod endpoint_functions;
pub mod endpoint_resolver;
pub mod endpoint_rules;
pub mod error;
pub mod error_type;
pub mod event_stream;
pub mod expires;
pub mod extended_request_id;
pub mod fixed_headers;
pub mod forward;
pub mod handle;
pub mod host_label;
pub mod host_prefix;
pub mod idempotency;
pub mod json;
pub mod late_errors;
pub mod list_header;
pub mod login_token;
pub mod long_poll;
pub mod macros;
pub mod operation;
pub mod pagination;
pub mod payload;
pub mod presigned_query;
pub mod presigning;
pub mod query;
pub mod query_mode;
pub mod quick_retries;
pub mod read;
pub mod request_checksum;
pub mod required;
pub mod response_checksum;
pub mod role_token;
pub mod schema;
pub mod service;
pub mod span;
pub mod string_enum;
pub mod telemetry;
pub mod tls;
pub mod transient_codes;
pub mod tree_hash;
pub mod trimmed;
pub mod unsigned_body;
pub mod user_token;
pub mod waiter;
pub mod write;
pub mod xml;
