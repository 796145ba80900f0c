//! Telemetry of a client: features in the user agent, and input members that the user asked for.

use aws_runtime::sdk_feature::AwsSdkFeature;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextMut, BeforeSerializationInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::{RetryConfig, RetryMode as Mode};
use aws_smithy_types::telemetry::{CapturedTelemetryAttributes, RequestedTelemetryAttributes};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};
use aws_types::endpoint_config::EndpointUrl;

/// Records calls to an endpoint URL that the user set.
#[derive(Debug)]
pub struct EndpointOverride;

#[dyn_dispatch_hint]
impl Intercept for EndpointOverride {
    #[inline]
    fn name(&self) -> &'static str {
        "EndpointOverride"
    }

    #[inline]
    fn read_before_serialization(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if cfg.load::<EndpointUrl>().is_some() {
            cfg.interceptor_state().store_append(AwsSdkFeature::EndpointOverride);
        }
        Ok(())
    }
}

/// Records the retry mode.
#[derive(Debug)]
pub struct RetryMode;

#[dyn_dispatch_hint]
impl Intercept for RetryMode {
    #[inline]
    fn name(&self) -> &'static str {
        "RetryMode"
    }

    #[inline]
    fn read_before_serialization(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let feature = cfg.load::<RetryConfig>().and_then(|config| match config.mode() {
            Mode::Standard => Some(SmithySdkFeature::RetryModeStandard),
            Mode::Adaptive => Some(SmithySdkFeature::RetryModeAdaptive),
            _ => None,
        });
        if let Some(feature) = feature {
            cfg.interceptor_state().store_append(feature);
        }
        Ok(())
    }
}

/// Records calls whose metrics OpenTelemetry collects.
#[derive(Debug)]
pub struct Metrics;

#[dyn_dispatch_hint]
impl Intercept for Metrics {
    #[inline]
    fn name(&self) -> &'static str {
        "Metrics"
    }

    #[inline]
    fn read_before_execution(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let provider = aws_smithy_observability::global::get_telemetry_provider();
        let is_otel = |name: &str| name == "AwsSmithyObservabilityOtelProvider";
        if provider.is_ok_and(|provider| is_otel(provider.meter_provider().provider_name())) {
            cfg.interceptor_state()
                .store_append(SmithySdkFeature::ObservabilityOtelMetrics);
        }
        Ok(())
    }
}

/// Records calls of a paginator.
#[derive(Debug)]
pub struct Paginated;

#[dyn_dispatch_hint]
impl Intercept for Paginated {
    #[inline]
    fn name(&self) -> &'static str {
        "Paginated"
    }

    #[inline]
    fn modify_before_serialization(
        &self,
        _context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _runtime_components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        cfg.interceptor_state().store_append(SmithySdkFeature::Paginator);
        Ok(())
    }
}

/// Captures the members of an input that the user asked for in telemetry.
///
/// Only strings at the top level are captured, by their names in the model, and no secrets.
#[inline]
pub fn capture(input: &dyn SerializableStruct, cfg: &mut ConfigBag) {
    let Some(requested) = cfg
        .load::<RequestedTelemetryAttributes>()
        .filter(|names| !names.is_empty())
    else {
        return;
    };
    let mut capture = Capture {
        requested,
        captured: CapturedTelemetryAttributes::default(),
    };
    // A member that cannot be shown is left out; it fails where it is serialized for the wire.
    if input.serialize_members(&mut capture).is_ok() {
        let captured = capture.captured;
        cfg.interceptor_state().store_put(captured);
    }
}

/// A serializer that captures strings, and ignores all else.
struct Capture<'a> {
    requested: &'a RequestedTelemetryAttributes,
    captured: CapturedTelemetryAttributes,
}

type Written = Result<(), SerdeError>;

impl ShapeSerializer for Capture<'_> {
    #[inline]
    fn write_string(&mut self, schema: &Schema<'_>, value: &str) -> Written {
        let name = schema.member_name().filter(|name| self.requested.should_capture(name));
        if let (Some(name), None) = (name, schema.sensitive()) {
            self.captured.insert(name, value);
        }
        Ok(())
    }

    #[inline]
    fn write_struct(&mut self, _: &Schema<'_>, _: &dyn SerializableStruct) -> Written {
        Ok(())
    }

    #[inline]
    fn write_list(&mut self, _: &Schema<'_>, _: &dyn Fn(&mut dyn ShapeSerializer) -> Written) -> Written {
        Ok(())
    }

    #[inline]
    fn write_map(&mut self, _: &Schema<'_>, _: &dyn Fn(&mut dyn ShapeSerializer) -> Written) -> Written {
        Ok(())
    }

    #[inline]
    fn write_boolean(&mut self, _: &Schema<'_>, _: bool) -> Written {
        Ok(())
    }

    #[inline]
    fn write_byte(&mut self, _: &Schema<'_>, _: i8) -> Written {
        Ok(())
    }

    #[inline]
    fn write_short(&mut self, _: &Schema<'_>, _: i16) -> Written {
        Ok(())
    }

    #[inline]
    fn write_integer(&mut self, _: &Schema<'_>, _: i32) -> Written {
        Ok(())
    }

    #[inline]
    fn write_long(&mut self, _: &Schema<'_>, _: i64) -> Written {
        Ok(())
    }

    #[inline]
    fn write_float(&mut self, _: &Schema<'_>, _: f32) -> Written {
        Ok(())
    }

    #[inline]
    fn write_double(&mut self, _: &Schema<'_>, _: f64) -> Written {
        Ok(())
    }

    #[inline]
    fn write_big_integer(&mut self, _: &Schema<'_>, _: &BigInteger) -> Written {
        Ok(())
    }

    #[inline]
    fn write_big_decimal(&mut self, _: &Schema<'_>, _: &BigDecimal) -> Written {
        Ok(())
    }

    #[inline]
    fn write_blob(&mut self, _: &Schema<'_>, _: Blob) -> Written {
        Ok(())
    }

    #[inline]
    fn write_timestamp(&mut self, _: &Schema<'_>, _: &DateTime) -> Written {
        Ok(())
    }

    #[inline]
    fn write_document(&mut self, _: &Schema<'_>, _: &Document) -> Written {
        Ok(())
    }

    #[inline]
    fn write_null(&mut self, _: &Schema<'_>) -> Written {
        Ok(())
    }
}
