//! `cargo sdk-tailor`: see the library.

fn main() -> std::process::ExitCode {
    sdk_tailor::commands::main()
}
