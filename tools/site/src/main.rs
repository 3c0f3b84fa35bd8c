//! Finishes the folder that Trunk built, so that any web server can hand it out as it is.
//!
//! `site DIST` names scripts, styles and wasm by their content, joins the style sheets, tells the service worker what
//! to keep, writes the Content-Security-Policy into both pages and a brotli copy beside each file.
//! `site size DIST` prints what a tablet downloads and fails when it has become too much.
//!
//! # Where to start
//!
//! [`finish::finish`] is the whole job, from files to files, without a disk. It does not build, serve or upload.
//! The same input always gives the same bytes.

mod compress;
mod files;
mod fingerprint;
mod finish;
mod page;
mod precache;
mod script;
mod size;
mod style;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["size", dist] => report(Path::new(dist)),
        [dist] => build(Path::new(dist)),
        _ => Err("say `site DIST` to finish a built folder, or `site size DIST` to see its bytes".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("site: {error}");
            ExitCode::FAILURE
        }
    }
}

fn build(dist: &Path) -> Result<(), Box<dyn Error>> {
    let finished = finish::finish(files::read(dist)?)?;
    files::write(dist, &finished)?;
    Ok(())
}

fn report(dist: &Path) -> Result<(), Box<dyn Error>> {
    let sizes = size::Sizes::of(&files::read(dist)?)?;
    print!("{sizes}");
    sizes.check()?;
    Ok(())
}
