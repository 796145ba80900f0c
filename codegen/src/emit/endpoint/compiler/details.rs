//! Endpoints that rules decide for: the URL, and details beside it.

use indexmap::IndexMap;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{super::super::module::Module, RuleCompiler};
use crate::{
    Result,
    ir::{EndpointTemplate, Property},
};

/// The details of endpoints beside the URL: statics, of which no two are the same.
#[derive(Default)]
pub(in super::super) struct Details(IndexMap<String, TokenStream>);

impl Details {
    /// The name of a static with this value.
    fn name(&mut self, value: TokenStream) -> Ident {
        let at = self.0.insert_full(value.to_string(), value).0;
        format_ident!("DETAILS_{}", at + 1)
    }

    /// The statics.
    pub fn constants(&self, module: &Module) -> TokenStream {
        let values = self.0.values().enumerate();
        let constants = values.map(|(at, value)| {
            let ty = module.import("crate::support::endpoint_details::Details");
            let name = format_ident!("DETAILS_{}", at + 1);
            quote!(static #name: #ty = #value;)
        });
        constants.collect()
    }
}

impl RuleCompiler<'_> {
    pub(super) fn endpoint(
        &mut self,
        endpoint: &EndpointTemplate,
        conditions: &mut Vec<TokenStream>,
    ) -> Result<TokenStream> {
        let url = self.text(&endpoint.url, conditions)?;
        if endpoint.headers.is_empty() && endpoint.properties.is_empty() {
            let ty = self.of("Then::At");
            return Ok(quote!(#ty(#url)));
        }
        let details = self.details(endpoint, conditions)?;
        let (ty, details) = (self.of("Then::With"), self.details.name(details));
        Ok(quote!(#ty(#url, &#details)))
    }

    /// The details of an endpoint beside its URL.
    fn details(&mut self, endpoint: &EndpointTemplate, conditions: &mut Vec<TokenStream>) -> Result<TokenStream> {
        let ty = self.module.import("crate::support::endpoint_details::Details");
        let mut headers = Vec::new();
        for (name, texts) in &endpoint.headers {
            for text in texts {
                let text = self.text(text, conditions)?;
                headers.push(quote!((#name, #text)));
            }
        }
        let properties = self.entries(&endpoint.properties, conditions)?;
        Ok(quote!(#ty { headers: &[#(#headers),*], properties: &[#(#properties),*] }))
    }

    fn entries(
        &mut self,
        entries: &[(String, Property)],
        conditions: &mut Vec<TokenStream>,
    ) -> Result<Vec<TokenStream>> {
        let entry = |(name, property): &(String, Property)| {
            let property = self.property(property, conditions)?;
            Ok(quote!((#name, #property)))
        };
        entries.iter().map(entry).collect()
    }

    fn property(&mut self, property: &Property, conditions: &mut Vec<TokenStream>) -> Result<TokenStream> {
        let ty = self.module.import("crate::support::endpoint_details::Property");
        Ok(match property {
            Property::String(text) => {
                let text = self.text(text, conditions)?;
                quote!(#ty::Text(#text))
            }
            Property::Boolean(value) => quote!(#ty::Boolean(#value)),
            Property::Integer(value) => {
                let value = proc_macro2::Literal::i64_unsuffixed(*value);
                quote!(#ty::Integer(#value))
            }
            Property::Array(items) => {
                let items: Vec<_> = items
                    .iter()
                    .map(|item| self.property(item, conditions))
                    .collect::<Result<_>>()?;
                quote!(#ty::Array(&[#(#items),*]))
            }
            Property::Object(entries) => {
                let entries = self.entries(entries, conditions)?;
                quote!(#ty::Object(&[#(#entries),*]))
            }
        })
    }
}
