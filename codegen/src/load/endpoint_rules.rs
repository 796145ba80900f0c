//! Endpoint rule sets: their JSON, which is the same in botocore's files and in Smithy's trait.
//!
//! Rules nest, and so do the functions here; the parser's limit of 128 levels bounds both.

use serde_json::Value;

use super::{
    json::{Cursor, Fields, Keys},
    template,
};
use crate::{
    Error, Result,
    ir::{
        Condition, ContextValue, EndpointTemplate, Expr, Function, Parameter, ParameterType, Property, Rule, RuleBody,
        RuleSet, TemplatePart,
    },
};

/// The maximum number of rules and conditions that lead to a rule, itself and its own included. Code nests as deeply as
/// they do; the deepest rules of AWS are those of S3, with 42.
pub(super) const MOST_LEVELS: usize = 64;

const RULE_SET: Keys = Keys {
    of: "an endpoint rule set",
    read: &["version", "parameters", "rules"],
    left: &[],
};

const PARAMETER: Keys = Keys {
    of: "an endpoint parameter",
    read: &["type", "builtIn", "required", "default", "documentation", "deprecated"],
    left: &[],
};

const DEPRECATED: Keys = Keys {
    of: "a deprecation",
    read: &["message"],
    left: &["since"],
};

const RULE: Keys = Keys {
    of: "an endpoint rule",
    read: &["type", "conditions", "documentation", "rules", "endpoint", "error"],
    left: &[],
};

const ENDPOINT: Keys = Keys {
    of: "an endpoint",
    read: &["url", "headers", "properties"],
    left: &[],
};

const CONDITION: Keys = Keys {
    of: "a condition",
    read: &["fn", "argv", "assign"],
    left: &[],
};

const REFERENCE: Keys = Keys {
    of: "a reference",
    read: &["ref"],
    left: &[],
};

const CALL: Keys = Keys {
    of: "a call of a function",
    read: &["fn", "argv"],
    left: &[],
};

/// The types of parameters, in both spellings.
pub(super) const PARAMETER_TYPES: &[(&str, ParameterType)] = &[
    ("string", ParameterType::String),
    ("String", ParameterType::String),
    ("boolean", ParameterType::Boolean),
    ("Boolean", ParameterType::Boolean),
    ("stringArray", ParameterType::StringArray),
    ("StringArray", ParameterType::StringArray),
];

/// The function whose second argument is a path, so that it is not one of [`Function`].
const GET_ATTR: &str = "getAttr";

/// The functions that rules call, with the number of arguments.
#[derive(Clone, Copy)]
enum Callee {
    GetAttr,
    Function(Function, Arity),
}

#[derive(Clone, Copy)]
enum Arity {
    Exactly(usize),
    AtLeast(usize),
}

const CALLEES: &[(&str, Callee)] = {
    use Arity::{AtLeast, Exactly};
    &[
        (GET_ATTR, Callee::GetAttr),
        ("isSet", Callee::Function(Function::IsSet, Exactly(1))),
        ("not", Callee::Function(Function::Not, Exactly(1))),
        ("booleanEquals", Callee::Function(Function::BooleanEquals, Exactly(2))),
        ("stringEquals", Callee::Function(Function::StringEquals, Exactly(2))),
        ("substring", Callee::Function(Function::Substring, Exactly(4))),
        ("split", Callee::Function(Function::Split, Exactly(3))),
        ("coalesce", Callee::Function(Function::Coalesce, AtLeast(2))),
        ("ite", Callee::Function(Function::Ite, Exactly(3))),
        ("parseURL", Callee::Function(Function::ParseUrl, Exactly(1))),
        (
            "isValidHostLabel",
            Callee::Function(Function::IsValidHostLabel, Exactly(2)),
        ),
        ("uriEncode", Callee::Function(Function::UriEncode, Exactly(1))),
        ("aws.partition", Callee::Function(Function::AwsPartition, Exactly(1))),
        ("aws.parseArn", Callee::Function(Function::AwsParseArn, Exactly(1))),
        (
            "aws.isVirtualHostableS3Bucket",
            Callee::Function(Function::AwsIsVirtualHostableS3Bucket, Exactly(2)),
        ),
    ]
};

/// Lowers a rule set.
pub(super) fn lower(rule_set: Cursor<'_, '_>) -> Result<RuleSet> {
    let fields = rule_set.fields(&RULE_SET)?;
    Ok(RuleSet {
        version: fields.require("version")?.string()?,
        parameters: parameters(&fields.require("parameters")?)?,
        rules: rules(&fields.require("rules")?, 0)?,
    })
}

/// Lowers the parameters of rules.
pub(super) fn parameters(cursor: &Cursor<'_, '_>) -> Result<Vec<Parameter>> {
    cursor
        .entries()?
        .map(|(name, cursor)| parameter(name, cursor).map_err(|error| error.on(name)))
        .collect()
}

fn parameter(name: &str, cursor: Cursor<'_, '_>) -> Result<Parameter> {
    let fields = cursor.fields(&PARAMETER)?;
    Ok(Parameter {
        name: name.to_owned(),
        kind: fields.require("type")?.one_of("type of parameter", PARAMETER_TYPES)?,
        built_in: fields.string("builtIn")?,
        required: fields.flag("required")?,
        default: fields.get("default").map(|value| context_value(&value)).transpose()?,
        docs: fields.string("documentation")?,
        deprecated: fields.get("deprecated").map(deprecation).transpose()?,
    })
}

fn deprecation(cursor: Cursor<'_, '_>) -> Result<String> {
    Ok(cursor.fields(&DEPRECATED)?.string("message")?.unwrap_or_default())
}

/// The value of an endpoint parameter.
pub(super) fn context_value(cursor: &Cursor<'_, '_>) -> Result<ContextValue> {
    match cursor.value() {
        Value::String(text) => Ok(ContextValue::String(text.clone())),
        Value::Bool(value) => Ok(ContextValue::Boolean(*value)),
        Value::Array(_) => cursor.strings().map(ContextValue::StringArray),
        Value::Null | Value::Number(_) | Value::Object(_) => {
            Err(cursor.expected("a string, a boolean or an array of strings"))
        }
    }
}

/// Lowers rules that `above` rules and conditions lead to.
pub(super) fn rules(cursor: &Cursor<'_, '_>, above: usize) -> Result<Vec<Rule>> {
    cursor.items()?.map(|item| rule(item, above)).collect()
}

/// Lowers a rule that `above` rules and conditions lead to.
fn rule(cursor: Cursor<'_, '_>, above: usize) -> Result<Rule> {
    let fields = cursor.fields(&RULE)?;
    let conditions: Vec<Condition> = match fields.get("conditions") {
        Some(conditions) => conditions.items()?.map(condition).collect::<Result<_>>()?,
        None => Vec::new(),
    };
    let level = above + 1 + conditions.len();
    if level > MOST_LEVELS {
        return Err(cursor.error(
            format!(
                "{level} rules and conditions lead to an endpoint or an error here, and at most {MOST_LEVELS} can be compiled"
            ),
            "split the rule, or ask fewer conditions on the way to it",
        ));
    }
    Ok(Rule {
        conditions,
        body: body(&fields, level)?,
        docs: fields.string("documentation")?,
        pointer: cursor.pointer(),
    })
}

/// Lowers a condition.
pub(super) fn condition(cursor: Cursor<'_, '_>) -> Result<Condition> {
    let fields = cursor.fields(&CONDITION)?;
    Ok(Condition {
        value: call(&fields)?,
        assign: fields.get("assign").map(|name| identifier(&name)).transpose()?,
    })
}

/// Reads the body of a rule. A kind of body has the name of the key that holds it, but for `tree`.
fn body(fields: &Fields<'_, '_>, level: usize) -> Result<RuleBody> {
    #[derive(Clone, Copy)]
    enum BodyType {
        Tree,
        Endpoint,
        Error,
    }
    let types = [
        ("tree", BodyType::Tree),
        ("endpoint", BodyType::Endpoint),
        ("error", BodyType::Error),
    ];
    match fields.require("type")?.one_of("type of rule", &types)? {
        BodyType::Tree => Ok(RuleBody::Rules(rules(&fields.require("rules")?, level)?)),
        BodyType::Endpoint => Ok(RuleBody::Endpoint(endpoint(fields.require("endpoint")?)?)),
        BodyType::Error => Ok(RuleBody::Error(expression(&fields.require("error")?)?)),
    }
}

fn endpoint(cursor: Cursor<'_, '_>) -> Result<EndpointTemplate> {
    let fields = cursor.fields(&ENDPOINT)?;
    let headers = match fields.get("headers") {
        Some(headers) => headers
            .entries()?
            .map(|(name, values)| Ok((name.to_owned(), expressions(&values)?)))
            .collect::<Result<_>>()?,
        None => Vec::new(),
    };
    let properties = match fields.get("properties") {
        Some(properties) => named_properties(&properties)?,
        None => Vec::new(),
    };
    Ok(EndpointTemplate {
        url: expression(&fields.require("url")?)?,
        headers,
        properties,
    })
}

fn named_properties(cursor: &Cursor<'_, '_>) -> Result<Vec<(String, Property)>> {
    cursor
        .entries()?
        .map(|(name, value)| Ok((name.to_owned(), property(&value)?)))
        .collect()
}

fn property(cursor: &Cursor<'_, '_>) -> Result<Property> {
    match cursor.value() {
        Value::String(_) => expression(cursor).map(Property::String),
        Value::Bool(value) => Ok(Property::Boolean(*value)),
        Value::Number(_) => cursor.whole().map(Property::Integer),
        Value::Array(_) => Ok(Property::Array(
            cursor.items()?.map(|item| property(&item)).collect::<Result<_>>()?,
        )),
        Value::Object(_) => named_properties(cursor).map(Property::Object),
        Value::Null => Err(cursor.expected("a property")),
    }
}

fn expressions(cursor: &Cursor<'_, '_>) -> Result<Vec<Expr>> {
    cursor.items()?.map(|item| expression(&item)).collect()
}

fn expression(cursor: &Cursor<'_, '_>) -> Result<Expr> {
    match cursor.value() {
        Value::String(text) => parse_template(cursor, text).map(Expr::Template),
        Value::Bool(value) => Ok(Expr::Boolean(*value)),
        Value::Number(_) => cursor.whole().map(Expr::Integer),
        Value::Array(_) => expressions(cursor).map(Expr::Array),
        Value::Object(object) if object.contains_key("ref") => {
            let fields = cursor.fields(&REFERENCE)?;
            identifier(&fields.require("ref")?).map(Expr::Ref)
        }
        Value::Object(_) => call(&cursor.fields(&CALL)?),
        Value::Null => Err(cursor.expected("a value")),
    }
}

fn parse_template(cursor: &Cursor<'_, '_>, text: &str) -> Result<Vec<TemplatePart>> {
    template::parse(text)
        .map_err(|problem| cursor.error(problem, "write `{name}` or `{name#path}`, and `{{` or `}}` for a brace"))
}

fn identifier(cursor: &Cursor<'_, '_>) -> Result<String> {
    let name = cursor.str()?;
    if !template::is_name(name) {
        return Err(cursor.error(
            format!("`{name}` cannot name a value"),
            "use letters, digits and underscores, with no digit first",
        ));
    }
    Ok(name.to_owned())
}

fn call(fields: &Fields<'_, '_>) -> Result<Expr> {
    let callee = fields.require("fn")?;
    let argv = fields.require("argv")?;
    match callee.one_of("function", CALLEES)? {
        Callee::GetAttr => get_attr(&argv),
        Callee::Function(function, arity) => {
            let arguments = expressions(&argv)?;
            match arity {
                Arity::Exactly(wanted) if arguments.len() != wanted => {
                    Err(wrong_arity(&argv, callee.str()?, &wanted.to_string()))
                }
                Arity::AtLeast(wanted) if arguments.len() < wanted => {
                    Err(wrong_arity(&argv, callee.str()?, &format!("at least {wanted}")))
                }
                Arity::Exactly(_) | Arity::AtLeast(_) => Ok(Expr::Call(function, arguments)),
            }
        }
    }
}

/// The second argument of `getAttr` is a path, not a template.
fn get_attr(argv: &Cursor<'_, '_>) -> Result<Expr> {
    let arguments: Vec<Cursor<'_, '_>> = argv.items()?.collect();
    let [value, path] = arguments.as_slice() else {
        return Err(wrong_arity(argv, GET_ATTR, "2"));
    };
    let text = path.str()?;
    if !template::is_path(text) {
        return Err(path.error(
            format!("`{text}` is no path into a value"),
            "write names with dots between them, each with an index in brackets or none",
        ));
    }
    Ok(Expr::GetAttr(Box::new(expression(value)?), text.to_owned()))
}

fn wrong_arity(argv: &Cursor<'_, '_>, name: &str, wanted: &str) -> Error {
    let given = argv.items().map_or(0, Iterator::count);
    argv.error(
        format!("`{name}` takes {wanted} arguments, and here are {given}"),
        "mend the call, or fetch the file again if it was edited or cut off",
    )
}
