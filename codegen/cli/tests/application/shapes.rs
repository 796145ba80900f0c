//! Applications of awkward shapes: workspaces, renamed and inherited dependencies, wrappers, types alone.

use super::shop::{MAIN, Shop};

/// Four members, of which one wraps the client, one uses the wrapper alone, one inherits and renames the dependency, and
/// one has nothing to do with it; a virtual workspace.
#[test]
fn a_workspace_of_four_members_in_which_a_client_is_wrapped_and_renamed() {
    let shop = Shop::bare();
    let dependency = shop.dependency("aws-sdk-bookshelves = { ");
    shop.write(
        "app/Cargo.toml",
        format!("# Virtual.\n[workspace]\nresolver = \"3\"\nmembers = [\"wrapper\", \"user\", \"deep/renamed\", \"other\"]\n\n[workspace.dependencies]\n{dependency}"),
    );
    let package = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{rest}")
    };
    shop.write(
        "app/wrapper/Cargo.toml",
        package("wrapper", "aws-sdk-bookshelves.workspace = true\n"),
    );
    shop.write(
        "app/wrapper/src/lib.rs",
        "pub use aws_sdk_bookshelves as shelves;\npub fn client() -> shelves::Client { todo!() }\n",
    );
    shop.write(
        "app/user/Cargo.toml",
        package("user", "wrapper = { path = \"../wrapper\" }\n"),
    );
    shop.write(
        "app/user/src/lib.rs",
        "pub fn f() { let _ = wrapper::client().list_books(); }\n",
    );
    shop.write(
        "app/user/tests/it.rs",
        "#[test] fn t() { wrapper::client().watch_books(); }\n",
    );
    shop.write(
        "app/deep/renamed/Cargo.toml",
        package(
            "renamed",
            &shop.dependency("books = { package = \"aws-sdk-bookshelves\", "),
        ),
    );
    shop.write(
        "app/deep/renamed/src/lib.rs",
        "macro_rules! get { ($client:expr) => { $client.get_book() } }\npub fn f(c: &books::Client) { let _ = get!(c); }\n",
    );
    shop.write("app/other/Cargo.toml", package("other", ""));
    shop.write("app/other/src/lib.rs", "pub fn f(c: X) { c.put_book() }\n");
    shop.fetch();
    // From any folder of the workspace.
    shop.run(&[
        "init",
        "--models",
        "../data",
        "--manifest-path",
        "deep/renamed/Cargo.toml",
    ])
    .succeeds();
    assert_eq!(shop.operations(), ["GetBook", "ListBooks", "WatchBooks"]);
    let config = shop.read("app/sdk-tailor.toml");
    assert!(config.contains("\"WatchBooks\", # user/tests/it.rs:1"), "{config}");
    assert!(shop.read("app/Cargo.toml").starts_with("# Virtual.\n[workspace]"));
    shop.run(&["check"]).succeeds();
}

#[test]
fn a_package_that_names_types_alone_gets_an_operation_that_brings_them() {
    let shop = Shop::new();
    shop.write(
        "app/src/main.rs",
        "use aws_sdk_bookshelves::types::{Book, error::Busy};\nfn main() { f::<(Book, Busy)>() }\nfn f<T>() {}\n",
    );
    shop.init();
    let config = shop.read("app/sdk-tailor.toml");
    assert!(
        config.contains("\"PutBook\", # types::Busy in src/main.rs:1"),
        "{config}"
    );
    assert!(
        shop.path("app/sdk/aws-sdk-bookshelves/src/types/error/busy.rs")
            .is_file()
    );
    assert!(shop.path("app/sdk/aws-sdk-bookshelves/src/types/book.rs").is_file());
    shop.run(&["check"]).succeeds();
}

#[test]
fn sources_that_lie_elsewhere_are_read() {
    let shop = Shop::bare();
    let rest = "\n[[bin]]\nname = \"shop\"\npath = \"../elsewhere/main.rs\"\n";
    shop.write("app/Cargo.toml", shop.manifest("shop", rest));
    shop.write(
        "elsewhere/main.rs",
        "#[path = \"../further/module.rs\"]\nmod module;\nfn main() {}\n",
    );
    shop.write("further/module.rs", MAIN.replace("main", "inner"));
    shop.fetch();
    shop.init();
    assert_eq!(shop.operations(), ["GetBook"]);
}

#[test]
fn what_does_not_parse_is_read_as_far_as_it_goes() {
    let shop = Shop::new();
    shop.write("app/src/main.rs", "fn main( { c.get_book(; \"never ends\n c.put_book()");
    shop.init();
    assert_eq!(shop.operations(), ["GetBook"]);
}

/// Members that are named by a pattern, which the new folder fits, too.
#[test]
fn a_workspace_whose_members_are_all_folders_still_is_one() {
    let shop = Shop::bare();
    shop.write(
        "app/Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"*\"] # all\n",
    );
    shop.write("app/one/Cargo.toml", shop.manifest("one", ""));
    shop.write("app/one/src/main.rs", MAIN);
    shop.fetch();
    shop.init();
    let manifest = shop.read("app/Cargo.toml");
    assert!(
        manifest.contains("members = [\"*\"] # all\nexclude = [\"sdk\"]\n"),
        "{manifest}"
    );
    shop.run(&["check"]).succeeds();
    assert!(shop.run(&["init"]).succeeds().contains("nothing was changed"));
}

/// The first version of AWS's crates had another API, and a folder cannot be patched: both stay, and are named.
#[test]
fn crates_that_cannot_be_cut_are_named_and_stay() {
    let shop = Shop::new();
    let old = shop.read("aws/Cargo.toml").replace("1.2.3", "0.9.0");
    shop.write("aws/Cargo.toml", old);
    shop.commit("aws");
    std::fs::remove_file(shop.path("app/Cargo.lock")).unwrap();
    shop.fetch();
    let manifest = shop.read("app/Cargo.toml");
    let run = shop.run(&["init", "--models", "../data"]);
    assert!(
        run.noted.contains("aws-sdk-bookshelves 0.9.0 stays") && run.noted.contains("for shop"),
        "{run:?}"
    );
    assert_eq!(shop.read("app/Cargo.toml"), manifest);

    let shop = Shop::new();
    shop.write(
        "app/Cargo.toml",
        shop.read("app/Cargo.toml")
            .replace(&format!("git = \"{}\"", shop.address()), "path = \"../aws\""),
    );
    let run = shop.run(&["init", "--models", "../data"]);
    assert!(
        run.noted.contains("is in the folder") && run.noted.contains("depend on a published version"),
        "{run:?}"
    );

    let shop = Shop::bare();
    shop.write(
        "app/Cargo.toml",
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    shop.write("app/src/main.rs", "fn main() {}\n");
    shop.run(&["init", "--models", "../data"])
        .fails(&["depends on none of AWS's crates", "help: "]);
}

#[test]
fn a_crate_without_a_model_stays_and_is_named() {
    let shop = Shop::new();
    std::fs::rename(shop.path("data/shelves"), shop.path("data/lamps")).unwrap();
    let service = shop
        .read("data/lamps/2020-01-02/service-2.json")
        .replace("Book Shelves", "Lamps");
    shop.write("data/lamps/2020-01-02/service-2.json", service);
    let run = shop.run(&["init", "--models", "../data"]);
    assert!(
        run.noted
            .contains("aws-sdk-bookshelves stays: botocore unknown has no model of it"),
        "{run:?}"
    );
    let check = shop.run(&["check"]);
    assert_eq!(check.status, Some(1), "nothing was written: {check:?}");
}

#[test]
fn a_rust_that_is_too_old_is_told_before_anything_is_written() {
    let shop = Shop::new();
    let tree = shop.tree();
    shop.write(
        "rustc",
        "#!/bin/sh\ncase $1 in --version) echo 'rustc 1.70.0 (abc 2023-06-01)';; *) exec rustc \"$@\";; esac\n",
    );
    std::fs::set_permissions(shop.path("rustc"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let output = shop
        .command(&["init", "--models", "../data"])
        .env("RUSTC", shop.path("rustc"))
        .output()
        .unwrap();
    let noted = String::from_utf8_lossy(&output.stderr);
    assert!(
        noted.contains("compiled with 1.70.0") && noted.contains("rustup update"),
        "{noted}"
    );
    assert!(shop.tree() == tree);
}

#[test]
fn crates_are_left_out_by_name() {
    let shop = Shop::new();
    let tree = shop.tree();
    let run = shop.run(&["init", "--models", "../data", "--except", "bookshelves"]);
    run.succeeds();
    assert!(shop.tree() == tree);
}
