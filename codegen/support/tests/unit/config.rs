//! Tests of `config`.

use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_types::config_bag::ConfigBag;

use super::*;

#[test]
fn services_that_sign_with_one_name_learn_nothing_of_each_other() {
    let region = Region::new("us-east-1");
    let (models, agents) = ("Bedrock Runtime", "Bedrock Agent Runtime");
    assert_eq!(retry_partition(models, Some(&region)), "bedrockruntime-us-east-1");
    assert_eq!(retry_partition(agents, None), "bedrockagentruntime");
}

/// An interceptor that is told from others by its name.
#[derive(Debug)]
struct Named(&'static str);

#[dyn_dispatch_hint]
impl Intercept for Named {
    fn name(&self) -> &'static str {
        self.0
    }
}

#[test]
fn plugins_that_are_put_together_do_what_they_did_one_by_one() {
    let plugin = |order, name, region: &'static str| {
        let components = RuntimeComponentsBuilder::new(name).with_interceptor(SharedInterceptor::permanent(Named(name)));
        let plugin = StaticRuntimePlugin::new().with_order(order).with_runtime_components(components);
        if region.is_empty() {
            return SharedRuntimePlugin::new(plugin);
        }
        let mut layer = Layer::new(name);
        layer.store_put(Region::new(region));
        SharedRuntimePlugin::new(plugin.with_config(layer.freeze()))
    };
    let plugins = [
        plugin(Order::Overrides, "first", "eu"),
        plugin(Order::Defaults, "second", "us"),
        plugin(Order::NestedComponents, "third", ""),
        plugin(Order::Defaults, "fourth", "ap"),
        plugin(Order::Overrides, "fifth", ""),
    ];
    let outcome = |plugins: Vec<SharedRuntimePlugin>| {
        let more = plugin(Order::Defaults, "of the user", "sa");
        let plugins = RuntimePlugins::new().with_client_plugins(plugins).with_client_plugin(more);
        let mut bag = ConfigBag::base();
        let components = plugins.apply_client_configuration(&mut bag).expect("nothing fails");
        let names: Vec<&str> = components.interceptors().map(|it| it.name()).collect();
        (names.join(" "), bag.load::<Region>().map(ToString::to_string))
    };
    let together = put_together(plugins.clone());
    assert_eq!(together.len(), 6, "a plugin for each layer, and one for the components of each order");
    let one_by_one = outcome(plugins.into());
    assert_eq!(one_by_one.0, "second fourth of the user first fifth third");
    assert_eq!(outcome(together), one_by_one);
}
