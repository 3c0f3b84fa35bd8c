//! Goals as panels that open to their indicators, and those to their cards and questions.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::domain::framework::{CardSum, GoalSum, IndicatorSum, QuestionSum, RollUp, Sum};
use crate::domain::study::{Goal, Level, Named, Study};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::framework::numbers::{answer_bar, behind, pile_bar};
use crate::ui::text::framework::FrameworkPhrase;
use crate::ui::text::{Language, Phrase};

/// What every part of the panels needs.
#[derive(Clone, Copy)]
struct Panels<'a> {
    app: App,
    study: &'a Study,
    rolled: &'a RollUp,
    /// What people said, or groups: both stand on one page.
    whose: &'static str,
    /// Panels (ids) that are open.
    opened: RwSignal<BTreeSet<String>>,
    language: Language,
}

/// All goals of `rolled`, and what belongs to none.
pub(super) fn goals(
    app: App,
    rolled: &RollUp,
    whose: &'static str,
    opened: RwSignal<BTreeSet<String>>,
    language: Language,
) -> AnyView {
    let panels = |study: &Study| {
        let panels = Panels { app, study, rolled, whose, opened, language };
        let goals = study.framework.goals.iter();
        let goals = goals.filter_map(|goal| {
            let sum = rolled.goals.iter().find(|one| one.id == goal.id)?;
            Some(panels.goal(goal, sum))
        });
        let mut ids: Vec<String> =
            study.framework.goals.iter().map(|goal| format!("{whose}-{}", goal.id)).collect();
        ids.push(format!("{whose}-beside"));
        view! {
            <div class="framework-head">
                <h3>{language.say(FrameworkPhrase::Goals)}</h3>
                {open_all(app, ids, opened)}
            </div>
            <div class="framework-goals">{goals.collect_view()} {panels.beside()}</div>
        }
        .into_any()
    };
    app.with_study(panels).unwrap_or_else(|| ().into_any())
}

/// A button that opens all panels, or closes them if all are open.
fn open_all(app: App, ids: Vec<String>, opened: RwSignal<BTreeSet<String>>) -> AnyView {
    let known = ids.clone();
    let is_open = Memo::new(move |_| opened.with(|opened| known.iter().all(|id| opened.contains(id))));
    let words = move || {
        let words = if is_open.get() { FrameworkPhrase::CloseAll } else { FrameworkPhrase::OpenAll };
        app.language.get().say(words)
    };
    let turn = move |_| {
        let is_open = is_open.get_untracked();
        opened.update(|opened| {
            for id in &ids {
                if is_open {
                    opened.remove(id);
                } else {
                    opened.insert(id.clone());
                }
            }
        });
    };
    view! { <button type="button" class="button framework-open-all" on:click=turn>{words}</button> }
        .into_any()
}

impl Panels<'_> {
    fn is_group(self) -> bool {
        self.whose == "group"
    }

    fn behind(self, n: usize, n_present: usize) -> String {
        behind(n, n_present, self.is_group(), self.language)
    }

    fn goal(self, goal: &Goal, sum: &GoalSum) -> AnyView {
        let id = self.language.id();
        let level = match goal.level {
            Level::Neighbourhood => Phrase::LevelNeighbourhood,
            Level::Resident => Phrase::LevelResident,
        };
        let subgoals = goal.subgoals.iter().zip(&sum.subgoals);
        let subgoals = subgoals.filter(|(_, sum)| !sum.indicators.is_empty()).map(|(subgoal, sum)| {
            view! {
                <li>
                    <span>{subgoal.title.get(id).to_owned()}</span>
                    <span class="framework-n">{self.behind(sum.sum.n, sum.sum.n_present)}</span>
                    {self.bar(&sum.sum)}
                </li>
            }
        });
        let subgoals = subgoals.collect_view();
        let indicators = goal.indicators.iter().zip(&sum.indicators);
        let indicators = indicators.map(|(indicator, sum)| self.indicator(indicator, sum)).collect_view();
        let content = view! {
            <h5>{self.language.say(FrameworkPhrase::Subgoals)}</h5>
            <p class="block-hint">{self.language.say(FrameworkPhrase::SubgoalsHint)}</p>
            <ul class="framework-subgoals">{subgoals}</ul>
            <h5>{self.language.say(FrameworkPhrase::Indicators)}</h5>
            <div class="framework-indicators">{indicators}</div>
        };
        let heading = view! {
            <span class="framework-title">{goal.title.get(id).to_owned()}</span>
            <span class="kind-tag">{self.language.say(level)}</span>
            <span class="framework-n">{self.behind(sum.sum.n, sum.sum.n_present)}</span>
        };
        self.panel(
            &goal.id,
            "framework-goal",
            heading.into_any(),
            self.together(&sum.sum),
            content.into_any(),
        )
    }

    fn indicator(self, indicator: &Named, sum: &IndicatorSum) -> AnyView {
        let title = indicator.title.get(self.language.id()).to_owned();
        let behind = self.behind(sum.sum.n, sum.sum.n_present);
        if sum.sum.n == 0 {
            return view! {
                <p class="framework-indicator framework-unasked">
                    <span>{title}</span>
                    <span class="framework-n">{behind}</span>
                </p>
            }
            .into_any();
        }
        let n_cards = sum.cards.iter().filter(|card| card.sum.n > 0).count();
        let together = (n_cards > 1).then(|| self.together(&sum.sum));
        let heading = view! {
            <span class="framework-title">{title}</span>
            <span class="framework-n">{behind}</span>
        };
        let content = self.evidence(&sum.cards, &sum.questions);
        self.panel(&indicator.id, "framework-indicator", heading.into_any(), together.into_any(), content)
    }

    /// Cards and questions without an indicator.
    fn beside(self) -> Option<AnyView> {
        let n = self.rolled.cards.iter().map(|card| card.sum.n).max().unwrap_or_default();
        let n = self.rolled.questions.iter().map(|question| question.n).max().unwrap_or_default().max(n);
        (n > 0).then(|| {
            let heading = view! {
                <span class="framework-title">{self.language.say(FrameworkPhrase::BesideGoals)}</span>
            };
            let content = self.evidence(&self.rolled.cards, &self.rolled.questions);
            self.panel("beside", "framework-goal", heading.into_any(), ().into_any(), content)
        })
    }

    /// Those cards and questions that somebody met.
    fn evidence(self, cards: &[CardSum], questions: &[QuestionSum]) -> AnyView {
        let cards = cards.iter().filter(|card| card.sum.n > 0).map(|card| self.card(card));
        let questions =
            questions.iter().filter(|one| one.n + one.n_skipped > 0).map(|one| self.question(one));
        view! { <ul class="framework-evidence">{cards.chain(questions).collect_view()}</ul> }.into_any()
    }

    fn card(self, sum: &CardSum) -> AnyView {
        let card = self.study.card(&sum.id);
        let words = card.map(|card| card.text.get(self.language.id()).to_owned());
        let often = |n: usize, words: FrameworkPhrase| {
            (n > 0 && sum.sum.split().is_some())
                .then(|| view! { <p class="framework-often">{self.language.say_with(words, &[("n", &n.to_string())])}</p> })
        };
        let below = view! {
            {self.bar(&sum.sum)}
            {often(sum.sum.n_important, FrameworkPhrase::Important)}
            {often(sum.sum.n_more, FrameworkPhrase::More)}
        };
        let behind = self.behind(sum.sum.n, sum.sum.n_present);
        self.row(
            &sum.id,
            FrameworkPhrase::Card,
            card.map(|card| &*card.picture),
            words,
            behind,
            below.into_any(),
        )
    }

    fn question(self, sum: &QuestionSum) -> AnyView {
        let question = self.study.question(&sum.id);
        let words = question.map(|question| question.text.get(self.language.id()).to_owned());
        let bar = answer_bar(self.study, sum, self.language);
        let behind = self.behind(sum.n, sum.n_present);
        let picture = question.map(|question| &*question.picture);
        self.row(&sum.id, FrameworkPhrase::Question, picture, words, behind, bar)
    }

    fn row(
        self,
        id: &str,
        kind: FrameworkPhrase,
        picture: Option<&str>,
        words: Option<String>,
        behind: String,
        below: AnyView,
    ) -> AnyView {
        let tablet = self.app.tablet();
        let source = picture.map(|path| tablet.address(&format!("{}{path}", tablet.study_folder())));
        view! {
            <li data-id=id.to_owned()>
                <img src=source alt="" loading="lazy" width="48" height="48" />
                <div class="framework-row">
                    <p class="framework-words">
                        <span class="kind-tag">{self.language.say(kind)}</span>
                        <span>{words}</span>
                        <span class="framework-n">{behind}</span>
                    </p>
                    {below}
                </div>
            </li>
        }
        .into_any()
    }

    /// How several cards together are divided.
    fn together(self, sum: &Sum) -> AnyView {
        let has_cards = sum.piles.iter().any(|n| *n > 0);
        has_cards
            .then(|| {
                view! {
                    <p class="framework-together">{self.language.say(FrameworkPhrase::CardsTogether)}</p>
                    {self.bar(sum)}
                }
            })
            .into_any()
    }

    fn bar(self, sum: &Sum) -> AnyView {
        pile_bar(self.study, &self.rolled.piles, sum, self.language)
    }

    /// Something that opens: `heading` on the button, `below` always seen, `content` when it is open.
    fn panel(
        self,
        id: &str,
        class: &'static str,
        heading: AnyView,
        below: AnyView,
        content: AnyView,
    ) -> AnyView {
        let opened = self.opened;
        let id = format!("{}-{id}", self.whose);
        let content_id = format!("framework-{id}");
        let is_open = {
            let id = id.clone();
            Memo::new(move |_| opened.with(|opened| opened.contains(&id)))
        };
        let turn = move |_| {
            opened.update(|opened| {
                if !opened.remove(&id) {
                    opened.insert(id.clone());
                }
            });
        };
        let button = view! {
            <button
                type="button"
                class="framework-opener"
                aria-expanded=move || is_open.get().to_string()
                aria-controls=content_id.clone()
                on:click=turn
            >
                {icon("caret-right")}
                {heading}
            </button>
        };
        let button = if class == "framework-goal" {
            view! { <h4>{button}</h4> }.into_any()
        } else {
            view! { <h6>{button}</h6> }.into_any()
        };
        view! {
            <section class=class>
                {button}
                {below}
                <div class="framework-content" id=content_id.clone() hidden=move || !is_open.get()>
                    {content}
                </div>
            </section>
        }
        .into_any()
    }
}
