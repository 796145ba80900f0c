//! Tests of `long_poll`.

use aws_smithy_runtime_api::client::interceptors::context::{Input, InterceptorContext};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_types::config_bag::Layer;

use super::*;

fn polls_long(spec: RetrySpec) -> bool {
    let mut layer = Layer::new("test");
    layer.store_put(RetryConfig::standard().with_retry_spec(spec));
    let mut cfg = ConfigBag::of_layers(vec![layer]);
    let mut context = InterceptorContext::new(Input::erase(()));
    context.enter_serialization_phase();
    let _ = context.take_input();
    context.set_request(HttpRequest::empty());
    context.enter_before_transmit_phase();
    let components = RuntimeComponentsBuilder::for_tests()
        .build()
        .expect("tests have all parts");
    LongPoll
        .modify_before_retry_loop(&mut (&mut context).into(), &components, &mut cfg)
        .expect("it does not fail");
    let config = cfg.load::<RetryConfig>().expect("it was put there");
    config.retry_spec().is_some_and(RetrySpec::long_polling)
}

#[test]
fn a_long_poll_is_marked_where_the_retry_behaviour_knows_of_it() {
    assert!(polls_long(RetrySpec::v2_1()));
    assert!(!polls_long(RetrySpec::v2_0()));
}
