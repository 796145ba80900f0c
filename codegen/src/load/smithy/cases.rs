//! Cases: the protocol and endpoint tests in a model.
//!
//! Only their form is checked here, not whether a client passes them. Cases for servers, and for protocols that the
//! service does not have, are kept with the reason why clients need not pass them.

use serde_json::Value;

use super::{
    ast::Model,
    case_messages::{REQUEST, RESPONSE, params, request, response_message},
    closure::Closure,
    event_cases,
    traits::Traits,
};
use crate::{
    Result,
    ir::{
        Protocol,
        cases::{Cases, Check, Expected, ProtocolCase, Request},
    },
    load::{
        endpoint_cases,
        json::{Cursor, Fields},
    },
};

/// The side that a case is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Audience {
    Client,
    Server,
}

const AUDIENCES: &[(&str, Audience)] = &[("client", Audience::Client), ("server", Audience::Server)];

/// Lowers all cases of a service.
pub(super) fn lower(model: &Model<'_, '_>, closure: &Closure<'_>) -> Result<Cases> {
    let service = model.shapes.key(closure.service).unwrap_or(model.shapes);
    let traits = service.key("traits");
    let traits = Traits::known(traits);
    let mut reader = Reader {
        spoken: traits.ids().filter_map(Protocol::of_trait).collect(),
        cases: Vec::new(),
    };
    for id in &closure.operations {
        let name = closure.name(id);
        let Some(operation) = model.shape(id) else { continue };
        reader.operation(name, &operation).map_err(|error| error.on(name))?;
    }
    for id in &closure.shapes {
        let name = closure.name(id);
        let Some(shape) = model.shape(id) else { continue };
        let user = first_user(model, closure, id);
        reader.error(name, &shape, user).map_err(|error| error.on(name))?;
    }
    let endpoints = traits.get("smithy.rules#endpointTests");
    let endpoints = endpoints.map(|tests| endpoint_cases::lower(&tests)).transpose();
    Ok(Cases {
        protocols: reader.cases,
        endpoints: endpoints
            .map_err(|error| error.on(closure.service))?
            .unwrap_or_default(),
    })
}

/// The first operation that may return an error: a response always belongs to some operation.
fn first_user<'v>(model: &Model<'_, 'v>, closure: &Closure<'v>, error: &str) -> Option<&'v str> {
    let names = |operation: &Value| {
        let listed = operation.get("errors").and_then(Value::as_array);
        let mut listed = listed.into_iter().flatten();
        listed.any(|it| it.get("target").is_some_and(|target| target == error))
    };
    let is_common = closure.errors.contains(&error);
    let uses = |id: &&&str| is_common || model.shape(id).is_some_and(|operation| names(operation.value()));
    closure.operations.iter().find(uses).map(|id| closure.name(id))
}

/// Reads the cases of operations and errors.
struct Reader {
    /// The protocols of the service.
    spoken: Vec<Protocol>,
    cases: Vec<ProtocolCase>,
}

impl Reader {
    fn operation(&mut self, name: &str, operation: &Cursor<'_, '_>) -> Result<()> {
        let traits = operation.key("traits");
        let traits = Traits::known(traits);
        for (id, read) in [
            ("smithy.test#httpRequestTests", Self::request as Read),
            ("smithy.test#httpResponseTests", Self::response as Read),
            ("smithy.test#httpMalformedRequestTests", Self::malformed as Read),
            ("smithy.test#eventStreamTests", Self::events as Read),
        ] {
            if let Some(tests) = traits.get(id) {
                for case in tests.items()? {
                    read(self, name, &case)?;
                }
            }
        }
        Ok(())
    }

    /// The cases of a shape that is an error.
    fn error(&mut self, name: &str, shape: &Cursor<'_, '_>, user: Option<&str>) -> Result<()> {
        let traits = shape.key("traits");
        let traits = Traits::known(traits);
        let Some(tests) = traits.get("smithy.test#httpResponseTests") else {
            return Ok(());
        };
        for case in tests.items()? {
            let fields = case.fields(&RESPONSE)?;
            let members = params(&fields)?;
            // What servers are told of a vendor's errors, clients see as the code.
            let vendor = fields.get("vendorParams");
            let code = vendor.and_then(|vendor| vendor.key("code")?.str().ok().map(str::to_owned));
            let expected = Expected::Error {
                shape: Some(name.to_owned()),
                code,
                message: None,
                members,
            };
            let mut case = self.case(user.unwrap_or(name), &fields, response(&fields, expected)?)?;
            if user.is_none() {
                case.protocol = Err("no operation returns the error".to_owned());
            }
            self.cases.push(case);
        }
        Ok(())
    }

    fn request(&mut self, operation: &str, case: &Cursor<'_, '_>) -> Result<()> {
        let fields = case.fields(&REQUEST)?;
        let check = Check::Request {
            params: params(&fields)?,
            request: request(&fields)?,
        };
        let mut case = self.case(operation, &fields, check)?;
        case.endpoint = fields.string("host")?;
        self.cases.push(case);
        Ok(())
    }

    fn response(&mut self, operation: &str, case: &Cursor<'_, '_>) -> Result<()> {
        let fields = case.fields(&RESPONSE)?;
        let expected = Expected::Output(params(&fields)?);
        let case = self.case(operation, &fields, response(&fields, expected)?)?;
        self.cases.push(case);
        Ok(())
    }

    /// A case of a request that a server has to refuse.
    fn malformed(&mut self, operation: &str, case: &Cursor<'_, '_>) -> Result<()> {
        self.unread(operation, case, "the case is for servers")
    }

    /// A case of an event stream.
    fn events(&mut self, operation: &str, case: &Cursor<'_, '_>) -> Result<()> {
        let fields = case.fields(&event_cases::CASE)?;
        let check = Check::Events(Box::new(event_cases::lower(&fields)?));
        let case = self.case(operation, &fields, check)?;
        self.cases.push(case);
        Ok(())
    }

    fn unread(&mut self, operation: &str, case: &Cursor<'_, '_>, why: &str) -> Result<()> {
        let id = case.key("id").map(|id| id.string()).transpose()?;
        self.cases.push(ProtocolCase {
            id: id.unwrap_or_default(),
            operation: operation.to_owned(),
            protocol: Err(why.to_owned()),
            endpoint: None,
            check: Check::Request {
                params: Value::Null,
                request: Request::default(),
            },
        });
        Ok(())
    }

    fn case(&self, operation: &str, fields: &Fields<'_, '_>, check: Check) -> Result<ProtocolCase> {
        let is_error = matches!(
            check,
            Check::Response {
                expected: Expected::Error { .. },
                ..
            }
        );
        Ok(ProtocolCase {
            id: fields.require("id")?.string()?,
            operation: operation.to_owned(),
            protocol: self.protocol(fields, is_error)?,
            endpoint: None,
            check,
        })
    }

    /// The protocol of a case, or the reason why clients need not pass it.
    fn protocol(&self, fields: &Fields<'_, '_>, is_error: bool) -> Result<std::result::Result<Protocol, String>> {
        let id = fields.require("protocol")?;
        let id = id.str()?;
        let side = fields.get("appliesTo");
        let side = side
            .map(|side| side.one_of("side of a protocol", AUDIENCES))
            .transpose()?;
        if side == Some(Audience::Server) {
            return Ok(Err("the case is for servers".to_owned()));
        }
        let asks_for_settings = |params: &Cursor<'_, '_>| {
            let keys = params
                .value()
                .as_object()
                .into_iter()
                .flatten()
                .map(|(key, _)| key.as_str());
            keys.into_iter()
                .any(|key| !(is_error && matches!(key, "code" | "type")))
        };
        if let Some(params) = fields.get("vendorParams").filter(asks_for_settings) {
            return Ok(Err(format!(
                "it asks for a client with the settings {}",
                params.value()
            )));
        }
        Ok(match Protocol::of_trait(id) {
            Some(protocol) if self.spoken.contains(&protocol) => Ok(protocol),
            Some(_) => Err(format!("the service does not speak `{id}`")),
            None => Err(format!("no client speaks `{id}`")),
        })
    }
}

type Read = fn(&mut Reader, &str, &Cursor<'_, '_>) -> Result<()>;

fn response(fields: &Fields<'_, '_>, expected: Expected) -> Result<Check> {
    let response = response_message(fields)?;
    Ok(Check::Response { response, expected })
}
