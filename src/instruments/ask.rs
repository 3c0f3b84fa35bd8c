//! What is asked of an instrument, or of a part, whatever its kind: each question of [`kind`](crate::instruments::kind) by the list.

use crate::domain::dealing::Dealing;
use crate::domain::framework::{Comparing, RollingUp};
use crate::domain::heard::List;
use crate::domain::paper::NotYet;
use crate::domain::results::Missing;
use crate::domain::study::{Choice, Deck, Pool, Study, Text};
use crate::instruments::{
    FilledPart, Filling as _, FreeText, Given as _, InnerAction, InnerMark, InnerStep, Instrument,
    OnPaper as _, Part, PartResults, Planned, Printed as _, Rules as _, SheetPart, Spoken as _, Tallied as _,
    Tally as _, alike, each_of, each_part,
};
#[cfg(feature = "coordinator")]
use {
    crate::format::poster::Content,
    crate::instruments::InnerScene,
    crate::ui::coordinator::results::drawing::Drawing,
    crate::ui::coordinator::results::parts::{Called, PosterContext, Shows as _},
    crate::ui::text::{Language, Texts},
    leptos::prelude::AnyView,
};

impl Instrument {
    /// Its stable id.
    pub fn id(&self) -> &str {
        each_of!(Instrument, self, one => one.id())
    }

    /// Ids of its cards or questions that `dealing` gives, in its order; it need not be used.
    pub(crate) fn dealt(&self, study: &Study, dealing: &Dealing<'_>) -> Vec<String> {
        each_of!(Instrument, self, one => one.dealt(study, dealing))
    }

    /// With nothing done: see [`Rules::start`].
    pub(crate) fn start(
        &self,
        study: &Study,
        dealing: &Dealing<'_>,
        ids: Vec<String>,
        shuffle: &mut dyn FnMut(usize) -> usize,
    ) -> Part {
        each_of!(Instrument, self, one => one.start(study, dealing, ids, shuffle).into())
    }

    /// The steps through it: see [`Rules::steps`].
    pub(crate) fn steps(&self, part: &Part) -> Vec<InnerStep> {
        let steps = alike!(Instrument, self, (part), one, |given: Part| one
            .steps(given)
            .into_iter()
            .map(Into::into)
            .collect());
        steps.unwrap_or_default()
    }

    /// See [`Rules::can_go_on`].
    pub(crate) fn can_go_on(&self, part: &Part, step: InnerStep) -> bool {
        alike!(Instrument, self, (part, step), one, |given: Part, step: InnerStep| one.can_go_on(given, step))
            .unwrap_or_default()
    }

    /// See [`Rules::is_open`].
    pub(crate) fn is_open(&self, part: &Part, step: InnerStep) -> bool {
        alike!(Instrument, self, (part, step), one, |given: Part, step: InnerStep| one.is_open(given, step))
            .unwrap_or_default()
    }

    /// See [`Rules::moves_on`].
    pub(crate) fn moves_on(&self, study: &Study, part: &Part, step: InnerStep) -> bool {
        alike!(Instrument, self, (part, step), one, |given: Part, step: InnerStep| one
            .moves_on(study, given, step))
        .unwrap_or_default()
    }

    /// See [`Rules::chosen`].
    pub(crate) fn chosen<'a>(
        &self,
        study: &Study,
        part: &'a Part,
        step: InnerStep,
    ) -> Option<(&'a [String], usize)> {
        alike!(Instrument, self, (part, step), one, |given: Part, step: InnerStep| one
            .chosen(study, given, step))
        .flatten()
    }

    /// See [`Rules::act`].
    pub(crate) fn act(
        &self,
        study: &Study,
        part: &mut Part,
        step: InnerStep,
        action: InnerAction,
        passed: u64,
    ) -> Option<InnerStep> {
        alike!(
            Instrument,
            self,
            (part, step, action),
            one,
            |given: Part, step: InnerStep, action: InnerAction| {
                one.act(study, given, step, action, passed).map(Into::into)
            }
        )
        .flatten()
    }

    /// See [`Rules::exchange`].
    pub(crate) fn exchange(&self, part: &mut Part, step: InnerStep, old: &str, new: &str) {
        alike!(Instrument, self, (part, step), one, |given: Part, step: InnerStep| one
            .exchange(given, step, old, new));
    }

    /// See [`Rules::leave_open`].
    pub(crate) fn leave_open(&self, part: &mut Part, step: InnerStep) {
        alike!(Instrument, self, (part, step), one, |given: Part, step: InnerStep| one
            .leave_open(given, step));
    }

    /// See [`Rules::leave`].
    pub(crate) fn leave(&self, part: &mut Part, step: InnerStep) {
        alike!(Instrument, self, (part, step), one, |given: Part, step: InnerStep| one.leave(given, step));
    }

    /// See [`Spoken::heard`].
    pub(crate) fn heard(&self, place: &str, list: &mut List<'_>) {
        each_of!(Instrument, self, one => one.heard(place, list));
    }

    /// See [`Spoken::counts`].
    pub(crate) fn counts(&self) -> Vec<usize> {
        each_of!(Instrument, self, one => one.counts())
    }

    /// See [`OnPaper::sheet`].
    pub(crate) fn sheet(&self, study: &Study, dealing: &Dealing<'_>, ids: Vec<String>) -> SheetPart {
        each_of!(Instrument, self, one => one.sheet(study, dealing, ids).into())
    }

    /// See [`Planned::pool`].
    pub(crate) fn pool(&self) -> Pool {
        each_of!(Instrument, self, one => one.pool())
    }

    /// See [`Planned::question`].
    pub fn question(&self) -> Option<&Text> {
        each_of!(Instrument, self, one => Planned::question(one))
    }

    /// See [`Planned::decks`].
    pub(crate) fn decks(&self) -> &[Deck] {
        each_of!(Instrument, self, one => one.decks())
    }

    /// See [`Planned::piles`].
    pub(crate) fn piles(&self) -> Option<(&[Choice], &Choice)> {
        each_of!(Instrument, self, one => Planned::piles(one))
    }

    /// See [`Rules::spend`].
    pub(crate) fn spend(&self, part: &mut Part, step: InnerStep, ms: u64) {
        alike!(Instrument, self, (part, step), one, |given: Part, step: InnerStep| one
            .spend(given, step, ms));
    }
}

impl SheetPart {
    /// See [`Printed::is_empty`].
    pub(crate) fn is_empty(&self) -> bool {
        each_of!(SheetPart, self, sheet => sheet.is_empty())
    }

    /// See [`Printed::fill`].
    pub(crate) fn fill(&self) -> FilledPart {
        each_of!(SheetPart, self, sheet => sheet.fill().into())
    }
}

impl FilledPart {
    /// See [`Filling::sheet`].
    pub(crate) fn sheet(&self) -> SheetPart {
        each_of!(FilledPart, self, filled => filled.sheet().clone().into())
    }

    /// See [`Filling::mark`].
    pub(crate) fn mark(&mut self, mark: InnerMark) {
        // A mark of another kind comes too late.
        alike!(FilledPart, self, (mark), filled, |mark: InnerMark| filled.mark(mark));
    }

    /// See [`Filling::is_blank`].
    pub(crate) fn is_blank(&self) -> bool {
        each_of!(FilledPart, self, filled => filled.is_blank())
    }

    /// See [`Filling::check`].
    pub(crate) fn check(&self) -> Result<(), NotYet> {
        each_of!(FilledPart, self, filled => filled.check())
    }

    /// See [`Filling::part`].
    pub(crate) fn part(&self) -> Part {
        each_of!(FilledPart, self, filled => filled.part().into())
    }
}

impl Part {
    /// Id of its instrument.
    pub fn instrument(&self) -> &str {
        each_part!(self, given => given.instrument(), newer => &newer.instrument)
    }

    /// It holds no card and no question: the instrument is not dealt.
    pub fn is_empty(&self) -> bool {
        each_part!(self, given => given.is_empty(), _ => false)
    }

    /// This version of the app knows everything that it holds.
    pub fn is_understood(&self) -> bool {
        each_part!(self, given => given.is_understood(), _ => false)
    }

    /// See [`Given::end`].
    pub(crate) fn end(&mut self) {
        each_part!(self, given => given.end(), _ => {});
    }

    /// See [`Tallied::says_anything`]. Of what only a newer app knows it is taken for granted.
    pub(crate) fn says_anything(&self) -> bool {
        each_part!(self, given => given.says_anything(), _ => true)
    }

    /// See [`Tallied::results`].
    pub(crate) fn results(&self, study: &Study) -> Option<PartResults> {
        each_part!(self, given => given.results(study).map(Into::into), _ => None)
    }

    /// See [`Tallied::texts`].
    pub(crate) fn texts(&self) -> Vec<FreeText<'_>> {
        each_part!(self, given => given.texts(), _ => Vec::new())
    }

    /// See [`Tallied::words`].
    pub(crate) fn words(&self) -> &[String] {
        each_part!(self, given => given.words(), _ => &[])
    }

    /// See [`Tallied::words_mut`].
    pub(crate) fn words_mut(&mut self) -> &mut [String] {
        each_part!(self, given => given.words_mut(), _ => &mut [])
    }

    /// See [`Tallied::roll_up`].
    pub(crate) fn roll_up(&self, rolling: &mut RollingUp<'_>) {
        each_part!(self, given => given.roll_up(rolling), _ => {});
    }

    /// See [`Tallied::compare`].
    pub(crate) fn compare<'a>(&'a self, comparing: &mut Comparing<'a>) {
        each_part!(self, given => given.compare(comparing), _ => {});
    }
}

impl PartResults {
    /// Id of the instrument.
    pub fn instrument(&self) -> &str {
        each_of!(PartResults, self, one => one.instrument())
    }

    /// See [`Tally::add`]. A part of another kind counts for nothing.
    pub(crate) fn add(&mut self, study: &Study, part: &Part, n_people: usize) {
        alike!(PartResults, self, (part), results, |part: Part| results.add(study, part, n_people));
    }

    /// See [`Tally::put_in_order`].
    pub(crate) fn put_in_order(&mut self, study: &Study) {
        each_of!(PartResults, self, one => one.put_in_order(study));
    }

    /// See [`Tally::for_group`].
    pub(crate) fn for_group(&mut self, hidden: &[String]) {
        each_of!(PartResults, self, one => one.for_group(hidden));
    }

    /// See [`Tally::is_empty`].
    pub(crate) fn is_empty(&self) -> bool {
        each_of!(PartResults, self, one => one.is_empty())
    }

    /// See [`Tally::missing`].
    pub(crate) fn missing(&self) -> &[Missing] {
        each_of!(PartResults, self, one => one.missing())
    }

    /// They are of the same instrument, and of the same kind, as `part`.
    pub(crate) fn is_of(&self, part: &Part) -> bool {
        alike!(PartResults, self, (part), results, |part: Part| results.instrument() == part.instrument())
            .unwrap_or_default()
    }
}

#[cfg(feature = "coordinator")]
impl Instrument {
    /// See [`Called::name`].
    pub(crate) fn name(&self) -> &'static Texts {
        fn name<I: Called>(_: &I) -> &'static Texts {
            I::name()
        }
        each_of!(Instrument, self, one => name(one))
    }
}

#[cfg(feature = "coordinator")]
impl PartResults {
    /// See [`Shows::scenes`].
    pub(crate) fn scenes(&self) -> Vec<InnerScene> {
        each_of!(PartResults, self, one => one.scenes().into_iter().map(Into::into).collect())
    }

    /// See [`Shows::draw`]. There is nothing to see of a scene of another kind.
    pub(crate) fn draw(&self, draw: &Drawing<'_>, scene: InnerScene) -> Option<AnyView> {
        alike!(PartResults, self, (scene), results, |scene: InnerScene| results.draw(draw, scene)).flatten()
    }

    /// See [`Shows::numbers`].
    pub(crate) fn numbers(&self, study: &Study, centre: &str, language: Language) -> Option<AnyView> {
        each_of!(PartResults, self, one => one.numbers(study, centre, language))
    }

    /// See [`Shows::pictures`].
    pub(crate) fn pictures(&self, study: &Study) -> Vec<String> {
        each_of!(PartResults, self, one => one.pictures(study))
    }

    /// See [`Shows::put_on`].
    pub(crate) fn put_on(&self, content: &mut Content, with: &PosterContext<'_>) {
        each_of!(PartResults, self, one => one.put_on(content, with));
    }
}
