//! What the spine asks of a kind of instrument: its rules. How it is written, shown and printed is asked where that is done.

use crate::domain::dealing::Dealing;
use crate::domain::heard::List;
use crate::domain::paper::NotYet;
use crate::domain::study::Study;

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

    /// With nothing done, of the cards or questions that are dealt (ids). `shuffle` gets a number n and returns some number below n, by chance.
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
