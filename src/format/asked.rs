//! What the coordinator's page asks of the worker that makes results and files, and what that one answers. Both are of one build:
//! nothing here is kept, or published.

use serde::{Deserialize, Serialize};

use crate::domain::counted::{ByActivity, LeftOut};
use crate::domain::filter::{Facets, Filter};
use crate::domain::framework::FrameworkResults;
use crate::domain::results::{Results, Whom};
use crate::domain::same::Names;
use crate::format::codec::{Invalid, read_placed, write};
use crate::format::counted::{ByActivityRecord, LeftOutRecord};
use crate::format::files::{FileQuestion, Made};
use crate::format::filter::{FacetsRecord, FilterRecord};
use crate::format::framework::{FrameworkQuestion, FrameworkResultsRecord, Words, WordsQuestion};
use crate::format::names::NamesRecord;
use crate::format::records::{AsItIs, Read, Record, Written};
use crate::format::results::{ResultsRecord, whom};

/// A question, whatever is asked. What is asked alone has a type of its own, which knows its answer ([`Asks`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Question {
    /// What can be chosen in a filter.
    Facets(FacetsQuestion),
    /// How many there are of each activity.
    Counts(CountsQuestion),
    /// What a group said.
    Results(ResultsQuestion),
    /// What is said of the goals.
    Framework(FrameworkQuestion),
    /// What was told in words.
    Words(WordsQuestion),
    /// A file.
    File(FileQuestion),
}

/// What can be chosen in a filter?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetsQuestion;

/// How many are there of each activity, and what became of them?
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountsQuestion {
    /// Of which responses.
    #[serde(with = "FilterRecord")]
    pub filter: Filter,
}

/// What did people, or groups, say together?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultsQuestion {
    /// In which responses.
    #[serde(with = "FilterRecord")]
    pub filter: Filter,
    /// Whose.
    #[serde(with = "whom")]
    pub whom: Whom,
}

/// A question that can be asked by itself.
pub trait Asks: Into<Question> {
    /// What it is answered with.
    type Answer;

    /// Writes an answer to such a question.
    fn write(reported: &Reported<Self::Answer>) -> String;

    /// Reads an answer to such a question.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is not what [`Asks::write`] writes.
    fn read(text: &str) -> Result<Reported<Self::Answer>, Invalid>;
}

/// An answer, and what holds for every answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reported<A> {
    /// What was asked for.
    pub answer: A,
    /// Which responses of the tablet are not in it, whatever was asked.
    pub left_out: LeftOut,
}

/// Makes each of these questions one that [`Asks`], with its answer and how that is written.
macro_rules! asks {
    ($($question:ident: $variant:ident => $answer:ty as $record:ty,)*) => {
        $(
            impl From<$question> for Question {
                fn from(question: $question) -> Self {
                    Self::$variant(question)
                }
            }

            impl Asks for $question {
                type Answer = $answer;

                fn write(reported: &Reported<$answer>) -> String {
                    write_reported::<$record>(reported)
                }

                fn read(text: &str) -> Result<Reported<$answer>, Invalid> {
                    read_reported::<$record>(text)
                }
            }
        )*
    };
}

asks! {
    FacetsQuestion: Facets => Facets as FacetsRecord,
    CountsQuestion: Counts => ByActivity as ByActivityRecord,
    ResultsQuestion: Results => Results as ResultsRecord,
    FrameworkQuestion: Framework => FrameworkResults as FrameworkResultsRecord,
    WordsQuestion: Words => Words as AsItIs<Words>,
    FileQuestion: File => Made as AsItIs<Made>,
}

/// An answer as it is written.
#[derive(Serialize, Deserialize)]
struct ReportedRecord<A> {
    answer: A,
    #[serde(with = "LeftOutRecord")]
    left_out: LeftOut,
}

fn write_reported<R: Record>(reported: &Reported<R::Of>) -> String {
    write(&ReportedRecord { answer: Written::<R>(&reported.answer), left_out: reported.left_out })
}

fn read_reported<R: Record>(text: &str) -> Result<Reported<R::Of>, Invalid> {
    let ReportedRecord { answer: Read(answer), left_out } = read_placed::<ReportedRecord<Read<R>>>(text)?;
    Ok(Reported { answer, left_out })
}

/// A question, with what the tablet knows of names besides the responses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What is asked.
    pub question: Question,
    /// How responses are told.
    #[serde(with = "NamesRecord")]
    pub names: Names,
}

/// Writes what is asked.
pub fn write_request(asked: &Request) -> String {
    write(asked)
}

/// Reads what is asked.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_request`] writes.
pub fn read_request(json: &str) -> Result<Request, Invalid> {
    read_placed(json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codings::Codings;
    use crate::domain::response::{ActivityId, Mode};
    use crate::domain::same::{Corrected, Joined, Joint, What};
    use crate::format::files::File;

    /// One that asks for something in every key.
    fn filter() -> Filter {
        Filter {
            activity: ActivityId::new("a"),
            centre: "Bij Betje".to_owned(),
            neighbourhood: "Moerwijk".to_owned(),
            centre_type: "living-room".to_owned(),
            kind: "Open inloop".to_owned(),
            round: "2".to_owned(),
            language: "ar".to_owned(),
            mode: Some(Mode::Paper),
        }
    }

    #[test]
    fn every_question_comes_back_as_it_was() {
        let joint = Joint { what: What::Word, name: "tuin".to_owned(), shown_as: "\"moestuin\"".to_owned() };
        let corrected = Corrected { centre: "De Brug".to_owned(), ..Corrected::default() };
        let names = Names { joined: Joined::of([joint]), corrected: vec![corrected] };
        let rounds = Some(("1".to_owned(), "2".to_owned()));
        let mut questions: Vec<Question> = vec![
            FacetsQuestion.into(),
            CountsQuestion::default().into(),
            CountsQuestion { filter: filter() }.into(),
            ResultsQuestion { filter: filter(), whom: Whom::Groups }.into(),
            FrameworkQuestion { filter: filter(), rounds }.into(),
            WordsQuestion { filter: filter(), codings: Codings::default() }.into(),
        ];
        for (file, _) in File::ALL {
            let day = "2026-11-23".to_owned();
            questions.push(FileQuestion { file: *file, filter: filter(), day }.into());
        }

        for question in questions {
            let asked = Request { question, names: names.clone() };
            assert_eq!(read_request(&write_request(&asked)), Ok(asked));
        }
        assert!(read_request("{\"question\":\"walk\",\"names\":{}}").is_err());
    }

    #[test]
    fn an_answer_comes_back_with_what_is_left_out() {
        let left_out = LeftOut { unreadable: 1, newer: 2, partly: 3 };
        let made = Made { name: "a.csv".to_owned(), n: 3 };
        let reported = Reported { answer: made, left_out };

        assert_eq!(FileQuestion::read(&FileQuestion::write(&reported)), Ok(reported));
        assert!(FileQuestion::read("{}").is_err());
    }
}
