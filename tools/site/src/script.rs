//! Takes the comments out of scripts.

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
    fn comments_and_indentation_go_and_code_stays() {
        let script = "// why\nlet a = 1; // kept\n\n  /** @param {x}\n   * more\n   */\n  f(a)\n/* one line */\n/* b */ g()\n/*\n*/ h()\n";
        assert_eq!(strip(script), "let a = 1; // kept\nf(a)\ng()\nh()\n");
    }

    #[test]
    fn an_address_inside_code_is_no_comment() {
        assert_eq!(strip("fetch('https://example.org')"), "fetch('https://example.org')\n");
    }
}
