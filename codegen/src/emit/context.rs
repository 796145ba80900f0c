//! The context of emitters: the plan, and small helpers that turn its answers into tokens.

use std::ops::Deref;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::prelude;
use crate::{
    docs,
    ir::{self, Member, Operation, Service, Shape, ShapeId},
    plan::{self, Crate},
};

pub(super) use crate::plan::{Role, Stream};

/// The context of emitters.
pub(super) struct Context<'a> {
    plan: &'a Crate,
    pub service: &'a Service,
}

impl Deref for Context<'_> {
    type Target = Crate;

    fn deref(&self) -> &Crate {
        self.plan
    }
}

impl<'a> Context<'a> {
    pub fn new(plan: &'a Crate) -> Self {
        Self {
            plan,
            service: &plan.service,
        }
    }

    /// The plan, for values that outlive the context.
    pub fn plan(&self) -> &'a Crate {
        self.plan
    }

    pub fn shape(&self, id: ShapeId) -> &'a Shape {
        self.plan.shape(id)
    }

    /// The type of the error that ends an event stream, the module that holds it, and its path.
    pub fn error_of_stream(&self, stream: ShapeId) -> (Ident, &'a plan::Ident, String) {
        let (name, module) = self.plan.stream_error(stream);
        let path = format!("crate::{}", self.plan.stream_error_path(stream));
        (ident(name.as_str()), module, path)
    }

    /// The identifier of a type.
    pub fn type_ident(&self, id: ShapeId) -> Ident {
        ident(self.type_name(id).as_str())
    }

    /// The variant of an error in the enums of errors.
    pub fn error_variant(&self, id: ShapeId) -> Ident {
        ident(self.plan.error_variant(id).as_str())
    }

    /// The method of such an enum that recognizes an error.
    pub fn error_predicate(&self, id: ShapeId) -> Ident {
        ident(&format!("is_{}", self.plan.error_variant(id).snake()))
    }

    /// The path of a type, for code of the crate.
    pub fn type_path(&self, id: ShapeId) -> String {
        format!("crate::{}", self.plan.path(id))
    }

    /// The name of a structure's builder.
    pub fn builder_ident(&self, id: ShapeId) -> Ident {
        quote::format_ident!("{}Builder", self.type_ident(id))
    }

    /// The path of a structure's builder, for code of the crate.
    pub fn builder_path(&self, id: ShapeId) -> String {
        format!("crate::{}", self.plan.builder_path(id))
    }

    /// True where the builder of a structure has the structure itself within: all of its fields are optional, and there
    /// are some, so that nothing but the structure could be built.
    pub fn holds_structure(&self, id: ShapeId) -> bool {
        let fields = self.plan.fields(id);
        let has_fields = !fields.is_empty() || self.role(id) == Role::Output;
        has_fields && fields.iter().all(plan::Field::is_optional)
    }

    /// The place that has a structure's members, in a builder of the structure.
    pub fn within_builder(&self, id: ShapeId, builder: TokenStream) -> TokenStream {
        match self.holds_structure(id) {
            true => quote!(#builder.inner),
            false => builder,
        }
    }

    /// The members of a structure or a union, as the plan has them.
    pub fn members(&self, id: ShapeId) -> Vec<Field<'a>> {
        let members = self.shape(id).kind.members().iter().zip(self.plan.fields(id));
        members
            .map(|(member, plan)| {
                let target = self.shape(member.target);
                Field {
                    plan,
                    ident: ident(plan.name.as_str()),
                    name: plan.name.bare().to_owned(),
                    member,
                    target,
                    default: plan::default_of(member, target),
                }
            })
            .collect()
    }

    /// The operation for the example of the crate: one with few required members, and with pages if any has them.
    pub fn showcase(&self) -> Option<&'a Operation> {
        let operations = &self.service.operations;
        let needs = |operation: &Operation| {
            let members = self.shape(self.input(operation)).kind.members();
            members.iter().filter(|member| member.traits.required).count()
        };
        operations
            .iter()
            .min_by_key(|operation| (needs(operation), operation.paginator.is_none()))
    }

    /// The sentence that links to the operation in AWS's API reference.
    pub fn reference(&self, operation: &Operation) -> String {
        match (&operation.docs_url, &self.service.uid) {
            (Some(url), _) if url.starts_with("https://") => format!("See [`{}`]({url}).", operation.name),
            (_, Some(uid)) => format!(
                "See [`{0}` in the AWS API reference](https://docs.aws.amazon.com/goto/WebAPI/{uid}/{0}).",
                operation.name
            ),
            (_, None) => String::new(),
        }
    }

    /// The attribute of a shape that is deprecated.
    pub fn deprecated(&self, id: ShapeId) -> Option<TokenStream> {
        deprecated(self.shape(id).traits.deprecated.as_ref())
    }

    /// The attributes of an error's variant in an enum of errors.
    pub fn error_docs(&self, id: ShapeId) -> TokenStream {
        let shape = self.shape(id);
        let docs = self.docs(shape.docs.as_deref(), &format!("The error `{}`.", shape.name));
        let deprecated = self.deprecated(id);
        quote!(#docs #deprecated)
    }

    /// A shape's documentation as attributes, or a fallback for one without.
    pub fn docs(&self, html: Option<&str>, fallback: &str) -> TokenStream {
        let markdown = html.map(docs::markdown).unwrap_or_default();
        doc(if markdown.is_empty() { fallback } else { &markdown })
    }
}

/// A member of a structure, with the tokens and names that emitters print.
pub(super) struct Field<'a> {
    plan: &'a plan::Field,
    pub ident: Ident,
    /// The identifier without the `r#` of a raw one.
    pub name: String,
    pub member: &'a Member,
    pub target: &'a Shape,
    /// The value that an absent member has.
    pub default: Option<&'a ir::Default>,
}

impl Deref for Field<'_> {
    type Target = plan::Field;

    fn deref(&self) -> &plan::Field {
        self.plan
    }
}

impl Field<'_> {
    /// The method that sets (`set_…`) or gets (`get_…`) the member in a builder, or gets (`as_…`) or tests (`is_…`) it
    /// in a union.
    pub fn method(&self, verb: &str) -> Ident {
        ident(&format!("{verb}_{}", self.plan.stem))
    }

    /// The first sentence of the documentation.
    pub fn summary(&self) -> String {
        let html = self.member.docs.as_deref().or(self.target.docs.as_deref());
        let said = html.map(docs::markdown).unwrap_or_default();
        let paragraph: Vec<&str> = said.lines().take_while(|line| !line.is_empty()).collect();
        let paragraph = paragraph.join(" ");
        let is_whole = |text: &str| {
            let count = |c: char| text.matches(c).count();
            count('`') % 2 == 0 && count('[') == count(']') && count('(') == count(')')
        };
        let ends = paragraph.match_indices(". ").map(|(at, _)| &paragraph[..=at]);
        let sentence = ends.chain([paragraph.as_str()]).find(|text| is_whole(text));
        let is_prose = |text: &&str| text.starts_with(|c: char| c.is_alphanumeric() || c == '`' || c == '[');
        match sentence.filter(is_prose) {
            Some(text) => text.to_owned(),
            None => format!("Sets the member `{}`.", self.member.name),
        }
    }

    /// The documentation of the member, with the constraints on its values.
    pub fn docs(&self) -> TokenStream {
        let html = self.member.docs.as_deref().or(self.target.docs.as_deref());
        let said = html.map(docs::markdown).unwrap_or_default();
        let constraints = docs::constraints(self.member, self.target);
        let parts: Vec<&str> = [said.as_str(), constraints.as_str()]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        let text = if parts.is_empty() {
            format!("The member `{}`.", self.member.name)
        } else {
            parts.join("\n\n")
        };
        let deprecated = self.deprecated();
        let docs = doc(&text);
        quote!(#docs #deprecated)
    }

    /// The attribute of a deprecated member, for all that names it.
    pub fn deprecated(&self) -> Option<TokenStream> {
        deprecated(self.member.traits.deprecated.as_ref())
    }
}

/// The attribute of a deprecated item.
pub(super) fn deprecated(deprecated: Option<&ir::Deprecated>) -> Option<TokenStream> {
    let ir::Deprecated { message, since } = deprecated?;
    Some(match (message, since) {
        (Some(note), Some(since)) => quote!(#[deprecated(note = #note, since = #since)]),
        (Some(note), None) => quote!(#[deprecated(note = #note)]),
        (None, Some(since)) => quote!(#[deprecated(since = #since)]),
        (None, None) => quote!(#[deprecated]),
    })
}

/// Documentation as attributes, a line each.
pub(super) fn doc(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// An identifier from Rust text, which may be raw.
pub(super) fn ident(text: &str) -> Ident {
    match text.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(&prelude::mark(text), Span::call_site()),
    }
}
