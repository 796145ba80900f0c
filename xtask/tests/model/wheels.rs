//! Wheels of botocore: what may be in them, and whether they are the right ones.

use super::*;

/// A wheel with the newer model and one entry more.
fn wheel_with(name: &str, bytes: &[u8], mode: u32) -> Wheel {
    let mut wheel = Wheel::default();
    for (name, content) in model(addition) {
        wheel.add(&format!("botocore/data/{name}"), content.to_string().as_bytes());
    }
    wheel.add(name, bytes);
    wheel.modes.insert(name.to_owned(), mode);
    wheel
}

#[test]
fn a_wheel_with_a_name_that_leads_out_of_its_folder_is_refused_and_nothing_is_written() {
    let outside = tempfile::tempdir().unwrap();
    let absolute = outside.path().join("x.json").display().to_string();
    let names = [
        "botocore/data/shelves/2020-01-02/../../../../evil.json",
        "../evil.json",
        "botocore/data/shelves/2020-01-02/..",
        &absolute,
        "C:/evil.json",
        "C:evil.json",
        "botocore\\data\\..\\evil.json",
        "botocore/data/shelves/2020-01-02/a\\..\\..\\evil.json",
    ];
    for (number, name) in names.iter().enumerate() {
        let shop = Workshop::new();
        let version = format!("1.1.{number}");
        shop.publish(&version, wheel_with(name, b"{}", 0o644));
        for arguments in [&["--dry-run"][..], &[]] {
            let arguments = [&["model", "upgrade", "--to", &version], arguments].concat();
            shop.refuses(
                &arguments,
                &["could lie outside of its folder", "= help: nothing was written"],
            );
        }
        let names: Vec<_> = fs::read_dir(shop.0.path())
            .unwrap()
            .map(|it| it.unwrap().file_name())
            .collect();
        assert_eq!(names.len(), 4, "{name}: something was written beside: {names:?}");
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0, "{name}");
        assert_eq!(fs::read_dir(shop.path("temporary")).unwrap().count(), 0, "{name}");
    }
}

#[test]
fn a_wheel_with_a_link_is_refused() {
    let shop = Workshop::new();
    let name = "botocore/data/shelves/2020-01-02/link.json";
    shop.publish("1.1.0", wheel_with(name, b"/etc/passwd", 0o120_777));
    shop.refuses(
        &["model", "upgrade", "--dry-run"],
        &["link.json` is a symbolic link", "= help: "],
    );
}

#[test]
fn what_a_wheel_holds_is_bounded_file_by_file_and_together() {
    // 64 MB and a byte, and 64 MB, of zeros.
    let [over, most] = [vec![0; (1 << 26) + 1], vec![0; 1 << 26]].map(|zeros| {
        let mut zipped = GzEncoder::new(Vec::new(), Compression::fast());
        zipped.write_all(&zeros).unwrap();
        zipped.finish().unwrap()
    });
    let shop = Workshop::new();
    let name = |number: u32| format!("botocore/data/shelves/2020-01-02/{number}.json.gz");
    shop.publish("1.1.0", wheel_with(&name(0), &over, 0o644));
    shop.refuses(
        &["model", "upgrade", "--to", "1.1.0"],
        &["0.json.gz holds more than 67108864 bytes"],
    );
    let mut wheel = wheel_with(&name(0), &most, 0o644);
    for number in 1..9 {
        wheel.add(&name(number), &most);
    }
    shop.publish("1.2.0", wheel);
    shop.refuses(
        &["model", "upgrade", "--to", "1.2.0", "--dry-run"],
        &["taken out of it so far", "536870912", "help: "],
    );
}

#[test]
fn a_wheel_that_is_not_the_one_of_the_index_or_of_the_lock_is_refused() {
    let shop = Workshop::with_newer(addition);
    // Its own list of hashes is right, but the index speaks of another file.
    shop.index("1.1.0", &"0".repeat(64));
    shop.refuses(&["model", "upgrade"], &["this is not the wheel whose sha256 is 0000"]);
    let report =
        json!({ "install": [{ "metadata": { "name": "botocore", "version": "1.1.0" }, "download_info": {} }] });
    shop.write(&format!("{}.json", Workshop::wheel_name("1.1.0")), report.to_string());
    shop.refuses(
        &["model", "upgrade"],
        &["pip says of no wheel of botocore which sha256", "pip 22.2"],
    );

    shop.wheel("1.1.0", &model(addition));
    shop.run(&["model", "upgrade", "--to", "1.1.0"]).succeeds();
    let lock = shop.read("project/model/models.lock");
    assert!(lock.starts_with("# Generated") && lock.contains("[[package]]\nname = \"botocore\"\nversion = \"1.1.0\""));
    // The version is published again with other bytes: the lock knows better than the index.
    fs::remove_dir_all(shop.path("project/target")).unwrap();
    shop.wheel("1.1.0", &model(breaking));
    shop.refuses(
        &["model", "upgrade", "--to", "1.1.0"],
        &["is not the one that models.lock names", "expected sha256", "help: "],
    );
}

#[test]
fn a_kept_wheel_is_checked_again() {
    let shop = Workshop::with_newer(addition);
    let arguments = ["model", "diff", "1.0.0", "1.1.0"];
    let said = shop.run(&arguments).succeeds();
    let kept = "project/target/sdk-tailor/botocore/botocore-1.1.0-py3-none-any.whl";
    let mut forged = Wheel::default();
    for (name, content) in model(breaking) {
        forged.add(&format!("botocore/data/{name}"), content.to_string().as_bytes());
    }
    shop.write(kept, forged.finish("1.1.0"));
    let run = shop.run(&arguments);
    assert!(
        run.noted.contains("is not as it was fetched: it is fetched again"),
        "{}",
        run.noted
    );
    assert_eq!(run.succeeds(), said);
    // Nor is a wheel believed of which nobody knows the hash.
    fs::remove_file(shop.path(&format!("{kept}.sha256"))).unwrap();
    assert!(shop.run(&arguments).noted.contains("fetched again"));
}
