//! Calls the client that the build script has generated, as far as one comes without a network.
#![deny(warnings)]

/// Clients of AWS's services.
pub mod aws {
    /// Amazon Personalize.
    pub mod personalize {
        include!(concat!(env!("OUT_DIR"), "/personalize/src/lib.rs"));
    }
}

use aws::personalize::{Client, Config, config::BehaviorVersion, config::Region, operation::list_datasets::ListDatasetsInput};

fn main() {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .build();
    let call = Client::from_conf(config).list_datasets().max_results(7);
    println!("{:?}", call.as_input().clone().build());
    let input = ListDatasetsInput::builder().dataset_group_arn("arn:1").build();
    println!("{:?}", input.map(|input| input.dataset_group_arn));
}
