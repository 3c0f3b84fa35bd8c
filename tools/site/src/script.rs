//! Takes the comments out of scripts, and puts several into one.

use std::collections::BTreeSet;

use crate::files::Files;

/// The script that only names others, which are put in its place.
const JOINED: &str = "senses.js";

/// Puts the scripts that [`JOINED`] names in the place of their names, and takes them out of `files`: each request takes its
/// time on a poor line. One that exports something stands as it is, before those that import that by its name. Every other one
/// stands in a block of its own, and what is wrong in one does not keep the others away.
///
/// They import by name from scripts of the same folder only.
pub(crate) fn join(files: &mut Files) {
    let Some(list) = files.get(JOINED).map(|list| String::from_utf8_lossy(list).into_owned()) else { return };
    let names = list.lines().filter_map(|line| line.strip_prefix("import \"./")?.strip_suffix("\";"));
    let names: Vec<&str> = names.collect();
    let (mut imports, mut joined) = (BTreeSet::new(), String::new());
    for name in &names {
        let Some(script) = files.remove(*name) else { continue };
        let script = String::from_utf8_lossy(&script);
        let is_shared = script.lines().any(|line| line.starts_with("export "));
        joined += if is_shared { "" } else { "try {\n" };
        for line in script.lines() {
            let imported = line.strip_prefix("import { ").and_then(|rest| rest.split_once(" } from \"./"));
            let Some((imported, from)) = imported else {
                joined += line.strip_prefix("export ").unwrap_or(line);
                joined += "\n";
                continue;
            };
            let from = from.trim_end_matches("\";");
            if !names.contains(&from) {
                imports.extend(
                    imported.split(", ").map(|name| format!("import {{ {name} }} from \"./{from}\";\n")),
                );
            }
        }
        joined += if is_shared { "" } else { "} catch (error) {\nconsole.warn(error);\n}\n" };
    }
    let imports: String = imports.into_iter().collect();
    files.insert(JOINED.to_owned(), (imports + &joined).into_bytes());
}

/// Removes whole-line comments, indentation and empty lines.
///
/// Lines stay lines, so nothing depends on semicolons. A comment after code stays. This is no parser: text over several
/// lines in backquotes would lose its indentation; neither our own scripts nor wasm-bindgen's have any.
pub(crate) fn strip(script: &str) -> String {
    let mut stripped = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines() {
        let mut line = line.trim();
        while in_comment || line.starts_with("/*") {
            let after = line.split_once("*/").map(|(_, after)| after.trim_start());
            in_comment = after.is_none();
            line = after.unwrap_or_default();
            if in_comment {
                break;
            }
        }
        if !line.is_empty() && !line.starts_with("//") {
            stripped.push_str(line);
            stripped.push('\n');
        }
    }
    stripped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_become_one_that_imports_each_name_once() {
        let kept = "import { kept, own } from \"./kept.js\";\n";
        let files = [
            (
                "senses.js",
                "// Why.\nimport \"./clips.js\";\nimport \"./touch.js\";\nimport \"./voice.js\";\n"
                    .to_owned(),
            ),
            ("clips.js", "export const clip = 2;".to_owned()),
            ("touch.js", format!("{kept}const on = kept;\n")),
            (
                "voice.js",
                "import { clip } from \"./clips.js\";\nimport { kept } from \"./kept.js\";\nconst on = clip;"
                    .to_owned(),
            ),
            ("kept.js", "export const kept = 1, own = 2;".to_owned()),
        ];
        let mut files: Files = files.map(|(path, text)| (path.to_owned(), text.into_bytes())).into();

        join(&mut files);

        assert_eq!(files.keys().collect::<Vec<_>>(), ["kept.js", "senses.js"]);
        let after = "} catch (error) {\nconsole.warn(error);\n}\n";
        assert_eq!(
            String::from_utf8_lossy(&files["senses.js"]),
            format!(
                "import {{ kept }} from \"./kept.js\";\nimport {{ own }} from \"./kept.js\";\n\
                 const clip = 2;\ntry {{\nconst on = kept;\n{after}try {{\nconst on = clip;\n{after}"
            )
        );
    }

    #[test]
    fn comments_and_indentation_go_and_code_stays() {
        let script = "// why\nlet a = 1; // kept\n\n  /** @param {x}\n   * more\n   */\n  f(a)\n/* one line */\n/* b */ g()\n/*\n*/ h()\n";
        assert_eq!(strip(script), "let a = 1; // kept\nf(a)\ng()\nh()\n");
    }

    #[test]
    fn an_address_inside_code_is_no_comment() {
        assert_eq!(strip("fetch('https://example.org')"), "fetch('https://example.org')\n");
    }
}
