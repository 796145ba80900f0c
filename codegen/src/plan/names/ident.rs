//! Identifiers: names as Rust accepts them.

/// A Rust identifier, raw where it has to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// Makes an identifier of a name that has only letters, digits and underscores: raw for keywords, with an
    /// underscore where it would start with a digit.
    pub(super) fn new(name: String) -> Self {
        match name.as_str() {
            "self" | "super" | "crate" | "_" => Self(format!("{name}_")),
            "Self" => Self("SelfValue".to_owned()),
            keyword if KEYWORDS.contains(&keyword) => Self(format!("r#{name}")),
            _ if name.starts_with(|c: char| c.is_ascii_digit()) => Self(format!("_{name}")),
            _ => Self(name),
        }
    }

    /// The identifier as source text: `r#type`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier without the `r#` of a raw one, as a part of another name: `type`.
    pub fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }

    /// The name of the setter: `set_type`.
    pub fn setter(&self) -> String {
        format!("set_{}", self.bare().trim_start_matches('_'))
    }

    /// The identifier of a type or a variant in snake case, after `is_` or `as_` in a method's name.
    pub fn snake(&self) -> String {
        crate::casing::snake(self.bare())
    }
}

/// The keywords of every edition, except those that cannot be raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
