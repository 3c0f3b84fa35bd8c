//! What the spine asks of a kind of instrument: its rules. How it is written, shown and printed is asked where that is done.

use crate::domain::codings::TextKind;
use crate::domain::dealing::Dealing;
use crate::domain::framework::{Comparing, RollingUp};
use crate::domain::heard::List;
use crate::domain::paper::NotYet;
use crate::domain::results::Missing;
use crate::domain::study::{Choice, Deck, Pool, Study, Text};

/// The rules of a kind of instrument, as the session asks for them. Implemented by what stands in the study.
pub trait Rules {
    /// What one participant does with it.
    type Part: Given;
    /// A screen inside it.
    type Step: Copy;
    /// What a participant does there.
    type Action;

    /// Its stable id.
    fn id(&self) -> &str;

    /// Ids of its cards or questions that `dealing` gives, in its order.
    fn dealt(&self, study: &Study, dealing: &Dealing<'_>) -> Vec<String>;

    /// With nothing done, of the cards or questions that are dealt (ids). `shuffle` gets a number n and returns some number below n, at random.
    fn start(
        &self,
        study: &Study,
        dealing: &Dealing<'_>,
        ids: Vec<String>,
        shuffle: &mut dyn FnMut(usize) -> usize,
    ) -> Self::Part;

    /// The steps through it, in order. They depend on what was done so far.
    fn steps(&self, part: &Self::Part) -> Vec<Self::Step>;

    /// The participant may go on from here.
    fn can_go_on(&self, part: &Self::Part, step: Self::Step) -> bool;

    /// Nothing has been answered here yet: going on is skipping.
    fn is_open(&self, part: &Self::Part, step: Self::Step) -> bool;

    /// The one answer that is asked for here has been given: the session may go on by itself.
    fn moves_on(&self, study: &Study, part: &Self::Part, step: Self::Step) -> bool;

    /// What is chosen (ids) at a step where several may be, and how many at most; `None` at any other.
    fn chosen<'a>(
        &self,
        study: &Study,
        part: &'a Self::Part,
        step: Self::Step,
    ) -> Option<(&'a [String], usize)>;

    /// Takes in what is done, `passed` milliseconds after what was done before. What makes no sense at this step changes nothing.
    /// Returns the step to which it leads, if it leads to another one.
    fn act(
        &self,
        study: &Study,
        part: &mut Self::Part,
        step: Self::Step,
        action: Self::Action,
        passed: u64,
    ) -> Option<Self::Step>;

    /// Lets go of one that is chosen (id) for another (id).
    fn exchange(&self, part: &mut Self::Part, step: Self::Step, old: &str, new: &str);

    /// The participant goes on from here: where nothing was answered, that is kept as an answer too.
    fn leave_open(&self, part: &mut Self::Part, step: Self::Step);

    /// The step is left, whichever way.
    fn leave(&self, part: &mut Self::Part, step: Self::Step);

    /// So many milliseconds were spent at the step.
    fn spend(&self, part: &mut Self::Part, step: Self::Step, ms: u64);
}

/// What participants hear of a kind of instrument. Implemented by what stands in the study.
pub(crate) trait Spoken {
    /// Adds its own texts to `list`; cards and questions of the study are there already. `place` is where it stands in the file.
    fn heard(&self, place: &str, list: &mut List<'_>);

    /// The numbers that `{count}` may become in it: how many may be chosen at most.
    fn counts(&self) -> Vec<usize>;
}

/// The rules of a kind of instrument on paper. Implemented by what stands in the study.
pub trait OnPaper: Rules {
    /// What is printed of it.
    type Sheet: Printed;

    /// What is printed of the cards or questions that are dealt (ids).
    fn sheet(&self, study: &Study, dealing: &Dealing<'_>, ids: Vec<String>) -> Self::Sheet;
}

/// What is printed of an instrument of one kind.
pub trait Printed {
    /// The same as it comes back.
    type Filled: Filling;

    /// There is nothing on it: the instrument is not dealt.
    fn is_empty(&self) -> bool;

    /// Ready to be taken over, with nothing marked.
    fn fill(&self) -> Self::Filled;
}

/// What comes back of an instrument of one kind. Invariant: it holds ids of its sheet only.
pub trait Filling {
    /// What was printed.
    type Sheet;
    /// Something that is taken over.
    type Mark;
    /// What it becomes in a response.
    type Part;

    /// What was printed.
    fn sheet(&self) -> &Self::Sheet;

    /// Takes over a mark. What is not on the sheet, or makes no sense on it, changes nothing.
    fn mark(&mut self, mark: Self::Mark);

    /// Nothing was taken over.
    fn is_blank(&self) -> bool;

    /// Whether it can be kept.
    ///
    /// # Errors
    ///
    /// [`NotYet`], with what is in the way.
    fn check(&self) -> Result<(), NotYet>;

    /// As it stands in the response. Nothing took any time: nobody measured it.
    fn part(&self) -> Self::Part;
}

/// What one participant did with an instrument of one kind.
pub trait Given {
    /// Id of the instrument.
    fn instrument(&self) -> &str;

    /// It holds no card and no question: the instrument is not dealt.
    fn is_empty(&self) -> bool;

    /// This version of the app knows everything that it holds.
    fn is_understood(&self) -> bool;

    /// It has ended: questions that were never reached go, and fields in which nothing was written.
    fn end(&mut self);
}

/// What a coordinator plans by. Implemented by what stands in the study.
pub(crate) trait Planned: Rules {
    /// What of the study it deals.
    fn pool(&self) -> Pool;

    /// The question that stands above all of it, if there is one.
    fn question(&self) -> Option<&Text> {
        None
    }

    /// Selections of cards of which a coordinator chooses one.
    fn decks(&self) -> &[Deck] {
        &[]
    }

    /// Where cards can be put: degrees, from much to nothing, and "I don't know". Empty where no cards are put anywhere.
    fn piles(&self) -> Option<(&[Choice], &Choice)> {
        None
    }
}

/// How it is counted what people said with a kind of instrument. Implemented by what one participant did with it.
pub(crate) trait Tallied: Given {
    /// What several people said with it.
    type Results: Tally<Part = Self>;

    /// Anything was put, chosen or said.
    fn says_anything(&self) -> bool;

    /// Results of the same instrument with nothing counted yet; `None` where the study lacks what is needed to count.
    fn results(&self, study: &Study) -> Option<Self::Results>;

    /// Every text that a participant told, also if it is empty.
    fn texts(&self) -> Vec<FreeText<'_>>;

    /// Those of them that are words, of which several spellings can be joined.
    fn words(&self) -> &[String];

    /// The same, to be joined.
    fn words_mut(&mut self) -> &mut [String];

    /// Adds what it says of each card and each question of the study.
    fn roll_up(&self, rolling: &mut RollingUp<'_>);

    /// Adds which cards and questions were dealt, and what could be chosen.
    fn compare<'a>(&'a self, comparing: &mut Comparing<'a>);
}

/// A text that a participant told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FreeText<'a> {
    /// What kind of text.
    pub(crate) kind: TextKind,
    /// What was said.
    pub(crate) text: &'a str,
    /// Id of the card it was said at; may be empty.
    pub(crate) card: &'a str,
}

/// What several people said with an instrument of one kind.
pub(crate) trait Tally {
    /// What one of them did.
    type Part;

    /// Id of the instrument.
    fn instrument(&self) -> &str;

    /// Counts what `n_people` did together.
    fn add(&mut self, study: &Study, part: &Self::Part, n_people: usize);

    /// Puts what was counted in the order in which it is shown.
    fn put_in_order(&mut self, study: &Study);

    /// Leaves out what may not be shown to a group: what too few told, and the words that are `hidden`.
    fn for_group(&mut self, hidden: &[String]);

    /// Nothing was counted.
    fn is_empty(&self) -> bool;

    /// Cards that were missing, in words.
    fn missing(&self) -> &[Missing] {
        &[]
    }
}
