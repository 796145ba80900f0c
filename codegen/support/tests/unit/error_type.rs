//! Tests of `error_type`.

use aws_smithy_json::protocol::aws_json_rpc::AwsJsonRpcProtocol;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use super::*;

/// The code that is found in a response with this body, and with this header where there is one.
fn code(header: Option<&'static str>, body: &'static str) -> Option<String> {
    let status = StatusCode::try_from(400).expect("400 is a status");
    let mut response = Response::new(status, SdkBody::from(body));
    if let Some(header) = header {
        response.headers_mut().insert("x-amzn-errortype", header);
    }
    let protocol = TypedErrors(AwsJsonRpcProtocol::aws_json_1_1());
    let metadata = protocol.parse_error_metadata(&response, &ConfigBag::base());
    metadata.expect("it is JSON").build().code().map(str::to_owned)
}

#[test]
fn a_member_does_not_hide_the_type() {
    let body = r#"{"code":"7","__type":"com.amazonaws.shelves#Broken:http://internal/","message":"no"}"#;
    assert_eq!(code(None, body).as_deref(), Some("Broken"));
    assert_eq!(code(Some("Other:http://internal/"), body).as_deref(), Some("Other"));
}

#[test]
fn without_a_type_the_code_is_found_as_ever() {
    assert_eq!(code(None, r#"{"code":"Broken"}"#).as_deref(), Some("Broken"));
    assert_eq!(
        code(None, r#"{"__type":null,"code":"Broken"}"#).as_deref(),
        Some("Broken")
    );
    assert_eq!(code(None, "{}"), None);
    assert_eq!(code(None, ""), None);
}
