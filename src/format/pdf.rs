//! A PDF of one page of A4 that holds a picture of the page, with its text beneath so that it can be searched, copied and
//! read out.

use pdf_writer::types::{SystemInfo, TextRenderingMode, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::format::poster::{HEIGHT, Line, WIDTH};

/// Points in a tenth of a millimetre, the unit of a poster.
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

/// Most signs of a font whose codes are bytes.
const SIGNS: usize = 256;

/// Signs that are not in the usual fonts of a PDF reader: in fonts of our own without any shape, since nothing of the text is
/// seen, with 256 of them each.
struct Signs(Vec<char>);

impl Signs {
    /// Those of the lines that need them.
    fn of(lines: &[Line]) -> Self {
        let texts = lines.iter().map(whole).filter(|text| win_ansi(text).is_none());
        let mut signs: Vec<char> = texts.flat_map(|text| text.chars().collect::<Vec<_>>()).collect();
        signs.sort_unstable();
        signs.dedup();
        Self(signs)
    }

    fn fonts(&self) -> impl Iterator<Item = (String, &[char])> {
        self.0.chunks(SIGNS).enumerate().map(|(at, signs)| (format!("U{at}"), signs))
    }

    /// `text` in pieces, each with the name of its font.
    fn pieces(&self, text: &str) -> Vec<(String, Vec<u8>)> {
        let mut pieces: Vec<(String, Vec<u8>)> = Vec::new();
        for place in text.chars().filter_map(|sign| self.0.binary_search(&sign).ok()) {
            let (font, code) = (format!("U{}", place / SIGNS), u8::try_from(place % SIGNS).unwrap_or(0));
            match pieces.last_mut() {
                Some((last, codes)) if *last == font => codes.push(code),
                _ => pieces.push((font, vec![code])),
            }
        }
        pieces
    }

    /// Writes the fonts with the numbers from `first` on, and what each of their codes means.
    fn write(&self, pdf: &mut Pdf, first: i32) {
        if self.0.is_empty() {
            return;
        }
        let mut nothing = Content::new();
        nothing.start_shape_glyph(WIDTH_OF_SIGN, 0.0, 0.0, 0.0, 0.0);
        let shape = Ref::new(first - 1);
        pdf.stream(shape, &nothing.finish());
        for (at, (_, signs)) in (0..).zip(self.fonts()) {
            let (font, meaning) = (Ref::new(first + 2 * at), Ref::new(first + 2 * at + 1));
            let last = u8::try_from(signs.len() - 1).unwrap_or(u8::MAX);
            let mut one = pdf.type3_font(font);
            one.bbox(Rect::new(0.0, 0.0, 0.0, 0.0)).matrix([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
            one.char_procs().pair(Name(b"n"), shape);
            one.encoding_custom().differences().consecutive(0, signs.iter().map(|_| Name(b"n")));
            one.first_char(0).last_char(last).widths(signs.iter().map(|_| WIDTH_OF_SIGN));
            one.resources();
            one.to_unicode(meaning);
            one.finish();
            let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"UCS"), supplement: 0 };
            let mut map = UnicodeCmap::<u8>::new(Name(b"Adobe-Identity-UCS"), system);
            for (code, sign) in (0..=last).zip(signs) {
                map.pair(code, *sign);
            }
            pdf.cmap(meaning, &map.finish());
        }
    }
}

/// Width of a sign without a shape, in thousandths of its size.
const WIDTH_OF_SIGN: f32 = 590.0;

/// All that a line says, also what was cut off for the eye.
fn whole(line: &Line) -> String {
    let shown = if line.rest.is_empty() { &line.text } else { line.text.trim_end_matches('…') };
    format!("{shown}{}", line.rest)
}

/// `text` in the order in which it is seen from left to right, which is how text lies in a PDF: words of Arabic and Hebrew
/// letters the other way round.
fn as_seen(text: &str) -> String {
    let is_rtl = |sign: char| matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    let mut seen = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_rtl) {
        let (before, from) = rest.split_at(start);
        // Up to the last of those letters before one of another script.
        let end = from.find(|sign: char| sign.is_alphanumeric() && !is_rtl(sign)).unwrap_or(from.len());
        let run = from[..end].trim_end_matches(|sign| !is_rtl(sign));
        seen.push_str(before);
        seen.extend(run.chars().rev());
        rest = &from[run.len()..];
    }
    seen + rest
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
    // After the numbers above comes that of the shape of signs, and then those of their fonts.
    let (signs, first) = (Signs::of(lines), 9);
    let mut fonts = resources.fonts();
    fonts.pair(Name(b"F"), font);
    for (at, (name, _)) in (0..).zip(signs.fonts()) {
        fonts.pair(Name(name.as_bytes()), Ref::new(first + 2 * at));
    }
    fonts.finish();
    resources.finish();
    one.finish();
    signs.write(&mut pdf, first);
    pdf.type1_font(font).base_font(Name(b"Helvetica")).encoding_predefined(Name(b"WinAnsiEncoding"));

    let mut drawn = Content::new();
    drawn.save_state();
    drawn.transform([width, 0.0, 0.0, height, 0.0, 0.0]);
    drawn.x_object(Name(b"P"));
    drawn.restore_state();
    drawn.begin_text();
    drawn.set_text_rendering_mode(TextRenderingMode::Invisible);
    for line in lines {
        let (x, y) = (line.x as f32 * POINTS, (HEIGHT - line.y) as f32 * POINTS);
        let (text, size) = (whole(line), line.size as f32 * POINTS);
        drawn.set_text_matrix([1.0, 0.0, 0.0, 1.0, x, y]);
        if let Some(bytes) = win_ansi(&text) {
            drawn.set_font(Name(b"F"), size).show(Str(&bytes));
            continue;
        }
        let mut span = drawn.begin_marked_content_with_properties(Name(b"Span"));
        span.properties().actual_text(TextStr(&text));
        span.finish();
        for (font, codes) in signs.pieces(&as_seen(&text)) {
            drawn.set_font(Name(font.as_bytes()), size).show(Str(&codes));
        }
        drawn.end_marked_content();
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

/// `text` in the signs that every PDF reader has a font for; none if it has others.
fn win_ansi(text: &str) -> Option<Vec<u8>> {
    let sign = |sign: char| match sign {
        ' '..='~' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(sign)).ok(),
        '€' => Some(0x80),
        '…' => Some(0x85),
        '‘' => Some(0x91),
        '’' => Some(0x92),
        '“' => Some(0x93),
        '”' => Some(0x94),
        '•' => Some(0x95),
        '–' => Some(0x96),
        '—' => Some(0x97),
        _ => None,
    };
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::poster::{Content as Words, Poster};

    #[test]
    fn a_pdf_is_one_page_of_a4_with_the_picture_as_it_came_and_the_text_beneath() {
        let words = Words { title: "Wat betekent (deze) plek?".to_owned(), ..Words::default() };
        let jpeg = [0xff, 0xd8, 0x00, 0x0a, 0xff, 0xd9];

        let photo = Photo { jpeg: &jpeg, width: 1654, height: 2339 };
        let pdf = write_pdf(photo, Poster::draw(&words).lines(), "Plek", "nl");

        let has = |wanted: &[u8]| pdf.windows(wanted.len()).any(|part| part == wanted);
        assert!(pdf.starts_with(b"%PDF-1.") && has(b"%%EOF"));
        assert!(has(b"/Count 1") && has(b"/MediaBox [0 0 595.27"), "A4");
        assert!(has(&jpeg) && has(b"/DCTDecode") && has(b"/Width 1654") && has(b"/Height 2339"));
        assert!(has(b"(Wat betekent \\(deze\\) plek?)") || has(b"(Wat betekent (deze) plek?)"));
        // Beneath the picture: not seen twice.
        assert!(has(b"3 Tr"));
    }

    #[test]
    fn every_sign_of_every_script_stands_in_the_text_beneath() {
        let signs: String = ('а'..='я').chain('ა'..='ჰ').chain('あ'..='ん').chain('一'..='乿').collect();
        let title = format!("Łódź Дім مركز الحي ş… {signs}");
        let words = Words { title: title.clone(), ..Words::default() };
        let jpeg = [0xff, 0xd8, 0xff, 0xd9];
        let drawing = Poster::draw(&words);

        let pdf = write_pdf(Photo { jpeg: &jpeg, width: 8, height: 8 }, drawing.lines(), "Plek", "nl");

        let has = |wanted: &[u8]| pdf.windows(wanted.len()).any(|part| part == wanted);
        for sign in title.chars().filter(|sign| !sign.is_whitespace()) {
            // A code of a font means it, as UTF-16.
            let hex = format!("{:04X}", u32::from(sign));
            assert!(has(format!("> <{hex}>").as_bytes()), "{sign}");
        }
        assert!(has(b"/ActualText") && has(b"/Type3"));
    }

    #[test]
    fn what_is_cut_off_for_the_eye_is_whole_beneath() {
        let line = |text: &str, rest: &str| {
            let mut line =
                Poster::draw(&Words { title: "x".to_owned(), ..Words::default() }).lines()[0].clone();
            (line.text, line.rest) = (text.to_owned(), rest.to_owned());
            line
        };
        assert_eq!(whole(&line("Samen ko…", "ken")), "Samen koken");
        assert_eq!(whole(&line("Wacht…", "")), "Wacht…");
    }

    #[test]
    fn words_that_are_read_from_the_right_lie_as_they_are_seen() {
        assert_eq!(as_seen("Wat is אבג דה voor ons?"), "Wat is הד גבא voor ons?");
        assert_eq!(as_seen("Дім"), "Дім");
    }

    #[test]
    fn only_signs_that_every_reader_has_a_font_for_go_without_one_of_our_own() {
        assert_eq!(win_ansi("é€…"), Some(vec![0xe9, 0x80, 0x85]));
        assert_eq!(win_ansi("ş"), None);
    }
}
