//! Brotli copies, for web servers that hand out `x.br` for `x`.

use std::io;

use brotli::enc::BrotliEncoderParams;
use brotli::enc::backward_references::BrotliEncoderMode;

use crate::files::{Files, extension};

/// What is text or wasm; pictures and sounds in their own formats are compressed already.
const COMPRESSIBLE: [&str; 10] =
    ["css", "html", "js", "json", "md", "svg", "txt", "wasm", "webmanifest", "xml"];

/// As small as can be: done once a build, downloaded on every tablet.
pub(crate) const SMALLEST: i32 = 11;
/// For a build that only its developer downloads.
pub(crate) const QUICKEST: i32 = 1;

/// Adds `x.br` beside each file that becomes smaller by it; `quality` is brotli's, from 0 to 11.
///
/// # Errors
///
/// [`io::Error`] from the encoder, which writes to memory and has no reason to fail.
pub(crate) fn compress(files: &mut Files, quality: i32) -> io::Result<()> {
    let of_text = BrotliEncoderParams { quality, ..BrotliEncoderParams::default() };
    // The byte before a byte of wasm tells most by its upper bits, which brotli does not find out by itself; and all of it is best
    // described at once. To say so is worth some 2,000 bytes of the participant's 121,000.
    let of_wasm = BrotliEncoderParams {
        mode: BrotliEncoderMode::BROTLI_FORCE_MSB_PRIOR,
        lgblock: 24,
        ..of_text.clone()
    };
    let mut copies = Files::new();
    for (path, bytes) in &*files {
        if !COMPRESSIBLE.contains(&extension(path)) {
            continue;
        }
        let params = if extension(path) == "wasm" { &of_wasm } else { &of_text };
        let mut copy = Vec::new();
        brotli::BrotliCompress(&mut bytes.as_slice(), &mut copy, params)?;
        if copy.len() < bytes.len() {
            copies.insert(format!("{path}.br"), copy);
        }
    }
    files.extend(copies);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_wasm_get_a_smaller_copy_that_reads_the_same() {
        let text = "een twee drie ".repeat(100).into_bytes();
        let names = ["a.json", "a.wasm", "b.png"];
        let mut files: Files = names.map(|name| (name.to_owned(), text.clone())).into();

        compress(&mut files, SMALLEST).unwrap();

        for copy in ["a.json.br", "a.wasm.br"] {
            let mut read = Vec::new();
            brotli::BrotliDecompress(&mut files[copy].as_slice(), &mut read).unwrap();
            assert_eq!(read, text);
            assert!(files[copy].len() < 100);
        }
        assert!(!files.contains_key("b.png.br"));
    }

    #[test]
    fn what_would_grow_gets_none() {
        let mut files = Files::from([("a.txt".into(), b"x".to_vec())]);
        compress(&mut files, SMALLEST).unwrap();
        assert_eq!(files.len(), 1);
    }
}
