//! Runs that are killed, that meet others, or that a disk stops.

use super::*;

/// What a killed run left behind is cleared away, even where there is nothing to write any more.
#[test]
fn leftovers_are_cleared_away() {
    let shop = Workshop::new();
    shop.run(&[]).succeeds();
    let before = times(&shop.path("out/shelves/src"));
    let whole = shop.tree();
    shop.write("out/shelves/.sdk-tailor-new/src/lib.rs", "half a cra");
    shop.run(&[]).succeeds();
    assert_eq!(shop.beside(), Vec::<PathBuf>::new());
    assert_eq!((times(&shop.path("out/shelves/src")), shop.tree()), (before, whole));
}

/// Whenever a run is killed, the crate is whole or says that it is not, nothing of its user's is touched, and the next
/// run makes it whole.
#[test]
fn a_run_that_is_killed_is_told_and_made_anew() {
    let shop = Workshop::new();
    let operations = [r#"operations = ["ListBooks"]"#, r#"operations = ["GetBook"]"#];
    let is_theirs = |path: &Path| THEIRS.iter().any(|theirs| path == Path::new(theirs));
    let generated = |shop: &Workshop| {
        let mut tree = shop.tree();
        tree.retain(|path, _| !is_theirs(path) && !path.starts_with(".sdk-tailor-new"));
        tree
    };
    let crates = operations.map(|lines| {
        shop.configure(lines);
        shop.run(&[]).succeeds();
        for path in THEIRS {
            shop.write(&format!("out/shelves/{path}"), path);
        }
        generated(&shop)
    });
    assert_ne!(crates[0], crates[1]);
    let mut random = 0x9e37_79b9_u64;
    for round in 0..60 {
        shop.configure(operations[round % 2]);
        let mut command = shop.command(&[]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        std::thread::sleep(Duration::from_micros((random >> 33) % 80_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let (tree, found) = (shop.tree(), generated(&shop));
        let list = String::from_utf8_lossy(&tree[Path::new(".sdk-tailor-files")]).into_owned();
        assert!(
            crates.contains(&found) || list.contains("was killed"),
            "round {round}: a mixture of two crates does not say what it is"
        );
        for path in THEIRS {
            assert_eq!(tree[Path::new(path)], path.as_bytes(), "round {round}");
        }
        if !crates.contains(&found) {
            shop.run(&["--check"]).finds_stale();
        }
        if round % 3 == 0 {
            shop.run(&[]).succeeds();
            assert_eq!(generated(&shop), crates[round % 2]);
        }
    }
    for (lines, whole) in operations.iter().zip(&crates) {
        shop.configure(lines);
        shop.run(&[]).succeeds();
        assert_eq!(&generated(&shop), whole);
        assert_eq!(shop.beside(), Vec::<PathBuf>::new());
    }
}

/// The lock is the folder's own: it does not matter where a run keeps temporary files, nor how it came to the folder.
#[test]
fn two_runs_never_mix_wherever_their_temporary_folders_are() {
    let shop = Workshop::new();
    fs::create_dir(shop.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink("shelves", shop.path("out/link")).unwrap();
    let model = "model/shelves/2020-01-02";
    let runs = [
        ["--model", model, "--out", "out/shelves", "--operations", "ListBooks"],
        ["--model", model, "--out", "out/link", "--operations", "GetBook"],
    ];
    let crates = runs.map(|arguments| {
        shop.run(&arguments).succeeds();
        shop.tree()
    });
    for round in 0..30 {
        let children = runs.map(|arguments| {
            let mut command = shop.command(&arguments);
            if arguments[3] == "out/link" {
                command.env("TMPDIR", shop.path("elsewhere"));
            }
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        });
        for mut child in children {
            assert!(child.wait().unwrap().success(), "round {round}");
        }
        assert!(crates.contains(&shop.tree()), "round {round}: a mixture of two crates");
    }
}

#[test]
fn a_run_says_what_it_waits_for() {
    let shop = Workshop::new();
    shop.run(&[]).succeeds();
    let folder = fs::File::open(shop.path("out/shelves")).unwrap();
    folder.lock().unwrap();
    let child = shop
        .command(&[])
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(500));
    folder.unlock().unwrap();
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!(run.status, Some(0));
    assert!(
        run.complained.starts_with("waiting for another run") && run.complained.contains("out/shelves"),
        "{}",
        run.complained
    );
}

#[test]
fn two_crates_in_one_folder_are_refused_and_paths_that_look_alike_are_two() {
    let shop = Workshop::new();
    let two = |path: &str| {
        let table = |path: &str| format!("[[crate]]\nmodel = \"model/shelves/2020-01-02\"\npath = \"{path}\"\n");
        shop.write("codegen.toml", table("out/shelves") + &table(path));
    };
    two("out/./shelves");
    shop.run(&[])
        .fails(&["codegen.toml", "two crates have one folder", "`out/shelves`", "help: "]);
    two("out-shelves");
    shop.run(&[]).succeeds();
    shop.run(&["--check"]).succeeds();
}

#[test]
fn every_error_of_the_disk_names_a_path_and_what_to_do() {
    let shop = Workshop::new();
    shop.write("file", "no folder");
    let long = format!("out/{}", "long/".repeat(1000));
    let name = format!("out/{}", "n".repeat(300));
    for out in [&long, &name, "file/shelves", "/proc/shelves", "/sys/shelves"] {
        let arguments = ["--model", "model/shelves/2020-01-02", "--out", out];
        let start: String = out.chars().take(20).collect();
        shop.run(&arguments).fails(&[&start, "\n   = help: "]);
    }
}
