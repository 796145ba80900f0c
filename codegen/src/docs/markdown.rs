//! Writes blocks as Markdown that rustdoc shows as it was meant. Knows nothing of HTML.

use super::html::{Block, Inline, Style};

/// Where prose is wrapped.
const WIDTH: usize = 100;

/// Narrower than this no text is wrapped, however deep it is nested.
const MIN_WIDTH: usize = 40;

/// Writes blocks, with an empty line between them and none at the end.
pub(super) fn write(blocks: &[Block]) -> String {
    lines(blocks, WIDTH, false).join("\n")
}

fn lines(blocks: &[Block], width: usize, tight: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        let block_lines = block_lines(block, width.max(MIN_WIDTH));
        if !lines.is_empty() && !block_lines.is_empty() && !tight {
            lines.push(String::new());
        }
        lines.extend(block_lines);
    }
    lines
}

fn block_lines(block: &Block, width: usize) -> Vec<String> {
    match block {
        Block::Paragraph(inlines) => wrap(paragraph(inlines), width),
        Block::Code(code) => fenced(code),
        Block::Quote(blocks) => {
            let inner = lines(blocks, width.saturating_sub(2), false);
            inner
                .iter()
                .map(|line| format!("> {line}").trim_end().to_owned())
                .collect()
        }
        Block::List { ordered, items } => list(*ordered, items, width),
    }
}

/// A list is tight, without empty lines, where its items are single paragraphs that only lists follow.
fn list(ordered: bool, items: &[Vec<Block>], width: usize) -> Vec<String> {
    let tight = items.iter().all(|item| {
        let rest = item.get(1..).unwrap_or_default();
        rest.iter().all(|block| matches!(block, Block::List { .. })) && rest.len() < 2
    });
    let mut output: Vec<String> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let marker = if ordered {
            format!("{}. ", index + 1)
        } else {
            "- ".to_owned()
        };
        let indent = " ".repeat(marker.len());
        if index > 0 && !tight {
            output.push(String::new());
        }
        for (number, line) in lines(item, width.saturating_sub(marker.len()), tight)
            .iter()
            .enumerate()
        {
            let prefix = if number == 0 { &marker } else { &indent };
            output.push(format!("{prefix}{line}").trim_end().to_owned());
        }
    }
    output
}

fn fenced(code: &str) -> Vec<String> {
    let fence = "`".repeat(longest_backticks(code).max(2) + 1);
    let code = code.trim_end();
    let body = code.lines().skip_while(|line| line.trim().is_empty());
    std::iter::once(format!("{fence}text"))
        .chain(body.map(|line| line.trim_end().to_owned()))
        .chain([fence.clone()])
        .collect()
}

/// A code span on one line, with as many backticks as it takes.
pub(crate) fn code_span(code: &str) -> String {
    let ticks = "`".repeat(longest_backticks(code) + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{ticks}{pad}{code}{pad}{ticks}")
}

fn longest_backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Words of a paragraph; a line may end after each.
#[derive(Default)]
struct Words {
    words: Vec<Word>,
    /// True where the next text joins the last word.
    glued: bool,
}

enum Word {
    Text(String),
    Break,
}

impl Words {
    /// Adds text that must not be broken.
    fn push(&mut self, text: &str) {
        match self.words.last_mut() {
            Some(Word::Text(word)) if self.glued => word.push_str(text),
            _ => self.words.push(Word::Text(text.to_owned())),
        }
        self.glued = true;
    }

    fn space(&mut self) {
        self.glued = false;
    }

    /// The character before what comes next; a space at the start of a word.
    fn last_char(&self) -> char {
        match self.words.last() {
            Some(Word::Text(word)) if self.glued => word.chars().next_back().unwrap_or(' '),
            _ => ' ',
        }
    }

    fn line_break(&mut self) {
        if matches!(self.words.last(), Some(Word::Text(_))) {
            self.words.push(Word::Break);
        }
        self.glued = false;
    }

    /// Adds text word by word, each written by `write`.
    fn push_prose(&mut self, text: &str, write: impl Fn(&str) -> String) {
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        for word in text.split_whitespace() {
            self.push(&write(word));
            self.space();
        }
        self.glued = !text.trim().is_empty() && !text.ends_with(char::is_whitespace);
    }
}

fn paragraph(inlines: &[Inline]) -> Words {
    let mut words = Words::default();
    let mut at = 0;
    while let Some(inline) = inlines.get(at) {
        let mut next = at + 1;
        match inline {
            Inline::Break => words.line_break(),
            Inline::Run(Style { link: Some(url), .. }, _) => {
                next = link_end(inlines, at);
                push_link(&mut words, &inlines[at..next], url);
            }
            Inline::Run(style, text) if style.code => push_code(&mut words, style, text, next_char(inlines, next)),
            Inline::Run(style, text) => push_text(&mut words, style, text, next_char(inlines, next)),
        }
        at = next;
    }
    words
}

/// Where the runs of the link that begins at `start` end.
fn link_end(inlines: &[Inline], start: usize) -> usize {
    let link = |inline: &Inline| match inline {
        Inline::Run(style, _) => style.link.clone(),
        Inline::Break => None,
    };
    let Some(url) = inlines.get(start).and_then(link) else {
        return start + 1;
    };
    let same = inlines[start..]
        .iter()
        .take_while(|inline| link(inline).as_deref() == Some(&*url));
    start + same.count()
}

/// The character that will follow a run.
fn next_char(inlines: &[Inline], next: usize) -> char {
    match inlines.get(next) {
        Some(Inline::Run(style, _)) if style.code || style.link.is_some() => '`',
        Some(Inline::Run(_, text)) => text.chars().next().unwrap_or(' '),
        Some(Inline::Break) | None => ' ',
    }
}

fn push_link(words: &mut Words, runs: &[Inline], url: &str) {
    let mut label = Words::default();
    for inline in runs {
        match inline {
            Inline::Run(style, text) if style.code => push_code(&mut label, &Style::default(), text, ' '),
            Inline::Run(_, text) => label.push_prose(text, escape),
            Inline::Break => label.space(),
        }
    }
    let label: Vec<String> = label.words.into_iter().filter_map(Word::into_text).collect();
    let edge = |inline: Option<&Inline>, is_edge: fn(&str) -> bool| match inline {
        Some(Inline::Run(_, text)) => is_edge(text),
        Some(Inline::Break) | None => true,
    };
    if edge(runs.first(), |text| text.starts_with(char::is_whitespace)) {
        words.space();
    }
    if !label.is_empty() {
        // After an exclamation mark a link would be an image.
        if words.last_char() == '!' {
            words.space();
        }
        words.push(&format!("[{}]({url})", label.join(" ")));
    }
    if edge(runs.last(), |text| text.ends_with(char::is_whitespace)) {
        words.space();
    }
}

impl Word {
    fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Break => None,
        }
    }
}

fn push_code(words: &mut Words, style: &Style, text: &str, next: char) {
    if text.starts_with(char::is_whitespace) {
        words.space();
    }
    let code = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !code.is_empty() {
        // Backticks that touch would count as one run.
        if words.last_char() == '`' {
            words.space();
        }
        let next = if text.ends_with(char::is_whitespace) { ' ' } else { next };
        let (open, close) = marks(style, words.last_char(), ('`', '`'), next);
        words.push(&format!("{open}{}{close}", code_span(&code)));
    }
    if text.ends_with(char::is_whitespace) {
        words.space();
    }
}

fn push_text(words: &mut Words, style: &Style, text: &str, next: char) {
    if !style.strong && !style.emphasis {
        words.push_prose(text, prose_word);
        return;
    }
    if text.starts_with(char::is_whitespace) {
        words.space();
    }
    let mut inner = Words::default();
    inner.push_prose(text.trim(), prose_word);
    let inner: Vec<String> = inner.words.into_iter().filter_map(Word::into_text).collect();
    if let (Some(first), Some(last)) = (inner.first(), inner.last()) {
        let edges = (
            first.chars().next().unwrap_or(' '),
            last.chars().next_back().unwrap_or(' '),
        );
        let next = if text.ends_with(char::is_whitespace) { ' ' } else { next };
        let (open, close) = marks(style, words.last_char(), edges, next);
        words.push(open);
        for (index, word) in inner.iter().enumerate() {
            if index > 0 {
                words.space();
            }
            words.push(word);
        }
        words.push(close);
    }
    if text.ends_with(char::is_whitespace) {
        words.space();
    }
}

/// The marks around emphasised text, or none where Markdown would not take them as marks.
fn marks(style: &Style, before: char, edges: (char, char), after: char) -> (&'static str, &'static str) {
    let mark = match (style.strong, style.emphasis) {
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => return ("", ""),
    };
    let flanks = |inner: char, outer: char| {
        outer != '*' && (inner.is_alphanumeric() || outer.is_whitespace() || outer.is_ascii_punctuation())
    };
    if flanks(edges.0, before) && flanks(edges.1, after) {
        (mark, mark)
    } else {
        ("", "")
    }
}

/// Writes a word; a URL in it becomes a link, or code if it is only the outline of one.
fn prose_word(word: &str) -> String {
    let find = || {
        let schemes = ["https://", "http://"].iter();
        schemes.filter_map(|scheme| word.find(scheme)).min()
    };
    // Few words have a colon, and to look for one is cheap.
    let Some(start) = word.contains(':').then(find).flatten() else {
        return escape(word);
    };
    let (before, url) = word.split_at(start);
    let is_trailing = |c: char| ".,;:!?\"'*\u{201d}\u{2019}".contains(c) || (c == ')' && !url.contains('('));
    let trimmed = url.trim_end_matches(is_trailing);
    let after = &url[trimmed.len()..];
    let is_url = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    if trimmed.ends_with("//") || trimmed.len() < "http://".len() {
        return escape(word);
    }
    if trimmed.chars().all(is_url) {
        format!("{}<{trimmed}>{}", escape(before), escape(after))
    } else {
        format!("{}{}{}", escape(before), code_span(trimmed), escape(after))
    }
}

/// Escapes what Markdown would not show as it is, wherever it stands in a line.
fn escape(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    let mut before = None;
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied();
        let is_special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '|' => true,
            '_' => {
                let alphanumeric = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                !(alphanumeric(before) && alphanumeric(after))
            }
            '&' => after.is_some_and(|c| c == '#' || c.is_ascii_alphabetic()),
            // Two would be shown as a dash.
            '-' => before == Some('-') || after == Some('-'),
            _ => false,
        };
        if is_special {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

/// Lays words out in lines.
fn wrap(words: Words, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    let mut pending_break = false;
    for word in words.words {
        let Some(text) = word.into_text() else {
            pending_break = true;
            continue;
        };
        let length = text.chars().count();
        if let Some(line) = lines.last_mut() {
            if used > 0 && !pending_break && used + 1 + length <= width {
                line.push(' ');
                line.push_str(&text);
                used += 1 + length;
                continue;
            }
            if pending_break {
                line.push('\\');
            }
        }
        pending_break = false;
        used = length;
        lines.push(line_start(text));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Escapes a word that would begin a list, a heading or a table at the start of a line.
fn line_start(word: String) -> String {
    if word.starts_with(['#', '+', '-', '=', ':']) {
        return format!("\\{word}");
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    match &word[digits..] {
        mark @ ("." | ")") if digits > 0 => format!("{}\\{mark}", &word[..digits]),
        _ => word,
    }
}

/// The first sentence of what [`markdown`](super::markdown()) wrote, or its first block where no sentence ends outside of a
/// code span, a link or emphasised text.
pub fn first_sentence(markdown: &str) -> &str {
    let block = first_block(markdown);
    if block.starts_with(['>', '-']) || block.starts_with("```") {
        return block;
    }
    let bytes = block.as_bytes();
    let (mut at, mut nesting, mut emphasised) = (0, 0_usize, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'`' => at = code_end(bytes, at),
            b'[' | b'(' | b'<' => nesting += 1,
            b']' | b')' | b'>' => nesting = nesting.saturating_sub(1),
            // Emphasis never nests here, so each run of marks opens it or closes it.
            b'*' if bytes.get(at + 1) != Some(&b'*') => emphasised = !emphasised,
            b'.' | b'!' | b'?' if nesting == 0 && !emphasised && ends_sentence(block, at) => {
                return &block[..=at];
            }
            _ => {}
        }
        at += 1;
    }
    block
}

fn first_block(markdown: &str) -> &str {
    let ticks = markdown.bytes().take_while(|byte| *byte == b'`').count();
    let end = if ticks >= 3 {
        let fence = format!("\n{}", &markdown[..ticks]);
        markdown.find(&fence).map(|at| at + fence.len())
    } else {
        markdown.find("\n\n")
    };
    &markdown[..end.unwrap_or(markdown.len())]
}

/// The last backtick of the code span that begins at `start`.
fn code_end(bytes: &[u8], start: usize) -> usize {
    let run = |at: usize| bytes[at..].iter().take_while(|byte| **byte == b'`').count();
    let ticks = run(start);
    let mut at = start + ticks;
    while at < bytes.len() {
        let length = run(at);
        if length == ticks {
            return at + length - 1;
        }
        at += length.max(1);
    }
    start + ticks - 1
}

/// Tells whether the mark at `at` ends a sentence, not an abbreviation or a name.
fn ends_sentence(text: &str, at: usize) -> bool {
    const ABBREVIATIONS: [&str; 6] = ["e.g", "i.e", "etc", "vs", "approx", "incl"];
    let rest = &text[at + 1..];
    let word = text[..at].rsplit([' ', '\n', '(']).next().unwrap_or_default();
    if rest.is_empty() {
        return true;
    }
    rest.starts_with([' ', '\n'])
        && !ABBREVIATIONS.contains(&word)
        && !rest.trim_start().starts_with(|c: char| c.is_lowercase())
}
