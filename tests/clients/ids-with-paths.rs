//! Ids that come back with a part of a path before them (restXml): what one call gives goes into the next.

use fixture_ids_with_paths::config::{Credentials, Region};
use fixture_ids_with_paths::{Client, Config};
use sdk_tailor_tests::server::{Reply, Response, Server};

fn zone() -> Reply {
    let body = "<GetHostedZoneResponse><HostedZone><Id>/hostedzone/Z1</Id></HostedZone></GetHostedZoneResponse>";
    Reply::Response(Response::new(200, body).header("content-type", "application/xml"))
}

#[tokio::test]
async fn an_id_of_a_response_goes_into_the_next_request() {
    let server = Server::start([zone(), zone()]).await;
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .endpoint_url(server.url())
        .credentials_provider(Credentials::for_tests());
    let client = Client::from_conf(config.build());

    let first = client.get_hosted_zone().id("Z1").send().await.expect("it is there");
    let id = first.hosted_zone().and_then(|zone| zone.id()).expect("it has an id");
    assert_eq!(id, "/hostedzone/Z1");
    let name = "/hostedzone/not-an-id";
    client.get_hosted_zone().id(id).name(name).send().await.expect("it is there");

    let paths: Vec<String> = server.received().iter().map(|it| it.path.clone()).collect();
    assert_eq!(paths[0], "/2013-04-01/hostedzone/Z1");
    assert_eq!(paths[1], "/2013-04-01/hostedzone/Z1?name=%2Fhostedzone%2Fnot-an-id");
}
