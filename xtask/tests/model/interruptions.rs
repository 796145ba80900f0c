//! Upgrades that something stops, and that the next run makes whole.

use super::*;

/// Two crates whose folders differ in a dash alone are two, and are upgraded together.
#[test]
fn crates_whose_paths_look_alike_are_upgraded() {
    let shop = Workshop::with_newer(addition);
    let config = shop.read("project/codegen.toml");
    let other =
        "\n[[crate]]\nmodel = \"model/shelves/2020-01-02\"\npath = \"out-shelves\"\npackage = \"other-shelves\"\n";
    shop.write("project/codegen.toml", config + other);
    shop.codegen();
    let mut child = shop
        .command(&["model", "upgrade"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..600 {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            return shop.run(&["codegen", "--check"]).succeeds().clear();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    child.kill().unwrap();
    panic!("the upgrade hangs");
}

#[test]
fn a_disk_that_takes_no_more_leaves_everything_as_it_was() {
    // The crate outgrows its model: with a limit between both, what fails is the writing of the change.
    let shop = Workshop::with_newer(|model| {
        breaking(model);
        for number in 0..40 {
            service(model)["shapes"]["Book"]["members"][format!("note{number}")] = json!({ "shape": "Text" });
        }
    });
    shop.run(&["model", "diff", "1.0.0", "1.1.0"]).succeeds();
    let before = shop.tree();
    let program = env!("CARGO_BIN_EXE_xtask");
    let output = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 16; exec \"$0\" model upgrade --to 1.1.0",
            program,
        ])
        .current_dir(shop.project())
        .env("TMPDIR", shop.path("temporary"))
        .output()
        .unwrap();
    let noted = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{noted}");
    assert!(
        noted.starts_with("error: ") && noted.contains("nothing was changed"),
        "{noted}"
    );
    assert!(shop.tree() == before, "{noted}");
    shop.run(&["model", "upgrade", "--to", "1.1.0"]).succeeds();
}

#[test]
fn a_killed_upgrade_is_whole_after_the_next_run() {
    let (mut whole, mut untouched) = (0, 0);
    let shop = Workshop::with_newer(breaking);
    shop.run(&["model", "diff", "1.0.0", "1.1.0"]).succeeds();
    let old = shop.tree();
    let started = std::time::Instant::now();
    shop.run(&["model", "upgrade", "--to", "1.1.0"]).succeeds();
    let takes = started.elapsed();
    let new = shop.tree();
    for share in 1..=24 {
        let shop = Workshop::with_newer(breaking);
        shop.run(&["model", "diff", "1.0.0", "1.1.0"]).succeeds();
        let mut upgrade = shop.command(&["model", "upgrade", "--to", "1.1.0"]);
        let mut child = upgrade.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(takes * share / 24 + Duration::from_micros(u64::from(share) * 37));
        child.kill().unwrap();
        child.wait().unwrap();
        // Any task will do.
        shop.run(&["codegen", "--list"]);
        let tree = shop.tree();
        assert!(
            tree == old || tree == new,
            "neither the old state nor the new one, killed at {share}/24"
        );
        *(if tree == old { &mut untouched } else { &mut whole }) += 1;
        let _ = shop.run(&["model", "upgrade", "--to", "1.1.0"]).succeeds();
        assert!(shop.tree() == new);
    }
    assert_eq!(whole + untouched, 24);
}
