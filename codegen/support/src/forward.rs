//! Protocols around others: the calls that one hands on as they are. It knows no protocol.

/// Implements methods of `ClientProtocolInner` by those of the protocol in a field.
macro_rules! forward {
    ($field:tt: $($method:ident)*) => {
        $(forward!(@$method $field);)*
    };
    (@protocol_id $field:tt) => {
        #[inline]
        fn protocol_id(&self) -> &aws_smithy_schema::ShapeId<'static> {
            self.$field.protocol_id()
        }
    };
    (@serialize_request $field:tt) => {
        #[inline]
        fn serialize_request(
            &self,
            input: &dyn aws_smithy_schema::serde::SerializableStruct,
            input_schema: &aws_smithy_schema::Schema<'_>,
            endpoint: &str,
            cfg: &aws_smithy_types::config_bag::ConfigBag,
        ) -> Result<aws_smithy_runtime_api::http::Request, aws_smithy_schema::serde::SerdeError> {
            self.$field.serialize_request(input, input_schema, endpoint, cfg)
        }
    };
    (@deserialize_response $field:tt) => {
        #[inline]
        fn deserialize_response<'a>(
            &self,
            response: &'a aws_smithy_runtime_api::http::Response,
            output_schema: &aws_smithy_schema::Schema<'_>,
            cfg: &'a aws_smithy_types::config_bag::ConfigBag,
        ) -> Result<Box<dyn aws_smithy_schema::serde::ShapeDeserializer + 'a>, aws_smithy_schema::serde::SerdeError> {
            self.$field.deserialize_response(response, output_schema, cfg)
        }
    };
    (@parse_error_metadata $field:tt) => {
        #[inline]
        fn parse_error_metadata(
            &self,
            response: &aws_smithy_runtime_api::http::Response,
            cfg: &aws_smithy_types::config_bag::ConfigBag,
        ) -> Result<aws_smithy_types::error::metadata::Builder, aws_smithy_schema::serde::SerdeError> {
            self.$field.parse_error_metadata(response, cfg)
        }
    };
    (@deserialize_error_response $field:tt) => {
        #[inline]
        fn deserialize_error_response<'a>(
            &self,
            response: &'a aws_smithy_runtime_api::http::Response,
            cfg: &'a aws_smithy_types::config_bag::ConfigBag,
        ) -> Result<Box<dyn aws_smithy_schema::serde::ShapeDeserializer + 'a>, aws_smithy_schema::serde::SerdeError> {
            self.$field.deserialize_error_response(response, cfg)
        }
    };
    (@payload_codec $field:tt) => {
        #[inline]
        fn payload_codec(&self) -> Option<&dyn aws_smithy_schema::codec::DynCodec> {
            self.$field.payload_codec()
        }
    };
    (@event_stream_media_type $field:tt) => {
        #[inline]
        fn event_stream_media_type(&self) -> Option<&str> {
            self.$field.event_stream_media_type()
        }
    };
    (@parse_event_stream_error_metadata $field:tt) => {
        #[inline]
        fn parse_event_stream_error_metadata(
            &self,
            payload: &[u8],
        ) -> Result<aws_smithy_types::error::metadata::Builder, aws_smithy_schema::serde::SerdeError> {
            self.$field.parse_event_stream_error_metadata(payload)
        }
    };
    (@update_endpoint $field:tt) => {
        #[inline]
        fn update_endpoint(
            &self,
            request: &mut aws_smithy_runtime_api::http::Request,
            endpoint: &aws_smithy_types::endpoint::Endpoint,
            cfg: &aws_smithy_types::config_bag::ConfigBag,
        ) -> Result<(), aws_smithy_schema::serde::SerdeError> {
            self.$field.update_endpoint(request, endpoint, cfg)
        }
    };
}

pub(crate) use forward;
