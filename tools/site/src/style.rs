//! Joins a style sheet and what it imports into one file.
//!
//! Trunk copies a style sheet without reading it. One request instead of thirty is worth the few rules below; nothing
//! is rewritten for old browsers.

use std::fmt::Write;

use crate::files::{Files, extension, relative, resolve};

/// Why a style sheet cannot be joined.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StyleError {
    #[error("{from} names {link}, which is not in the folder")]
    Missing { from: String, link: String },
    #[error("{0} imports itself")]
    Circle(String),
    #[error("{0} has an @import after other rules: browsers ignore it there, so put it first")]
    ImportTooLate(String),
    #[error(
        "{from} has `{rule}`: write @import \"file.css\", with layer(name) or a media query after it if needed"
    )]
    Import { from: String, rule: String },
    #[error("{from} loads {link} from elsewhere: pages load nothing from other hosts")]
    Elsewhere { from: String, link: String },
}

/// The style sheet `path` with its imports in place, without comments and needless space.
///
/// # Errors
///
/// [`StyleError`] naming the file and what to change.
pub(crate) fn bundle(files: &Files, path: &str) -> Result<String, StyleError> {
    let mut open = Vec::new();
    Ok(minify(&join(files, path, &mut open)?))
}

fn join(files: &Files, path: &str, open: &mut Vec<String>) -> Result<String, StyleError> {
    if open.iter().any(|other| other == path) {
        return Err(StyleError::Circle(path.to_owned()));
    }
    open.push(path.to_owned());
    let text = String::from_utf8_lossy(&files[path]);
    let text = without_comments(&text);
    let mut joined = String::new();
    let mut rest = text.trim_start();
    // Before the first rule stand @import, @charset and the statement form of @layer, and nothing else.
    while let Some((rule, after)) = rest.split_once(';').filter(|(rule, _)| is_statement(rule)) {
        if let Some(import) = rule.strip_prefix("@import") {
            let bad = || StyleError::Import { from: path.to_owned(), rule: format!("{};", rule.trim()) };
            let (link, conditions) = import_target(import).ok_or_else(bad)?;
            let target = find(files, path, link)?;
            let content = join(files, &target, open)?;
            joined.push_str(&wrap(&content, conditions).ok_or_else(bad)?);
        } else if rule.starts_with("@layer") {
            joined.push_str(rule);
            joined.push_str(";\n");
        }
        rest = after.trim_start();
    }
    if rest.contains("@import") {
        return Err(StyleError::ImportTooLate(path.to_owned()));
    }
    joined.push_str(&with_links_from(&open[0], files, path, rest)?);
    open.pop();
    Ok(joined)
}

fn is_statement(rule: &str) -> bool {
    !rule.contains(['{', '}']) && ["@import", "@charset", "@layer"].iter().any(|word| rule.starts_with(word))
}

/// The link and the conditions in what follows `@import`.
fn import_target(import: &str) -> Option<(&str, &str)> {
    let import = import.trim();
    let (quoted, conditions) = if let Some(url) = import.strip_prefix("url(") {
        url.split_once(')')?
    } else if import.starts_with(['"', '\'']) {
        import.split_at(string_end(import))
    } else {
        return None;
    };
    Some((quoted.trim().trim_matches(['"', '\'']), conditions.trim()))
}

/// `content` under the layer and media query of its import; `None` if there is a condition of another kind.
fn wrap(content: &str, conditions: &str) -> Option<String> {
    let (layer, media) = if let Some(rest) = conditions.strip_prefix("layer(") {
        let (name, media) = rest.split_once(')')?;
        (Some(format!("@layer {name}")), media.trim())
    } else if let Some(media) =
        conditions.strip_prefix("layer").filter(|m| m.is_empty() || m.starts_with(' '))
    {
        (Some("@layer".to_owned()), media.trim())
    } else {
        (None, conditions)
    };
    if media.starts_with("supports(") {
        return None;
    }
    let mut wrapped = match layer {
        Some(layer) => format!("{layer} {{\n{content}\n}}\n"),
        None => content.to_owned(),
    };
    if !media.is_empty() {
        wrapped = format!("@media {media} {{\n{wrapped}\n}}\n");
    }
    Some(wrapped)
}

/// Rewrites every `url(..)` in the style sheet `path` so that it holds in the style sheet `bundle`.
fn with_links_from(bundle: &str, files: &Files, path: &str, css: &str) -> Result<String, StyleError> {
    let mut rewritten = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("url(") {
        let quote = after.trim_start().chars().next().filter(|mark| "'\"".contains(*mark));
        let (end, past) = match quote {
            // Quoted: a picture written out in the style sheet may hold brackets.
            Some(mark) => {
                let start = after.find(mark).unwrap_or(0) + 1;
                let end = after[start..].find(mark).map_or(after.len(), |end| start + end);
                (end, after[end..].find(')').map_or(after.len(), |close| end + close))
            }
            None => after.find(')').map_or((after.len(), after.len()), |close| (close, close)),
        };
        let link = after[..end].trim().trim_start_matches(['"', '\'']);
        rewritten.push_str(before);
        if link.starts_with("data:") || link.starts_with('#') {
            let _ = write!(rewritten, "url({}", &after[..past]);
        } else {
            let target = find(files, path, link)?;
            let address = written_out(&target, &files[&target]).unwrap_or_else(|| relative(bundle, &target));
            let _ = write!(rewritten, "url(\"{address}\"");
        }
        rest = &after[past..];
    }
    rewritten.push_str(rest);
    Ok(rewritten)
}

/// Larger pictures are rather asked for when they are shown.
const MOST_BYTES: usize = 2000;

/// A small drawing as an address that holds all of it: each request takes its time on a poor line.
fn written_out(path: &str, bytes: &[u8]) -> Option<String> {
    if extension(path) != "svg" || bytes.len() > MOST_BYTES {
        return None;
    }
    let mut address = "data:image/svg+xml,".to_owned();
    for char in std::str::from_utf8(bytes).ok()?.trim().chars() {
        match char {
            '"' | '%' | '#' | '<' | '>' | '\\' | '\n' | '\r' => {
                let _ = write!(address, "%{:02X}", u32::from(char));
            }
            _ => address.push(char),
        }
    }
    Some(address)
}

fn find(files: &Files, from: &str, link: &str) -> Result<String, StyleError> {
    let (from_owned, link_owned) = (from.to_owned(), link.to_owned());
    let Some(path) = resolve(from, link) else {
        return Err(StyleError::Elsewhere { from: from_owned, link: link_owned });
    };
    if files.contains_key(&path) {
        Ok(path)
    } else {
        Err(StyleError::Missing { from: from_owned, link: link_owned })
    }
}

fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    // Up to the next quote or comment, whichever comes first.
    while let Some(start) = rest.find(['"', '\'', '/']) {
        let (before, tail) = rest.split_at(start);
        kept.push_str(before);
        if tail.starts_with("/*") {
            rest = tail.split_once("*/").map_or("", |(_, after)| after);
            kept.push(' ');
        } else {
            let end = if tail.starts_with('/') { 1 } else { string_end(tail) };
            kept.push_str(&tail[..end]);
            rest = &tail[end..];
        }
    }
    kept.push_str(rest);
    kept
}

/// Where the string that `text` begins with ends: after its closing quote.
fn string_end(text: &str) -> usize {
    let mut chars = text.char_indices();
    let quote = chars.next().map(|(_, quote)| quote);
    while let Some((at, char)) = chars.next() {
        if char == '\\' {
            chars.next();
        } else if Some(char) == quote {
            return at + 1;
        }
    }
    text.len()
}

/// Leaves out the space that has no meaning in any rule: around `{ } ; ,`, double, and the last `;` of a block.
fn minify(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        if first == '"' || first == '\'' {
            let (string, after) = rest.split_at(string_end(rest));
            small.push_str(string);
            rest = after;
        } else if first.is_whitespace() {
            rest = rest.trim_start();
            let needless = small.is_empty() || small.ends_with(['{', '}', ';', ',']);
            if !needless && !rest.is_empty() && !rest.starts_with(['{', '}', ';', ',']) {
                small.push(' ');
            }
        } else {
            if first == '}' && small.ends_with(';') {
                small.pop();
            }
            small.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &str) {
        assert_eq!(bundled(files).unwrap(), expected);
    }

    #[track_caller]
    fn check_refused(files: &[(&str, &str)], part_of_the_message: &str) {
        let message = bundled(files).unwrap_err().to_string();
        assert!(message.contains(part_of_the_message), "{message}");
    }

    /// Bundles the first of `files`.
    fn bundled(files: &[(&str, &str)]) -> Result<String, StyleError> {
        let folder = files.iter().map(|(path, css)| ((*path).to_owned(), css.as_bytes().to_vec())).collect();
        bundle(&folder, files[0].0)
    }

    #[test]
    fn imports_are_joined_in_their_order_at_any_depth() {
        check(
            &[
                (
                    "style/main.css",
                    "@charset 'utf-8'; @import \"a.css\";\n@import url(deep/b.css);\nmain { x: 1; }",
                ),
                ("style/a.css", "a { x: 1 }"),
                ("style/deep/b.css", "@import '../c.css'; b { x: 1 }"),
                ("style/c.css", "c{x:1}"),
            ],
            "a{x: 1}c{x:1}b{x: 1}main{x: 1}",
        );
    }

    #[test]
    fn layers_and_media_of_an_import_are_kept() {
        check(
            &[
                (
                    "main.css",
                    "@layer base, screens; @import 'a.css' layer(base); @import 'a.css' layer print;",
                ),
                ("a.css", "a{x:1}"),
            ],
            "@layer base,screens;@layer base{a{x:1}}@media print{@layer{a{x:1}}}",
        );
    }

    #[test]
    fn comments_and_space_go_but_not_in_strings_or_where_they_mean_something() {
        check(
            &[(
                "main.css",
                "/* a */ .x > .y  :hover { content: \"/* ;  */ \\\" '\" ; width: calc(1px + 2px) }\n\n.z /* b */ .q{ }",
            )],
            ".x > .y :hover{content: \"/* ;  */ \\\" '\";width: calc(1px + 2px)}.z .q{}",
        );
    }

    #[test]
    fn pictures_are_named_from_the_joined_sheet() {
        check(
            &[
                ("style/main.css", "@import 'deep/a.css';"),
                (
                    "style/deep/a.css",
                    "a { b: url( '../../ui/x.png' ) , url(data:image/svg+xml,x) url(\"#f\") }",
                ),
                ("ui/x.png", ""),
            ],
            "a{b: url(\"../ui/x.png\"),url(data:image/svg+xml,x) url(\"#f\")}",
        );
    }

    #[test]
    fn a_small_drawing_stands_in_the_sheet_and_a_large_one_does_not() {
        let large = format!("<svg>{}</svg>", " ".repeat(MOST_BYTES));
        check(
            &[
                ("main.css", "a { b: url(x.svg) } c { d: url(large.svg) }"),
                ("x.svg", "<svg a=\"#1\">5 % (of)</svg>\n"),
                ("large.svg", &large),
            ],
            "a{b: url(\"data:image/svg+xml,%3Csvg a=%22%231%22%3E5 %25 (of)%3C/svg%3E\")}c{d: url(\"large.svg\")}",
        );
    }

    #[test]
    fn what_cannot_be_joined_is_named() {
        check_refused(&[("main.css", "@import 'a.css';")], "main.css names a.css");
        check_refused(&[("main.css", "a{b:url(x.svg)}")], "main.css names x.svg");
        check_refused(&[("main.css", "@import 'main.css';")], "main.css imports itself");
        check_refused(&[("main.css", "a{} @import 'b.css';")], "after other rules");
        check_refused(&[("main.css", "@import 'main2.css' supports(x: y);"), ("main2.css", "")], "supports");
        check_refused(&[("main.css", "a{b:url(https://example.org/x.svg)}")], "other hosts");
    }
}
