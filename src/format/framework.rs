//! Questions about the veranderverhaal and their answers, between the coordinator's page and the worker that makes results;
//! and the tables that are saved as files.

mod csv;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::codings::{Codings, Effect, EffectRow, EffectTable, TextPlace, ToldText};
use crate::domain::filter::Filter;
use crate::domain::framework::{
    Beside, CardSum, CrossTable, Difference, FrameworkResults, GoalSum, IndicatorSum, Mix, QuestionSum,
    RollUp, SubgoalSum, Sum,
};
use crate::domain::response::{Mode, ResponseId};
use crate::format::codings::{CodingsRecord, EffectRecord, text_place};
use crate::format::filter::{FilterRecord, ModeRecord};
use crate::format::id;
use crate::format::records::{As, Record, pair, records};
use crate::format::response::mode;

pub use self::csv::{effects_csv, roll_up_csv, texts_csv};

/// What is asked about the veranderverhaal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameworkQuestion {
    /// Which responses.
    #[serde(with = "FilterRecord")]
    pub filter: Filter,
    /// Two rounds to put side by side.
    pub rounds: Option<(String, String)>,
}

/// What is asked about the words of participants.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordsQuestion {
    /// Which responses.
    #[serde(with = "FilterRecord")]
    pub filter: Filter,
    /// What was read so far.
    #[serde(with = "CodingsRecord")]
    pub codings: Codings,
}

/// The words of participants and what was read in them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Every text, by the id of its response: which is random, so not in the order in which they were told.
    #[serde(with = "As::<Vec<ToldTextRecord>>")]
    pub told: Vec<ToldText>,
    /// All effects, in the order of the goals.
    #[serde(with = "As::<Vec<EffectRecord>>")]
    pub effects: Vec<Effect>,
    /// How often each was named.
    #[serde(with = "EffectTableRecord")]
    pub table: EffectTable,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ToldText")]
struct ToldTextRecord {
    #[serde(with = "id")]
    response: ResponseId,
    #[serde(with = "text_place")]
    place: TextPlace,
    text: String,
    card: String,
    language: String,
    centre: String,
    #[serde(rename = "activity_kind")]
    kind: String,
    date: String,
    round: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EffectTable")]
struct EffectTableRecord {
    #[serde(with = "As::<Vec<EffectRowRecord>>")]
    rows: Vec<EffectRow>,
    #[serde(rename = "open")]
    n_open: usize,
    #[serde(rename = "none")]
    n_none: usize,
    #[serde(rename = "coded")]
    n_coded: usize,
    #[serde(rename = "elsewhere")]
    n_elsewhere: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EffectRow")]
struct EffectRowRecord {
    effect: String,
    n: usize,
    #[serde(rename = "responses")]
    n_responses: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "FrameworkResults")]
pub(crate) struct FrameworkResultsRecord {
    #[serde(rename = "elsewhere")]
    n_elsewhere: usize,
    #[serde(with = "RollUpRecord")]
    people: RollUp,
    #[serde(with = "As::<Option<RollUpRecord>>")]
    groups: Option<RollUp>,
    #[serde(with = "CrossTableRecord")]
    centres: CrossTable,
    #[serde(with = "CrossTableRecord")]
    group_centres: CrossTable,
    #[serde(with = "As::<Vec<CountRecord>>")]
    rounds: Vec<(String, usize)>,
    #[serde(with = "As::<Option<BesideRecord>>")]
    beside: Option<Beside>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "CrossTable")]
struct CrossTableRecord {
    columns: Vec<String>,
    #[serde(with = "As::<Vec<RowRecord>>")]
    rows: Vec<(String, Vec<usize>)>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Beside")]
struct BesideRecord {
    #[serde(with = "As::<RoundRecord>")]
    first: (String, RollUp),
    #[serde(with = "As::<RoundRecord>")]
    second: (String, RollUp),
    #[serde(with = "As::<Vec<DifferenceRecord>>")]
    cards: Vec<Difference>,
    #[serde(with = "As::<Vec<DifferenceRecord>>")]
    questions: Vec<Difference>,
    #[serde(with = "As::<[Vec<ModeCountRecord>; 2]>")]
    cards_mix: [Mix; 2],
    #[serde(with = "As::<[Vec<ModeCountRecord>; 2]>")]
    questions_mix: [Mix; 2],
    #[serde(with = "As::<Vec<OfModeRecord>>")]
    by_mode: Vec<(Mode, Beside)>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "RollUp")]
struct RollUpRecord {
    n: usize,
    #[serde(rename = "present")]
    n_present: usize,
    piles: Vec<String>,
    #[serde(with = "As::<Vec<GoalRecord>>")]
    goals: Vec<GoalSum>,
    #[serde(with = "As::<Vec<CardRecord>>")]
    cards: Vec<CardSum>,
    #[serde(with = "As::<Vec<QuestionRecord>>")]
    questions: Vec<QuestionSum>,
    unknown: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "GoalSum")]
struct GoalRecord {
    id: String,
    #[serde(flatten, with = "SumRecord")]
    sum: Sum,
    #[serde(with = "As::<Vec<SubgoalRecord>>")]
    subgoals: Vec<SubgoalSum>,
    #[serde(with = "As::<Vec<IndicatorRecord>>")]
    indicators: Vec<IndicatorSum>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SubgoalSum")]
struct SubgoalRecord {
    id: String,
    #[serde(flatten, with = "SumRecord")]
    sum: Sum,
    indicators: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "IndicatorSum")]
struct IndicatorRecord {
    id: String,
    #[serde(flatten, with = "SumRecord")]
    sum: Sum,
    #[serde(with = "As::<Vec<CardRecord>>")]
    cards: Vec<CardSum>,
    #[serde(with = "As::<Vec<QuestionRecord>>")]
    questions: Vec<QuestionSum>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "CardSum")]
struct CardRecord {
    id: String,
    #[serde(flatten, with = "SumRecord")]
    sum: Sum,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Sum")]
struct SumRecord {
    n: usize,
    #[serde(rename = "present")]
    n_present: usize,
    #[serde(rename = "sorted")]
    n_sorted: usize,
    #[serde(rename = "sorted_people")]
    n_sorted_people: usize,
    piles: Vec<usize>,
    #[serde(rename = "important")]
    n_important: usize,
    #[serde(rename = "more")]
    n_more: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "QuestionSum")]
struct QuestionRecord {
    id: String,
    n: usize,
    #[serde(rename = "present")]
    n_present: usize,
    #[serde(rename = "people")]
    n_people: usize,
    #[serde(with = "As::<Vec<CountRecord>>")]
    choices: Vec<(String, usize)>,
    #[serde(rename = "dont_know")]
    n_dont_know: usize,
    #[serde(rename = "skipped")]
    n_skipped: usize,
}

records! {
    ToldTextRecord: ToldText,
    EffectRowRecord: EffectRow,
    FrameworkResultsRecord: FrameworkResults,
    BesideRecord: Beside,
    RollUpRecord: RollUp,
    GoalRecord: GoalSum,
    SubgoalRecord: SubgoalSum,
    IndicatorRecord: IndicatorSum,
    CardRecord: CardSum,
    QuestionRecord: QuestionSum,
}

pair! {
    /// Something and how often it occurs.
    CountRecord {
        name: String,
        n: usize,
    }
}

pair! {
    /// A mode and how often it occurs.
    ModeCountRecord {
        #[serde(with = "mode")]
        name: Mode,
        n: usize,
    }
}

pair! {
    /// A row of a table.
    RowRecord {
        name: String,
        numbers: Vec<usize>,
    }
}

pair! {
    /// A round and what it gave.
    RoundRecord {
        round: String,
        #[serde(with = "RollUpRecord")]
        results: RollUp,
    }
}

pair! {
    /// Two rounds side by side, of one mode.
    OfModeRecord {
        #[serde(with = "mode")]
        mode: Mode,
        #[serde(with = "BesideRecord")]
        beside: Beside,
    }
}

/// Why two rounds cannot be compared. Each has the same keys: `first` is a list, and `second` too or null.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum DifferenceRecord {
    Nothing {
        first: [String; 1],
        second: (),
    },
    Mixed {
        first: [String; 1],
        second: (),
    },
    Scale {
        first: Vec<String>,
        second: (),
    },
    Mode {
        #[serde(with = "As::<Vec<ModeRecord>>")]
        first: Vec<Mode>,
        #[serde(with = "As::<Vec<ModeRecord>>")]
        second: Vec<Mode>,
    },
    Shares {
        #[serde(with = "As::<Vec<ModeCountRecord>>")]
        first: Mix,
        #[serde(with = "As::<Vec<ModeCountRecord>>")]
        second: Mix,
    },
    Versions {
        first: Vec<String>,
        second: (),
    },
    Version {
        first: Vec<String>,
        second: Vec<String>,
    },
    Cards {
        first: Vec<String>,
        second: Vec<String>,
    },
    Piles {
        first: Vec<String>,
        second: Vec<String>,
    },
    Questions {
        first: Vec<String>,
        second: Vec<String>,
    },
}

impl From<Difference> for DifferenceRecord {
    fn from(difference: Difference) -> Self {
        match difference {
            Difference::Nothing(round) => Self::Nothing { first: [round], second: () },
            Difference::Mixed(round) => Self::Mixed { first: [round], second: () },
            Difference::Scale(first) => Self::Scale { first, second: () },
            Difference::Mode(first, second) => Self::Mode { first, second },
            Difference::Shares(first, second) => Self::Shares { first, second },
            Difference::Versions(first) => Self::Versions { first, second: () },
            Difference::Version(first, second) => Self::Version { first, second },
            Difference::Cards(first, second) => Self::Cards { first, second },
            Difference::Piles(first, second) => Self::Piles { first, second },
            Difference::Questions(first, second) => Self::Questions { first, second },
        }
    }
}

impl From<DifferenceRecord> for Difference {
    fn from(record: DifferenceRecord) -> Self {
        match record {
            DifferenceRecord::Nothing { first: [round], second: () } => Self::Nothing(round),
            DifferenceRecord::Mixed { first: [round], second: () } => Self::Mixed(round),
            DifferenceRecord::Scale { first, second: () } => Self::Scale(first),
            DifferenceRecord::Mode { first, second } => Self::Mode(first, second),
            DifferenceRecord::Shares { first, second } => Self::Shares(first, second),
            DifferenceRecord::Versions { first, second: () } => Self::Versions(first),
            DifferenceRecord::Version { first, second } => Self::Version(first, second),
            DifferenceRecord::Cards { first, second } => Self::Cards(first, second),
            DifferenceRecord::Piles { first, second } => Self::Piles(first, second),
            DifferenceRecord::Questions { first, second } => Self::Questions(first, second),
        }
    }
}

impl Record for DifferenceRecord {
    type Of = Difference;

    fn write<S: Serializer>(of: &Self::Of, to: S) -> Result<S::Ok, S::Error> {
        Self::from(of.clone()).serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self::Of, D::Error> {
        Self::deserialize(from).map(Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::counted::LeftOut;
    use crate::format::asked::{Asks as _, Reported};

    #[test]
    fn every_difference_comes_back_as_it_was() {
        let texts = |text: &str| vec![text.to_owned()];
        let differences = vec![
            Difference::Nothing("1".to_owned()),
            Difference::Version(texts("1"), vec![]),
            Difference::Versions(texts("1")),
            Difference::Mode(vec![Mode::Alone], vec![]),
            Difference::Shares(vec![(Mode::Alone, 1)], vec![(Mode::Group, 2)]),
            Difference::Cards(texts("a"), texts("b")),
            Difference::Mixed("2".to_owned()),
            Difference::Piles(texts("a"), texts("b")),
            Difference::Questions(vec![], texts("b")),
            Difference::Scale(texts("q")),
        ];
        let mix = vec![(Mode::Paper, 3)];
        let of_mode = Beside { questions: differences.clone(), ..Beside::default() };
        let beside = Beside {
            cards: differences,
            cards_mix: [mix.clone(), vec![]],
            questions_mix: [vec![], mix],
            by_mode: vec![(Mode::Interpreter, of_mode)],
            ..Beside::default()
        };
        let results = FrameworkResults { beside: Some(beside), ..FrameworkResults::default() };

        let reported = Reported { answer: results, left_out: LeftOut::default() };
        assert_eq!(FrameworkQuestion::read(&FrameworkQuestion::write(&reported)), Ok(reported));
    }
}
