//! Before the package is compiled: with the coordinator's page, its phrases become Rust; without it nothing happens.

#[cfg(feature = "coordinator")]
mod locales;

fn main() {
    println!("cargo::rerun-if-changed=build");
    // What `wasm_split` marks is taken apart by what the linker tells of it: see `tools/wasm-bindgen`.
    #[cfg(feature = "coordinator")]
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    #[cfg(feature = "coordinator")]
    write_phrases();
}

/// Writes what `src/ui/text.rs` includes, or tells every fault in the coordinator's words.
#[cfg(feature = "coordinator")]
fn write_phrases() {
    use std::path::Path;

    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed={}", locales::INSTRUMENTS);
    let Some(out) = std::env::var_os("OUT_DIR") else {
        return println!("cargo::error=Cargo names no OUT_DIR");
    };
    let files = match locales::files(Path::new(".")) {
        Ok(files) => files,
        Err(error) => return println!("cargo::error=the words cannot be read: {error}"),
    };
    match locales::languages(&files) {
        Ok(languages) => {
            let written = std::fs::write(Path::new(&out).join("phrases.rs"), locales::rust(&languages));
            written.unwrap_or_else(|error| println!("cargo::error=phrases.rs cannot be written: {error}"));
        }
        Err(faults) => faults.iter().for_each(|fault| println!("cargo::error={fault}")),
    }
}
