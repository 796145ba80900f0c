//! `cargo sdk-tailor completions` and `man`: completions for shells, and a manual page.

use std::process::ExitCode;

use crate::Result;

/// Writes completions for a shell.
#[derive(clap::Args)]
pub struct Arguments {
    /// The shell
    shell: clap_complete::Shell,
}

/// Writes completions to the standard output.
pub fn completions(arguments: &Arguments, mut command: clap::Command) -> Result<ExitCode> {
    clap_complete::generate(arguments.shell, &mut command, "cargo", &mut std::io::stdout());
    Ok(ExitCode::SUCCESS)
}

/// Writes the page to the standard output: the command, and a section for each of its subcommands.
pub fn man(command: clap::Command) -> Result<ExitCode> {
    let mut tailor = command.find_subcommand("sdk-tailor").cloned().unwrap_or(command);
    tailor = tailor.display_name("cargo-sdk-tailor").bin_name("cargo sdk-tailor");
    tailor.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(tailor.clone())
        .title("cargo-sdk-tailor")
        .render(&mut page)?;
    for part in tailor.get_subcommands().filter(|part| part.get_name() != "help") {
        let man = clap_mangen::Man::new(part.clone());
        page.extend(format!(".SH {}\n", part.get_name().to_uppercase()).into_bytes());
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    print!("{}", String::from_utf8_lossy(&page));
    Ok(ExitCode::SUCCESS)
}
