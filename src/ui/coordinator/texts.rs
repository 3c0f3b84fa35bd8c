//! The texts of the study in any of its languages: read when somebody wants to see them.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::domain::guidance::Guidance;
use crate::domain::heard::{Group, Heard, heard, spoken};
use crate::domain::study::{Language as Spoken, Study, at_centre};
use crate::format::codec::Invalid;
use crate::format::guidance::check_guidance;
use crate::format::study::{check_study, read_study};
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::{Language, Phrase};
use crate::workflow::open_study::{ReadGuidance, STUDY};

/// A text and the same in the coordinator's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) heard: Heard,
    /// Empty if that is the same language.
    pub(super) own: String,
}

/// Readers that know every mistake that people make in a study.
type Strict = (fn(&str) -> Result<Study, Invalid>, ReadGuidance);

/// They come with the desk, which shows nothing of the study before.
#[wasm_split(desk, fallible)]
fn strict() -> Result<Strict, SplitLoaderError> {
    Ok((check_study, check_guidance))
}

impl App {
    /// Reads the study, with the texts of the coordinator's language if it has them. Nothing happens while the desk cannot be had.
    pub(super) async fn open_study(self) {
        let Ok((check_study, check_guidance)) = strict().await else { return };
        let world = self.world.get_value();
        let folder = world.tablet.study_folder();
        let studies = world.studies(&folder, check_study);
        let mut opened = studies.open(STUDY).await;
        if let Some(study) = &opened.study {
            let own = studies.in_language(study, self.language.get_untracked().id()).await;
            if let Some(guidance) = studies.guidance_by(check_guidance, study).await {
                self.guidance.set(Some(Arc::new(guidance)));
            }
            // Where it cannot be had, the first language is read.
            opened.study = own.or(opened.study);
        }
        self.study.set(Some(Arc::new(opened)));
    }

    /// Has the page say everything in `language`.
    pub(super) fn choose_language(self, language: Language) {
        self.language.set(language);
        // Not kept, it is asked for again the next time: no reason to stop anyone.
        let _ = self.tablet().set_coordinator_language(language.id());
        self.tell_language();
        spawn_local(self.open_study());
    }

    /// What `use_it` makes of the study with the texts of the coordinator's language, if it is there.
    pub(crate) fn with_study<T>(self, use_it: impl FnOnce(&Study) -> T) -> Option<T> {
        self.study.with(|opened| opened.as_ref().and_then(|opened| opened.study.as_ref()).map(use_it))
    }

    /// What `use_it` makes of what the study suggests to coordinators; of nothing while nobody knows.
    pub(super) fn with_guidance<T>(self, use_it: impl FnOnce(&Guidance) -> T) -> T {
        self.guidance.with(|guidance| use_it(guidance.as_deref().unwrap_or(&Guidance::default())))
    }

    /// What the kind of activity of this name is called in the coordinator's language.
    pub(super) fn kind_title(self, name: &str) -> String {
        let language = self.language.get().id();
        self.with_guidance(|guidance| guidance.kind_title(name, language).to_owned())
    }

    /// The languages of the study.
    pub(super) fn languages(self) -> Vec<Spoken> {
        self.with_study(|study| study.languages.clone()).unwrap_or_default()
    }

    /// The languages that participants may choose here: those that were ticked, or all of the study.
    pub(super) fn offered(self) -> Vec<Spoken> {
        let mut languages = self.languages();
        self.activity.with(|set| {
            if languages.iter().any(|language| set.languages.contains(&language.id)) {
                languages.retain(|language| set.languages.contains(&language.id));
            }
        });
        languages
    }

    /// Sees to it that the texts of `language` are read, unless they are here.
    pub(super) fn want_texts(self, language: &str) {
        let is_here =
            self.speech().texts.with_untracked(|texts| matches!(texts.get(language), Some(Some(_))));
        if !is_here && self.study.with_untracked(Option::is_some) {
            let language = language.to_owned();
            spawn_local(async move {
                let study = self.read_texts(&language).await;
                self.speech().texts.update(|texts| drop(texts.insert(language, study)));
            });
        }
    }

    /// The study with the texts of `language`; none if they cannot be had.
    pub(super) async fn read_texts(self, language: &str) -> Option<Arc<Study>> {
        let known = self.speech().texts.with_untracked(|texts| texts.get(language).cloned().flatten());
        if known.is_some() {
            return known;
        }
        let study = untrack(|| self.with_study(Study::clone))?;
        study.language(language)?;
        let world = self.world.get_value();
        let folder = world.tablet.study_folder();
        world.studies(&folder, read_study).in_language(&study, language).await.map(Arc::new)
    }

    /// What is spoken in `language`, beside the coordinator's own; none while it is being read, an error if it cannot be.
    pub(super) fn lines(self, language: &str) -> Option<Result<Vec<Line>, Notice>> {
        let own_language = self.language.get();
        if let Some(told) = self.texts_notice(language) {
            return Some(Err(told));
        }
        let study = self.speech().texts.with(|texts| texts.get(language).cloned())??;
        let own = if language == own_language.id() {
            Vec::new()
        } else {
            self.with_study(|own| heard(own, own_language.id())).unwrap_or_default()
        };
        let of_own = |one: &Heard| own.iter().find(|own| own.place == one.place);
        let lines = spoken(&study, language).into_iter().map(|heard| {
            let own = of_own(&heard).map(|own| own.text.clone()).unwrap_or_default();
            Line { heard, own }
        });
        Some(Ok(lines.collect()))
    }

    /// What is told in place of texts that cannot be had.
    pub(super) fn texts_notice(self, language: &str) -> Option<Notice> {
        let words = self.language.get();
        let is_missing = match self.study.get() {
            None => false,
            Some(opened) => match &opened.study {
                None => true,
                Some(study) => {
                    study.language(language).is_none()
                        || self.speech().texts.with(|texts| matches!(texts.get(language), Some(None)))
                }
            },
        };
        is_missing.then(|| Notice::new(Tone::Trouble, words.say(Phrase::TextsMissing)))
    }

    /// `text` in `language` as participants hear it: with the name of the centre.
    pub(crate) fn with_centre(self, text: &str, language: &str) -> String {
        if !text.contains("{centre}") {
            return text.to_owned();
        }
        let set = self.activity.with(|set| set.centre.clone());
        let default = || {
            let centre = |study: &Study| study.centre.get(language).to_owned();
            let there = self.speech().texts.with(|texts| texts.get(language)?.as_deref().map(centre));
            there.or_else(|| self.with_study(centre)).unwrap_or_default()
        };
        if set.is_empty() { text.replace("{centre}", &default()) } else { at_centre(text, &set) }
    }
}

/// The name of a kind of text.
pub(super) fn group_name(group: Group, language: Language) -> &'static str {
    language.say(match group {
        Group::Questions => Phrase::GroupQuestions,
        Group::Cards => Phrase::GroupCards,
        Group::Choices => Phrase::GroupChoices,
        Group::Words => Phrase::GroupWords,
    })
}

/// `ltr` or `rtl`.
pub(super) fn direction(language: &Spoken) -> &'static str {
    if language.is_right_to_left { "rtl" } else { "ltr" }
}
