//! Lists in request headers: one header line for each element, as AWS's crates send them.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

/// A header that holds a list.
#[derive(Clone, Copy, Debug)]
pub struct ListHeader {
    /// The name of the header.
    pub name: &'static str,
    /// True where the elements are dates (RFC 7231), which contain a comma each and are not quoted.
    pub holds_dates: bool,
}

impl ListHeader {
    /// Gives each element of the list its own header line.
    #[inline]
    pub fn split(&self, request: &mut HttpRequest) {
        let Some(line) = request.headers().get(self.name) else {
            return;
        };
        let elements: Vec<String> = match self.holds_dates {
            true => dates(line),
            false => elements(line).into_iter().map(str::to_owned).collect(),
        };
        if elements.len() < 2 {
            return;
        }
        request.headers_mut().remove(self.name);
        for element in elements {
            request.headers_mut().append(self.name, element);
        }
    }
}

/// Splits a line at commas outside of quotes.
#[inline]
fn elements(line: &str) -> Vec<&str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let between = |c: char| {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = is_quoted,
            '"' => is_quoted = !is_quoted,
            ',' => return !is_quoted,
            _ => {}
        }
        false
    };
    line.split(between).map(str::trim).collect()
}

/// Splits a line of dates, each of which contains a comma.
#[inline]
fn dates(line: &str) -> Vec<String> {
    let parts: Vec<&str> = line.split(", ").collect();
    parts.chunks(2).map(|date| date.join(", ")).collect()
}
