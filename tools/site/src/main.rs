//! Finishes the folder that Trunk built, so that any web server can hand it out as it is.
//!
//! `site slim DIST` makes the wasm smaller, for wasm-opt to go on with.
//! `site speak DIST VOICES` makes what can be heard of the studies; what has been said once is kept in the folder VOICES.
//! `site DIST` puts each language of a study into a file of its own, names scripts, styles and wasm by their content,
//! joins the style sheets, tells the service worker what to keep, writes the Content-Security-Policy into both pages and
//! a brotli copy beside each file. `site quick DIST` does the same without taking pains over the copies.
//! `site dev DIST BUILD` finishes it for `make dev`, which serves it to whoever works on the app.
//! `site slim`, `site dev` and `site DIST` refuse a study with a mistake in it, and tell its place.
//! `site size DIST` prints what a tablet downloads and fails when it has become too much.
//!
//! # Where to start
//!
//! [`finish::finish`] is the last job, from files to files, without a disk, and [`speak::speak`] the one before, with a
//! voice that is handed in. It does not build, serve or upload. The same input always gives the same bytes.

mod compress;
mod dev;
mod files;
mod fingerprint;
mod finish;
mod page;
mod pictures;
mod precache;
mod script;
mod size;
mod slim;
mod sounds;
mod speak;
mod study;
mod style;
mod ukrainian;
mod wav;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["size", dist] => report(Path::new(dist)),
        ["slim", dist] => slim(Path::new(dist)),
        ["speak", dist, voices] => speak(Path::new(dist), Path::new(voices)),
        ["dev", dist, build] => dev(Path::new(dist), build),
        ["quick", dist] => build(Path::new(dist), compress::QUICKEST),
        [dist] => build(Path::new(dist), compress::SMALLEST),
        _ => {
            Err("say `site slim DIST` to make wasm smaller, `site speak DIST VOICES` to make what is heard, \
                  `site DIST`, `site quick DIST` or `site dev DIST BUILD` to finish a built folder, or `site size DIST` \
                  to see its bytes"
                .into())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("site: {error}");
            ExitCode::FAILURE
        }
    }
}

fn build(dist: &Path, quality: i32) -> Result<(), Box<dyn Error>> {
    let files = files::read(dist)?;
    study::check_all(&files)?;
    let finished = finish::finish(files, quality)?;
    files::write(dist, &finished)?;
    Ok(())
}

fn dev(dist: &Path, build: &str) -> Result<(), Box<dyn Error>> {
    let files = files::read(dist)?;
    study::check_all(&files)?;
    files::write(dist, &dev::finish(files, build)?)?;
    Ok(())
}

fn slim(dist: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = files::read(dist)?;
    // The rest takes minutes.
    study::check_all(&files)?;
    slim::slim_all(&mut files)?;
    files::write(dist, &files)?;
    Ok(())
}

fn speak(dist: &Path, voices: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = files::read(dist)?;
    let programs = speak::Programs::find(voices);
    let say = |language: &str, text: &str| match &programs {
        Some(programs) => programs.say(language, text),
        None => Err(speak::SpeakError::Nothing),
    };
    let voice: Option<&speak::Voice<'_>> = if programs.is_some() { Some(&say) } else { None };
    for missed in speak::speak(&mut files, voice)? {
        eprintln!("site: {missed}");
    }
    files::write(dist, &files)?;
    Ok(())
}

fn report(dist: &Path) -> Result<(), Box<dyn Error>> {
    let sizes = size::Sizes::of(&files::read(dist)?)?;
    print!("{sizes}");
    sizes.check()?;
    Ok(())
}
