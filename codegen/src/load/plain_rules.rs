//! Endpoint rules for models that have none: they take the endpoint that the client is configured with.

use crate::ir::{
    Condition, ContextValue, EndpointTemplate, Expr, Function, Parameter, ParameterType, Rule, RuleBody, RuleSet,
    TemplatePart,
};

/// Rules that take the configured endpoint, and find none where none is configured.
pub fn configured() -> RuleSet {
    let endpoint = Expr::Ref("Endpoint".to_owned());
    RuleSet {
        version: "1.0".to_owned(),
        parameters: vec![
            text("Region", "AWS::Region"),
            text("Endpoint", "SDK::Endpoint"),
            switch("UseFIPS", "AWS::UseFIPS"),
            switch("UseDualStack", "AWS::UseDualStack"),
        ],
        rules: vec![
            Rule {
                conditions: vec![Condition {
                    value: Expr::Call(Function::IsSet, vec![endpoint.clone()]),
                    assign: None,
                }],
                ..rule(RuleBody::Endpoint(EndpointTemplate {
                    url: endpoint,
                    headers: Vec::new(),
                    properties: Vec::new(),
                }))
            },
            rule(RuleBody::Error(Expr::Template(vec![TemplatePart::Text(
                "no endpoint is configured: set `endpoint_url`".to_owned(),
            )]))),
        ],
    }
}

fn rule(body: RuleBody) -> Rule {
    Rule {
        conditions: Vec::new(),
        body,
        docs: None,
        pointer: String::new(),
    }
}

fn text(name: &str, built_in: &str) -> Parameter {
    Parameter {
        name: name.to_owned(),
        kind: ParameterType::String,
        built_in: Some(built_in.to_owned()),
        required: false,
        default: None,
        docs: None,
        deprecated: None,
    }
}

fn switch(name: &str, built_in: &str) -> Parameter {
    Parameter {
        kind: ParameterType::Boolean,
        required: true,
        default: Some(ContextValue::Boolean(false)),
        ..text(name, built_in)
    }
}
