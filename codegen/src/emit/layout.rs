//! The layout of what generated code hands to macros of `support`: a line for each part, which the printer of Rust leaves
//! to the reader. It knows tokens, and no macro by name.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// Prints a file whose macros are laid out.
pub(super) fn unparse(mut file: syn::File) -> String {
    let mut calls = Calls::default();
    file.items.iter_mut().for_each(|item| calls.item(item));
    let text = prettyplease::unparse(&file);
    if calls.0.is_empty() {
        return text;
    }
    let mut out = String::with_capacity(text.len() * 2);
    for line in text.lines() {
        let name = line.trim_start();
        match name.strip_prefix(PLACE).and_then(|number| number.parse::<usize>().ok()) {
            Some(number) => lines(&calls.0[number], line.len() - name.len(), ";", &mut out),
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

/// The placeholder of a macro's tokens while the file is printed; no name of a model starts like it.
const PLACE: &str = "__laid_out_";

/// The tokens of the macros that stand where items do.
#[derive(Default)]
struct Calls(Vec<TokenStream>);

impl Calls {
    fn item(&mut self, item: &mut syn::Item) {
        match item {
            syn::Item::Macro(item) => self.take(&mut item.mac),
            syn::Item::Impl(block) => {
                for item in &mut block.items {
                    if let syn::ImplItem::Macro(item) = item {
                        self.take(&mut item.mac);
                    }
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, call: &mut syn::Macro) {
        if matches!(call.delimiter, syn::MacroDelimiter::Brace(_)) && !call.tokens.is_empty() {
            let place = quote::format_ident!("{PLACE}{}", self.0.len());
            self.0.push(std::mem::replace(&mut call.tokens, quote::quote!(#place)));
        }
    }
}

/// Prints tokens: one of these characters ends a line, and so does documentation. Within braces commas do, too.
fn lines(tokens: &TokenStream, indent: usize, ends: &str, out: &mut String) {
    let mut line = Line::default();
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (&token, tokens.peek()) {
            (TokenTree::Punct(pound), Some(TokenTree::Group(group))) if pound.as_char() == '#' => {
                let attribute = match documentation(group) {
                    Some(text) => format!("///{text}"),
                    None => format!("#{}", inline(group)),
                };
                line.end(indent, out);
                line.word(&attribute, Before::Free);
                line.end(indent, out);
                tokens.next();
            }
            (TokenTree::Group(group), _) if group.delimiter() == Delimiter::Brace => {
                line.word("{", Before::Spaced);
                if group.stream().is_empty() {
                    line.word("}", Before::Tight);
                } else {
                    line.end(indent, out);
                    lines(&group.stream(), indent + 4, ",;", out);
                    line.word("}", Before::Free);
                }
                if !matches!(tokens.peek(), Some(TokenTree::Punct(_))) {
                    line.end(indent, out);
                }
            }
            (TokenTree::Punct(punct), _) if ends.contains(punct.as_char()) => {
                line.token(&token);
                line.end(indent, out);
            }
            _ => line.token(&token),
        }
    }
    line.end(indent, out);
}

/// The text of documentation, if a line comment can hold it.
fn documentation(attribute: &Group) -> Option<String> {
    let attribute: syn::MetaNameValue = syn::parse2(attribute.stream()).ok()?;
    match (&attribute.path, &attribute.value) {
        (
            path,
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }),
        ) if path.is_ident("doc") => Some(text.value()).filter(|text| !text.contains(['\n', '\r'])),
        _ => None,
    }
}

/// A group on one line.
fn inline(group: &Group) -> String {
    let mut line = Line::default();
    line.token(&TokenTree::Group(group.clone()));
    line.text
}

/// How a token stands after the one before it.
#[derive(Clone, Copy, Default, PartialEq)]
enum Before {
    #[default]
    Free,
    Tight,
    Spaced,
}

/// A line as it grows.
#[derive(Default)]
struct Line {
    text: String,
    /// True where the next token follows without a space.
    tight: bool,
    /// True inside the parameters of a closure.
    in_parameters: bool,
    /// True where the first of two colons stands at the end.
    in_path_mark: bool,
}

impl Line {
    fn end(&mut self, indent: usize, out: &mut String) {
        let text = std::mem::take(&mut self.text);
        self.tight = false;
        if !text.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(&text);
            out.push('\n');
        }
    }

    fn word(&mut self, text: &str, before: Before) {
        if before == Before::Spaced && !self.tight && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.tight = before == Before::Free && self.tight;
    }

    fn token(&mut self, token: &TokenTree) {
        match token {
            TokenTree::Group(group) => self.group(group),
            TokenTree::Ident(ident) => self.word(&ident.to_string(), Before::Spaced),
            TokenTree::Literal(literal) => self.word(&literal.to_string(), Before::Spaced),
            TokenTree::Punct(punct) => self.punct(punct.as_char(), punct.spacing() == Spacing::Joint),
        }
        if let TokenTree::Ident(_) | TokenTree::Literal(_) = token {
            self.tight = false;
        }
    }

    fn group(&mut self, group: &Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => (" { ", " }"),
            Delimiter::None => ("", ""),
        };
        let is_list = self.text.ends_with([',', ':', '>']) && !self.tight;
        self.word(open, if is_list { Before::Spaced } else { Before::Tight });
        self.tight = true;
        group.stream().into_iter().for_each(|token| self.token(&token));
        self.text.push_str(close);
        self.tight = false;
    }

    fn punct(&mut self, punct: char, is_joint: bool) {
        let was_tight = self.tight;
        match punct {
            ',' | ';' | '.' | '?' | '>' | '<' if !(self.text.ends_with(['=', '-']) && was_tight) => {
                self.word(&punct.to_string(), Before::Tight);
                self.tight = matches!(punct, '<' | '.');
            }
            ':' => {
                let is_second = std::mem::take(&mut self.in_path_mark);
                if is_joint && self.text.ends_with([':', '=']) && !was_tight {
                    self.text.push(' ');
                }
                self.text.push(':');
                self.in_path_mark = is_joint && !is_second;
                self.tight = is_joint || is_second;
            }
            '|' if self.in_parameters => {
                self.word("|", Before::Tight);
                (self.in_parameters, self.tight) = (false, false);
            }
            // Between literals it is an alternative.
            '|' if !self.text.ends_with('"') => {
                self.word("|", Before::Spaced);
                (self.in_parameters, self.tight) = (true, true);
            }
            '!' if self.text.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                self.word("!", Before::Tight);
                self.tight = false;
            }
            '&' | '\'' | '#' | '!' => {
                self.word(&punct.to_string(), Before::Spaced);
                self.tight = true;
            }
            _ => {
                self.word(&punct.to_string(), Before::Spaced);
                self.tight = is_joint;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> String {
        unparse(syn::parse_str(text).expect("it is Rust"))
    }

    #[test]
    fn parts_of_a_macro_stand_on_lines_of_their_own() {
        let text = "impl A { set! { #[doc = \" The name.\"] name, set_it: Option<Vec<crate::a::B>>; x(it): &str; } }";
        assert_eq!(
            printed(text),
            "impl A {\n    set! {\n        /// The name.\n        name, set_it: Option<Vec<crate::a::B>>;\n        \
             x(it): &str;\n    }\n}\n"
        );
    }

    #[test]
    fn documentation_of_several_lines_stays_documentation() {
        let text = "m! { #[doc = \" a\\nb\"] x; #[doc = \" c\\rd\"] y; }";
        assert_eq!(
            printed(text),
            "m! {\n    #[doc = \" a\\nb\"]\n    x;\n    #[doc = \" c\\rd\"]\n    y;\n}\n"
        );
    }

    #[test]
    fn braces_within_are_indented_and_arms_have_an_arrow() {
        let text = "errors! { A { B is_b, C is_c } codes { \"B\" | \"b\" => B, } empty {} }";
        assert_eq!(
            printed(text),
            "errors! {\n    A {\n        B is_b,\n        C is_c\n    }\n    codes {\n        \"B\" | \"b\" => B,\n    }\n    \
             empty {}\n}\n"
        );
    }

    #[test]
    fn what_is_printed_reads_as_the_same_tokens() {
        let text = "m! { a: HashMap<String, Vec<f64>>; |it| it.x(1, 2)?; &'static [u8]; a::b::C::<D> = -1 => !x; \
                    b: ::std::vec::Vec<::std::string::String>, c: ::x::Y = ::z(::w); }";
        let reparsed: syn::File = syn::parse_str(&printed(text)).expect("it is Rust");
        let file: syn::File = syn::parse_str(text).expect("it is Rust");
        assert_eq!(quote::quote!(#reparsed).to_string(), quote::quote!(#file).to_string());
    }
}
