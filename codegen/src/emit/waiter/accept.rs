//! Acceptors of a waiter, as a function from a response to a state.
//!
//! A response is an output or an error, so each acceptor belongs to one of the two. Neighbours that test the same value
//! share one test.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::super::{
    context::Context,
    jmespath::{self, ExpressionCompiler, Precedence, Repr, Value},
    module::Module,
    operation,
};
use crate::{
    ir::{AcceptorState, Expectation, Operation, PathExpr},
    jmespath::Typed,
    plan::{Acceptor, Waiter},
};

/// The function that decides the state for a response.
pub(super) fn emit(cx: &Context<'_>, module: &Module, operation: &Operation, waiter: &Waiter) -> TokenStream {
    let acceptors = waiter.acceptors.iter();
    let (of_output, of_error): (Vec<&Acceptor>, Vec<&Acceptor>) =
        acceptors.partition(|acceptor| is_of_output(&acceptor.model.expectation));
    let it = Cases { cx, module, operation };
    let (output, on_output) = it.arm("output", &of_output);
    let (error, on_error) = it.arm("error", &of_error);
    let answer = module.import("crate::support::waiter::Answer");
    let state = module.import("crate::support::waiter::AcceptorState");
    let names = cx.operation_names(operation);
    let marker = module.import(&format!(
        "crate::operation::{}::{}",
        names.module.as_str(),
        names.marker
    ));
    quote! {
        fn accept(answer: #answer<'_, #marker>) -> #state {
            match answer.result {
                Ok(#output) => { #on_output }
                Err(#error) => { #on_error }
            }
        }
    }
}

/// True for an acceptor of outputs, false for one of errors.
fn is_of_output(expectation: &Expectation) -> bool {
    match expectation {
        Expectation::Output { .. }
        | Expectation::OutputBoolean { .. }
        | Expectation::OutputAll { .. }
        | Expectation::OutputAny { .. }
        | Expectation::Success(true) => true,
        Expectation::Status(status) => (200..300).contains(status),
        Expectation::Success(false) | Expectation::Error(_) => false,
    }
}

/// The value that an acceptor tests, by which neighbours are joined.
#[derive(PartialEq)]
enum Question<'a> {
    Nothing,
    Status,
    Code,
    Boolean(&'a PathExpr, bool),
    Text(&'a PathExpr, bool),
    List(&'a PathExpr, bool),
}

fn question(acceptor: &Acceptor) -> Question<'_> {
    let with_input = acceptor.model.with_input;
    match &acceptor.model.expectation {
        Expectation::Output { path, .. } => Question::Text(path, with_input),
        Expectation::OutputBoolean { path, .. } => Question::Boolean(path, with_input),
        Expectation::OutputAll { path, .. } | Expectation::OutputAny { path, .. } => Question::List(path, with_input),
        Expectation::Success(_) => Question::Nothing,
        Expectation::Status(_) => Question::Status,
        Expectation::Error(_) => Question::Code,
    }
}

/// The context of a waiter's cases.
struct Cases<'a> {
    cx: &'a Context<'a>,
    module: &'a Module,
    operation: &'a Operation,
}

impl Cases<'_> {
    /// The match arm for outputs or for errors: the pattern, and the state.
    fn arm(&self, name: &str, cases: &[&Acceptor]) -> (TokenStream, TokenStream) {
        let state = self.module.import("crate::support::waiter::AcceptorState");
        let mut end = quote!(#state::NoAcceptorsMatched);
        let mut steps = Vec::new();
        let mut is_asked = false;
        for run in cases.chunk_by(|a, b| question(a) == question(b)) {
            let question = question(run[0]);
            if question == Question::Nothing {
                end = self.state(run[0]);
                break;
            }
            is_asked |= question != Question::Status;
            steps.push(self.run(run));
        }
        let name = format_ident!("{name}");
        let pattern = if is_asked { quote!(#name) } else { quote!(_) };
        (pattern, quote!(#(#steps)* #end))
    }

    /// The statements of acceptors that test the same value.
    fn run(&self, run: &[&Acceptor]) -> TokenStream {
        match &run[0].model.expectation {
            Expectation::Success(_) => TokenStream::new(),
            Expectation::Status(_) => self.ifs(run, |it| match it {
                Expectation::Status(status) => {
                    let status = Literal::u16_unsuffixed(*status);
                    quote!(answer.status == #status)
                }
                _ => unreachable!("all of a run look at the status"),
            }),
            Expectation::Error(_) => self.matches(quote!(error.meta().code()), true, run, |it| match it {
                Expectation::Error(name) => self.codes(name),
                _ => unreachable!("all of a run look at the code"),
            }),
            Expectation::Output { .. } => {
                let value = self.value(run[0]).text();
                let nullable = value.nullable;
                self.matches(value.tokens, nullable, run, |it| match it {
                    Expectation::Output { expected, .. } => vec![expected.clone()],
                    _ => unreachable!("all of a run look at one text"),
                })
            }
            Expectation::OutputBoolean { .. } => self.ifs(run, |it| match it {
                Expectation::OutputBoolean { expected, .. } => self.boolean(run[0], *expected),
                _ => unreachable!("all of a run look at one boolean"),
            }),
            Expectation::OutputAll { .. } | Expectation::OutputAny { .. } => self.lists(run),
        }
    }

    /// Acceptors of a list: of all its values, or of any.
    fn lists(&self, run: &[&Acceptor]) -> TokenStream {
        let values = self.value(run[0]).then(|list| {
            let (elements, element) = list.elements(self.cx);
            Value::call(elements, false, Repr::Iter(Box::new(element)))
        });
        let values = values.optional();
        let (bound, values) = match run {
            [_] => (None, values),
            _ => (Some(quote!(let values = || #values;)), quote!(values())),
        };
        let steps = self.ifs(run, |it| {
            let (how, expected) = match it {
                Expectation::OutputAll { expected, .. } => ("all", expected),
                Expectation::OutputAny { expected, .. } => ("any", expected),
                _ => unreachable!("all of a run look at one list"),
            };
            let how = self.module.import(&format!("crate::support::waiter::{how}"));
            quote!(#how(#values, #expected))
        });
        quote!(#bound #steps)
    }

    /// A condition for each acceptor.
    fn ifs(&self, run: &[&Acceptor], condition: impl Fn(&Expectation) -> TokenStream) -> TokenStream {
        let steps = run.iter().map(|case| {
            let (condition, state) = (condition(&case.model.expectation), self.state(case));
            quote!(if #condition { return #state; })
        });
        quote!(#(#steps)*)
    }

    /// A match on a string, with an arm for each acceptor; the first that expects a string counts.
    fn matches(
        &self,
        text: TokenStream,
        nullable: bool,
        run: &[&Acceptor],
        expected: impl Fn(&Expectation) -> Vec<String>,
    ) -> TokenStream {
        let mut seen = Vec::new();
        let mut arms = Vec::new();
        for case in run {
            let mut texts = expected(&case.model.expectation);
            texts.retain(|text| !seen.contains(text));
            seen.extend(texts.iter().cloned());
            if !texts.is_empty() {
                let pattern = if nullable {
                    quote!(Some(#(#texts)|*))
                } else {
                    quote!(#(#texts)|*)
                };
                arms.push((pattern, texts, self.state(case)));
            }
        }
        match arms.as_slice() {
            [(pattern, texts, state)] if texts.len() == 1 => quote!(if #text == #pattern { return #state; }),
            _ => {
                let arms = arms
                    .iter()
                    .map(|(pattern, _, state)| quote!(#pattern => return #state,));
                quote!(match #text { #(#arms)* _ => {} })
            }
        }
    }

    /// The condition that a boolean is the expected one.
    fn boolean(&self, case: &Acceptor, expected: bool) -> TokenStream {
        let (typed, root) = self.asked(case);
        if expected {
            return ExpressionCompiler(self.cx).truth(typed, &root).tokens;
        }
        let value = ExpressionCompiler(self.cx).value(typed, &root);
        let operand = value.operand(Precedence::Unary);
        if value.nullable {
            quote!(#operand == Some(false))
        } else {
            quote!(!#operand)
        }
    }

    /// The value that an acceptor tests.
    fn value(&self, case: &Acceptor) -> Value {
        let (typed, root) = self.asked(case);
        ExpressionCompiler(self.cx).value(typed, &root)
    }

    /// The expression of an acceptor, and the value that it is evaluated on.
    fn asked<'c>(&self, case: &'c Acceptor) -> (&'c Typed, Value) {
        let typed = case.expression.as_ref().expect("the acceptor has an expression");
        let output = jmespath::root(quote!(output), self.cx.output(self.operation));
        if !case.model.with_input {
            return (typed, output);
        }
        let input = jmespath::root(quote!(answer.input), self.cx.input(self.operation));
        (typed, jmespath::roots(vec![input, output]))
    }

    /// The codes of an error that is named by its code, or by its shape.
    fn codes(&self, name: &str) -> Vec<String> {
        let mut codes = vec![name.to_owned()];
        let errors = self.operation.errors.iter().copied();
        let named = errors.filter(|id| self.cx.shape(*id).name == name);
        for code in named.flat_map(|id| operation::codes(self.cx, id)) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }

    fn state(&self, acceptor: &Acceptor) -> TokenStream {
        let state = self.module.import("crate::support::waiter::AcceptorState");
        match acceptor.model.state {
            AcceptorState::Success => quote!(#state::Success),
            AcceptorState::Failure => quote!(#state::Failure),
            AcceptorState::Retry => quote!(#state::Retry),
        }
    }
}
