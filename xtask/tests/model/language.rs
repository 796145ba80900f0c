//! Models in Smithy's language in upgrades: folders and single files, out of repositories and folders.

use super::*;

/// The files of the example's model.
const FILES: [&str; 3] = ["main", "operations", "types"];

/// A workshop with a crate of a folder of `.smithy` files, which a repository has under another name, one file in a folder of
/// its own.
fn workshop() -> (Workshop, String) {
    let shop = Workshop::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/examples/weather/model");
    for name in FILES {
        let text = fs::read_to_string(example.join(name).with_extension("smithy")).unwrap();
        shop.write(&path_of(name), text);
    }
    shop.write("weather/model/smithy-build.json", "{ \"version\": \"1.0\" }");
    shop.write("weather/README.md", "The weather.");
    shop.git("weather", &["init", "--quiet"]);
    shop.commit("weather");
    shop.git("weather", &["tag", "first"]);
    vendor(&shop);
    shop.write(
        "project/codegen.toml",
        "[[crate]]\nmodel = \"model/forecasts\"\npath = \"out/weather\"\nversion = \"0.2.0\"\n",
    );
    shop.codegen();
    let place = format!("file://{}", shop.path("weather").display());
    (shop, place)
}

fn path_of(name: &str) -> String {
    match name {
        "types" => "weather/model/more/types.smithy".to_owned(),
        name => format!("weather/model/{name}.smithy"),
    }
}

/// Puts the model into the project, with its lock.
fn vendor(shop: &Workshop) {
    let mut lock = String::new();
    for name in FILES {
        let text = shop.read(&path_of(name));
        let source = path_of(name).replace("weather/", "");
        let path = source.replace("model/", "forecasts/");
        lock += &format!(
            "[[file]]\npath = \"{path}\"\npackage = \"weather\"\nversion = \"{}\"\nsource = \"{source}\"\nsha256 = \"{}\"\n\n",
            shop.head("weather"),
            sha256(text.as_bytes())
        );
        shop.write(&format!("project/model/{path}"), text);
    }
    shop.write("project/model/models.lock", lock);
}

/// A newer model: another type, one file more and one less.
fn change(shop: &Workshop) {
    let text = shop.read(&path_of("operations"));
    shop.write(
        &path_of("operations"),
        text.replace("chanceOfRain: Float", "chanceOfRain: String"),
    );
    let types = shop.read(&path_of("types"));
    fs::remove_file(shop.path(&path_of("types"))).unwrap();
    shop.write("weather/model/types.smithy", types);
    shop.commit("weather");
}

#[test]
fn a_folder_of_smithys_language_is_upgraded_out_of_a_repository() {
    let (shop, place) = workshop();
    let first = shop.head("weather");
    change(&shop);
    let newest = shop.head("weather");
    let same = shop.run(&["model", "upgrade", "--smithy", &place, "--revision", "first"]);
    assert!(same.noted.contains("there is nothing to do"), "{same:?}");
    shop.refuses(
        &["model", "upgrade", "--smithy", &place, "--fail-on", "breaking"],
        &[
            "1 change is as grave as `fail-on` says",
            "GetForecastOutput::chance_of_rain",
        ],
    );
    let before = shop.tree();
    let dry = shop
        .run(&["model", "upgrade", "--smithy", &place, "--dry-run"])
        .succeeds();
    assert!(shop.tree() == before);
    let said = shop.run(&["model", "upgrade", "--smithy", &place]).succeeds();
    let heading = format!("weather 0.3.0: weather {} -> weather {}\n", &first[..12], &newest[..12]);
    assert!(dry.starts_with(&heading) && said.starts_with(&heading), "{said}");
    assert!(
        said.contains("GetForecastOutput::chance_of_rain: Option<f32> -> Option<String>")
            && said.ends_with("a major step, from 0.2.0 to 0.3.0\n"),
        "{said}"
    );
    let lock = shop.read("project/model/models.lock");
    assert!(
        lock.contains("path = \"forecasts/types.smithy\"") && lock.contains("source = \"model/types.smithy\""),
        "{lock}"
    );
    assert!(
        !lock.contains(&first) && !lock.contains("more/") && !lock.contains("smithy-build"),
        "{lock}"
    );
    assert_eq!(lock.matches(&newest).count(), 3, "{lock}");
    assert!(!shop.path("project/model/forecasts/more/types.smithy").exists());
    assert!(
        shop.read("project/out/weather/src/operation/get_forecast/output.rs")
            .contains("pub chance_of_rain: Option<String>")
    );
    assert!(shop.read("project/model/CHANGELOG.md").contains("## weather 0.3.0"));
    shop.run(&["codegen", "--check"]).succeeds();
    let said = shop
        .run(&["model", "diff", "smithy:../weather#first", "smithy:../weather"])
        .succeeds();
    assert!(said.contains("GetForecastOutput::chance_of_rain"), "{said}");
}

#[test]
fn a_folder_of_the_disk_and_a_single_file_are_upgraded() {
    let (shop, _) = workshop();
    change(&shop);
    fs::remove_dir_all(shop.path("weather/.git")).unwrap();
    // The folder with the model, not the one around it.
    let folder = shop.path("weather/model").display().to_string();
    shop.run(&["model", "upgrade", "--smithy", &folder]).succeeds();
    let lock = shop.read("project/model/models.lock");
    assert!(
        lock.contains("package = \"model\"\nversion = \"unknown\"\nsource = \"types.smithy\""),
        "{lock}"
    );

    let all: String = FILES
        .iter()
        .map(|name| {
            let text = shop.read(&format!("project/model/forecasts/{name}.smithy"));
            text.replace("$version: \"2.0\"\n", "")
                .replace("namespace example.weather\n", "")
        })
        .collect();
    let (uses, rest): (Vec<&str>, Vec<&str>) = all.lines().partition(|line| line.starts_with("use "));
    let mut uses = uses;
    uses.sort_unstable();
    uses.dedup();
    let whole = format!(
        "$version: \"2.0\"\n\nnamespace example.weather\n\n{}\n\n{}\n",
        uses.join("\n"),
        rest.join("\n")
    );
    shop.write(
        "single/weather.smithy",
        whole.replace("chanceOfRain: String", "chanceOfRain: Double"),
    );
    shop.write("project/model/weather.smithy", &whole);
    let row = format!(
        "[[file]]\npath = \"weather.smithy\"\npackage = \"x\"\nversion = \"unknown\"\nsource = \"x\"\nsha256 = \"{}\"\n",
        sha256(whole.as_bytes())
    );
    shop.write("project/model/models.lock", lock + "\n" + &row);
    shop.write(
        "project/codegen.toml",
        "[[crate]]\nmodel = \"model/weather.smithy\"\npath = \"out/weather\"\n",
    );
    shop.codegen();
    let single = shop.path("single").display().to_string();
    let said = shop
        .run(&["model", "upgrade", "--smithy", &single, "--service", "weather"])
        .succeeds();
    assert!(said.contains("chance_of_rain: Option<String> -> Option<f64>"), "{said}");
    assert!(
        shop.read("project/model/weather.smithy")
            .contains("chanceOfRain: Double")
    );
    shop.run(&["codegen", "--check"]).succeeds();
}

#[test]
fn what_cannot_be_taken_is_said_and_nothing_is_changed() {
    let (shop, place) = workshop();
    let refuses = |place: &str, wanted: &[&str]| shop.refuses(&["model", "upgrade", "--smithy", place], wanted);
    let operations = shop.read(&path_of("operations"));
    shop.write(&path_of("operations"), operations.replace("sky: Sky", "sky: Skye"));
    shop.commit("weather");
    refuses(&place, &["Skye", "operations.smithy"]);
    shop.write(&path_of("operations"), operations);
    shop.write(
        "weather/other/copy.smithy",
        "$version: \"2\"\nnamespace example.weather\nservice Weather {}\n",
    );
    shop.write("empty/README.md", "nothing");
    refuses(
        &shop.path("empty").display().to_string(),
        &[
            "empty has no model in Smithy's language with the service `example.weather#Weather`",
            "name another folder",
        ],
    );
    shop.git("weather", &["mv", "model", "moved"]);
    shop.commit("weather");
    refuses(
        &place,
        &[
            "several models with the service `example.weather#Weather`: `moved`, `other`",
            "name the folder of one",
        ],
    );
    shop.write(
        "other/main.smithy",
        "$version: \"2\"
namespace example.weather
service Climate {}
",
    );
    refuses(
        &shop.path("other").display().to_string(),
        &["no model in Smithy's language"],
    );
    refuses("file:///nowhere/at/all", &["git: "]);

    shop.write(
        "project/model/forecasts/mine.smithy",
        "$version: \"2\"\nnamespace mine\n",
    );
    refuses(&place, &["mine.smithy is not in"]);
    fs::remove_file(shop.path("project/model/forecasts/mine.smithy")).unwrap();
    fs::remove_file(shop.path("project/model/models.lock")).unwrap();
    let named = ["model", "upgrade", "--smithy", &place, "--service", "weather"];
    shop.refuses(&named, &["model/forecasts is not vendored", "models.lock"]);
    let run = shop.run(&["model", "upgrade", "--smithy", &place]);
    assert!(
        run.noted.contains("its model is not vendored, and stays as it is"),
        "{run:?}"
    );
    assert_eq!(run.status, Some(1));
}

#[test]
fn revisions_of_a_folder_of_smithys_language_are_compared() {
    let (shop, place) = workshop();
    shop.git("project", &["init", "--quiet"]);
    shop.commit("project");
    change(&shop);
    shop.run(&["model", "upgrade", "--smithy", &place]).succeeds();
    shop.commit("project");
    let said = shop
        .run(&["model", "diff", "HEAD~1", "HEAD", "--service", "weather"])
        .succeeds();
    assert!(said.starts_with("out/weather: HEAD~1 -> HEAD\n"), "{said}");
    assert!(said.contains("GetForecastOutput::chance_of_rain"), "{said}");
}

#[test]
fn models_that_no_lock_names_are_taken_under_one_where_that_is_asked_for() {
    let (shop, place) = workshop();
    fs::remove_file(shop.path("project/model/models.lock")).unwrap();
    change(&shop);
    let adopt = ["model", "upgrade", "--smithy", &place, "--adopt"];
    shop.refuses(
        &adopt,
        &["more/types.smithy is no part of the newer model", "take the file away"],
    );
    fs::remove_file(shop.path("project/model/forecasts/more/types.smithy")).unwrap();
    shop.write(
        "project/model/forecasts/types.smithy",
        shop.read("weather/model/types.smithy"),
    );
    let said = shop.run(&adopt).succeeds();
    assert!(said.starts_with("weather 0.3.0: unknown -> weather "), "{said}");
    let lock = shop.read("project/model/models.lock");
    assert_eq!(lock.matches(&shop.head("weather")).count(), 3, "{lock}");
    shop.run(&["codegen", "--check"]).succeeds();
    let again = shop.run(&["model", "upgrade", "--smithy", &place]);
    assert!(again.noted.contains("there is nothing to do"), "{again:?}");
}

#[test]
fn a_file_of_the_users_is_not_overwritten_by_one_of_the_wheel() {
    let shop = Workshop::with_newer(|model| {
        addition(model);
        model.get_mut("partitions.json").unwrap()["version"] = "1.2".into();
    });
    let lock = shop.read("project/model/models.lock");
    let (before, row) = lock.split_once("[[file]]\npath = \"partitions.json\"").unwrap();
    let rest = row
        .split_once("[[file]]")
        .map_or(String::new(), |(_, rest)| format!("[[file]]{rest}"));
    shop.write("project/model/models.lock", format!("{before}{rest}"));
    shop.refuses(
        &["model", "upgrade"],
        &["model/partitions.json is in the way", "move the file away"],
    );
}

#[test]
fn the_folder_that_the_lock_names_is_the_one_whatever_lies_around_it() {
    let (shop, place) = workshop();
    change(&shop);
    shop.write(
        "weather/other.smithy",
        "$version: \"2\"\nnamespace other\nservice Other {}\n",
    );
    shop.write("weather/model/:odd.smithy", "$version: \"2\"\nnamespace odd\n");
    shop.commit("weather");
    let said = shop.run(&["model", "upgrade", "--smithy", &place]).succeeds();
    assert!(said.contains("GetForecastOutput::chance_of_rain"), "{said}");
    let lock = shop.read("project/model/models.lock");
    assert!(
        lock.contains("path = \"forecasts/:odd.smithy\"") && !lock.contains("other.smithy"),
        "{lock}"
    );
    shop.run(&["codegen", "--check"]).succeeds();
}
