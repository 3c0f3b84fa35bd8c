//! `wasm-bindgen`, as Trunk calls it. What the program marks as parts that come later it takes apart first.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context, Result, anyhow, ensure};

/// In the name of each function at which `wasm_split_helpers` parts a program.
const MARK: &[u8] = b"__wasm_split_00";

/// The script that loads the parts, while it is a file of its own.
const LOADER: &str = "./parts.js";

fn main() -> ExitCode {
    match run(env::args_os().collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:?}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: Vec<OsString>) -> Result<()> {
    let at = args.iter().position(|arg| Path::new(arg).extension().is_some_and(|end| end == "wasm"));
    let Some(at) = at else { return wasm_bindgen(args) };
    let program = PathBuf::from(&args[at]);
    let wasm = fs::read(&program).with_context(|| format!("{} cannot be read", program.display()))?;
    if !wasm.windows(MARK.len()).any(|bytes| bytes == MARK) {
        return wasm_bindgen(args);
    }

    let stem =
        program.file_stem().and_then(|stem| stem.to_str()).context("the program has no name")?.to_owned();
    let name = option(&args, "--out-name").unwrap_or_else(|| stem.clone());
    let to = PathBuf::from(option(&args, "--out-dir").context("--out-dir is missing")?);
    let scratch = program.with_file_name(format!("{stem}-parts"));
    let _ = fs::remove_dir_all(&scratch); // There is none the first time.
    let whole = scratch.join(format!("{stem}.wasm"));
    let mut options = wasm_split_cli_support::Options::new(&wasm);
    (options.output_dir, options.main_out_path, options.link_name) = (&scratch, &whole, LOADER);
    let parts =
        wasm_split_cli_support::transform(options).map_err(|error| anyhow!("taking it apart: {error:?}"))?;

    args[at] = whole.clone().into_os_string();
    // The parts find what they share by its exports.
    args.push("--keep-lld-exports".into());
    wasm_bindgen(args)?;

    for old in fs::read_dir(&to)?.flatten().map(|entry| entry.path()) {
        let is_part = |file: &str| file.starts_with(&format!("{name}-")) && file.ends_with(".wasm");
        if old.file_name().and_then(|file| file.to_str()).is_some_and(is_part) {
            fs::remove_file(old)?;
        }
    }
    let script = to.join(format!("{name}.js"));
    let mut loader = fs::read_to_string(scratch.join(LOADER))?;
    for part in parts.split_modules {
        let file = part.file_name().and_then(|file| file.to_str()).context("a part has no name")?.to_owned();
        loader = loader.replace(&format!("\"./{file}\""), &format!("\"./{name}-{file}\""));
        fs::copy(&part, to.join(format!("{name}-{file}")))?;
    }
    fs::write(&script, joined(&fs::read_to_string(&script)?, &loader)?)?;
    Ok(())
}

/// One script of the two, which import each other: files that do cannot both be named by their content.
fn joined(script: &str, loader: &str) -> Result<String> {
    let mut text = String::new();
    let mut names = Vec::new();
    for line in script.lines() {
        match line.strip_prefix("import * as ").and_then(|rest| rest.split_once(" from ")) {
            Some((name, from)) if from.contains(LOADER) => names.push(name.to_owned()),
            _ => text += &format!("{line}\n"),
        }
    }
    ensure!(
        !names.is_empty(),
        "the script imports no loader of parts: a newer wasm-bindgen writes it otherwise"
    );
    let mut loads = Vec::new();
    for line in loader.lines().filter(|line| !line.starts_with("import ")) {
        let line = match line.strip_prefix("export const ") {
            Some(rest) => {
                loads.extend(rest.split_once(" = ").map(|(name, _)| name.to_owned()));
                format!("const {rest}")
            }
            None => line.to_owned(),
        };
        text += &format!("{line}\n");
    }
    ensure!(
        !loads.is_empty(),
        "the loader loads nothing: a newer wasm_split_cli_support writes it otherwise"
    );
    for name in names {
        text += &format!("const {name} = {{ {} }};\n", loads.join(", "));
    }
    Ok(text)
}

/// The value of an option, as `--name value` or `--name=value`.
fn option(args: &[OsString], name: &str) -> Option<String> {
    let args: Vec<_> = args.iter().filter_map(|arg| arg.to_str()).collect();
    args.iter().enumerate().find_map(|(at, arg)| match arg.strip_prefix(name)? {
        "" => args.get(at + 1).map(ToString::to_string),
        rest => rest.strip_prefix('=').map(str::to_owned),
    })
}

fn wasm_bindgen(args: Vec<OsString>) -> Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args)
}
