//! How each kind of instrument is written down: in a study, in a response and in a draft.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::domain::study::Instrument;
use crate::format::codec::{Invalid, Reader, as_it_came, text_found, write};
use crate::format::packed::Packed;
use crate::format::records::{Record, read_as, write_as};
use crate::format::study::Checking;
use crate::instruments::{
    Given, InnerStep, NewerPart, Part, PartResults, Rules, Tallied, Tally, all_kinds, by_kind, each_of,
    each_part,
};

/// How a kind of instrument is written down. Implemented by what stands in the study.
pub(crate) trait Written: Rules + Into<Instrument> {
    /// What it is called in studies and responses.
    const KIND: &'static str;
    /// As it stands in a study.
    type File: DeserializeOwned + Into<Self>;

    /// Looks for what only a study maker can have done wrong.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first mistake, with its place in the instrument.
    fn check(&self, checking: &Checking<'_>) -> Result<(), Invalid>;
}

/// How what was done with it is written down.
pub(crate) trait WrittenPart: Given + Packed {
    /// What stands in the study.
    type Kind: Written;
    /// As it stands in a response.
    type Record: Serialize + DeserializeOwned + for<'a> From<&'a Self>;
    /// A step inside it.
    type Step: WrittenStep;

    /// What is written there.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first mistake, with its place.
    fn from_record<R: Reader>(record: Self::Record) -> Result<Self, Invalid>;
}

/// How a step inside it is written down.
pub(crate) trait WrittenStep: Sized {
    /// What it is called, and the place among its questions if it is one of several.
    fn name(self) -> (&'static str, usize);

    /// The step that is called so.
    fn named(name: &str, question: usize) -> Option<Self>;
}

/// How what several people said with it is written down, for the coordinator's page.
pub(crate) trait WrittenResults: Tally {
    /// What stands in the study.
    type Kind: Written;
    /// What is written.
    type Record: Record<Of = Self>;
}

/// What several people said with an instrument of any kind.
pub(crate) struct PartResultsRecord;

#[derive(Serialize, Deserialize)]
struct OfKind {
    kind: String,
    results: Box<RawValue>,
}

impl Record for PartResultsRecord {
    type Of = PartResults;

    fn write<S: Serializer>(of: &PartResults, to: S) -> Result<S::Ok, S::Error> {
        fn of_kind<R: WrittenResults>(results: &R) -> OfKind {
            let kind = <R::Kind as Written>::KIND.to_owned();
            OfKind { kind, results: as_it_came(&write_as::<R::Record>(results)) }
        }
        each_of!(PartResults, of, results => of_kind(results)).serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<PartResults, D::Error> {
        let OfKind { kind, results } = OfKind::deserialize(from)?;
        by_kind!(kind.as_str(), Kind => {
            type ResultsOf<K> = <<K as Rules>::Part as Tallied>::Results;
            let results = read_as::<<ResultsOf<Kind> as WrittenResults>::Record>(results.get());
            results.map(Into::into).map_err(D::Error::custom)
        }, else Err(D::Error::custom("results of an unknown kind")))
    }
}

/// Of an instrument, no more than its kind.
#[derive(Deserialize)]
struct KindOf {
    id: String,
    kind: String,
}

/// Reads an instrument as it stands in a study.
///
/// # Errors
///
/// [`Invalid`] for the first mistake, with its place in the instrument.
pub(crate) fn read_instrument<R: Reader>(json: &str) -> Result<Instrument, Invalid> {
    let kind = R::look::<KindOf>(json)?.kind;
    by_kind!(kind.as_str(), Kind => {
        let file: <Kind as Written>::File = R::read(json)?;
        let instrument: Kind = file.into();
        Ok(instrument.into())
    }, else {
        let known = all_kinds!(Kind => format!("\"{}\"", <Kind as Written>::KIND));
        Err(Invalid::new("kind", text_found(&kind), known.join(" or ")))
    })
}

/// Looks for what only a study maker can have done wrong.
///
/// # Errors
///
/// [`Invalid`] for the first mistake, with its place in the instrument.
pub(crate) fn check_instrument(instrument: &Instrument, checking: &Checking<'_>) -> Result<(), Invalid> {
    each_of!(Instrument, instrument, one => one.check(checking))
}

/// Writes down what was done with an instrument.
pub(crate) fn write_part(part: &Part) -> Box<RawValue> {
    fn record<P: WrittenPart>(part: &P) -> String {
        write(&P::Record::from(part))
    }
    as_it_came(&each_part!(part, given => record(given), newer => newer.json.clone()))
}

/// Reads what was done with an instrument; of a kind that only a newer app knows it is kept as it came, and so is, by a reader that
/// keeps it, what does not go together.
///
/// # Errors
///
/// [`Invalid`] for the first mistake, with its place.
pub(crate) fn read_part<R: Reader>(json: &str) -> Result<Part, Invalid> {
    let KindOf { id, kind } = R::look(json)?;
    let newer = || Part::Newer(NewerPart { instrument: id, json: json.to_owned() });
    by_kind!(kind.as_str(), Kind => {
        let part = <Kind as Rules>::Part::from_record::<R>(R::read(json)?);
        if part.is_err() && R::KEEPS { Ok(newer()) } else { part.map(Into::into) }
    }, else Ok(newer()))
}

/// What a step inside an instrument is called, and the place among its questions if it is one of several.
pub(crate) fn step_name(step: InnerStep) -> (&'static str, usize) {
    each_of!(InnerStep, step, one => one.name())
}

/// The step of that name inside what was done with an instrument; `None` if there is none.
pub(crate) fn read_step(part: &Part, name: &str, question: usize) -> Option<InnerStep> {
    fn named<P: WrittenPart>(_: &P, name: &str, question: usize) -> Option<P::Step> {
        P::Step::named(name, question)
    }
    each_part!(part, given => named(given, name, question).map(Into::into), _ => None)
}
