//! The protocol rpcv2Cbor, which rejects incomplete responses.
//!
//! The runtime's own takes the end of a body for a structure without members, wherever it is: a list that claims to
//! have a million elements, or that has no end, then gets as many empty ones.

use aws_smithy_cbor::codec::{CborCodec, CborCodecSettings};
use aws_smithy_cbor::protocol::RpcV2CborProtocol;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::{Request, Response};
use aws_smithy_schema::Schema;
use aws_smithy_schema::codec::DynCodec;
use aws_smithy_schema::protocol::ClientProtocolInner;
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_types::config_bag::ConfigBag;

use super::forward::forward;

/// rpcv2Cbor, for which a body that ends early, or goes on after its document, is an error.
#[derive(Debug)]
pub struct WholeCbor {
    inner: RpcV2CborProtocol,
    codec: CborCodec,
}

impl Default for WholeCbor {
    #[inline]
    fn default() -> Self {
        Self {
            inner: RpcV2CborProtocol::new(),
            codec: CborCodec::new(CborCodecSettings::default().enforce_strictness(true)),
        }
    }
}

impl WholeCbor {
    #[inline]
    fn document<'a>(&self, response: &'a Response) -> Box<dyn ShapeDeserializer + 'a> {
        // A body that is handed on as it comes is not here; its output has no other members.
        let body = response.body().bytes().unwrap_or_default();
        DynCodec::create_deserializer(&self.codec, body)
    }
}

impl ClientProtocolInner for WholeCbor {
    type Request = Request;
    type Response = Response;

    forward!(
        inner:
            protocol_id serialize_request parse_error_metadata event_stream_media_type
            parse_event_stream_error_metadata update_endpoint
    );

    #[inline]
    fn deserialize_response<'a>(
        &self,
        response: &'a Response,
        _output_schema: &Schema<'_>,
        _cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> {
        Ok(self.document(response))
    }

    #[inline]
    fn deserialize_error_response<'a>(
        &self,
        response: &'a Response,
        _cfg: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>, SerdeError> {
        Ok(self.document(response))
    }

    #[inline]
    fn payload_codec(&self) -> Option<&dyn DynCodec> {
        Some(&self.codec)
    }
}

/// Records in the user agent that a client uses CBOR.
#[derive(Debug)]
pub struct SpeaksCbor;

#[dyn_dispatch_hint]
impl Intercept for SpeaksCbor {
    #[inline]
    fn name(&self) -> &'static str {
        "SpeaksCbor"
    }

    #[inline]
    fn modify_before_serialization(
        &self,
        _context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        cfg.interceptor_state()
            .store_append(SmithySdkFeature::ProtocolRpcV2Cbor);
        Ok(())
    }
}
