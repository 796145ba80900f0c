//! A file of the generated crate: its items, and the imports that they need.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{context::ident, inlined, layout, prelude, uses::Uses};

/// A file of the generated crate.
#[derive(Default)]
pub(super) struct Module {
    head: TokenStream,
    imports: RefCell<Imports>,
    local: Vec<String>,
    items: Vec<TokenStream>,
}

/// The imports of a file. A file may have hundreds, so none is looked for by looking at all.
#[derive(Default)]
struct Imports {
    /// The other name of each path, where it has one.
    aliases: BTreeMap<String, Option<String>>,
    /// The path that each name stands for.
    names: HashMap<String, String>,
}

impl Imports {
    fn add(&mut self, path: &str, alias: Option<&str>) {
        let name = alias.unwrap_or_else(|| last(path));
        if self.names.get(name).is_some_and(|held| held == path) {
            return;
        }
        self.names.insert(name.to_owned(), path.to_owned());
        self.aliases.insert(path.to_owned(), alias.map(str::to_owned));
    }
}

impl Module {
    /// A file that starts with this documentation and these attributes.
    pub fn new(head: TokenStream) -> Self {
        Self {
            head,
            ..Self::default()
        }
    }

    /// Declares that the file itself defines the item at a path, so that it needs no import.
    pub fn defines(mut self, path: String) -> Self {
        self.local.push(path);
        self
    }

    /// Imports a path and returns its last segment; the whole path where another item has that name.
    pub fn import(&self, path: &str) -> TokenStream {
        let name = last(path);
        if !self.local.iter().any(|local| local == path) {
            if prelude::has(name) || self.is_taken(name, path) {
                return path_tokens(path);
            }
            self.imports.borrow_mut().add(path, None);
        }
        let name = ident(name);
        quote!(#name)
    }

    /// Imports a path under another name, with underscores after it where another item has that name.
    pub fn import_as(&self, path: &str, name: &str) -> TokenStream {
        let mut name = name.to_owned();
        while self.is_taken(&name, path) {
            name.push('_');
        }
        let tokens = ident(&name);
        self.imports.borrow_mut().add(path, Some(&name));
        quote!(#tokens)
    }

    /// Tells whether another item than that at the path has a name in the file.
    fn is_taken(&self, name: &str, path: &str) -> bool {
        let imports = self.imports.borrow();
        let is_imported = imports.names.get(name).is_some_and(|held| held != path);
        is_imported || self.local.iter().any(|local| local != path && last(local) == name)
    }

    /// Adds items.
    pub fn push(&mut self, items: TokenStream) {
        self.items.push(items);
    }

    /// The tokens of the file.
    pub fn tokens(self) -> TokenStream {
        let imports = self.imports.into_inner().aliases;
        // What is moved need not be copied.
        let mut tokens = self.head;
        tokens.extend(uses(&imports));
        tokens.extend(self.items);
        tokens
    }
}

/// The text of a file, and the paths that it names.
///
/// # Errors
///
/// The tokens are no Rust.
pub(super) fn render(tokens: TokenStream) -> syn::Result<(String, Uses)> {
    let mut file = syn::parse2(tokens)?;
    inlined::mark(&mut file);
    let uses = Uses::of(&file, &[]);
    let text = readable(spaced(&layout::unparse(file)));
    Ok((text, uses))
}

/// The last segment of a path.
fn last(path: &str) -> &str {
    // A search for one character is much cheaper than one for two.
    path.rsplit(':').next().unwrap_or(path)
}

/// The imports: one line for all that comes from one module.
fn uses(imports: &BTreeMap<String, Option<String>>) -> Vec<TokenStream> {
    let mut modules: BTreeMap<&str, Vec<TokenStream>> = BTreeMap::new();
    for (path, alias) in imports {
        let (module, name) = path.rsplit_once("::").unwrap_or(("self", path));
        let name = ident(name);
        let name = match alias.as_deref().map(ident) {
            None => quote!(#name),
            Some(alias) => quote!(#name as #alias),
        };
        modules.entry(module).or_default().push(name);
    }
    let modules = modules.into_iter().map(|(module, names)| {
        let module = path_tokens(module);
        match names.as_slice() {
            [name] => quote!(use #module::#name;),
            names => quote!(use #module::{#(#names),*};),
        }
    });
    modules.collect()
}

fn path_tokens(path: &str) -> TokenStream {
    let segments = path.split("::").map(|segment| match segment {
        "crate" | "self" | "super" => {
            let keyword = format_ident!("{segment}");
            quote!(#keyword)
        }
        name => {
            let name = ident(name);
            quote!(#name)
        }
    });
    quote!(#(#segments)::*)
}

/// The text without characters that no comment may have, or that change how the text looks. After printing they remain
/// only in documentation, as literals have them escaped.
pub(super) fn readable(text: String) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => ' ',
        c => c,
    };
    // Most text is plain, and a look at its bytes shows that.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    match !text.bytes().all(is_plain) && text.contains(|c| shown(c) != c) {
        true => text.chars().map(shown).collect(),
        false => text,
    }
}

/// The start of an item.
const ITEMS: [&str; 11] = [
    "pub", "fn ", "impl", "struct ", "enum ", "trait ", "type ", "const ", "static ", "mod ", "async ",
];

/// Puts a blank line between items, and after the imports, which the printer does not write.
pub(super) fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut previous = "";
    for line in text.lines() {
        if wants_blank(previous, line) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}

fn wants_blank(previous: &str, line: &str) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let (before, after) = (previous.trim_start(), line.trim_start());
    let is_prefix = |line: &str| line.starts_with("//") || line.starts_with("#[");
    if line.is_empty() || previous.is_empty() || indent(previous) != indent(line) {
        return false;
    }
    let is_macro = after.ends_with("! {");
    let begins_item = is_prefix(after) || is_macro || ITEMS.iter().any(|word| after.starts_with(word));
    let after_block = before == "}" && begins_item;
    let after_item = (before.ends_with(';') || before.ends_with('}')) && is_prefix(after) && !is_prefix(before);
    let begins_block = is_macro || ["impl", "static", "pub static"].iter().any(|it| after.starts_with(it));
    let before_block = before.ends_with(';') && begins_block;
    let after_uses = previous.starts_with("use ") && !line.starts_with("use ");
    let after_head = previous.starts_with("//!") && !line.starts_with("//!");
    after_block || after_item || before_block || after_uses || after_head
}
