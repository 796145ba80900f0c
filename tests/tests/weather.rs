//! The client of a service of our own, whose model is three files of Smithy's language, called on the loopback interface.

#[path = "../examples/weather/server.rs"]
mod server;

use weather::Client;
use weather::config::{BehaviorVersion, retry::RetryConfig};
use weather::operation::get_city::GetCityError;
use weather::primitives::DateTime;
use weather::types::Sky;

async fn client() -> Client {
    let config = weather::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(format!("http://{}", server::start().await.unwrap()))
        .retry_config(RetryConfig::disabled())
        .build();
    Client::from_conf(config)
}

#[tokio::test]
async fn labels_queries_and_bodies_are_those_of_the_model() {
    let client = client().await;
    let city = client.get_city().city_id("porto").send().await.unwrap();
    assert_eq!(city.name(), "Porto");
    assert_eq!(
        city.coordinates().map(weather::types::Coordinates::latitude),
        Some(41.16)
    );
    let forecast = client.get_forecast().city_id("porto").days(2).send().await.unwrap();
    assert_eq!(forecast.sky(), Some(&Sky::Rain));
    assert_eq!(forecast.chance_of_rain(), Some(0.75));
    let measured = client.put_measurement().city_id("porto").degrees(18.5);
    measured
        .taken_at(DateTime::from_secs(1_793_491_200))
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn pages_end_where_no_token_is() {
    let client = client().await;
    let mut cities = client.list_cities().into_paginator().items().send();
    let mut names = Vec::new();
    while let Some(city) = cities.try_next().await.unwrap() {
        names.push(city.name().unwrap_or_default().to_owned());
    }
    assert_eq!(names, ["Porto", "Riga"]);
}

#[tokio::test]
async fn errors_have_what_their_mixins_give_them() {
    let error = client().await.get_city().city_id("atlantis").send().await.unwrap_err();
    match error.into_service_error() {
        GetCityError::NoSuchCity(error) => {
            assert_eq!(error.message(), Some("nobody measures there"));
            assert_eq!(error.city_id(), Some("atlantis"));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_client_that_is_told_no_endpoint_says_what_to_do() {
    let config = weather::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .build();
    let error = Client::from_conf(config).list_cities().send().await.unwrap_err();
    assert!(format!("{error:?}").contains("set `endpoint_url`"), "{error:?}");
}
