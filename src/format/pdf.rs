//! A PDF of one page of A4 that holds a picture of the page, with its text beneath so that it can be searched, copied and
//! read out.

use pdf_writer::types::TextRenderingMode;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::format::sheet::{HEIGHT, Line, WIDTH};

/// Points in a tenth of a millimetre, the unit of a sheet.
const POINTS: f32 = 72.0 / 254.0;

/// A picture of the page.
#[derive(Debug, Clone, Copy)]
pub struct Photo<'a> {
    /// As JPEG.
    pub jpeg: &'a [u8],
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// The page in `photo` as a PDF called `title`, in `language` (BCP 47), with `lines` as its text.
#[expect(clippy::cast_precision_loss, reason = "tenths of millimetres on a page")]
pub fn write_pdf(photo: Photo<'_>, lines: &[Line], title: &str, language: &str) -> Vec<u8> {
    let [catalog, pages, page, picture, font, content, info] = [1, 2, 3, 4, 5, 6, 7].map(Ref::new);
    let (width, height) = (WIDTH as f32 * POINTS, HEIGHT as f32 * POINTS);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages).lang(TextStr(language)).viewer_preferences().display_doc_title(true);
    pdf.document_info(info).title(TextStr(title)).creator(TextStr("Betekenis"));
    pdf.pages(pages).kids([page]).count(1);
    let mut one = pdf.page(page);
    one.parent(pages).media_box(Rect::new(0.0, 0.0, width, height)).contents(content);
    let mut resources = one.resources();
    resources.x_objects().pair(Name(b"P"), picture);
    resources.fonts().pair(Name(b"F"), font);
    resources.finish();
    one.finish();
    pdf.type1_font(font).base_font(Name(b"Helvetica")).encoding_predefined(Name(b"WinAnsiEncoding"));

    let mut drawn = Content::new();
    drawn.save_state();
    drawn.transform([width, 0.0, 0.0, height, 0.0, 0.0]);
    drawn.x_object(Name(b"P"));
    drawn.restore_state();
    drawn.begin_text();
    drawn.set_text_rendering_mode(TextRenderingMode::Invisible);
    for line in lines {
        drawn.set_font(Name(b"F"), line.size as f32 * POINTS);
        let (x, y) = (line.x as f32 * POINTS, (HEIGHT - line.y) as f32 * POINTS);
        drawn.set_text_matrix([1.0, 0.0, 0.0, 1.0, x, y]);
        drawn.show(Str(&win_ansi(&line.text)));
    }
    drawn.end_text();
    pdf.stream(content, &drawn.finish());

    let mut image = pdf.image_xobject(picture, photo.jpeg);
    image.filter(Filter::DctDecode);
    image.width(i32::try_from(photo.width).unwrap_or(i32::MAX));
    image.height(i32::try_from(photo.height).unwrap_or(i32::MAX));
    image.color_space().device_rgb();
    image.bits_per_component(8);
    image.finish();
    pdf.finish()
}

/// `text` in the signs that every PDF reader has a font for; a question mark for others, which are in the picture.
fn win_ansi(text: &str) -> Vec<u8> {
    let sign = |sign: char| match sign {
        ' '..='~' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(sign)).unwrap_or(b'?'),
        '€' => 0x80,
        '…' => 0x85,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '–' => 0x96,
        '—' => 0x97,
        _ => b'?',
    };
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::sheet::{Content as Words, Sheet};

    #[test]
    fn a_pdf_is_one_page_of_a4_with_the_picture_as_it_came_and_the_text_beneath() {
        let words = Words { title: "Wat betekent (deze) plek?".to_owned(), ..Words::default() };
        let jpeg = [0xff, 0xd8, 0x00, 0x0a, 0xff, 0xd9];

        let photo = Photo { jpeg: &jpeg, width: 1654, height: 2339 };
        let pdf = write_pdf(photo, Sheet::draw(&words).lines(), "Plek", "nl");

        let has = |wanted: &[u8]| pdf.windows(wanted.len()).any(|part| part == wanted);
        assert!(pdf.starts_with(b"%PDF-1.") && has(b"%%EOF"));
        assert!(has(b"/Count 1") && has(b"/MediaBox [0 0 595.27"), "A4");
        assert!(has(&jpeg) && has(b"/DCTDecode") && has(b"/Width 1654") && has(b"/Height 2339"));
        assert!(has(b"(Wat betekent \\(deze\\) plek?)") || has(b"(Wat betekent (deze) plek?)"));
        // Beneath the picture: not seen twice.
        assert!(has(b"3 Tr"));
    }

    #[test]
    fn signs_that_no_reader_has_a_font_for_become_question_marks() {
        assert_eq!(win_ansi("é€…ş"), [0xe9, 0x80, 0x85, b'?']);
    }
}
