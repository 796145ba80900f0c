//! Facts in upgrades: computed anew where Smithy's form is at hand, kept where it is not, and told apart from the model.

use super::*;

/// The file of facts of the workshop's crate.
const FACTS: &str = "project/model/shelves/2020-01-02/facts.txt";

/// The file of Smithy's JSON in a repository.
const SMITHY: &str = "smithy/models/book-shelves/service/2020-01-02/book-shelves-2020-01-02.json";

/// What Smithy says of the service: a default, and the name of a value.
fn smithy(version: &str, pages: &Value) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/diff/book-shelves-2020-01-02.json");
    let mut model: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let mut shape = |name: &str| model["shapes"][format!("com.amazonaws.bookshelves#{name}")].take();
    let (mut service, mut book) = (shape("BookShelves"), shape("Book"));
    service["version"] = version.into();
    book["members"]["pages"]["traits"] = pages.clone();
    model["shapes"]["com.amazonaws.bookshelves#BookShelves"] = service;
    model["shapes"]["com.amazonaws.bookshelves#Book"] = book;
    model.to_string()
}

/// A workshop with a newer wheel, and a repository with Smithy's form.
fn workshop() -> (Workshop, String) {
    let shop = Workshop::with_newer(addition);
    shop.write(SMITHY, smithy("2020-01-02", &json!({ "smithy.api#default": 0 })));
    shop.git("smithy", &["init", "--quiet"]);
    shop.commit("smithy");
    let place = format!("file://{}", shop.path("smithy").display());
    (shop, place)
}

fn upgrade(shop: &Workshop, arguments: &[&str]) -> Run {
    shop.run(&[&["model", "upgrade"], arguments].concat())
}

#[test]
fn facts_are_computed_with_an_upgrade_and_their_changes_are_told_apart() {
    let (shop, place) = workshop();
    let said = upgrade(&shop, &["--to", "1.1.0", "--smithy", &place]).succeeds();
    let commit = shop.head("smithy");
    assert!(
        said.starts_with(&format!(
            "book-shelves 0.4.0: botocore 1.0.0 -> botocore 1.1.0, facts of api-models-aws {}\n",
            &commit[..12]
        )),
        "{said}"
    );
    let by_facts = "\n          by the facts about the service, not by its model\n";
    let lines: Vec<&str> = said.split("\nbreaking ").collect();
    assert!(
        lines[1].contains("types::Book::pages: Option<i32> -> i32") && lines[1].contains(by_facts),
        "{said}"
    );
    let mut isbn = said.lines().skip_while(|line| !line.contains("types::Book::isbn"));
    assert!(isbn.next().is_some_and(|line| line.starts_with("addition")), "{said}");
    let mut below = isbn.take_while(|line| line.starts_with(' '));
    assert!(
        !below.any(|line| line.contains("by the facts")),
        "a change of the model is none of the facts: {said}"
    );
    assert!(
        said.contains("changes follow from the facts about the service"),
        "{said}"
    );

    let facts = shop.read(FACTS);
    assert!(
        facts.starts_with("# Written by `cargo xtask model upgrade --smithy`.\nservice Book%20Shelves 2020-01-02\n")
            && facts.contains("names Kind PROSE=NOVEL\n")
            && facts.contains("plain 0 Count\n"),
        "{facts}"
    );
    let lock: toml::Table = shop.read("project/model/models.lock").parse().unwrap();
    let rows = lock["file"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["path"].as_str() == Some("shelves/2020-01-02/facts.txt"))
        .unwrap();
    let said_of = |key: &str| row[key].as_str().unwrap();
    assert_eq!(
        (said_of("package"), said_of("version")),
        ("api-models-aws", commit.as_str())
    );
    assert_eq!(said_of("source"), SMITHY.strip_prefix("smithy/").unwrap());
    assert_eq!(said_of("source_sha256"), sha256(shop.read(SMITHY).as_bytes()));
    assert_eq!(said_of("sha256"), sha256(facts.as_bytes()));

    let book = shop.read("project/out/shelves/src/types/book.rs");
    assert!(
        book.contains("pub pages: i32") && book.contains("pub isbn: Option<String>"),
        "{book}"
    );
    assert!(shop.read("project/out/shelves/src/types/kind.rs").contains("Prose"));
    let changelog = shop.read("project/model/shelves/CHANGELOG.md");
    assert!(changelog.contains("(by the facts, not by the model)"), "{changelog}");
    shop.run(&["codegen", "--check"]).succeeds();
    let before = shop.tree();
    let again = upgrade(&shop, &["--to", "1.1.0", "--smithy", &place]);
    assert!(again.noted.contains("there is nothing to do"), "{again:?}");
    assert!(shop.tree() == before);
}

#[test]
fn facts_alone_are_computed_anew_without_a_newer_model() {
    let (shop, place) = workshop();
    let report = shop.path("report.json").display().to_string();
    let dry = upgrade(&shop, &["--smithy", &place, "--dry-run", "--json", &report]);
    assert!(dry.said.contains("types::Book::pages: Option<i32> -> i32"), "{dry:?}");
    assert!(!shop.path(FACTS).exists());
    for form in ["github", "junit", "sarif", "gitlab"] {
        let said = upgrade(&shop, &["--smithy", &place, "--dry-run", "--format", form]).succeeds();
        assert!(
            said.contains("by the facts about the service, not by its model"),
            "{form}: {said}"
        );
    }
    let json: Value = serde_json::from_str(&shop.read("report.json")).unwrap();
    let changes = json["reports"][0]["changes"].as_array().unwrap();
    assert!(
        !changes.is_empty() && changes.iter().all(|it| it["byFacts"] == true),
        "{json:#}"
    );

    upgrade(&shop, &["--smithy", &place]).succeeds();
    let lock = shop.read("project/model/models.lock");
    assert!(
        lock.contains("version = \"1.0.0\"") && lock.contains("facts.txt"),
        "{lock}"
    );
    // A newer commit, in which the default is gone again; the folder itself is as good as its repository.
    shop.write(SMITHY, smithy("2020-01-02", &json!({})));
    let folder = shop.path("smithy").display().to_string();
    let said = upgrade(&shop, &["--smithy", &folder]).succeeds();
    assert!(said.contains("types::Book::pages: i32 -> Option<i32>"), "{said}");
    let lock = shop.read("project/model/models.lock");
    assert!(
        lock.contains(&format!("version = \"{}-dirty\"", shop.head("smithy"))),
        "{lock}"
    );
    assert!(!shop.read(FACTS).contains("plain"));
    shop.run(&["codegen", "--check"]).succeeds();
}

#[test]
fn facts_are_kept_without_the_other_form_and_those_that_do_not_fit_are_named() {
    let (shop, place) = workshop();
    upgrade(&shop, &["--smithy", &place]).succeeds();
    let facts = shop.read(FACTS);
    shop.wheel(
        "1.2.0",
        &model(|model| service(model)["shapes"]["Kind"]["enum"] = json!(["ATLAS", "POEMS"])),
    );
    let run = upgrade(&shop, &["--to", "1.2.0"]);
    let line = facts
        .lines()
        .position(|line| line.starts_with("names Kind PROSE"))
        .unwrap()
        + 1;
    let stale = format!("facts.txt:{line}: the enum `Kind` has no value `NOVEL`");
    for wanted in ["out/shelves: 1 line of its facts does not fit the newer model", &stale] {
        assert!(run.noted.contains(wanted), "no {wanted:?} in:\n{}", run.noted);
    }
    assert!(run.said.contains(&format!("fact-stale: crate: {stale}")), "{run:?}");
    assert!(!run.said.contains("by the facts"), "{run:?}");
    run.succeeds();
    assert_eq!(shop.read(FACTS), facts);
    assert!(shop.read("project/model/models.lock").contains("facts.txt"));
    assert!(
        shop.read("project/out/shelves/src/types/book.rs")
            .contains("pub pages: i32")
    );
    shop.run(&["codegen", "--check"]).succeeds();
    // Of two versions of botocore, neither has facts of its own.
    let said = shop.run(&["model", "diff", "1.0.0", "1.1.0"]).succeeds();
    assert!(said.contains("isbn") && !said.contains("pages"), "{said}");
}

#[test]
fn what_is_no_other_form_of_the_model_is_named() {
    let (shop, _) = workshop();
    let folder = shop.path("smithy").display().to_string();
    shop.write(SMITHY, smithy("2019-12-31", &json!({ "smithy.api#default": 0 })));
    let run = upgrade(&shop, &["--to", "1.1.0", "--smithy", &folder]);
    let why = "is of the API of 2019-12-31, and the crate's model of that of 2020-01-02: its facts stay as they are";
    assert!(run.noted.contains(why), "{run:?}");
    run.succeeds();
    assert!(!shop.path(FACTS).exists());
    shop.write("empty/README.md", "nothing");
    let empty = shop.path("empty").display().to_string();
    shop.refuses(
        &["model", "upgrade", "--smithy", &empty],
        &["empty has no model of bookshelves"],
    );
    shop.write(SMITHY, "{");
    shop.refuses(
        &["model", "upgrade", "--smithy", &folder],
        &["book-shelves-2020-01-02.json"],
    );
}

/// How many facts a run names that do not fit.
fn run_notes(shop: &Workshop) -> usize {
    let noted = shop.run(&["codegen"]).noted;
    noted.matches("a fact does not fit the model").count()
}

#[test]
fn facts_of_ones_own_stay_and_hold() {
    let (shop, place) = workshop();
    shop.write(
        "project/facts/book-shelves.txt",
        "service Book%20Shelves 2020-01-02\ndefault 7 Book.pages\nsparse Tray\n",
    );
    let config = shop.read("project/codegen.toml");
    shop.write("project/codegen.toml", format!("facts = \"facts\"\n{config}"));
    let run = shop.run(&["codegen"]);
    let stale = "facts/book-shelves.txt:3: the model has no shape `Tray`";
    assert!(run.noted.contains(stale), "{run:?}");
    run.succeeds();
    assert!(
        shop.read("project/out/shelves/src/types/book.rs")
            .contains("pub pages: i32")
    );
    // What lies beside another model, or is the generator's, is not said at each run.
    assert_eq!(run_notes(&shop), 1);
    let run = upgrade(&shop, &["--to", "1.1.0", "--smithy", &place]);
    assert!(run.noted.contains(stale) && !run.noted.contains("anew"), "{run:?}");
    assert!(
        run.noted
            .contains("its facts are those of facts/book-shelves.txt, which codegen.toml names, and stay"),
        "{run:?}"
    );
    let said = run.succeeds();
    assert!(said.contains("isbn") && !said.contains("pages"), "{said}");
    assert!(!shop.path(FACTS).exists());
    shop.run(&["codegen", "--check"]).succeeds();
    shop.write("project/codegen.toml", format!("facts = \"nowhere\"\n{config}"));
    let run = shop.run(&["codegen"]);
    assert!(run.status == Some(1) && run.noted.contains("nowhere"), "{run:?}");
    let ad_hoc = |facts: &str| {
        let out = shop.path("ad-hoc").display().to_string();
        let model = "model/shelves/2020-01-02";
        shop.run(&["codegen", "--model", model, "--out", &out, "--facts", facts])
    };
    ad_hoc("facts/book-shelves.txt").succeeds();
    assert!(shop.read("ad-hoc/src/types/book.rs").contains("pub pages: i32"));
    shop.write("project/other.txt", "service Lamps 2020-01-02\n");
    let run = ad_hoc("other.txt");
    assert!(run.noted.contains("the facts are about the service `Lamps`"), "{run:?}");
}

#[test]
fn revisions_have_the_facts_that_they_had() {
    let (shop, place) = workshop();
    shop.git("project", &["init", "--quiet"]);
    shop.commit("project");
    upgrade(&shop, &["--smithy", &place]).succeeds();
    shop.commit("project");
    let said = shop.run(&["model", "diff", "HEAD~1", "HEAD"]).succeeds();
    assert!(
        said.contains("types::Book::pages: Option<i32> -> i32") && said.contains("by the facts"),
        "{said}"
    );
    let said = shop.run(&["model", "diff", "HEAD", "1.1.0"]).succeeds();
    assert!(said.contains("isbn") && !said.contains("pages"), "{said}");
}

#[test]
fn an_upgrade_of_facts_that_is_stopped_leaves_everything_as_it_was() {
    let (shop, place) = workshop();
    shop.write("project/model/shelves/2020-01-02/notes.md", "mine");
    shop.refuses(&["model", "upgrade", "--smithy", &place], &["notes.md is not in"]);
    fs::remove_file(shop.path("project/model/shelves/2020-01-02/notes.md")).unwrap();
    shop.write("project/out/notes.md", "mine");
    let before = shop.tree();
    let output = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 8; exec \"$0\" model upgrade --smithy \"$1\"",
            env!("CARGO_BIN_EXE_xtask"),
        ])
        .arg(shop.path("smithy"))
        .current_dir(shop.project())
        .env("TMPDIR", shop.path("temporary"))
        .output()
        .unwrap();
    let noted = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{noted}");
    assert!(shop.tree() == before, "{noted}");
    let started = std::time::Instant::now();
    upgrade(&shop, &["--smithy", &place]).succeeds();
    let (takes, after) = (started.elapsed(), shop.tree());
    for share in 1..=8 {
        let (shop, place) = workshop();
        shop.write("project/out/notes.md", "mine");
        let mut command = shop.command(&["model", "upgrade", "--smithy", &place]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(takes * share / 8);
        child.kill().unwrap();
        child.wait().unwrap();
        shop.run(&["codegen", "--list"]);
        let tree = shop.tree();
        assert!(
            tree == before || tree == after,
            "neither old nor new, killed at {share}/8"
        );
        upgrade(&shop, &["--smithy", &place]).succeeds();
        assert!(shop.tree() == after);
    }
}

/// Smithy's form does not say where a list of pages ends, and botocore's does.
#[test]
fn a_crate_of_smithys_form_gets_what_botocores_says() {
    let shop = Workshop::with_newer(|model| {
        let shapes = &mut service(model)["shapes"];
        shapes["ListBooksResponse"]["members"]["isMore"] = json!({ "shape": "Flag" });
        shapes["Flag"] = json!({ "type": "boolean" });
        let pages = model.get_mut(&format!("{MODEL}/paginators-1.json")).unwrap();
        pages["pagination"]["ListBooks"]["more_results"] = "isMore".into();
    });
    let id = |name: &str| format!("com.amazonaws.bookshelves#{name}");
    let mut paged: Value = serde_json::from_str(&smithy("2020-01-02", &json!({}))).unwrap();
    let pages =
        json!({ "inputToken": "nextToken", "outputToken": "nextToken", "pageSize": "maxResults", "items": "books" });
    let (text, number) = (
        json!({ "target": "smithy.api#String" }),
        json!({ "target": "smithy.api#Integer" }),
    );
    for (name, shape) in [
        (
            "ListBooks",
            json!({
                "type": "operation", "input": { "target": id("ListBooksRequest") }, "output": { "target": id("ListBooksResponse") },
                "traits": { "smithy.api#paginated": pages }
            }),
        ),
        (
            "ListBooksRequest",
            json!({ "type": "structure", "members": { "nextToken": text, "maxResults": number } }),
        ),
        (
            "ListBooksResponse",
            json!({
                "type": "structure",
                "members": { "nextToken": text, "books": { "target": id("Books") }, "isMore": { "target": "smithy.api#Boolean" } }
            }),
        ),
        ("Books", json!({ "type": "list", "member": { "target": id("Book") } })),
    ] {
        paged["shapes"][id(name)] = shape;
    }
    let operations = paged["shapes"][id("BookShelves")]["operations"].as_array_mut().unwrap();
    operations.push(json!({ "target": id("ListBooks") }));
    let bytes = paged.to_string();
    let file = "bookshelves/book-shelves-2020-01-02.json";
    shop.write(&format!("project/model/{file}"), &bytes);
    let row = format!(
        "[[file]]\npath = \"{file}\"\npackage = \"api-models-aws\"\nversion = \"unknown\"\nsource = \"x.json\"\nsha256 = \"{}\"\n",
        sha256(bytes.as_bytes())
    );
    let lock = shop.read("project/model/models.lock");
    shop.write("project/model/models.lock", lock + "\n" + &row);
    shop.write(
        "project/codegen.toml",
        format!("[[crate]]\nmodel = \"model/{file}\"\npath = \"out/books\"\nversion = \"0.2.0\"\n"),
    );
    shop.codegen();
    shop.write("smithy/book-shelves-2020-01-02.json", &bytes);
    let place = shop.path("smithy").display().to_string();
    let said = upgrade(&shop, &["--smithy", &place, "--to", "1.1.0"]).succeeds();
    assert!(
        said.starts_with("book-shelves 0.2.1: api-models-aws -> api-models-aws, facts of botocore 1.1.0\n"),
        "{said}"
    );
    assert!(
        said.contains("paginator-changed") && said.contains("by the facts"),
        "{said}"
    );
    let facts = "project/model/bookshelves/facts.txt";
    assert!(
        shop.read(facts).contains("more-results isMore ListBooks\n"),
        "{}",
        shop.read(facts)
    );
    let lock = shop.read("project/model/models.lock");
    assert!(
        lock.contains("source = \"botocore/data/shelves/2020-01-02/service-2.json.gz\""),
        "{lock}"
    );
    shop.run(&["codegen", "--check"]).succeeds();
    // Without botocore's form they stay.
    shop.write(
        "smithy/book-shelves-2020-01-02.json",
        bytes.replace("\"PROSE\"", "\"NOVELS\""),
    );
    let said = upgrade(&shop, &["--smithy", &place]).succeeds();
    assert!(said.contains("Novels") && !said.contains("by the facts"), "{said}");
    assert!(shop.read(facts).contains("more-results isMore ListBooks\n"));
    shop.run(&["codegen", "--check"]).succeeds();
}
