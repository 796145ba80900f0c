//! Asks a service of our own what the weather will be.
//!
//! The service is three files of Smithy's language, in `model` beside this one; `cargo xtask codegen` makes its client,
//! `generated/weather`, of them. `cargo run --example weather` calls it on the loopback interface.

mod server;

use std::error::Error;

use weather::Client;
use weather::config::BehaviorVersion;
use weather::types::Sky;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let config = weather::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(format!("http://{}", server::start().await?))
        .build();
    let client = Client::from_conf(config);
    let mut cities = client.list_cities().into_paginator().page_size(1).items().send();
    while let Some(city) = cities.try_next().await? {
        println!("{} is measured", city.name().unwrap_or("somewhere"));
    }
    let forecast = client.get_forecast().city_id("porto").days(2).send().await?;
    if forecast.sky() == Some(&Sky::Rain) {
        println!("bring an umbrella to Porto");
    }
    let error = client.get_city().city_id("atlantis").send().await.err();
    if let Some(error) = error.map(weather::error::SdkError::into_service_error)
        && error.is_no_such_city()
    {
        println!("Atlantis: {error}");
    }
    Ok(())
}
