//! The driver: calls a generated client as the cases on its standard input say, and tells what came of it.
//!
//! A case is one line of JSON: an operation, its parameters, and the response that the client is to meet. The answer is
//! one line too: the request that was sent, and what the client made of the response. What depends on the model is in
//! `service.rs`, which is written anew for every model; this file is the same for all.

mod service;

use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::io::{BufRead, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::error::display::DisplayErrorContext;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::error::operation::BuildError;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, Number, base64};
use aws_types::region::Region;
use client::{Client, Config};
use serde_json::{Map, Value, json};

/// Why a client could not be called as a case says.
pub struct Refused(String);

/// What comes of a step towards a call.
pub type Outcome<T> = Result<T, Refused>;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system has timers");
    let exchange = Exchange::default();
    let client = client(&exchange);
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the task that writes the cases closes the pipe between two of them");
        let answer = runtime.block_on(answer(&client, &exchange, &line));
        writeln!(out, "{answer}")
            .and_then(|()| out.flush())
            .expect("the task that wrote the case reads its answer");
    }
}

fn client(exchange: &Exchange) -> Client {
    let connector = SharedHttpConnector::new(exchange.clone());
    let mut config = Config::builder();
    config.set_endpoint_url(std::env::args().nth(1));
    let config = config
        .behavior_version_latest()
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "oracle"))
        .retry_config(RetryConfig::disabled())
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .build();
    Client::from_conf(config)
}

/// Runs one case. A panic of the client is an answer like any other.
async fn answer(client: &Client, exchange: &Exchange, line: &str) -> Value {
    let case: Value = match serde_json::from_str(line) {
        Ok(case) => case,
        Err(error) => return json!({ "failed": format!("the case is not JSON: {error}") }),
    };
    *exchange.lock() = State {
        response: case["response"].clone(),
        request: None,
    };
    let (client, operation, params) = (client.clone(), case["operation"].clone(), case["params"].clone());
    let call = tokio::spawn(async move {
        let operation = operation.as_str().unwrap_or_default();
        service::call(&client, operation, &params).await
    });
    let mut answer = match call.await {
        Ok(Ok(answer)) => answer,
        Ok(Err(Refused(why))) => json!({ "refused": why }),
        Err(error) => json!({ "failed": format!("the client panicked: {error}") }),
    };
    answer["request"] = exchange.lock().request.take().unwrap_or_default();
    answer
}

/// The answer of a call that the client sent, or tried to.
pub fn outcome<O: ToJson, E>(
    result: Result<O, SdkError<E, HttpResponse>>,
    named: impl FnOnce(&E) -> Option<(&'static str, Value)>,
) -> Value
where
    E: ProvideErrorMetadata + std::error::Error + Debug + 'static,
{
    match result {
        Ok(output) => json!({ "output": output.to_json() }),
        Err(SdkError::ServiceError(context)) => {
            let error = context.err();
            let (name, members) = named(error).unzip();
            let (code, message) = (error.code(), error.message());
            json!({ "error": { "code": code, "message": message, "name": name, "members": members } })
        }
        Err(other) => json!({ "failed": DisplayErrorContext(other).to_string() }),
    }
}

/// What the connector answers with, and what it was sent last.
#[derive(Debug, Default)]
struct State {
    response: Value,
    request: Option<Value>,
}

/// A connector that keeps the request, and answers with the response of the case.
#[derive(Clone, Debug, Default)]
struct Exchange(Arc<Mutex<State>>);

impl Exchange {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpConnector for Exchange {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut state = self.lock();
        let headers: Map<String, Value> = request
            .headers()
            .iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        state.request = Some(json!({
            "method": request.method(),
            "url": request.uri(),
            "headers": headers,
            "body": base64::encode(request.body().bytes().unwrap_or_default()),
        }));
        let response = response(&state.response);
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

/// A value of the client, made of a case's JSON.
pub trait FromJson: Sized {
    /// Makes the value.
    fn from_json(value: &Value) -> Outcome<Self>;
}

/// A value of the client as JSON. One that is absent is null, which members of structures leave out.
pub trait ToJson {
    /// The value as JSON.
    fn to_json(&self) -> Value;
}

/// A member of an object; none where it is absent.
pub fn member<T: FromJson>(object: &Value, name: &str) -> Outcome<Option<T>> {
    let value = object.get(name);
    let value = value.map(T::from_json).transpose();
    value.map_err(|Refused(why)| Refused(format!("{name}: {why}")))
}

/// An object of the members that are there.
pub fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let there = members.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(there.map(|(name, value)| (name.to_owned(), value)).collect())
}

/// What `build` gives: the structure, or an error where a required member is not set.
pub trait Built<T> {
    /// The structure.
    fn built(self) -> Outcome<T>;
}

impl<T> Built<T> for Result<T, BuildError> {
    fn built(self) -> Outcome<T> {
        self.map_err(refused)
    }
}

pub fn refused(why: impl Display) -> Refused {
    Refused(why.to_string())
}

fn wanted(what: &str, value: &Value) -> Refused {
    Refused(format!("{value} is not {what}"))
}

impl FromJson for String {
    fn from_json(value: &Value) -> Outcome<Self> {
        value.as_str().map(str::to_owned).ok_or_else(|| wanted("text", value))
    }
}

impl ToJson for String {
    fn to_json(&self) -> Value {
        self.as_str().into()
    }
}

impl FromJson for bool {
    fn from_json(value: &Value) -> Outcome<Self> {
        value.as_bool().ok_or_else(|| wanted("true or false", value))
    }
}

impl ToJson for bool {
    fn to_json(&self) -> Value {
        (*self).into()
    }
}

macro_rules! whole {
    ($($ty:ty)*) => {$(
        impl FromJson for $ty {
            fn from_json(value: &Value) -> Outcome<Self> {
                let number = value.as_i64().and_then(|number| Self::try_from(number).ok());
                number.ok_or_else(|| wanted(concat!("an ", stringify!($ty)), value))
            }
        }

        impl ToJson for $ty {
            fn to_json(&self) -> Value {
                (*self).into()
            }
        }
    )*};
}

whole!(i8 i16 i32 i64);

impl FromJson for f64 {
    fn from_json(value: &Value) -> Outcome<Self> {
        let number = value.as_f64().or_else(|| value.as_str()?.parse().ok());
        number.ok_or_else(|| wanted("a number", value))
    }
}

impl ToJson for f64 {
    fn to_json(&self) -> Value {
        if self.is_nan() {
            "NaN".into()
        } else if self.is_infinite() {
            if *self > 0.0 { "Infinity" } else { "-Infinity" }.into()
        } else {
            (*self).into()
        }
    }
}

impl FromJson for f32 {
    fn from_json(value: &Value) -> Outcome<Self> {
        f64::from_json(value).map(|number| number as f32)
    }
}

impl ToJson for f32 {
    fn to_json(&self) -> Value {
        f64::from(*self).to_json()
    }
}

impl FromJson for BigInteger {
    fn from_json(value: &Value) -> Outcome<Self> {
        value.to_string().parse().map_err(refused)
    }
}

impl ToJson for BigInteger {
    fn to_json(&self) -> Value {
        serde_json::from_str(self.as_ref()).unwrap_or_else(|_| self.as_ref().into())
    }
}

impl FromJson for BigDecimal {
    fn from_json(value: &Value) -> Outcome<Self> {
        value.to_string().parse().map_err(refused)
    }
}

impl ToJson for BigDecimal {
    fn to_json(&self) -> Value {
        serde_json::from_str(self.as_ref()).unwrap_or_else(|_| self.as_ref().into())
    }
}

impl FromJson for Blob {
    fn from_json(value: &Value) -> Outcome<Self> {
        let text = value.as_str().ok_or_else(|| wanted("text", value))?;
        base64::decode(text).map(Blob::new).map_err(refused)
    }
}

impl ToJson for Blob {
    fn to_json(&self) -> Value {
        base64::encode(self).into()
    }
}

/// Moments are whole microseconds since 1970 began, which is as fine as Python's are.
impl FromJson for DateTime {
    fn from_json(value: &Value) -> Outcome<Self> {
        let micros = i64::from_json(value)?;
        let nanos = micros.rem_euclid(1_000_000) * 1000;
        let nanos = u32::try_from(nanos).map_err(refused)?;
        Ok(DateTime::from_secs_and_nanos(micros.div_euclid(1_000_000), nanos))
    }
}

impl ToJson for DateTime {
    fn to_json(&self) -> Value {
        let micros = (self.subsec_nanos() + 500) / 1000;
        (self.secs() * 1_000_000 + i64::from(micros)).into()
    }
}

impl FromJson for Document {
    fn from_json(value: &Value) -> Outcome<Self> {
        Ok(match value {
            Value::Null => Self::Null,
            Value::Bool(it) => Self::Bool(*it),
            Value::String(text) => Self::String(text.clone()),
            Value::Array(items) => Self::Array(Vec::from_json(&items.clone().into())?),
            Value::Object(_) => Self::Object(HashMap::from_json(value)?),
            Value::Number(number) => Self::Number(match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => Number::PosInt(number),
                (None, Some(number)) => Number::NegInt(number),
                (None, None) => Number::Float(f64::from_json(value)?),
            }),
        })
    }
}

impl ToJson for Document {
    fn to_json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(it) => (*it).into(),
            Self::String(text) => text.to_json(),
            Self::Array(items) => items.to_json(),
            Self::Object(members) => members.to_json(),
            Self::Number(Number::PosInt(number)) => (*number).into(),
            Self::Number(Number::NegInt(number)) => (*number).into(),
            Self::Number(Number::Float(number)) => number.to_json(),
        }
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: &Value) -> Outcome<Self> {
        if value.is_null() {
            Ok(None)
        } else {
            T::from_json(value).map(Some)
        }
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_json)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(value: &Value) -> Outcome<Self> {
        T::from_json(value).map(Box::new)
    }
}

impl<T: ToJson> ToJson for Box<T> {
    fn to_json(&self) -> Value {
        T::to_json(self)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &Value) -> Outcome<Self> {
        let items = value.as_array().ok_or_else(|| wanted("a list", value))?;
        items.iter().map(T::from_json).collect()
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self) -> Value {
        self.iter().map(T::to_json).collect()
    }
}

impl<K: FromJson + Eq + Hash, T: FromJson> FromJson for HashMap<K, T> {
    fn from_json(value: &Value) -> Outcome<Self> {
        let entries = value.as_object().ok_or_else(|| wanted("a map", value))?;
        let entry = |(key, value): (&String, &Value)| Ok((K::from_json(&key.as_str().into())?, T::from_json(value)?));
        entries.iter().map(entry).collect()
    }
}

impl<K: ToJson, T: ToJson> ToJson for HashMap<K, T> {
    fn to_json(&self) -> Value {
        let key = |key: &K| key.to_json().as_str().unwrap_or_default().to_owned();
        Value::Object(self.iter().map(|(name, value)| (key(name), value.to_json())).collect())
    }
}
