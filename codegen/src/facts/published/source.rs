//! The sources of a published crate: the values of its enums with their variants, and the presence of fields by what
//! `build()` does with them. It reads syntax trees, and knows no model.

use std::collections::BTreeMap;

use syn::{Expr, ExprMethodCall, File, ImplItem, ImplItemFn, Item, ItemImpl, Lit, Member, Pat, Stmt, Type};

use crate::plan::Presence;

/// What a published crate says of its types. Types are called by the paths at which users find them.
#[derive(Debug, Default)]
pub struct Published {
    /// The variants of enums, by their values.
    pub(super) enums: BTreeMap<String, BTreeMap<String, String>>,
    /// The fields of structures, by their names.
    pub(super) structures: BTreeMap<String, BTreeMap<String, Known>>,
}

/// The presence of a field, and its default in the crate as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub presence: Presence,
    /// None for the empty value of the type.
    pub default: Option<String>,
}

impl Published {
    /// Reads a file of a crate, whose types are found below a path such as `types`.
    ///
    /// # Errors
    ///
    /// It is not Rust.
    pub fn read(&mut self, below: &str, source: &str) -> syn::Result<()> {
        let File { items, .. } = syn::parse_file(source)?;
        for item in &items {
            if let Item::Impl(item) = item
                && item.trait_.is_none()
            {
                self.read_impl(below, item);
            }
        }
        Ok(())
    }

    /// True where nothing was read.
    pub fn is_empty(&self) -> bool {
        self.enums.is_empty() && self.structures.is_empty()
    }

    fn read_impl(&mut self, below: &str, item: &ItemImpl) {
        let functions = item.items.iter().filter_map(|item| match item {
            ImplItem::Fn(function) => Some(function),
            _ => None,
        });
        for function in functions {
            if function.sig.ident == "as_str"
                && let Some(name) = name_of(&item.self_ty)
            {
                let variants = variants(function);
                if !variants.is_empty() {
                    self.enums.insert(format!("{below}::{name}"), variants);
                }
            }
            if function.sig.ident == "build"
                && let Some((name, fields)) = built(function)
            {
                self.structures.insert(format!("{below}::{name}"), fields);
            }
        }
    }
}

fn name_of(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// The variants that `as_str` matches, by the values that it gives for them.
fn variants(function: &ImplItemFn) -> BTreeMap<String, String> {
    let Some(Stmt::Expr(Expr::Match(it), _)) = function.block.stmts.last() else {
        return BTreeMap::new();
    };
    let arms = it.arms.iter().filter_map(|arm| {
        let Pat::Path(path) = &arm.pat else { return None };
        let variant = path.path.segments.last()?.ident.to_string();
        Some((text(&arm.body)?, variant))
    });
    arms.collect()
}

/// The text of a literal, or of one that something is made of.
fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(it) => match &it.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Expr::MethodCall(call) => text(&call.receiver),
        Expr::Closure(it) => text(&it.body),
        _ => None,
    }
}

/// The structure that `build` makes, and the presence of its fields.
fn built(function: &ImplItemFn) -> Option<(String, BTreeMap<String, Known>)> {
    let Some(Stmt::Expr(end, _)) = function.block.stmts.last() else {
        return None;
    };
    let structure = match end {
        Expr::Call(call) => call.args.first()?,
        other => other,
    };
    let Expr::Struct(it) = structure else { return None };
    let name = it.path.segments.last()?.ident.to_string();
    let fields = it.fields.iter().filter_map(|field| match &field.member {
        Member::Named(name) => Some((name.to_string(), known(&field.expr)?)),
        Member::Unnamed(_) => None,
    });
    Some((name, fields.collect()))
}

/// The presence of a field, by the expression that makes it of the builder's.
fn known(expression: &Expr) -> Option<Known> {
    let of = |presence, default| Some(Known { presence, default });
    match expression {
        Expr::Try(it) => known(&it.expr),
        Expr::Field(_) => of(Presence::Optional, None),
        Expr::MethodCall(call) => match call.method.to_string().as_str() {
            "ok_or_else" => of(Presence::Required, None),
            "unwrap_or_default" => of(Presence::Defaulted, None),
            "unwrap_or" | "unwrap_or_else" => of(Presence::Defaulted, Some(default(call)?)),
            _ => None,
        },
        _ => None,
    }
}

/// The default that stands in the place of an absent value, as JSON.
fn default(call: &ExprMethodCall) -> Option<String> {
    let argument = call.args.first()?;
    if let Some(text) = text(argument) {
        return Some(serde_json::Value::from(text).to_string());
    }
    match argument {
        Expr::Lit(it) => match &it.lit {
            Lit::Int(number) => Some(number.base10_digits().to_owned()),
            Lit::Float(number) => Some(number.base10_digits().to_owned()),
            Lit::Bool(value) => Some(value.value.to_string()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_read_beside_their_values() {
        let mut published = Published::default();
        let source = r#"
            pub enum Size { Small, Unknown(String) }
            impl Size {
                pub fn as_str(&self) -> &str {
                    match self { Size::Small => "x.small", Size::Unknown(value) => value.as_str() }
                }
            }"#;
        published.read("types", source).expect("it is Rust");
        assert_eq!(
            published.enums["types::Size"],
            BTreeMap::from([("x.small".into(), "Small".into())])
        );
    }

    #[test]
    fn the_presence_of_fields_is_what_build_demands() {
        let mut published = Published::default();
        let source = r#"
            impl LampBuilder {
                pub fn build(self) -> Result<crate::types::Lamp, BuildError> {
                    Ok(crate::types::Lamp {
                        name: self.name.ok_or_else(|| BuildError::missing_field("name", "…"))?,
                        r#type: self.r#type,
                        watts: self.watts.unwrap_or_default(),
                        hours: self.hours.unwrap_or(5),
                        lit: self.lit.unwrap_or(true),
                        kind: self.kind.unwrap_or("old".parse::<crate::types::Kind>().expect("…")),
                        made: self.made.unwrap_or_else(|| "here".to_owned()),
                    })
                }
            }"#;
        published.read("types", source).expect("it is Rust");
        let lamp = &published.structures["types::Lamp"];
        let of = |name: &str| (lamp[name].presence, lamp[name].default.as_deref());
        assert_eq!(of("name"), (Presence::Required, None));
        assert_eq!(of("r#type"), (Presence::Optional, None));
        assert_eq!(of("watts"), (Presence::Defaulted, None));
        assert_eq!(of("hours"), (Presence::Defaulted, Some("5")));
        assert_eq!(of("lit"), (Presence::Defaulted, Some("true")));
        assert_eq!(of("kind"), (Presence::Defaulted, Some("\"old\"")));
        assert_eq!(of("made"), (Presence::Defaulted, Some("\"here\"")));
    }
}
