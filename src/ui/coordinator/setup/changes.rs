//! What will be different, and what to think of, in words.

use crate::domain::activities::Centre;
use crate::domain::day::day_or_empty;
use crate::domain::guidance::Guidance;
use crate::domain::response::Mode;
use crate::domain::same::MOST_JOINED;
use crate::domain::settings::{ActivitySettings, EndpointSettings, Preset};
use crate::domain::setup::{Caution, Change};
use crate::domain::study::{Language as Spoken, Study};
use crate::ui::coordinator::endpoint::presets::preset_name;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::setup::SetupPhrase;
use crate::ui::text::{Language, Phrase};

/// One thing that will be different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// What it is about.
    pub(super) name: String,
    /// How it is now; empty if there is nothing like it.
    pub(super) now: String,
    /// How it will be.
    pub(super) then: String,
}

/// What the words need besides the changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    /// Of the page.
    pub(super) language: Language,
    /// The study on this device.
    pub(super) study: &'a Study,
    /// What it suggests to coordinators.
    pub(super) guidance: &'a Guidance,
}

impl Words<'_> {
    /// A row for each thing that will be different.
    pub(super) fn rows(self, changes: &[Change]) -> Vec<Row> {
        changes.iter().flat_map(|change| self.rows_of(change)).collect()
    }

    fn rows_of(self, change: &Change) -> Vec<Row> {
        let language = self.language;
        let row =
            |phrase, now: String, then: String| Row { name: language.say(phrase).to_owned(), now, then };
        match change {
            Change::Endpoint(now, then) => {
                let sending = |one: &EndpointSettings| {
                    (one.batch_size, one.time_out_s, one.template.clone(), one.conflict_is_there)
                };
                // What differs may look the same: keys are never shown.
                [
                    (
                        (now.preset, &now.url) != (then.preset, &then.url),
                        row(SetupPhrase::ChangeEndpoint, self.place(now), self.place(then)),
                    ),
                    (
                        now.headers != then.headers,
                        row(SetupPhrase::ChangeKeys, self.keys(now), self.keys(then)),
                    ),
                    (
                        sending(now) != sending(then),
                        row(SetupPhrase::ChangeSending, self.sending(now), self.sending(then)),
                    ),
                ]
                .into_iter()
                .filter_map(|(is_other, row)| is_other.then_some(row))
                .collect()
            }
            Change::Languages(now, then) => {
                vec![row(SetupPhrase::ChangeLanguages, self.languages(now), self.languages(then))]
            }
            Change::NewCentres(new) => {
                let names: Vec<&str> = new.iter().map(|centre| centre.name.as_str()).collect();
                vec![row(SetupPhrase::ChangeCentres, String::new(), names.join(", "))]
            }
            Change::Centre(now, then) => {
                let name = language.say_with(SetupPhrase::ChangeCentre, &[("name", &now.name)]);
                vec![Row { name, now: self.centre(now), then: self.centre(then) }]
            }
            Change::Retention(now, then) => {
                vec![row(SetupPhrase::ChangeRetention, self.days(*now), self.days(*then))]
            }
            Change::Activity(now, then) => {
                let (now, mut after) = (self.plan(now), self.plan(then));
                if now == after {
                    after = format!("{after} {}", language.say(SetupPhrase::PlanDetails));
                }
                vec![row(SetupPhrase::ChangePlan, now, after)]
            }
            Change::Joined(joined) => {
                let pairs = joined.iter().map(|one| format!("“{}” → “{}”", one.name, one.shown_as));
                vec![row(SetupPhrase::ChangeNames, String::new(), pairs.collect::<Vec<_>>().join(", "))]
            }
        }
    }

    fn place(self, endpoint: &EndpointSettings) -> String {
        let kind = self.language.say(preset_name(endpoint.preset));
        match endpoint.url.split_once('?') {
            _ if endpoint.url.is_empty() && endpoint.preset == Preset::Collector => {
                self.language.say(SetupPhrase::ThisSite).to_owned()
            }
            _ if endpoint.url.is_empty() => format!("{} ({kind})", self.language.say(SetupPhrase::ThisSite)),
            // What stands behind it may be a key.
            Some((address, _)) => format!("{address}?… ({kind})"),
            None => format!("{} ({kind})", endpoint.url),
        }
    }

    /// Names only: a key is never shown.
    fn keys(self, endpoint: &EndpointSettings) -> String {
        let name = |(name, value): &(String, String)| {
            if value.is_empty() {
                self.language.say_with(SetupPhrase::KeyMissing, &[("name", name)])
            } else {
                format!("{name}: ••••")
            }
        };
        let names: Vec<String> = endpoint.headers.iter().map(name).collect();
        if names.is_empty() { self.language.say(SetupPhrase::NoKeys).to_owned() } else { names.join(", ") }
    }

    fn sending(self, endpoint: &EndpointSettings) -> String {
        let (n, seconds) = (endpoint.batch_size.to_string(), endpoint.time_out_s.to_string());
        let mut text = self.language.say_with(SetupPhrase::SendingNow, &[("n", &n), ("seconds", &seconds)]);
        if !endpoint.template.is_empty() {
            // Whoever knows templates wants to see it.
            text = format!("{text}, {}: {}", self.language.say(SetupPhrase::WithTemplate), endpoint.template);
        }
        if endpoint.conflict_is_there {
            text = format!("{text}, {}", self.language.say(SetupPhrase::WithConflict));
        }
        text
    }

    fn languages(self, ids: &[String]) -> String {
        if ids.is_empty() {
            return self.language.say(SetupPhrase::AllLanguages).to_owned();
        }
        let name = |id: &String| {
            let known = self.study.languages.iter().find(|language: &&Spoken| language.id == *id);
            known.map_or_else(|| id.clone(), |language| language.name.clone())
        };
        ids.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    fn centre(self, centre: &Centre) -> String {
        let parts = [self.language.centre_type(&centre.centre_type), &centre.neighbourhood];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() {
            self.language.say(SetupPhrase::NothingKnown).to_owned()
        } else {
            parts.join(", ")
        }
    }

    fn days(self, days: Option<u32>) -> String {
        match days {
            None => self.language.say(Phrase::RetentionNever).to_owned(),
            Some(days) => self.language.say_with(Phrase::RetentionDays, &[("n", &days.to_string())]),
        }
    }

    fn plan(self, plan: &ActivitySettings) -> String {
        let language = self.language;
        let with = |phrase, name, value: &str| language.say_with(phrase, &[(name, value)]);
        let counted =
            |phrase, n: usize| if n == 0 { String::new() } else { with(phrase, "n", &n.to_string()) };
        let deck = self.study.decks().find(|deck| deck.id == plan.deck);
        let parts = [
            plan.centre.clone(),
            self.guidance.kind_title(&plan.kind, language.id()).to_owned(),
            if plan.round.is_empty() {
                String::new()
            } else {
                with(SetupPhrase::PlanRound, "round", &plan.round)
            },
            language.day(day_or_empty(plan.day.as_ref())),
            if plan.mode == Mode::default() {
                String::new()
            } else {
                language.say(mode_name(plan.mode)).to_owned()
            },
            deck.map(|deck| with(SetupPhrase::PlanDeck, "deck", deck.title.get(language.id())))
                .unwrap_or_default(),
            counted(SetupPhrase::PlanCards, plan.cards.len()),
            counted(SetupPhrase::PlanQuestions, plan.questions.len()),
            counted(SetupPhrase::PlanTarget, usize::try_from(plan.target).unwrap_or_default()),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { language.say(SetupPhrase::NoPlan).to_owned() } else { parts.join(" · ") }
    }

    /// What to think of before anything is taken over.
    pub(super) fn notice(self, caution: &Caution) -> Notice {
        let with = |phrase, name, value: &str| self.language.say_with(phrase, &[(name, value)]);
        let (tone, text) = match caution {
            Caution::OtherStudy(study) => (Tone::Trouble, with(SetupPhrase::OtherStudy, "study", study)),
            Caution::OtherVersion(version) => {
                (Tone::Plain, with(SetupPhrase::OtherVersion, "version", version))
            }
            Caution::OtherSite(site) => (Tone::Trouble, with(SetupPhrase::OtherSite, "site", site)),
            Caution::UnknownLanguages(ids) => {
                (Tone::Plain, with(SetupPhrase::UnknownLanguages, "languages", &ids.join(", ")))
            }
            Caution::OtherServer => (Tone::Trouble, self.language.say(SetupPhrase::OtherServer).to_owned()),
            Caution::KeysBrought(names) => {
                (Tone::Trouble, with(SetupPhrase::KeysBrought, "names", &names.join(", ")))
            }
            Caution::NamesLeft(n) => {
                let (n, most) = (n.to_string(), MOST_JOINED.to_string());
                let values = [("n", n.as_str()), ("most", most.as_str())];
                (Tone::Trouble, self.language.say_with(SetupPhrase::NamesLeft, &values))
            }
            Caution::KeysMissing(names) => {
                (Tone::Plain, with(SetupPhrase::KeysMissing, "names", &names.join(", ")))
            }
        };
        Notice::new(tone, text)
    }
}

fn mode_name(mode: Mode) -> Phrase {
    match mode {
        Mode::Coordinator => Phrase::ModeCoordinator,
        Mode::Interpreter => Phrase::ModeInterpreter,
        Mode::Group => Phrase::ModeGroup,
        _ => Phrase::ModeAlone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(change: Change) -> Vec<Row> {
        let (study, guidance) = (&Study::default(), &Guidance::default());
        Words { language: Language::Dutch, study, guidance }.rows(&[change])
    }

    fn row(name: &str, now: &str, then: &str) -> Row {
        Row { name: name.to_owned(), now: now.to_owned(), then: then.to_owned() }
    }

    #[test]
    fn a_key_is_told_of_and_never_shown() {
        let endpoint = |url: &str, value: &str| EndpointSettings {
            url: url.to_owned(),
            headers: vec![("Authorization".to_owned(), value.to_owned())],
            ..EndpointSettings::default()
        };

        let other = rows(Change::Endpoint(
            endpoint("https://a.org/", "secret"),
            endpoint("https://a.org/", "hidden"),
        ));
        let new = rows(Change::Endpoint(EndpointSettings::default(), endpoint("https://a.org/", "")));

        assert_eq!(other, [row("Sleutel", "Authorization: ••••", "Authorization: ••••")]);
        assert_eq!(new.len(), 2);
        assert!(new[0].then.starts_with("https://a.org/ ("), "{}", new[0].then);
        assert_eq!(new[1], row("Sleutel", "geen", "Authorization (nog in te vullen)"));
        let in_address = endpoint("https://a.org/in?key=secret", "");
        let hidden = rows(Change::Endpoint(EndpointSettings::default(), in_address));
        assert_eq!(hidden[0].now, "de collector van deze site");
        assert!(hidden[0].then.starts_with("https://a.org/in?… ("), "{}", hidden[0].then);
    }

    #[test]
    fn each_change_is_told_as_it_is_and_as_it_will_be() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let centre = |centre_type: &str| Centre {
            name: "De Brug".to_owned(),
            centre_type: centre_type.to_owned(),
            neighbourhood: "Moerwijk".to_owned(),
        };
        let plan =
            ActivitySettings { centre: "De Brug".to_owned(), target: 12, ..ActivitySettings::default() };
        let aims = ActivitySettings { aims: ids(&["meet"]), ..plan.clone() };

        assert_eq!(
            rows(Change::Languages(ids(&[]), ids(&["nl", "ar"]))),
            [row("Talen voor deelnemers", "alle talen", "nl, ar")]
        );
        assert_eq!(rows(Change::NewCentres(vec![centre("")])), [row("Centra erbij", "", "De Brug")]);
        assert_eq!(
            rows(Change::Centre(centre(""), centre("living-room"))),
            [row("Centrum De Brug", "Moerwijk", "Huiskamer, Moerwijk")]
        );
        assert_eq!(
            rows(Change::Retention(None, Some(30))),
            [row("Verstuurde antwoorden wissen", "nooit", "na 30 dagen")]
        );
        assert_eq!(
            rows(Change::Activity(Box::default(), Box::new(plan.clone()))),
            [row("Activiteit", "niets ingesteld", "De Brug · gewenst: 12 deelnemers")]
        );
        let details = rows(Change::Activity(Box::new(plan), Box::new(aims)));
        assert!(details[0].then.ends_with("en wat er verder bij hoort"), "{}", details[0].then);
    }
}
