//! What study is on this tablet, and what is wrong with its file.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::guidance::Guidance;
use crate::domain::study::{Goal, Level, Named, Study, Text};
use crate::format::codec::Invalid;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Block, show};
use crate::ui::coordinator::help::words::{OF_STUDY, what};
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::{Language, Phrase};
use crate::workflow::open_study::Opened;

/// A card or a question, by which one sees something of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Evidence<'a> {
    /// What it is.
    kind: Phrase,
    text: &'a Text,
    picture: &'a str,
}

/// Title, version, languages, the framework with its cards and questions, and whose work it is.
pub(super) fn study(app: App) -> AnyView {
    let content = move || {
        let language = app.language.get();
        match app.study.get() {
            None => view! { <p class="loading">{language.say(Phrase::StudyLoading)}</p> }.into_any(),
            Some(opened) => opened_study(app, &opened, language),
        }
    };
    view! { <Block id="study" title=app.say(Phrase::Study)>{content}</Block> }.into_any()
}

fn opened_study(app: App, opened: &Arc<Opened>, language: Language) -> AnyView {
    let broken = opened.broken.as_ref();
    let broken = broken.map(|broken| broken_study(app, broken, opened.study.is_some(), language));
    let missing = opened.study.is_none() && opened.broken.is_none();
    let missing = missing.then(|| show(Notice::new(Tone::Trouble, language.say(Phrase::StudyMissing))));
    let study = opened.study.as_ref().map(|study| good_study(app, study, language));
    view! {
        {broken}
        {missing}
        {study}
    }
    .into_any()
}

fn broken_study(app: App, broken: &Invalid, has_older: bool, language: Language) -> AnyView {
    let place = if broken.path.is_empty() { language.say(Phrase::BrokenWhole) } else { &broken.path };
    let parts = [
        (Phrase::BrokenFile, app.study_address()),
        (Phrase::BrokenWhere, place.to_owned()),
        (Phrase::BrokenFound, broken.found.clone()),
        (Phrase::BrokenExpected, broken.expected.clone()),
    ];
    let parts = parts.map(|(name, said)| {
        view! {
            <div>
                <dt>{language.say(name)}</dt>
                <dd>{said}</dd>
            </div>
        }
    });
    let after = if has_older { Phrase::BrokenKept } else { Phrase::BrokenNone };
    view! {
        <div class="broken-study" role="alert">
            {show(Notice::new(Tone::Trouble, language.say(Phrase::StudyBroken)))}
            <dl class="facts">{parts}</dl>
            <p>{language.say(after)}</p>
        </div>
    }
    .into_any()
}

fn good_study(app: App, study: &Study, language: Language) -> AnyView {
    let id = language.id();
    let languages = study.languages.iter().map(|spoken| {
        let is_checked = app.speech().checking.with(|told| told.day(&app.translation(&spoken.id)).is_some());
        let is_draft = spoken.is_draft && !is_checked;
        let draft = is_draft.then(|| format!(" ({})", language.say(Phrase::DraftLanguage)));
        view! { <li><span lang=spoken.id.clone()>{spoken.name.clone()}</span>{draft}</li> }
    });
    let fact = |name: Phrase, said: String| {
        view! {
            <div>
                <dt>{language.say(name)}</dt>
                <dd>{said}</dd>
            </div>
        }
    };
    let goals = study.framework.goals.iter().map(|one| goal(app, study, one, language)).collect_view();
    let beside: Vec<_> = evidence(study, None).collect();
    let beside = (!beside.is_empty()).then(|| {
        view! {
            <details class="goal">
                <summary>{language.say(Phrase::BesideFramework)}</summary>
                {evidence_list(app, beside, language)}
            </details>
        }
    });
    view! {
        <p class="study-title">{study.title.get(id).to_owned()}</p>
        <dl class="facts">
            {fact(Phrase::StudyVersion, study.version.clone())}
            {fact(Phrase::StudyCards, study.cards.len().to_string())}
            {fact(Phrase::StudyQuestions, study.questions.len().to_string())}
            <div>
                <dt>{language.say(Phrase::StudyLanguages)}</dt>
                <dd><ul class="study-languages">{languages.collect_view()}</ul></dd>
            </div>
        </dl>
        <h3>{study.framework.title.get(id).to_owned()}</h3>
        <div class="goals">{goals} {beside}</div>
        <p class="attribution">{study.framework.attribution.get(id).to_owned()}</p>
        {app.with_guidance(|guidance| attributions(guidance, id))}
        {what(app, &OF_STUDY)}
    }
    .into_any()
}

/// Whose work it is what the study suggests to coordinators.
fn attributions(guidance: &Guidance, language: &str) -> AnyView {
    let Guidance { activities_attribution, near_attribution, effects_attribution, effects_source, .. } =
        guidance;
    let texts = [activities_attribution, near_attribution, effects_attribution, effects_source];
    let texts = texts.map(|text| text.get(language).to_owned());
    let given = texts.into_iter().filter(|text| !text.is_empty());
    given.map(|text| view! { <p class="attribution">{text}</p> }).collect_view().into_any()
}

fn goal(app: App, study: &Study, goal: &Goal, language: Language) -> AnyView {
    let id = language.id();
    let level = match goal.level {
        Level::Neighbourhood => Phrase::LevelNeighbourhood,
        Level::Resident => Phrase::LevelResident,
    };
    let subgoals = goal.subgoals.iter().map(|subgoal| view! { <li>{subgoal.title.get(id).to_owned()}</li> });
    let indicators = goal.indicators.iter().map(|one| indicator(app, study, one, language));
    view! {
        <details class="goal">
            <summary>
                <span>{goal.title.get(id).to_owned()}</span>
                <span class="kind-tag">{language.say(level)}</span>
            </summary>
            <h4>{language.say(Phrase::Subgoals)}</h4>
            <ol>{subgoals.collect_view()}</ol>
            <h4>{language.say(Phrase::Indicators)}</h4>
            <ul class="indicators">{indicators.collect_view()}</ul>
        </details>
    }
    .into_any()
}

fn indicator(app: App, study: &Study, indicator: &Named, language: Language) -> AnyView {
    let found: Vec<_> = evidence(study, Some(&indicator.id)).collect();
    let list = if found.is_empty() {
        view! { <p class="block-hint">{language.say(Phrase::NoEvidence)}</p> }.into_any()
    } else {
        evidence_list(app, found, language)
    };
    view! {
        <li>
            <p>{indicator.title.get(language.id()).to_owned()}</p>
            {list}
        </li>
    }
    .into_any()
}

fn evidence_list(app: App, evidence: Vec<Evidence>, language: Language) -> AnyView {
    let tablet = app.tablet();
    let folder = tablet.study_folder();
    let items = evidence.into_iter().map(|one| {
        let picture = tablet.address(&format!("{folder}{}", one.picture));
        view! {
            <li>
                <img src=picture alt="" loading="lazy" width="48" height="48" />
                <span class="kind-tag">{language.say(one.kind)}</span>
                <span>{one.text.get(language.id()).to_owned()}</span>
            </li>
        }
    });
    view! { <ul class="evidence">{items.collect_view()}</ul> }.into_any()
}

/// The cards and questions that are about `indicator`; those about none if there is none.
fn evidence<'a>(study: &'a Study, indicator: Option<&'a str>) -> impl Iterator<Item = Evidence<'a>> {
    let cards = study.cards.iter().filter(move |card| card.indicator.as_deref() == indicator);
    let questions = study.questions.iter().filter(move |question| question.indicator.as_deref() == indicator);
    let cards =
        cards.map(|card| Evidence { kind: Phrase::OneCard, text: &card.text, picture: &card.picture });
    cards.chain(questions.map(|question| Evidence {
        kind: Phrase::OneQuestion,
        text: &question.text,
        picture: &question.picture,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::study::read_study;

    fn shipped() -> Study {
        read_study(include_str!("../../../public/studies/ontmoetingscentra/study.json")).unwrap()
    }

    #[test]
    fn every_card_and_question_stands_at_its_indicator_or_beside_the_framework() {
        let study = shipped();
        let indicators = study.framework.goals.iter().flat_map(|goal| &goal.indicators);
        let n_at_indicators: usize = indicators.map(|one| evidence(&study, Some(&one.id)).count()).sum();

        assert_eq!(
            n_at_indicators + evidence(&study, None).count(),
            study.cards.len() + study.questions.len()
        );
        assert_eq!(evidence(&study, None).count(), 1);
    }
}
