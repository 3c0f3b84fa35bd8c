//! Responses as the worker that makes results keeps them from one visit to the next, so that it need not read every text again.
//!
//! Not a format for anybody else, and not the truth: that is the text of the response. What another version of the app has packed is
//! nothing to this one, which reads the texts and packs them anew.

use crate::domain::response::{Activity, ActivityId, NewerPart, Part, Response, ResponseId};
use crate::format::kinds::{Written, WrittenPart};
use crate::format::packed::{Packed, Packer, Unpacker};
use crate::format::response::{Named, mode_name, outcome_name, part_name};
use crate::instruments::{Rules, by_kind, each_part};

/// What stands at the beginning of a page. Another version of the app may take a text for something else.
const VERSION: &str = concat!("rows/2 ", env!("CARGO_PKG_VERSION"));

/// A finished response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id in the ledger.
    pub id: ResponseId,
    /// How long its text is, in bytes.
    pub n_bytes: usize,
    /// What it says; `None` if its text cannot be read.
    pub response: Option<Response>,
}

/// Packs a page of responses: id, length of the text, and what it says. The tablet has cleared `n_cleared` texts by then.
pub fn write_rows<'a>(
    n_cleared: usize,
    rows: impl ExactSizeIterator<Item = (&'a ResponseId, usize, Option<&'a Response>)>,
) -> Vec<u8> {
    let mut to = Packer::default();
    to.only_text(VERSION);
    to.number(n_cleared as u64);
    to.number(rows.len() as u64);
    for (id, n_bytes, response) in rows {
        to.only_text(id);
        to.number(n_bytes as u64);
        response.is_some().pack(&mut to);
        if let Some(response) = response {
            pack_response(response, &mut to);
        }
    }
    to.finish()
}

/// The responses of a page; `None` if another version of the app has packed it, or texts were cleared since: then nothing may be left of
/// them, also where an app has cleared them that knew no pages.
pub fn read_rows(bytes: &[u8], n_cleared: usize) -> Option<Vec<Row>> {
    let mut from = Unpacker::new(bytes)?;
    if from.only_text()? != VERSION || from.number()? != n_cleared as u64 {
        return None;
    }
    let n = from.length()?;
    let mut rows = Vec::with_capacity(n);
    for _ in 0..n {
        let id = ResponseId::new(from.only_text()?);
        let n_bytes = usize::try_from(from.number()?).ok()?;
        let response = if bool::unpack(&mut from)? { Some(unpack_response(&mut from)?) } else { None };
        rows.push(Row { id, n_bytes, response });
    }
    Some(rows)
}

fn pack_response(response: &Response, to: &mut Packer) {
    let Response { study, study_version, activity, language, n_present, app, parts, has_newer_keys, .. } =
        response;
    to.only_text(&response.id);
    for text in [study, study_version, language, app] {
        to.text(text);
    }
    for name in [mode_name(response), outcome_name(response), part_name(response)] {
        to.text(name);
    }
    let Activity { id, centre, kind, date, part_of_day: _, round, centre_type, neighbourhood, aims } =
        activity;
    for text in [id.as_str(), centre, kind, date, round, centre_type, neighbourhood] {
        to.text(text);
    }
    aims.pack(to);
    n_present.pack(to);
    parts.pack(to);
    has_newer_keys.pack(to);
}

fn unpack_response(from: &mut Unpacker<'_>) -> Option<Response> {
    let id = ResponseId::new(from.only_text()?);
    let mut text = || from.text().map(str::to_owned);
    let (study, study_version, language, app) = (text()?, text()?, text()?, text()?);
    let Named { mode, outcome, part_of_day, newer } = Named::of(text()?, text()?, text()?);
    let activity = Activity {
        id: ActivityId::new(text()?),
        centre: text()?,
        kind: text()?,
        date: text()?,
        part_of_day,
        round: text()?,
        centre_type: text()?,
        neighbourhood: text()?,
        aims: Packed::unpack(from)?,
    };
    let (n_present, parts) = (Packed::unpack(from)?, Packed::unpack(from)?);
    let has_newer_keys = Packed::unpack(from)?;
    Some(Response {
        id,
        study,
        study_version,
        activity,
        language,
        mode,
        n_present,
        outcome,
        app,
        parts,
        newer,
        has_newer_keys,
    })
}

/// With the name of its kind before it; of one that only a newer app knows that is empty.
impl Packed for Part {
    fn pack(&self, to: &mut Packer) {
        fn with_kind<P: WrittenPart>(part: &P, to: &mut Packer) {
            to.text(<P::Kind as Written>::KIND);
            part.pack(to);
        }
        each_part!(self, given => with_kind(given, to), newer => {
            to.text("");
            to.text(&newer.instrument);
            to.only_text(&newer.json);
        });
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        by_kind!(from.text()?, Kind => <Kind as Rules>::Part::unpack(from).map(Into::into), else {
            let instrument = from.text()?.to_owned();
            Some(Self::Newer(NewerPart { instrument, json: from.only_text()?.to_owned() }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::response::read_response;

    const RESPONSES: &str = "tests/fixtures/formats";

    #[test]
    fn every_response_that_was_ever_written_comes_back_as_it_was() {
        let mut responses = Vec::new();
        for file in std::fs::read_dir(RESPONSES).unwrap() {
            let path = file.unwrap().path();
            let is_one = path.file_name().unwrap().to_string_lossy().starts_with("response_");
            let text = if is_one { std::fs::read_to_string(&path).unwrap() } else { String::new() };
            responses.extend(read_response(&text));
        }
        assert!(responses.len() > 2, "{}", responses.len());
        let id = ResponseId::new("in the ledger");
        let rows = responses.iter().map(|one| (&one.id, 9, Some(one))).chain([(&id, 3, None)]);
        let rows: Vec<_> = rows.collect();

        let bytes = write_rows(7, rows.iter().copied());

        let expected = rows.iter().map(|(id, n_bytes, response)| Row {
            id: (*id).clone(),
            n_bytes: *n_bytes,
            response: response.cloned(),
        });
        assert_eq!(read_rows(&bytes, 7), Some(expected.collect()));
        assert_eq!(read_rows(&bytes, 8), None, "something was cleared");
        for n in 0..bytes.len() {
            assert_eq!(read_rows(&bytes[..n], 7), None, "the first {n} bytes");
        }
        let other = bytes.windows(7).position(|part| part == b"rows/2 ").unwrap();
        let mut bytes = bytes;
        bytes[other + 7] = b'9';
        assert_eq!(read_rows(&bytes, 7), None, "another version of the app");
    }
}
