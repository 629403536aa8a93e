//! Sees to it that what was built of `web/` is embedded anew when it has changed.

use std::path::Path;

fn main() {
    let built = Path::new("../../web/dist");
    if built.is_dir() {
        println!("cargo::rerun-if-changed=../../web/dist");
    } else {
        println!("cargo::rerun-if-changed=../../web");
        println!(
            "cargo::warning=pages come without icons and islands: web/dist was not built; run `make web`"
        );
    }
}
