//! Errors as the user of a command sees them: in rustc's layout, with colours on a terminal.

use std::error::Error;
use std::io::IsTerminal;

/// The message of an error, with `error:` before it.
pub fn shown(error: &(dyn Error + 'static)) -> String {
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
    match error.downcast_ref::<codegen::Error>() {
        Some(error) => codegen::error::render(error, colours),
        None => format!("error: {error}"),
    }
}
