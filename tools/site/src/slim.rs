//! Takes out of wasm and the script that wasm-bindgen wrote for it what no page uses, and makes their names short.
//!
//! wasm-bindgen names every function that passes between the two by a name and 16 digits, in both files: digits that
//! don't compress. And it lets out all that some crate marked for it, used or not. wasm-opt, which comes after this, then
//! removes what nothing leads to any more.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::Files;

/// Wasm that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{0} is no wasm as wasm-bindgen writes it: is it of the version in tools/get-tools.sh?")]
pub(crate) struct NoWasm(String);

const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// The only section besides those that run which wasm-opt needs.
const TARGET_FEATURES: &[u8] = b"\x0ftarget_features";

/// Slims every `x_bg.wasm` among `files` together with its `x.js`.
///
/// # Errors
///
/// [`NoWasm`] with the path.
pub(crate) fn slim_all(files: &mut Files) -> Result<(), NoWasm> {
    let stems: Vec<String> =
        files.keys().filter_map(|path| path.strip_suffix("_bg.wasm")).map(str::to_owned).collect();
    for stem in stems {
        let (script_path, wasm_path) = (format!("{stem}.js"), format!("{stem}_bg.wasm"));
        let Some(script) = files.get(&script_path) else { continue };
        let slimmed = slim(&String::from_utf8_lossy(script), &files[&wasm_path]);
        let (script, wasm) = slimmed.ok_or_else(|| NoWasm(wasm_path.clone()))?;
        files.insert(script_path, script.into_bytes());
        files.insert(wasm_path, wasm);
    }
    Ok(())
}

fn slim(script: &str, wasm: &[u8]) -> Option<(String, Vec<u8>)> {
    let script = without_unused_classes(script);
    let words: BTreeSet<&str> = words(&script).collect();
    let (head, rest) = wasm.split_at_checked(8)?;
    let sections = sections(rest)?;
    let names = short_names(&sections, &words)?;
    let mut slimmed = head.to_vec();
    for (id, content) in sections {
        let content = match id {
            CUSTOM if !content.starts_with(TARGET_FEATURES) => continue,
            IMPORTS => {
                let entries = entries(content, import)?.into_iter();
                let renamed = entries
                    .map(|one| [text(one.module), text(short(&names, one.name)), one.rest.to_vec()].concat());
                list(renamed.collect())
            }
            EXPORTS => {
                let used = entries(content, export)?.into_iter().filter(|one| words.contains(one.name));
                list(used.map(|one| [text(short(&names, one.name)), one.rest.to_vec()].concat()).collect())
            }
            _ => content.to_vec(),
        };
        slimmed.push(id);
        slimmed.extend(number(content.len()));
        slimmed.extend(content);
    }
    Some((with_names(&script, &names), slimmed))
}

/// The script without the classes that a crate lets out and nothing in it mentions: each stands as
/// `export class X {`…`}`, a line that makes it disposable, and `const XFinalization = …;`.
fn without_unused_classes(script: &str) -> String {
    let mut script = script.to_owned();
    let classes: Vec<String> = script
        .lines()
        .filter_map(|line| line.strip_prefix("export class ")?.strip_suffix(" {"))
        .map(str::to_owned)
        .collect();
    for class in classes {
        let start = format!("export class {class} {{");
        let dispose = format!("if (Symbol.dispose) {class}.");
        let finalization = format!("const {class}Finalization =");
        let mut kept = String::with_capacity(script.len());
        let mut until = "";
        for line in script.lines() {
            if until.is_empty() {
                until = match line {
                    line if line == start => "}",
                    line if line.starts_with(&finalization) => ";",
                    line if line.starts_with(&dispose) => continue,
                    line => {
                        kept.push_str(line);
                        kept.push('\n');
                        continue;
                    }
                };
            }
            let is_end = if until == "}" { line == until } else { line.ends_with(until) };
            if is_end {
                until = "";
            }
        }
        if until.is_empty() && !kept.contains(&class) {
            script = kept;
        }
    }
    script
}

/// A short name for each long one, by the long one.
fn short_names<'a>(sections: &[(u8, &'a [u8])], words: &BTreeSet<&str>) -> Option<BTreeMap<&'a str, String>> {
    let mut names = BTreeMap::new();
    let mut n_tried = 0;
    for (id, content) in sections {
        let found: Vec<&str> = match *id {
            IMPORTS => entries(content, import)?.into_iter().map(|one| one.name).collect(),
            EXPORTS => entries(content, export)?.into_iter().map(|one| one.name).collect(),
            _ => continue,
        };
        // Names without these were not made by wasm-bindgen.
        let is_made = |name: &&str| name.starts_with("__") || name.starts_with("wasm_bindgen__");
        // Parts that come later know the whole by these names.
        let is_shared = |name: &str| name.starts_with("__wasm_split") || name == "__indirect_function_table";
        for name in found.into_iter().filter(is_made) {
            if is_shared(name) || !words.contains(name) || names.contains_key(name) {
                continue;
            }
            let short = loop {
                let short = short_name(n_tried);
                n_tried += 1;
                if !words.contains(short.as_str()) {
                    break short;
                }
            };
            names.insert(name, short);
        }
    }
    Some(names)
}

/// `$a` to `$z`, then `$aa` and so on.
fn short_name(mut number: usize) -> String {
    const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(LETTERS[number % 26]));
        if number < 26 {
            break;
        }
        number = number / 26 - 1;
    }
    letters.iter().rev().fold("$".to_owned(), |name, letter| format!("{name}{letter}"))
}

fn short<'a>(names: &'a BTreeMap<&str, String>, name: &'a str) -> &'a str {
    names.get(name).map_or(name, String::as_str)
}

fn with_names(script: &str, names: &BTreeMap<&str, String>) -> String {
    let mut renamed = String::with_capacity(script.len());
    let mut end = 0;
    for word in words(script) {
        // Where the word stands: `words` gives parts of the script.
        let start = word.as_ptr() as usize - script.as_ptr() as usize;
        renamed.push_str(&script[end..start]);
        renamed.push_str(short(names, word));
        end = start + word.len();
    }
    renamed.push_str(&script[end..]);
    renamed
}

/// Everything in `script` that could be a name, from its start to its end.
fn words(script: &str) -> impl Iterator<Item = &str> {
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '$';
    script.split(move |char| !is_part(char)).filter(|word| !word.is_empty())
}

/// What passes between wasm and script: its name, and what follows in the wasm. An import names a module first.
struct Entry<'a> {
    module: &'a str,
    name: &'a str,
    rest: &'a [u8],
}

fn import<'a>(bytes: &mut &'a [u8]) -> Option<Entry<'a>> {
    let (module, name) = (read_text(bytes)?, read_text(bytes)?);
    let start = *bytes;
    let kind = read_byte(bytes)?;
    match kind {
        // A function, by its type.
        0 => _ = read_number(bytes)?,
        // A table (what it holds and its limits), a memory (its limits).
        1 | 2 => {
            if kind == 1 {
                read_byte(bytes)?;
            }
            let has_most = read_byte(bytes)? & 1 == 1;
            read_number(bytes)?;
            if has_most {
                read_number(bytes)?;
            }
        }
        // A global: its type, and whether it changes.
        3 => _ = (read_byte(bytes)?, read_byte(bytes)?),
        // A tag: an attribute and a type.
        4 => _ = (read_byte(bytes)?, read_number(bytes)?),
        _ => return None,
    }
    Some(Entry { module, name, rest: &start[..start.len() - bytes.len()] })
}

fn export<'a>(bytes: &mut &'a [u8]) -> Option<Entry<'a>> {
    let name = read_text(bytes)?;
    let start = *bytes;
    read_byte(bytes)?;
    read_number(bytes)?;
    Some(Entry { module: "", name, rest: &start[..start.len() - bytes.len()] })
}

fn entries<'a, T>(mut content: &'a [u8], read: impl Fn(&mut &'a [u8]) -> Option<T>) -> Option<Vec<T>> {
    let n_entries = read_number(&mut content)?;
    (0..n_entries).map(|_| read(&mut content)).collect()
}

fn sections(mut rest: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let mut sections = Vec::new();
    while !rest.is_empty() {
        let id = read_byte(&mut rest)?;
        sections.push((id, read_bytes(&mut rest)?));
    }
    Some(sections)
}

fn read_byte(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

/// A number in LEB128: seven bits a byte, the lowest first.
fn read_number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let byte = read_byte(bytes)?;
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn read_bytes<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = read_number(bytes)?;
    let (content, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(content)
}

fn read_text<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    std::str::from_utf8(read_bytes(bytes)?).ok()
}

fn number(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        bytes.push(if number == 0 { low } else { low | 0x80 });
        if number == 0 {
            return bytes;
        }
    }
}

fn text(text: &str) -> Vec<u8> {
    [number(text.len()), text.as_bytes().to_vec()].concat()
}

fn list(entries: Vec<Vec<u8>>) -> Vec<u8> {
    [number(entries.len()), entries.concat()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "\
export class Unused {
    free() {
        wasm.__wbg_unused_free(this.ptr, 0);
    }
}
if (Symbol.dispose) Unused.prototype[Symbol.dispose] = Unused.prototype.free;
export class Used {
}
function imports() {
    return { \"./app_bg.js\": {
        __wbg_log_63f67ad37e3739d2: function(arg0) { console.log(Used, arg0); },
    } };
}
const UnusedFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_unused_free(ptr, 1));
wasm.__wbindgen_start(); wasm.memory; $a;
";

    fn section(id: u8, content: Vec<u8>) -> Vec<u8> {
        [vec![id], number(content.len()), content].concat()
    }

    fn import_of(name: &str, rest: &[u8]) -> Vec<u8> {
        [text("./app_bg.js"), text(name), rest.to_vec()].concat()
    }

    fn export_of(name: &str, at: u8) -> Vec<u8> {
        [text(name), vec![0, at]].concat()
    }

    fn wasm(imports: Vec<Vec<u8>>, exports: Vec<Vec<u8>>) -> Vec<u8> {
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(IMPORTS, list(imports)),
            section(EXPORTS, list(exports)),
            section(10, vec![0; 300]),
            section(CUSTOM, text("producers")),
            section(CUSTOM, text("target_features")),
        ]
        .concat()
    }

    #[test]
    fn what_the_script_never_names_is_not_let_out_and_names_are_short_in_both() {
        let before = wasm(
            vec![import_of("__wbg_log_63f67ad37e3739d2", &[0, 5])],
            vec![
                export_of("memory", 0),
                export_of("__wbg_unused_free", 1),
                export_of("__wbindgen_start", 2),
                export_of("main", 3),
            ],
        );

        let (script, slimmed) = slim(SCRIPT, &before).unwrap();

        let after = wasm(vec![import_of("$b", &[0, 5])], vec![export_of("memory", 0), export_of("$c", 2)]);
        let producers = section(CUSTOM, text("producers"));
        let at = after.windows(producers.len()).position(|part| part == producers).unwrap();
        assert_eq!(slimmed, [&after[..at], &after[at + producers.len()..]].concat());
        assert_eq!(
            script,
            "\
export class Used {
}
function imports() {
    return { \"./app_bg.js\": {
        $b: function(arg0) { console.log(Used, arg0); },
    } };
}
wasm.$c(); wasm.memory; $a;
"
        );
    }

    #[test]
    fn imports_of_every_kind_are_read_whole() {
        let kinds: [&[u8]; 7] = [
            &[0, 0x80, 1],
            &[1, 0x6f, 0, 1],
            &[1, 0x6f, 1, 1, 2],
            &[2, 0, 17],
            &[2, 1, 17, 18],
            &[3, 0x7f, 0],
            &[4, 0, 3],
        ];
        let imports: Vec<Vec<u8>> = kinds.iter().map(|rest| import_of("x", rest)).collect();
        let before = wasm(imports.clone(), vec![]);
        let list = list(imports);
        let rest = entries(&list, import).unwrap();
        assert_eq!(rest.iter().map(|one| one.rest).collect::<Vec<_>>(), kinds);
        assert!(slim("", &before).is_some());
    }

    #[test]
    fn what_is_cut_off_is_refused_with_its_path() {
        let whole = wasm(vec![import_of("x", &[0, 5])], vec![]);
        for length in [4, 9, 12, 20] {
            let mut files =
                Files::from([("a_bg.wasm".into(), whole[..length].to_vec()), ("a.js".into(), Vec::new())]);
            let told = slim_all(&mut files).unwrap_err().to_string();
            assert!(told.starts_with("a_bg.wasm is no wasm"), "{told}");
        }
    }

    #[test]
    fn short_names_are_all_different() {
        let names: BTreeSet<String> = (0..1000).map(short_name).collect();
        assert_eq!(names.len(), 1000);
        assert_eq!([0, 25, 26, 701, 702].map(short_name), ["$a", "$z", "$aa", "$zz", "$aaa"]);
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for one in [0, 127, 128, 300, 2_000_000] {
            assert_eq!(read_number(&mut number(one).as_slice()), Some(one));
        }
        assert_eq!(read_number(&mut [0xff_u8; 6].as_slice()), None);
    }
}
