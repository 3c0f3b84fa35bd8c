//! QR codes: a text as a picture, and the texts of the codes in a picture.

use std::fmt::Write as _;

use qrcodegen::{DataTooLong, QrCode, QrCodeEcc, QrSegment, Version};
use rqrr::PreparedImage;

/// Finest code: 117 dots along a side. What is finer, the camera of a cheap tablet does not read from a screen.
const FINEST: u8 = 25;

/// Most characters of such a code, at the error level M (a seventh of it may be unreadable).
pub const MOST_CHARACTERS: usize = 997;

/// Light dots around a code that belong to it.
const QUIET: i32 = 4;

/// A text has more characters than a code can hold that is still read: how many it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} characters are too many for a QR code; it holds {MOST_CHARACTERS}")]
pub struct TooLong(pub usize);

/// `text` as a QR code: an SVG picture, black on white, with the light border that belongs to it. It says nothing to a
/// screen reader; the page does.
///
/// # Errors
///
/// [`TooLong`].
pub fn qr_svg(text: &str) -> Result<String, TooLong> {
    let too_long = |_: DataTooLong| TooLong(text.chars().count());
    let segments = QrSegment::make_segments(text);
    let code = QrCode::encode_segments_advanced(
        &segments,
        QrCodeEcc::Medium,
        Version::MIN,
        Version::new(FINEST),
        None,
        false,
    )
    .map_err(too_long)?;
    let side = code.size() + 2 * QUIET;
    let mut dots = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let first = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            if x > first {
                let (at, down, wide) = (first + QUIET, y + QUIET, x - first);
                // Writing into a text cannot fail.
                let _ = write!(dots, "M{at} {down}h{wide}v1h-{wide}z");
            }
            x += 1;
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
         aria-hidden=\"true\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{dots}\" fill=\"#000\"/>\
         </svg>"
    ))
}

/// The texts of all QR codes in a picture of `width` dots a line, each dot from 0 (black) to 255 (white). A code may be
/// light on dark, as a browser shows it that darkens pages.
pub fn read_codes(width: usize, grey: &[u8]) -> Vec<String> {
    let texts = read_dark_codes(width, grey);
    if !texts.is_empty() {
        return texts;
    }
    let inverted: Vec<u8> = grey.iter().map(|dot| u8::MAX - dot).collect();
    read_dark_codes(width, &inverted)
}

/// The texts of the codes that are dark on light.
fn read_dark_codes(width: usize, grey: &[u8]) -> Vec<String> {
    let height = grey.len().checked_div(width).unwrap_or(0);
    // Less is no picture of anything.
    if width < 21 || height < 21 {
        return Vec::new();
    }
    let mut picture = PreparedImage::prepare_from_greyscale(width, height, |x, y| grey[y * width + x]);
    let codes = picture.detect_grids();
    codes.into_iter().filter_map(|code| code.decode().ok()).map(|(_, text)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The picture of `svg` with so many dots for each of its own.
    fn grey(svg: &str, scale: usize) -> (usize, Vec<u8>) {
        let number = |text: &str| text.parse::<usize>().unwrap();
        let side = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().map(number).unwrap();
        let mut dots = vec![255; side * side * scale * scale];
        for run in svg.split("d=\"").nth(1).unwrap().split('"').next().unwrap().split('M').skip(1) {
            let (at, rest) = run.split_once(' ').unwrap();
            let (down, rest) = rest.split_once('h').unwrap();
            let wide = rest.split('v').next().map(number).unwrap();
            for y in number(down) * scale..(number(down) + 1) * scale {
                for x in number(at) * scale..(number(at) + wide) * scale {
                    dots[y * side * scale + x] = 0;
                }
            }
        }
        (side * scale, dots)
    }

    #[test]
    fn a_code_says_what_was_written() {
        for text in ["https://example.org/coordinator/#/setup/1.AAAA", &"Buurtkamer-1 ".repeat(76)] {
            let (width, dots) = grey(&qr_svg(text).unwrap(), 3);

            assert_eq!(read_codes(width, &dots), [text]);
        }
    }

    #[test]
    fn a_code_that_is_light_on_dark_is_read_too() {
        let text = "https://example.org/coordinator/#/setup/1.AAAA";
        let (width, dots) = grey(&qr_svg(text).unwrap(), 3);
        // As a dark page shows it: white on black, or light grey on dark grey.
        for (dark, light) in [(0, 255), (40, 180)] {
            let dots: Vec<u8> = dots.iter().map(|dot| if *dot == 0 { light } else { dark }).collect();

            assert_eq!(read_codes(width, &dots), [text]);
        }
    }

    #[test]
    fn a_text_that_makes_too_fine_a_code_is_refused_with_its_length() {
        let most = "a".repeat(MOST_CHARACTERS);

        assert!(qr_svg(&most).unwrap().contains("viewBox=\"0 0 125 125\""));
        assert_eq!(qr_svg(&format!("{most}a")), Err(TooLong(MOST_CHARACTERS + 1)));
    }

    #[test]
    fn a_picture_without_a_code_says_nothing() {
        assert_eq!(read_codes(100, &[255; 10_000]), Vec::<String>::new());
        assert_eq!(read_codes(0, &[]), Vec::<String>::new());
        assert_eq!(read_codes(3, &[0; 9]), Vec::<String>::new());
    }
}
