//! The wire: a connector that keeps what it is sent, and answers with the response of a case; or a server's, where the case
//! has none.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::base64;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use serde_json::{Map, Value, json};

/// The connector's next response, and its last request.
#[derive(Debug, Default)]
pub struct State {
    /// The response to the next request; null where its server should respond.
    pub response: Value,
    /// The request that was sent.
    pub request: Option<Value>,
    /// The connector to real servers, once a case needed one.
    network: Option<SharedHttpConnector>,
}

/// A connector that keeps the request, and answers with the response of the case.
#[derive(Clone, Debug, Default)]
pub struct Exchange(Arc<Mutex<State>>);

impl Exchange {
    /// A case begins, whose request is answered with a response; by its server where that is null.
    pub fn begin(&self, response: Value) {
        let mut state = self.lock();
        state.response = response;
        state.request = None;
    }

    /// The state of the connector.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpConnector for Exchange {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut state = self.lock();
        // A list may have a line for each of its elements.
        let mut headers = BTreeMap::<&str, Vec<&str>>::new();
        for (name, value) in request.headers() {
            headers.entry(name).or_default().push(value);
        }
        let joined = headers.into_iter().map(|(name, lines)| (name.into(), lines.join(", ").into()));
        let headers: Map<String, Value> = joined.collect();
        state.request = Some(json!({
            "method": request.method(),
            "url": request.uri(),
            "headers": headers,
            "body": base64::encode(request.body().bytes().unwrap_or_default()),
        }));
        if state.response.is_null() {
            let network = state.network.get_or_insert_with(|| SharedHttpConnector::new(Connector::builder().build_http()));
            return network.call(request);
        }
        let response = response(&state.response);
        if state.response["reads_stream"] == true {
            let exchange = self.clone();
            return HttpConnectorFuture::new(async move {
                let body = ByteStream::new(request.into_body()).collect().await;
                let body = body.map_err(|error| ConnectorError::other(error.into(), None))?;
                if let Some(request) = &mut exchange.lock().request {
                    request["body"] = base64::encode(body.into_bytes()).into();
                }
                response.map_err(|why| ConnectorError::other(why.into(), None))
            });
        }
        HttpConnectorFuture::ready(response.map_err(|why| ConnectorError::other(why.into(), None)))
    }
}

fn response(case: &Value) -> Result<HttpResponse, String> {
    let status = case["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let status = StatusCode::try_from(status.unwrap_or_default()).map_err(|error| error.to_string())?;
    let body = base64::decode(case["body"].as_str().unwrap_or_default()).map_err(|error| error.to_string())?;
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    for (name, value) in case["headers"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap_or_default().to_owned();
        response
            .headers_mut()
            .try_insert(name.clone(), value)
            .map_err(|error| error.to_string())?;
    }
    Ok(response)
}
