//! Tests of `account_id`.

use aws_credential_types::Credentials;
use aws_smithy_types::config_bag::Layer;

use super::*;

#[test]
fn the_account_is_that_of_the_credentials_which_are_not_kept() {
    let credentials = Credentials::builder()
        .access_key_id("ANOTREAL")
        .secret_access_key("notrealrnrELgWzOk3IfjzDKtFBhDby")
        .account_id("111122223333")
        .provider_name("test")
        .build();
    let mut params = EndpointResolverParams::new("parameters");
    assert_eq!(of_identity(&mut params), None);
    params.set_property(Identity::from(credentials));
    assert_eq!(of_identity(&mut params).as_deref(), Some("111122223333"));
    assert_eq!(of_identity(&mut params), None);
}

#[test]
fn the_id_is_preferred_where_nothing_is_set() {
    let mut layer = Layer::new("test");
    assert_eq!(mode(&ConfigBag::of_layers(Vec::new())), "preferred");
    layer.store_put(AccountIdEndpointMode::Disabled);
    assert_eq!(mode(&ConfigBag::of_layers(vec![layer])), "disabled");
}
