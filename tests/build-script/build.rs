//! Generates a client with one operation into `OUT_DIR`.

use std::path::Path;
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let model = "../../model/personalize/2018-05-22";
    println!("cargo::rerun-if-changed={model}");
    let service = codegen::load::load(&codegen::load::ModelPaths::new(model))?;
    let options = codegen::Options::default()
        .operations(vec!["ListDatasets".to_owned()])
        .root("crate::aws::personalize".to_owned());
    let out = env::var("OUT_DIR")?;
    for (path, text) in codegen::generate(service, &options)? {
        let file = Path::new(&out).join("personalize").join(path);
        fs::create_dir_all(file.parent().ok_or("a file has a folder")?)?;
        fs::write(file, text)?;
    }
    Ok(())
}
