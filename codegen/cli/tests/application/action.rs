//! The work of the action, as a job runs it: the real script and the real program in a repository with a remote on this disk,
//! a `gh` that notes what it is asked, and no network.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::{
    botocore::publish,
    shop::{Run, Shop},
};

/// An application whose models are those of botocore 1.1.0, where 1.2.0 has newer ones; and its remote.
fn repository() -> Shop {
    let shop = Shop::new();
    publish(&shop, "1.1.0", str::to_owned);
    publish(&shop, "1.2.0", |text| {
        let mut model: Value = serde_json::from_str(text).unwrap();
        if let Some(members) = model.pointer_mut("/shapes/Book/members") {
            members["pages"] = json!({ "shape": "Text" });
            members["isbn"] = json!({ "shape": "Text" });
        }
        format!("{model:#}")
    });
    let init = shop
        .command(&["init", "--botocore", "1.1.0"])
        .env("PYTHON", shop.path("python"))
        .output();
    assert!(init.unwrap().status.success());
    shop.write("app/.gitignore", "target\n");
    // Asks for a pull request are answered as GitHub does while there is none.
    shop.write("programs/gh", "#!/bin/sh\nprintf '%s\\n' \"$*\" >> \"$GH_LOG\"\n");
    fs::set_permissions(shop.path("programs/gh"), fs::Permissions::from_mode(0o755)).unwrap();
    shop.git("app", &["init", "--quiet", "--initial-branch", "main"]);
    shop.commit("app");
    let origin = shop.path("origin.git").display().to_string();
    shop.git(
        "app",
        &["init", "--quiet", "--bare", "--initial-branch", "main", &origin],
    );
    shop.git("app", &["remote", "add", "origin", &origin]);
    shop.git("app", &["push", "--quiet", "origin", "main"]);
    shop
}

/// Runs the script with settings, as a step does.
fn act(shop: &Shop, settings: &[(&str, &str)]) -> Run {
    let program = Path::new(env!("CARGO_BIN_EXE_cargo-sdk-tailor"))
        .parent()
        .unwrap()
        .to_owned();
    let path = std::env::var_os("PATH").unwrap();
    let path = [shop.path("programs"), program]
        .into_iter()
        .chain(std::env::split_paths(&path));
    let path = std::env::join_paths(path).unwrap();
    let mut command = Command::new("bash");
    // Where these tests run as a job themselves, that job is none of theirs.
    let ambient = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GITHUB_"));
    ambient.for_each(|(name, _)| {
        command.env_remove(name);
    });
    let output = command
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.ci/action"))
        .current_dir(shop.path("app"))
        .env("PATH", path)
        .env("PYTHON", shop.path("python"))
        .env("CARGO_HOME", shop.path("cargo-home"))
        .env("CARGO_NET_OFFLINE", "true")
        .env("GH_LOG", shop.path("gh.log"))
        .env("GITHUB_OUTPUT", shop.path("output"))
        .env("GITHUB_STEP_SUMMARY", shop.path("summary.md"))
        .envs(settings.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Run {
        status: output.status.code(),
        said: String::from_utf8(output.stdout).unwrap(),
        noted: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The output of git about the remote.
fn remote(shop: &Shop, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(shop.path("origin.git"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn file(shop: &Shop, name: &str) -> String {
    let path: PathBuf = shop.path(name);
    fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn an_upgrade_becomes_a_branch_and_a_pull_request_once() {
    let shop = repository();
    let settings = [
        ("TO", "1.2.0"),
        ("FORMAT", "sarif"),
        ("REPORT", "upgrade.sarif"),
        ("CHECKS", "ci.yml"),
    ];
    let said = act(&shop, &settings).succeeds();
    assert!(
        said.contains("pushed sdk-tailor-upgrade: Take the models of botocore 1.2.0"),
        "{said}"
    );
    let log = remote(&shop, &["log", "--format=%s", "main..sdk-tailor-upgrade"]);
    assert_eq!(log, "Take the models of botocore 1.2.0\n");
    let files = remote(&shop, &["diff", "--name-only", "main", "sdk-tailor-upgrade"]);
    assert!(
        files.contains("sdk/models/shelves/2020-01-02/service-2.json"),
        "{files}"
    );
    assert!(files.contains("sdk/aws-sdk-bookshelves/src/types/book.rs"), "{files}");
    assert!(
        !files.contains("upgrade.sarif"),
        "the report is no part of the upgrade: {files}"
    );
    let report: Value = serde_json::from_str(&shop.read("app/upgrade.sarif")).unwrap();
    assert_eq!(report["version"], "2.1.0");

    let output = shop.read("output");
    for line in [
        "changed=true",
        "level=breaking",
        "step=major",
        "branch=sdk-tailor-upgrade",
    ] {
        assert!(output.lines().any(|it| it == line), "no {line} in:\n{output}");
    }
    let summary = shop.read("summary.md");
    assert!(
        summary.contains("Breaking, and not used here") && summary.contains("`types::Book::pages`"),
        "{summary}"
    );
    let asked = shop.read("gh.log");
    let title = "pr create --head sdk-tailor-upgrade --title Take the models of botocore 1.2.0 --body-file ";
    assert!(
        asked
            .lines()
            .any(|it| it.starts_with(title) && it.ends_with("--label breaking")),
        "{asked}"
    );
    assert!(
        asked.contains("workflow run ci.yml --ref sdk-tailor-upgrade"),
        "{asked}"
    );

    // The next job begins with main again, and has nothing to add.
    let tip = remote(&shop, &["rev-parse", "sdk-tailor-upgrade"]);
    shop.git("app", &["switch", "--quiet", "main"]);
    fs::remove_file(shop.path("gh.log")).unwrap();
    let said = act(&shop, &settings).succeeds();
    assert!(
        said.contains("the branch sdk-tailor-upgrade has all of it already"),
        "{said}"
    );
    assert_eq!(remote(&shop, &["rev-parse", "sdk-tailor-upgrade"]), tip);
    assert!(!file(&shop, "gh.log").contains("pr create"));
}

/// An upgrade above the limit is pushed and fails, so that people find the pull request and decide.
#[test]
fn an_upgrade_that_is_too_grave_is_pushed_and_fails() {
    let shop = repository();
    let fine = [("TO", "1.2.0"), ("FAIL_ON", "breaking-used"), ("BRANCH", "fine")];
    act(&shop, &fine).succeeds();
    shop.git("app", &["switch", "--quiet", "main"]);
    // Now the code reads the member whose type changes.
    let main = super::shop::MAIN.replace(
        "fn client()",
        "fn pages(book: &aws_sdk_bookshelves::types::Book) {\n    book.pages();\n}\n\nfn client()",
    );
    shop.write("app/src/main.rs", main);
    shop.commit("app");
    let said = act(&shop, &[("TO", "1.2.0"), ("FAIL_ON", "breaking-used")]);
    let said = said.fails(&["pushed sdk-tailor-upgrade", "types::Book::pages"]);
    assert!(said.contains("src/main.rs:7"), "{said}");
    assert!(remote(&shop, &["branch", "--format=%(refname:short)"]).contains("sdk-tailor-upgrade"));
    assert!(shop.read("gh.log").contains("--label breaking"));
    let summary = shop.read("summary.md");
    assert!(
        summary.contains("### Breaking, and used here") && summary.contains("Used at `src/main.rs:7`"),
        "{summary}"
    );
}

#[test]
fn where_there_is_nothing_newer_nothing_is_pushed() {
    let shop = repository();
    let said = act(&shop, &[("TO", "1.1.0")]).succeeds();
    assert!(said.contains("nothing changed"), "{said}");
    assert_eq!(remote(&shop, &["branch", "--format=%(refname:short)"]), "main\n");
    assert!(shop.read("output").contains("changed=false"));
    // What somebody was at would become a part of the upgrade.
    shop.write("app/src/main.rs", "fn main() {}\n");
    act(&shop, &[("TO", "1.2.0")]).fails(&["the working tree has changes"]);
    assert_eq!(remote(&shop, &["branch", "--format=%(refname:short)"]), "main\n");
}

#[test]
fn a_branch_alone_is_pushed_where_no_pull_request_is_wanted() {
    let shop = repository();
    act(
        &shop,
        &[("TO", "1.2.0"), ("PULL_REQUEST", "false"), ("BRANCH", "newer/models")],
    )
    .succeeds();
    assert!(remote(&shop, &["branch", "--format=%(refname:short)"]).contains("newer/models"));
    assert_eq!(file(&shop, "gh.log"), "");
}

#[test]
fn facts_of_smithys_form_come_with_an_upgrade() {
    let shop = repository();
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/diff/book-shelves-2020-01-02.json");
    shop.write("smithy/book-shelves-2020-01-02.json", fs::read(model).unwrap());
    shop.git("smithy", &["init", "--quiet"]);
    shop.commit("smithy");
    shop.git("smithy", &["tag", "first"]);
    let place = format!("file://{}", shop.path("smithy").display());
    let settings = [
        ("TO", "1.2.0"),
        ("SMITHY", &place),
        ("REVISION", "first"),
        ("PULL_REQUEST", "false"),
    ];
    let said = act(&shop, &settings).succeeds();
    assert!(
        said.contains("Take the models of botocore 1.2.0, facts of api-models-aws "),
        "{said}"
    );
    let files = remote(&shop, &["diff", "--name-only", "main", "sdk-tailor-upgrade"]);
    assert!(files.contains("sdk/models/shelves/2020-01-02/facts.txt"), "{files}");
    let kind = remote(
        &shop,
        &["show", "sdk-tailor-upgrade:sdk/aws-sdk-bookshelves/src/types/kind.rs"],
    );
    assert!(kind.contains("Prose"), "{kind}");
}

#[test]
fn a_pull_request_is_compared_with_its_base() {
    let shop = repository();
    act(&shop, &[("TO", "1.2.0"), ("PULL_REQUEST", "false")]).succeeds();
    let pull_request = [("COMMAND", "diff"), ("GITHUB_BASE_REF", "main"), ("FORMAT", "github")];
    let said = act(&shop, &pull_request).succeeds();
    // Nothing here reads the member.
    let file = "::warning file=sdk/models/shelves/2020-01-02/service-2.json,line=";
    assert!(
        said.lines()
            .any(|it| it.starts_with(file) && it.contains("types::Book::pages")),
        "{said}"
    );
    let settings = [&pull_request[..], &[("FAIL_ON", "breaking")]].concat();
    act(&shop, &settings).fails(&["types::Book::pages"]);
    let same = [
        ("COMMAND", "diff"),
        ("OLD", "main"),
        ("NEW", "main"),
        ("FAIL_ON", "docs"),
    ];
    act(&shop, &same).succeeds();
    act(&shop, &[("COMMAND", "compare")]).fails(&["`compare` is no command of this action"]);
    act(&shop, &[("COMMAND", "diff")]).fails(&["there is no pull request"]);
}

/// The action says what the script asks for: every setting of the script is an input, and the other way round.
#[test]
fn the_action_has_the_inputs_of_the_script() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let action = fs::read_to_string(root.join("action.yml")).unwrap();
    let script = fs::read_to_string(root.join(".ci/action")).unwrap();
    let inputs: Vec<&str> = action
        .split("${{ inputs.")
        .skip(1)
        .filter_map(|rest| rest.split(' ').next())
        .filter(|name| !matches!(*name, "token" | "working-directory"))
        .collect();
    assert_eq!(inputs.len(), 15, "{inputs:?}");
    for input in inputs {
        let setting = input.replace('-', "_").to_uppercase();
        assert!(action.contains(&format!("\n  {input}:\n")), "{input} is not declared");
        assert!(
            action.contains(&format!("        {setting}: ${{{{ inputs.{input} }}}}")),
            "{input} is not handed on"
        );
        assert!(
            script.contains(&format!("${{{setting}")),
            "the script does not read {setting}"
        );
    }
}
