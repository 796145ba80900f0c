//! Context parameters: checks that operations, inputs and clients give endpoint rules only parameters that the rules
//! have.

use crate::{
    Error, Result,
    error::did_you_mean,
    ir::{ContextValue, Kind, Member, Operation, ParameterType, RuleSet, Service, Shapes},
    jmespath::{Typed, Types, expressions::Expressions},
};

/// Fails for values of endpoint parameters that do not exist, or have another type.
///
/// # Errors
///
/// The first parameter that does not match, in the order of the model.
pub fn check(service: &Service) -> Result<()> {
    let Some(rules) = &service.endpoint_rules else {
        return Ok(());
    };
    for setting in &service.client_context {
        let parameter = rules.parameters.iter().find(|it| it.name == setting.name);
        if parameter.is_some_and(|parameter| parameter.kind != setting.kind) {
            let what = format!(
                "the setting `{}` is {}, and the endpoint parameter of that name is not",
                setting.name,
                noun(setting.kind)
            );
            let advice = "give both the same type, or one of them another name";
            return Err(Error::new(what, advice)
                .in_file(&service.origin.model)
                .on(&setting.name));
        }
    }
    let of_operation = |operation| check_operation(service, rules, operation);
    service.operations.iter().try_for_each(of_operation)
}

fn check_operation(service: &Service, rules: &RuleSet, operation: &Operation) -> Result<()> {
    let at_operation = |error: Error| {
        error
            .in_file(&service.origin.model)
            .at(&operation.pointer)
            .on(&operation.name)
    };
    for parameter in &operation.static_context {
        fits(rules, &parameter.name, value_kind(&parameter.value)).map_err(at_operation)?;
    }
    for parameter in &operation.operation_context {
        let typed = Expressions::of(service, operation).context(parameter)?;
        fits(rules, &parameter.name, Some(typed_kind(&service.shapes, &typed))).map_err(at_operation)?;
    }
    let members = operation.input.map(|id| service.shapes[id].kind.members());
    for member in members.unwrap_or_default() {
        if let Some(name) = &member.traits.context_param {
            fits(rules, name, member_kind(&service.shapes, member))
                .map_err(|error| at_operation(error.at(&member.pointer)))?;
        }
    }
    Ok(())
}

/// Fails unless the rules have a parameter of that name and type; `None` is a type that parameters cannot have.
fn fits(rules: &RuleSet, name: &str, kind: Option<ParameterType>) -> Result<()> {
    let Some(parameter) = rules.parameters.iter().find(|it| it.name == name) else {
        let known = rules.parameters.iter().map(|it| it.name.as_str());
        let advice = did_you_mean(name, known)
            .unwrap_or_else(|| "name a parameter of the rule set, or take the value away".to_owned());
        return Err(Error::new(format!("no endpoint parameter is called `{name}`"), advice));
    };
    if kind == Some(parameter.kind) {
        return Ok(());
    }
    let wanted = noun(parameter.kind);
    Err(Error::new(
        format!("the endpoint parameter `{name}` is {wanted}, and the value for it is not"),
        format!("give it {wanted}"),
    ))
}

fn noun(kind: ParameterType) -> &'static str {
    match kind {
        ParameterType::String => "a string",
        ParameterType::Boolean => "a boolean",
        ParameterType::StringArray => "a list of strings",
    }
}

fn value_kind(value: &ContextValue) -> Option<ParameterType> {
    Some(match value {
        ContextValue::String(_) => ParameterType::String,
        ContextValue::Boolean(_) => ParameterType::Boolean,
        ContextValue::StringArray(_) => ParameterType::StringArray,
    })
}

fn typed_kind(shapes: &Shapes, typed: &Typed) -> ParameterType {
    let types = Types(shapes);
    if types.is_boolean(&typed.ty) {
        ParameterType::Boolean
    } else if types.is_text(&typed.ty) {
        ParameterType::String
    } else {
        ParameterType::StringArray
    }
}

fn member_kind(shapes: &Shapes, member: &Member) -> Option<ParameterType> {
    match &shapes[member.target].kind {
        Kind::String => Some(ParameterType::String),
        Kind::Boolean => Some(ParameterType::Boolean),
        Kind::List(element) => {
            let is_text = matches!(shapes[element.target].kind, Kind::String) && !shapes[member.target].traits.sparse;
            is_text.then_some(ParameterType::StringArray)
        }
        Kind::Blob
        | Kind::Byte
        | Kind::Short
        | Kind::Integer
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::BigInteger
        | Kind::BigDecimal
        | Kind::Enum(_)
        | Kind::IntEnum(_)
        | Kind::Timestamp
        | Kind::Document
        | Kind::Map(..)
        | Kind::Structure(_)
        | Kind::Union(_) => None,
    }
}
