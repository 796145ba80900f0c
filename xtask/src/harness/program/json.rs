//! JSON for a client's values, and its values as JSON.

use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::hash::Hash;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::error::display::DisplayErrorContext;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::error::operation::BuildError;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, Number, base64};
use aws_types::request_id::RequestId;
use serde_json::{Value, json};

/// Why a client could not be called as a case says.
pub struct Refused(pub String);

/// The result of a step towards a call.
pub type Outcome<T> = Result<T, Refused>;

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
            json!({ "error": {
                "status": context.raw().status().as_u16(),
                "request_id": error.meta().request_id(),
                "code": error.code(),
                "message": error.message(),
                "name": name,
                "members": members,
            } })
        }
        Err(other) => json!({ "failed": DisplayErrorContext(other).to_string() }),
    }
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

/// The result of `build`: the structure, or an error where a required member is not set.
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
        let micros = i128::from(self.secs()) * 1_000_000 + i128::from((self.subsec_nanos() + 500) / 1000);
        // No case has a moment so far away, but a response may.
        i64::try_from(micros).map_or_else(|_| micros.to_string().into(), Value::from)
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

impl FromJson for ByteStream {
    fn from_json(value: &Value) -> Outcome<Self> {
        Blob::from_json(value).map(|blob| Self::from(blob.into_inner()))
    }
}

impl ToJson for ByteStream {
    fn to_json(&self) -> Value {
        base64::encode(self.bytes().unwrap_or_default()).into()
    }
}
