//! Settings as a link, and whatever else they come in by.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde::de::IgnoredAny;
use sha2::{Digest as _, Sha256};

use crate::domain::setup::Setup;
use crate::format::codec::read_placed;
use crate::format::setup::{Refusal, VERSION, check_site_at, read_setup, write_setup};

/// The coordinator's page, seen from the root of a site.
const PAGE: &str = "coordinator/";

/// Where it shows settings that came in.
const PART: &str = "#/setup/";

/// Longest link in characters: some messengers cut off what is longer.
pub const LONGEST_LINK: usize = 8000;

/// Longest JSON in bytes that is read: some hundred times what a busy organisation has.
const LONGEST: usize = 256 << 10;

/// How well it is compressed: as well as can be, since every character makes a QR code finer.
const LEVEL: u8 = 10;

/// Bytes before the compressed ones: how many these are (two), and the beginning of their SHA-256 (four).
const HEAD: usize = 6;

/// A link is often cut off in the middle of the last sign's bits.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// Writes settings as a link to the site at `setup.site`; `None` if it would be longer than [`LONGEST_LINK`].
pub fn write_link(setup: &Setup) -> Option<String> {
    // The link itself says which site it is of.
    let json = write_setup(&Setup { site: String::new(), ..setup.clone() });
    let packed = compress_to_vec(json.as_bytes(), LEVEL);
    let length = u16::try_from(packed.len()).ok()?;
    let mut bytes = length.to_be_bytes().to_vec();
    bytes.extend_from_slice(&checksum(&packed));
    bytes.extend_from_slice(&packed);
    let link = format!("{}{PAGE}{PART}{VERSION}.{}", setup.site, BASE64.encode(bytes));
    (link.len() <= LONGEST_LINK).then_some(link)
}

/// Reads settings from what was scanned, pasted or opened: a link, perhaps in the middle of a message, what stands behind
/// its last slash, or the content of a file.
///
/// # Errors
///
/// [`Refusal`].
pub fn read_any(text: &str) -> Result<Setup, Refusal> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.len() > LONGEST {
        return Err(Refusal::Foreign);
    }
    if text.starts_with('{') {
        return match read_setup(text) {
            // Broken JSON that does not close was not copied whole.
            Err(Refusal::Invalid(_)) if read_placed::<IgnoredAny>(text).is_err() && !text.ends_with('}') => {
                Err(Refusal::CutOff)
            }
            read => read,
        };
    }
    let Some((before, payload)) = text.split_once(PART) else { return read_payload(text) };
    let mut setup = read_payload(payload)?;
    // Of a message only the address counts: it begins after the last space.
    let page = before.rsplit(|sign: char| sign.is_whitespace() || "<>\"'()".contains(sign)).next();
    let page = page.unwrap_or_default().trim_end_matches("index.html");
    page.strip_suffix(PAGE).unwrap_or_default().clone_into(&mut setup.site);
    if !setup.site.is_empty() {
        // It is shown, and may become the address of the receiver.
        check_site_at("", &setup.site)?;
    }
    Ok(setup)
}

/// Reads what stands behind the last slash of a link.
///
/// # Errors
///
/// [`Refusal`].
pub fn read_payload(payload: &str) -> Result<Setup, Refusal> {
    let (version, rest) = payload.split_once('.').ok_or(Refusal::Foreign)?;
    if version != VERSION {
        let is_version =
            !version.is_empty() && version.len() < 4 && version.chars().all(|sign| sign.is_ascii_digit());
        return Err(if is_version { Refusal::Newer(version.to_owned()) } else { Refusal::Foreign });
    }
    // Messengers break long lines; what follows the link is none of it.
    let signs: Vec<u8> = rest.bytes().filter(|sign| !sign.is_ascii_whitespace()).collect();
    let decode = |signs: &[u8]| {
        // One sign alone is less than a byte.
        let whole = if signs.len() % 4 == 1 { &signs[..signs.len() - 1] } else { signs };
        BASE64.decode(whole).map_err(|_| Refusal::Altered)
    };
    // As many signs as hold the head.
    let head = decode(&signs[..signs.len().min(HEAD / 3 * 4)])?;
    let [long, short, ..] = head[..] else { return Err(Refusal::CutOff) };
    let length = HEAD + usize::from(u16::from_be_bytes([long, short]));
    let n_signs = (length * 4).div_ceil(3);
    let Some(signs) = signs.get(..n_signs) else {
        // What is there must be ours all the same.
        let is_ours = signs.iter().all(|sign| sign.is_ascii_alphanumeric() || b"-_".contains(sign));
        return Err(if is_ours { Refusal::CutOff } else { Refusal::Altered });
    };
    let bytes = decode(signs)?;
    let (head, packed) = bytes.split_at_checked(HEAD).ok_or(Refusal::CutOff)?;
    if head[2..] != checksum(packed) {
        return Err(Refusal::Altered);
    }
    let json = decompress_to_vec_with_limit(packed, LONGEST).map_err(|_| Refusal::Altered)?;
    let json = String::from_utf8(json).map_err(|_| Refusal::Altered)?;
    read_setup(&json)
}

/// The beginning of the SHA-256: it tells accidents, not forgers.
fn checksum(bytes: &[u8]) -> [u8; 4] {
    let digest = Sha256::digest(bytes);
    [digest[0], digest[1], digest[2], digest[3]]
}
