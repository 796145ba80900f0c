//! How an error is shown to whoever ran a command: as rustc shows its own, with colours where there is a terminal.

use std::error::Error;
use std::io::IsTerminal;

/// The error as it is printed, `error:` included.
pub fn shown(error: &(dyn Error + 'static)) -> String {
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
    match error.downcast_ref::<codegen::Error>() {
        Some(error) => codegen::error::render(error, colours),
        None => format!("error: {error}"),
    }
}
