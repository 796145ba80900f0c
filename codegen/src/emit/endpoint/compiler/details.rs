//! What a rule decides for: the URL of an endpoint, and what the endpoint has beside it.

use indexmap::IndexMap;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{super::unsupported, Compiler, Module};
use crate::{
    Result,
    ir::{EndpointTemplate, Expr, Property, TemplatePart},
};

/// What endpoints have beside a URL: constants, of which no two are the same.
#[derive(Default)]
pub(in super::super) struct Details(IndexMap<String, TokenStream>);

impl Details {
    /// The name of a constant with this value.
    fn name(&mut self, value: TokenStream) -> Ident {
        let at = self.0.insert_full(value.to_string(), value).0;
        format_ident!("DETAILS_{}", at + 1)
    }

    /// The constants.
    pub fn constants(&self, module: &Module) -> TokenStream {
        let values = self.0.values().enumerate();
        let constants = values.map(|(at, value)| {
            let ty = module.import("crate::support::endpoint_details::Details");
            let name = format_ident!("DETAILS_{}", at + 1);
            quote!(const #name: #ty = #value;)
        });
        constants.collect()
    }
}

impl Compiler<'_> {
    pub(super) fn endpoint(&mut self, endpoint: &EndpointTemplate) -> Result<TokenStream> {
        let mut values = Vec::new();
        let url = self.gaps(&endpoint.url, &mut values)?;
        if endpoint.headers.is_empty() && endpoint.properties.is_empty() {
            let make = self.module.import("crate::support::endpoint::endpoint_at");
            return Ok(quote!(return Ok(#make(#url, &[#(#values),*]));));
        }
        let make = self.module.import("crate::support::endpoint_details::endpoint_with");
        let mut of_details = Vec::new();
        let details = self.details(endpoint, &mut of_details)?;
        let details = self.details.name(details);
        Ok(quote!(return Ok(#make(#url, &[#(#values),*], &#details, &[#(#of_details),*]));))
    }

    /// What an endpoint has beside its URL, with gaps for `values`.
    fn details(&mut self, endpoint: &EndpointTemplate, values: &mut Vec<TokenStream>) -> Result<TokenStream> {
        let ty = self.module.import("crate::support::endpoint_details::Details");
        let mut headers = Vec::new();
        for (name, texts) in &endpoint.headers {
            for text in texts {
                let text = self.gaps(text, values)?;
                headers.push(quote!((#name, #text)));
            }
        }
        let properties = self.entries(&endpoint.properties, values)?;
        Ok(quote!(#ty { headers: &[#(#headers),*], properties: &[#(#properties),*] }))
    }

    fn entries(&mut self, entries: &[(String, Property)], values: &mut Vec<TokenStream>) -> Result<Vec<TokenStream>> {
        let entry = |(name, property): &(String, Property)| {
            let property = self.property(property, values)?;
            Ok(quote!((#name, #property)))
        };
        entries.iter().map(entry).collect()
    }

    /// A property of an endpoint, with gaps for `values`.
    fn property(&mut self, property: &Property, values: &mut Vec<TokenStream>) -> Result<TokenStream> {
        let ty = self.module.import("crate::support::endpoint_details::Property");
        Ok(match property {
            Property::String(text) => {
                let text = self.gaps(text, values)?;
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
                    .map(|item| self.property(item, values))
                    .collect::<Result<_>>()?;
                quote!(#ty::Array(&[#(#items),*]))
            }
            Property::Object(entries) => {
                let entries = self.entries(entries, values)?;
                quote!(#ty::Object(&[#(#entries),*]))
            }
        })
    }

    /// Text with `{}` where a value goes, which joins `values`.
    fn gaps(&mut self, text: &Expr, values: &mut Vec<TokenStream>) -> Result<String> {
        let Expr::Template(parts) = text else {
            values.push(self.demanded(text)?);
            return Ok("{}".to_owned());
        };
        let mut format = String::new();
        for part in parts {
            match part {
                TemplatePart::Text(text) if text.contains("{}") => {
                    return Err(unsupported("empty braces in the text of an endpoint"));
                }
                TemplatePart::Text(text) => format.push_str(text),
                TemplatePart::Value(value) => {
                    format.push_str("{}");
                    values.push(self.demanded(value)?);
                }
            }
        }
        Ok(format)
    }
}
