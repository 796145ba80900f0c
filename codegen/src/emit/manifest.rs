//! The files of a crate that are not Rust modules: the manifest, the README and the formatter's settings. The
//! manifest's dependencies follow from the paths that the crate's code names.

use super::{context::Context, header::MARKER, module::readable, uses::Uses};
use crate::{Files, Support};

/// The formatter's settings. Generated code has the generator's layout, so that a check of its text does not depend on a
/// formatter.
fn unformatted() -> (String, String) {
    let text = format!("{MARKER}.\ndisable_all_formatting = true\n");
    ("rustfmt.toml".to_owned(), text)
}

/// The back ends of TLS that are not the default: features of the crates that have a client, by its name.
const BACK_ENDS: [&str; 3] = ["rustls-aws-lc-fips", "rustls-ring", "s2n-tls"];

/// The feature for presigned requests of the crate `http` in its version 0.2.
const OLD_HTTP: &str = "http-02x";

/// What a feature of the code that clients have in common brings into the crate with that code.
fn brought_in(feature: &str) -> String {
    match feature {
        OLD_HTTP => "\"dep:http-02x\", \"aws-smithy-runtime-api/http-02x\"".to_owned(),
        back_end => format!("\"dep:aws-smithy-http-client\", \"aws-smithy-http-client/{back_end}\""),
    }
}

/// What such a feature turns on in a client, which has that code, or shares it.
fn turned_on(cx: &Context<'_>, feature: &str) -> String {
    match &cx.support {
        Support::Copy => brought_in(feature),
        Support::Crate(_) => format!("\"sdk-tailor-support/{feature}\""),
    }
}

/// The files of a crate that are not Rust modules.
pub(super) fn files(cx: &Context<'_>, uses: &Uses) -> Files {
    Files::from([
        ("Cargo.toml".to_owned(), manifest(cx, uses)),
        ("README.md".to_owned(), readme(cx)),
        unformatted(),
    ])
}

/// A published crate that generated crates may depend on.
struct Dependency {
    package: &'static str,
    version: &'static str,
    /// Features that are always enabled.
    features: &'static [&'static str],
    /// Features that are enabled where code names a path.
    by_path: &'static [(&'static str, &'static str)],
    /// True where only features of the manifest bring it in.
    optional: bool,
    /// The name of the package where the manifest gives it another, since two versions of it are needed.
    renamed: Option<&'static str>,
}

impl Dependency {
    const fn new(package: &'static str, version: &'static str) -> Self {
        Self {
            package,
            version,
            features: &[],
            by_path: &[],
            optional: false,
            renamed: None,
        }
    }

    const fn renamed(mut self, package: &'static str) -> Self {
        self.renamed = Some(package);
        self
    }

    const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    const fn with(mut self, features: &'static [&'static str]) -> Self {
        self.features = features;
        self
    }

    const fn where_named(mut self, by_path: &'static [(&'static str, &'static str)]) -> Self {
        self.by_path = by_path;
        self
    }

    /// The name by which code calls the crate.
    fn library(&self) -> String {
        match self.package {
            "md-5" => "md5".to_owned(),
            package => package.replace('-', "_"),
        }
    }

    /// The line of the manifest for a crate that names these paths.
    fn line(&self, uses: &Uses) -> String {
        let Self { package, version, .. } = self;
        if self.optional {
            let renamed = self
                .renamed
                .map(|it| format!("package = \"{it}\", "))
                .unwrap_or_default();
            return format!("{package} = {{ {renamed}version = \"{version}\", optional = true }}\n");
        }
        let named = self.by_path.iter().filter(|(path, _)| uses.names(path));
        let features = self.features.iter().copied().chain(named.map(|(_, feature)| *feature));
        let features: Vec<String> = features.map(|it| format!("\"{it}\"")).collect();
        match features.is_empty() {
            true => format!("{package} = \"{version}\"\n"),
            false => format!(
                "{package} = {{ version = \"{version}\", features = [{}] }}\n",
                features.join(", ")
            ),
        }
    }
}

/// The crates that code may name, in alphabetical order.
const DEPENDENCIES: &[Dependency] = &[
    Dependency::new("aws-credential-types", "1.3.1"),
    Dependency::new("aws-runtime", "1.10.2").where_named(&[("aws_smithy_http::event_stream", "event-stream")]),
    Dependency::new("aws-sigv4", "1.6"),
    Dependency::new("aws-smithy-async", "1.3.1"),
    Dependency::new("aws-smithy-cbor", "0.64.1"),
    Dependency::new("aws-smithy-checksums", "0.65"),
    Dependency::new("aws-smithy-compression", "0.2"),
    Dependency::new("aws-smithy-eventstream", "0.61.6"),
    Dependency::new("aws-smithy-http", "0.64.3").where_named(&[("aws_smithy_http::event_stream", "event-stream")]),
    Dependency::new("aws-smithy-http-client", "1.5.2").optional(),
    Dependency::new("aws-smithy-json", "0.65.1"),
    Dependency::new("aws-smithy-observability", "0.3"),
    Dependency::new("aws-smithy-runtime", "1.16.2")
        .with(&["client"])
        .where_named(&[("aws_smithy_runtime::client::auth::http", "http-auth")]),
    Dependency::new("aws-smithy-runtime-api", "1.20")
        .with(&["client", "http-1x"])
        .where_named(&[("aws_smithy_runtime_api::client::auth::http", "http-auth")]),
    Dependency::new("aws-smithy-schema", "1.2"),
    Dependency::new("aws-smithy-types", "1.9.3").with(&["http-body-1-x"]),
    Dependency::new("aws-smithy-xml", "0.64.1"),
    Dependency::new("aws-types", "1.7"),
    Dependency::new("fastrand", "2"),
    Dependency::new("futures-core", "0.3"),
    Dependency::new("http", "1"),
    Dependency::new("http-02x", "0.2.12").renamed("http").optional(),
    Dependency::new("http-body-util", "0.1"),
    Dependency::new("md-5", "0.11"),
    Dependency::new("regex-lite", "0.1.9"),
    Dependency::new("sha2", "0.11"),
    Dependency::new("tracing", "0.1"),
];

/// The crates that features of the manifest name, whatever the code uses.
const FEATURED: &[&str] = &[
    "aws-credential-types",
    "aws-runtime",
    "aws-smithy-async",
    "aws-smithy-runtime",
    "aws-smithy-types",
];

/// The lines of the dependencies of a crate that names these paths.
fn dependencies(cx: &Context<'_>, uses: &Uses) -> String {
    let is_needed = |it: &&Dependency| FEATURED.contains(&it.package) || uses.names(&it.library());
    let lines = DEPENDENCIES.iter().filter(is_needed).map(|it| it.line(uses));
    let shared = match &cx.support {
        Support::Copy => None,
        Support::Crate(path) => Some(format!("sdk-tailor-support = {{ path = {} }}\n", toml_string(path))),
    };
    lines.chain(shared).collect()
}

/// The files, which are not Rust modules, of the crate that others share, by the paths that its code names.
pub(super) fn of_shared(uses: &Uses) -> Files {
    Files::from([("Cargo.toml".to_owned(), shared_manifest(uses)), unformatted()])
}

fn shared_manifest(uses: &Uses) -> String {
    let is_needed = |it: &&Dependency| it.package == "aws-smithy-runtime" || uses.names(&it.library());
    let dependencies: String = DEPENDENCIES.iter().filter(is_needed).map(|it| it.line(uses)).collect();
    let has_code = |feature: &&str| match *feature {
        OLD_HTTP => uses.names("http_02x"),
        _back_end => uses.names("aws_smithy_http_client"),
    };
    let features = BACK_ENDS.into_iter().chain([OLD_HTTP]).filter(has_code);
    let features: String = features
        .map(|feature| format!("{feature} = [{}]\n", brought_in(feature)))
        .collect();
    format!(
        r#"[package]
name = "sdk-tailor-support"
version = "{version}"
edition = "2024"
rust-version = "1.94.1"
description = "What generated clients have in common: the call path, errors, and what else theirs need."
license = "MIT OR Apache-2.0"
publish = false

[lib]
name = "support"

[features]
default-https-client = ["aws-smithy-runtime/default-https-client"]
{features}
[dependencies]
{dependencies}"#,
        version = env!("CARGO_PKG_VERSION"),
    )
}

fn manifest(cx: &Context<'_>, uses: &Uses) -> String {
    let title = toml_string(&format!("A client of {}", cx.service.title));
    let (package, version) = (&cx.package, &cx.version);
    let dependencies = dependencies(cx, uses);
    let (sigv4a, sigv4a_default) = match uses.names("aws_runtime::auth::sigv4a") {
        true => (
            "# Signatures for several regions.\nsigv4a = [\"aws-runtime/sigv4a\"]\n",
            "\"sigv4a\", ",
        ),
        false => ("", ""),
    };
    // Features of AWS's crate: requests of the crate `http` in its newest version are always there.
    let (http, http_default) = match uses.names("crate::support::presigning") {
        true => (presigned(cx), "\"http-1x\", "),
        false => (String::new(), ""),
    };
    let (default_client, back_ends) = tls(cx);
    format!(
        r#"[package]
name = "{package}"
version = "{version}"
edition = "2024"
rust-version = "1.94.1"
description = {title}
license = "MIT OR Apache-2.0"
readme = "README.md"
publish = false
autoexamples = true

[features]
default = [{sigv4a_default}{http_default}"rustls", "default-https-client", "rt-tokio"]
# The newest defaults, where a configuration names no behavior version.
behavior-version-latest = []
# An HTTP client with TLS, where a configuration names none.
default-https-client = [{default_client}]
{back_ends}# Timers by Tokio.
rt-tokio = ["aws-smithy-async/rt-tokio", "aws-smithy-types/rt-tokio"]
{sigv4a}{http}# The same clock, credentials and user agent at every run of a test.
test-util = ["aws-credential-types/test-util", "aws-runtime/test-util"]
# Names that AWS's crate has, so that a list of features written for it resolves. The TLS stack is that of
# `default-https-client`; the old one, which these once turned on, is not brought in.
gated-tests = []
legacy-https-client = ["default-https-client"]
legacy-test-util = ["test-util"]
rustls = ["default-https-client"]

[dependencies]
{dependencies}
[dev-dependencies]
aws-config = {{ version = "1.13", default-features = false, features = ["default-https-client", "rt-tokio", "behavior-version-latest"] }}
tokio = {{ version = "1", features = ["io-util", "macros", "net", "rt-multi-thread"] }}
"#
    )
}

/// The features of presigned requests: which versions of the crate `http` they can be turned into.
fn presigned(cx: &Context<'_>) -> String {
    let old = turned_on(cx, OLD_HTTP);
    format!(
        "# Presigned requests as those of the crate `http`, which are always there.\nhttp-1x = []\n\
         # The same as those of its version 0.2, which is brought in.\n{OLD_HTTP} = [{old}]\n"
    )
}

/// The features that the default HTTP client turns on, and the features of the other back ends of TLS.
fn tls(cx: &Context<'_>) -> (String, String) {
    let default = "\"aws-smithy-runtime/default-https-client\"";
    let default = match &cx.support {
        Support::Copy => default.to_owned(),
        Support::Crate(_) => format!("{default}, \"sdk-tailor-support/default-https-client\""),
    };
    let mut features = String::from(
        "# Other back ends of TLS for that client, where `default-https-client` (rustls over aws-lc) is off.\n",
    );
    for name in BACK_ENDS {
        features += &format!("{name} = [{}]\n", turned_on(cx, name));
    }
    (default, features)
}

/// A TOML basic string.
fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn readme(cx: &Context<'_>) -> String {
    let service = cx.service;
    let plain = |text: &str| readable(text.replace(char::is_control, " "));
    let operations: String = service
        .operations
        .iter()
        .map(|operation| {
            let method = cx.operation_names(operation).module.as_str().to_owned();
            let pages = if operation.paginator.is_some() {
                ", in pages"
            } else {
                ""
            };
            let waiters = cx.waiters_of(operation);
            let waiters: String = waiters
                .map(|waiter| format!(", `client.{}()`", waiter.method))
                .collect();
            format!("- `{}`: `client.{method}()`{pages}{waiters}\n", plain(&operation.name))
        })
        .collect();
    format!(
        "# {package}\n\nA client of {title} (API version {version}), generated by sdk-tailor and cut to these operations:\n\n\
         {operations}\nIts API is that of AWS's own crate for the service, so code that is written for one compiles with the \
         other. It stands on AWS's runtime crates, and beside `aws-config`:\n\n```rust,no_run\n#[tokio::main]\nasync fn main() {{\n    \
         let config = aws_config::load_from_env().await;\n    let client = {library}::Client::new(&config);\n}}\n```\n\n\
         Do not edit this crate: it is written anew from the service's model.\n",
        package = cx.package,
        title = plain(&service.title),
        version = plain(&service.version),
        library = cx.library(),
    )
}
