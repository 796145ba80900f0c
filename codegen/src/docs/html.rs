//! Reads HTML into blocks and runs of text. Knows nothing of Markdown.
//!
//! The HTML of models is rarely well-formed, so nothing is an error: an end tag without a start is
//! passed over, and what is left open ends with the text.

use std::{collections::HashSet, rc::Rc};

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::clean;

/// How deep lists and quotes nest; what is deeper joins the block around it.
const MAX_DEPTH: usize = 8;

/// Links that are longer are shown as text.
const MAX_URL: usize = 2000;

/// A part of a text that stands on lines of its own.
pub(super) enum Block {
    /// Prose.
    Paragraph(Vec<Inline>),
    /// Text whose line breaks and spaces count.
    Code(String),
    /// Text that is set apart.
    Quote(Vec<Block>),
    /// Items, each of which holds blocks.
    List {
        /// True where the items are numbered.
        ordered: bool,
        /// The items, none of them empty.
        items: Vec<Vec<Block>>,
    },
}

/// A part of prose.
pub(super) enum Inline {
    /// Text of one style, whose white space is still that of the source.
    Run(Style, String),
    /// The end of a line within a paragraph.
    Break,
}

/// How a run of text is shown.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Style {
    pub(super) code: bool,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) link: Option<Rc<str>>,
}

/// Reads a text.
pub(super) fn read(html: &str) -> Vec<Block> {
    let source = close_tail(html);
    let emitter = DefaultEmitter::<usize>::new_with_span();
    let tokens: Vec<Token<usize>> = Tokenizer::new_with_emitter(&*source, emitter)
        .map(|token| match token {
            Ok(token) => token,
            Err(never) => match never {},
        })
        .collect();
    let mut builder = Builder::new(&source, &tokens);
    for token in &tokens {
        builder.token(token);
    }
    builder.finish()
}

/// Makes text of a last `<` that no `>` follows: a tokenizer would drop all that comes after it.
fn close_tail(html: &str) -> String {
    let tail = html.rfind('>').map_or(0, |at| at + 1);
    let (head, tail) = html.split_at(tail);
    format!("{head}{}", tail.replace('<', "&lt;"))
}

/// A list, an item or a quote that is still open.
struct Frame {
    kind: FrameKind,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
}

#[derive(Clone, Copy, PartialEq)]
enum FrameKind {
    Root,
    Quote,
    List { ordered: bool },
    Item,
}

impl Frame {
    fn new(kind: FrameKind) -> Self {
        Self {
            kind,
            blocks: Vec::new(),
            items: Vec::new(),
        }
    }

    fn is_list(&self) -> bool {
        matches!(self.kind, FrameKind::List { .. })
    }
}

struct Builder<'a> {
    source: &'a str,
    /// The names of all end tags: an unknown tag that is never closed is a placeholder, not markup.
    closed: HashSet<&'a [u8]>,
    frames: Vec<Frame>,
    inlines: Vec<Inline>,
    style: Style,
    pre: Option<String>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str, tokens: &'a [Token<usize>]) -> Self {
        let end_name = |token: &'a Token<usize>| match token {
            Token::EndTag(tag) => Some(tag.name.as_slice()),
            _ => None,
        };
        Self {
            source,
            closed: tokens.iter().filter_map(end_name).collect(),
            frames: vec![Frame::new(FrameKind::Root)],
            inlines: Vec::new(),
            style: Style::default(),
            pre: None,
        }
    }

    fn token(&mut self, token: &Token<usize>) {
        match token {
            Token::String(text) => self.text(&clean(&String::from_utf8_lossy(text))),
            Token::StartTag(tag) if self.pre.is_some() => self.start_in_pre(tag),
            Token::StartTag(tag) => self.start(tag),
            Token::EndTag(tag) => self.end(&tag.name),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(pre) = &mut self.pre {
            pre.push_str(text);
            return;
        }
        match self.inlines.last_mut() {
            Some(Inline::Run(style, run)) if *style == self.style => run.push_str(text),
            _ => self.inlines.push(Inline::Run(self.style.clone(), text.to_owned())),
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        match tag.name.as_slice() {
            b"p" | b"para" | b"div" | b"section" => self.end_paragraph(),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => self.strong_paragraph(),
            b"ul" | b"dl" | b"table" => self.open(FrameKind::List { ordered: false }),
            b"ol" => self.open(FrameKind::List { ordered: true }),
            b"li" | b"tr" => self.open_item(),
            b"dt" => {
                self.open_item();
                self.style.strong = true;
            }
            b"dd" => self.end_paragraph(),
            b"td" | b"th" => self.cell(),
            b"note" | b"important" | b"blockquote" => self.open(FrameKind::Quote),
            b"pre" => {
                self.end_paragraph();
                self.pre = Some(String::new());
            }
            b"br" => self.inlines.push(Inline::Break),
            b"code" => self.style.code = true,
            b"b" | b"strong" => self.style.strong = true,
            b"i" | b"em" => self.style.emphasis = true,
            b"a" => self.style.link = link(tag),
            name => self.unknown(name, tag),
        }
    }

    /// Within preformatted text only line breaks and placeholders count.
    fn start_in_pre(&mut self, tag: &StartTag<usize>) {
        match tag.name.as_slice() {
            b"br" => self.text("\n"),
            b"code" | b"b" | b"strong" | b"i" | b"em" | b"a" | b"p" | b"pre" => {}
            name => self.unknown(name, tag),
        }
    }

    /// Shows `<bucket-name>` as it stands in the source, and passes over markup.
    fn unknown(&mut self, name: &[u8], tag: &StartTag<usize>) {
        const WRAPPERS: [&[u8]; 10] = [
            b"fullname",
            b"span",
            b"u",
            b"tbody",
            b"thead",
            b"link",
            b"hr",
            b"img",
            b"xhtml",
            b"zonbook",
        ];
        if WRAPPERS.contains(&name) || self.closed.contains(name) {
            return;
        }
        let as_written = self
            .source
            .get(tag.span.start..tag.span.end)
            .filter(|text| text.starts_with('<') && text.ends_with('>'));
        match as_written {
            Some(text) => self.text(&clean(text)),
            None => self.text(&clean(&format!("<{}>", String::from_utf8_lossy(name)))),
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"pre" => self.end_paragraph(),
            _ if self.pre.is_some() => {}
            b"p" | b"para" | b"div" | b"section" | b"dt" | b"dd" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                self.end_paragraph();
            }
            b"ul" | b"ol" | b"dl" | b"table" => self.close(Frame::is_list),
            b"li" | b"tr" => self.close_item(),
            b"note" | b"important" | b"blockquote" => self.close(|frame| frame.kind == FrameKind::Quote),
            b"code" => self.style.code = false,
            b"b" | b"strong" => self.style.strong = false,
            b"i" | b"em" => self.style.emphasis = false,
            b"a" => self.style.link = None,
            _ => {}
        }
    }

    fn strong_paragraph(&mut self) {
        self.end_paragraph();
        self.style.strong = true;
    }

    /// Cells of a row follow each other in one paragraph: models hold few tables.
    fn cell(&mut self) {
        if !self.inlines.is_empty() {
            self.style = Style::default();
            self.text(" \u{2014} ");
        }
    }

    /// Puts what was gathered into the block around it. Styles end here, closed or not.
    fn end_paragraph(&mut self) {
        self.style = Style::default();
        if let Some(code) = self.pre.take() {
            self.push_code(&code);
        }
        let mut paragraph = Vec::new();
        for inline in std::mem::take(&mut self.inlines) {
            match inline {
                Inline::Run(style, text) if is_listing(&style, &text) => {
                    self.push_paragraph(std::mem::take(&mut paragraph));
                    self.push_code(&text);
                }
                inline => paragraph.push(inline),
            }
        }
        self.push_paragraph(paragraph);
    }

    fn push_paragraph(&mut self, inlines: Vec<Inline>) {
        let shows = |inline: &Inline| matches!(inline, Inline::Run(_, text) if !text.trim().is_empty());
        if inlines.iter().any(shows) {
            self.push(Block::Paragraph(inlines));
        }
    }

    fn push_code(&mut self, code: &str) {
        if !code.trim().is_empty() {
            self.push(Block::Code(code.to_owned()));
        }
    }

    fn push(&mut self, block: Block) {
        if let Some(frame) = self.frames.last_mut() {
            if frame.is_list() {
                frame.items.push(vec![block]);
            } else {
                frame.blocks.push(block);
            }
        }
    }

    fn open(&mut self, kind: FrameKind) {
        self.end_paragraph();
        if self.frames.len() < MAX_DEPTH {
            self.frames.push(Frame::new(kind));
        }
    }

    fn open_item(&mut self) {
        self.close_item();
        if !self.frames.last().is_some_and(Frame::is_list) {
            self.open(FrameKind::List { ordered: false });
        }
        self.open(FrameKind::Item);
    }

    /// Closes the item of the innermost list, and what is open within it.
    fn close_item(&mut self) {
        self.end_paragraph();
        let innermost = self.frames.iter().rposition(Frame::is_list);
        if let Some(list) = innermost {
            self.pop_to(list + 1);
        }
    }

    /// Closes the innermost frame that is meant, and what is open within it.
    fn close(&mut self, is_meant: impl Fn(&Frame) -> bool) {
        self.end_paragraph();
        if let Some(at) = self.frames.iter().rposition(is_meant) {
            self.pop_to(at);
        }
    }

    /// Closes frames until `depth` of them are open.
    fn pop_to(&mut self, depth: usize) {
        while self.frames.len() > depth.max(1) {
            let Some(frame) = self.frames.pop() else { return };
            match frame.kind {
                FrameKind::Root => {}
                FrameKind::Quote if frame.blocks.is_empty() => {}
                FrameKind::Quote => self.push(Block::Quote(frame.blocks)),
                FrameKind::List { .. } if frame.items.is_empty() => {}
                FrameKind::List { ordered } => self.push(Block::List {
                    ordered,
                    items: frame.items,
                }),
                FrameKind::Item => self.push_item(frame.blocks),
            }
        }
    }

    fn push_item(&mut self, blocks: Vec<Block>) {
        if let Some(list) = self.frames.last_mut().filter(|_| !blocks.is_empty()) {
            list.items.push(blocks);
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.end_paragraph();
        self.pop_to(1);
        self.frames.pop().map(|root| root.blocks).unwrap_or_default()
    }
}

/// Tells whether code is a listing of several lines. A single line break is most often the model's own wrapping.
fn is_listing(style: &Style, text: &str) -> bool {
    style.code && style.link.is_none() && text.trim().matches('\n').count() >= 2
}

/// The target of a link, fit to stand between parentheses.
fn link(tag: &StartTag<usize>) -> Option<Rc<str>> {
    let href = tag.attributes.get(b"href".as_slice())?;
    let url = clean(&String::from_utf8_lossy(href));
    let url = url.trim();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    if rest.is_empty() || url.len() > MAX_URL {
        return None;
    }
    let mut encoded = String::new();
    for c in url.chars() {
        match c {
            '(' | ')' | '<' | '>' | '\\' | '`' | '[' | ']' | ';' | '"' | '|' | '*' | ' ' | '\n' => {
                encoded.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_whitespace() => {}
            c => encoded.push(c),
        }
    }
    Some(encoded.into())
}
