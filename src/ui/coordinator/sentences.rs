//! What the coordinator is told, from what is the case: a sentence, and what to do next.

use std::time::Duration;

use crate::domain::delivery::{Found, Trouble};
use crate::domain::ledger::Counts;
use crate::domain::privacy::FEWEST;
use crate::ports::response_store::StoreError;
use crate::ports::sound::{NoMicrophone, NotPlayed};
use crate::ui::text::data::DataPhrase;
use crate::ui::text::{Language, Phrase};
use crate::workflow::recorder::VoiceTrouble;

/// How a run of the sender goes, as the page shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Run {
    /// Nothing has been sent since the page was opened.
    #[default]
    Idle,
    /// Somebody asked, and there was nothing to send.
    Nothing,
    /// Under way: this many of that many are settled.
    Going {
        /// Sent or refused so far.
        n_done: usize,
        /// What there was to send at the start.
        n_total: usize,
    },
    /// It is over.
    Ended {
        /// With a receipt, in this run.
        n_sent: usize,
        /// Refused, in this run.
        n_refused: usize,
        /// What is in the way of the rest.
        trouble: Option<Trouble>,
        /// When it tries again by itself, in milliseconds of the page's own clock.
        again_at: Option<u64>,
    },
    /// The storage failed.
    StoreFailed(StoreError),
    /// The worker that sends has said nothing at all.
    Silent,
}

/// What is told, and how much it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notice {
    /// How much it matters.
    pub(super) tone: Tone,
    /// One or more sentences.
    pub(super) text: String,
    /// Less important, and apart: what a machine said, mostly in English.
    pub(super) detail: Option<String>,
}

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// It is as it should be.
    Good,
    /// Neither good nor bad.
    Plain,
    /// Somebody has to do something.
    Trouble,
}

impl Tone {
    /// Its name in the page.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Plain => "plain",
            Self::Trouble => "trouble",
        }
    }
}

impl Notice {
    /// A notice without a detail.
    pub(super) fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into(), detail: None }
    }

    /// The same with what a machine said.
    pub(super) fn with_detail(mut self, said: &str, language: Language) -> Self {
        self.detail = Some(language.say_with(Phrase::ForTheTechnician, &[("detail", said)]));
        self
    }
}

/// What to do next, from how many there are of what.
pub(super) fn overview_notice(counts: &Counts, language: Language) -> Notice {
    let n_unsent = counts.waiting + counts.sending;
    if counts.refused > 0 {
        let text = language.say_count(counts.refused, Phrase::NextRefusedOne, Phrase::NextRefusedMany);
        Notice::new(Tone::Trouble, text)
    } else if n_unsent > 0 {
        Notice::new(Tone::Plain, language.say_count(n_unsent, Phrase::NextSendOne, Phrase::NextSendMany))
    } else if counts.sent > 0 {
        Notice::new(Tone::Good, language.say(Phrase::NextAllSent))
    } else if counts.drafts > 0 {
        Notice::new(Tone::Plain, language.say(Phrase::NextDrafts))
    } else {
        Notice::new(Tone::Plain, language.say(Phrase::NextNothing))
    }
}

/// The same, with regard to the activity that is set: `n_complete` of its participants came to the end, and `target` were
/// wanted (0: nobody said).
pub(super) fn next_notice(counts: &Counts, n_complete: usize, target: usize, language: Language) -> Notice {
    let has_unsent = counts.waiting + counts.sending > 0;
    let phrase = match n_complete {
        _ if counts.refused > 0 => None,
        0 => None,
        // A group too small to be shown is told so, whatever the target.
        n if n < FEWEST && has_unsent => None,
        n if target > 0 && n < target && !has_unsent => Some(DataPhrase::ToTarget),
        n if n < FEWEST => Some(DataPhrase::TooFew),
        n if target > 0 && n >= target && has_unsent => Some(DataPhrase::TargetAndSend),
        n if target > 0 && n >= target => Some(DataPhrase::TargetReached),
        _ if has_unsent => Some(DataPhrase::ShowAndSend),
        _ => Some(DataPhrase::ShowNow),
    };
    let Some(phrase) = phrase else { return overview_notice(counts, language) };
    let tone = if has_unsent { Tone::Plain } else { Tone::Good };
    let numbers =
        [n_complete, target, target.saturating_sub(n_complete), FEWEST].map(|number| number.to_string());
    let names = ["n", "target", "rest", "least"];
    let values: Vec<(&str, &str)> = names.into_iter().zip(numbers.iter().map(String::as_str)).collect();
    Notice::new(tone, language.say_with(phrase, &values))
}

/// What is wrong with the storage, and what to do.
pub(super) fn store_notice(error: &StoreError, language: Language) -> Notice {
    let notice = |phrase| Notice::new(Tone::Trouble, language.say(phrase));
    match error {
        StoreError::Full => notice(Phrase::StoreFull),
        StoreError::Unavailable(said) => notice(Phrase::StoreUnavailable).with_detail(said, language),
    }
}

/// What is wrong with a recording, and what to do.
pub(super) fn voice_notice(trouble: &VoiceTrouble, language: Language) -> Notice {
    let phrase = match trouble {
        VoiceTrouble::Microphone(NoMicrophone::Refused) => Phrase::MicrophoneRefused,
        VoiceTrouble::Microphone(NoMicrophone::Absent) => Phrase::MicrophoneAbsent,
        VoiceTrouble::Microphone(NoMicrophone::Busy) => Phrase::MicrophoneBusy,
        VoiceTrouble::Microphone(NoMicrophone::Insecure) => Phrase::MicrophoneInsecure,
        VoiceTrouble::Microphone(NoMicrophone::Unable) => Phrase::MicrophoneUnable,
        VoiceTrouble::Microphone(NoMicrophone::Lost(said)) => {
            return Notice::new(Tone::Trouble, language.say(Phrase::MicrophoneLost))
                .with_detail(said, language);
        }
        VoiceTrouble::Silence => Phrase::NothingHeard,
        VoiceTrouble::NotPlayed(NotPlayed::NoLoudspeaker) => Phrase::NoLoudspeaker,
        VoiceTrouble::NotPlayed(NotPlayed::Broken) => Phrase::NotPlayed,
        VoiceTrouble::Store(StoreError::Full) => Phrase::RecordingFull,
        VoiceTrouble::Store(error) => return store_notice(error, language),
    };
    Notice::new(Tone::Trouble, language.say(phrase))
}

/// The error of the storage that the sender told in words.
pub(super) fn store_error(said: &str) -> StoreError {
    if said == StoreError::Full.to_string() {
        StoreError::Full
    } else {
        StoreError::Unavailable(said.to_owned())
    }
}

/// What is in the way, in a sentence.
pub(super) fn trouble_sentence(trouble: &Trouble, language: Language) -> String {
    let with_status = |phrase, status: &u16| language.say_with(phrase, &[("status", &status.to_string())]);
    match trouble {
        Trouble::NoEndpoint => language.say(Phrase::NoEndpoint).to_owned(),
        Trouble::Settings(_) => language.say(Phrase::SettingsWrong).to_owned(),
        Trouble::Unreachable => language.say(Phrase::Unreachable).to_owned(),
        Trouble::Offline => language.say(Phrase::Offline).to_owned(),
        Trouble::TimedOut => language.say(Phrase::TimedOut).to_owned(),
        Trouble::NoReceipt(why) if why == NOT_LET_IN => language.say(Phrase::NotLetIn).to_owned(),
        Trouble::NoReceipt(_) => language.say(Phrase::NoReceipt).to_owned(),
        Trouble::Unauthorised(status) => with_status(Phrase::Unauthorised, status),
        Trouble::WrongAddress(status) => with_status(Phrase::WrongAddress, status),
        Trouble::ServerTrouble(status) => with_status(Phrase::ServerTrouble, status),
    }
}

/// What to do about it.
pub(super) fn next_step(trouble: &Trouble, language: Language) -> &'static str {
    language.say(match trouble {
        Trouble::NoEndpoint => Phrase::NoEndpointStep,
        Trouble::Settings(_) => Phrase::SettingsWrongStep,
        Trouble::Unreachable => Phrase::UnreachableStep,
        Trouble::Offline => Phrase::OfflineStep,
        Trouble::TimedOut => Phrase::TimedOutStep,
        Trouble::NoReceipt(why) if why == NOT_LET_IN => Phrase::NotLetInStep,
        Trouble::NoReceipt(_) => Phrase::NoReceiptStep,
        Trouble::Unauthorised(_) => Phrase::UnauthorisedStep,
        Trouble::WrongAddress(_) => Phrase::WrongAddressStep,
        Trouble::ServerTrouble(_) => Phrase::ServerTroubleStep,
    })
}

/// What a look at the server has shown.
pub(super) fn probe_notice(found: &Result<Found, Trouble>, language: Language) -> Notice {
    match found {
        Ok(found) => {
            let phrase = if found.is_form_right { Phrase::TestWorks } else { Phrase::TestReached };
            Notice::new(Tone::Good, language.say_with(phrase, &[("url", &found.url)]))
        }
        Err(Trouble::Settings(said)) if said.starts_with("HTTP ") => {
            Notice::new(Tone::Plain, language.say(Phrase::TestRefused)).with_detail(said, language)
        }
        Err(trouble) => trouble_notice(trouble, language),
    }
}

/// How sending goes, while `n_unsent` responses are still to be sent; nothing if there is nothing to tell.
pub(super) fn run_notice(run: &Run, n_unsent: usize, language: Language) -> Option<Notice> {
    let plain = |phrase| Notice::new(Tone::Plain, language.say(phrase));
    Some(match run {
        Run::Idle => return None,
        Run::Nothing => plain(Phrase::SendingNothing),
        Run::Going { .. } => plain(Phrase::SendingNow),
        Run::Silent => Notice::new(Tone::Trouble, language.say(Phrase::SendingSilent)),
        Run::StoreFailed(error) => store_notice(error, language),
        Run::Ended { n_sent, n_refused, trouble, .. } => match trouble {
            // With nothing left to send, nothing is in the way either.
            Some(trouble) if n_unsent > 0 => {
                let mut notice = trouble_notice(trouble, language);
                if *n_sent > 0 {
                    let so_far = language.say_with(Phrase::SentSoFar, &[("n", &n_sent.to_string())]);
                    notice.text = format!("{so_far} {}", notice.text);
                }
                notice
            }
            _ if *n_refused > 0 => {
                let (sent, refused) = (n_sent.to_string(), n_refused.to_string());
                let text = language.say_with(Phrase::SentAndRefused, &[("n", &sent), ("refused", &refused)]);
                Notice::new(Tone::Trouble, text)
            }
            _ if *n_sent > 0 => {
                Notice::new(Tone::Good, language.say_count(*n_sent, Phrase::SentOne, Phrase::SentMany))
            }
            _ => plain(Phrase::SendingNothing),
        },
    })
}

/// When it tries again by itself.
pub(super) fn again_sentence(wait: Duration, language: Language) -> String {
    // A whole second more rather than less: nobody should see it wait beyond what was said.
    let seconds = usize::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(usize::MAX);
    match seconds {
        0 => language.say(Phrase::AgainNow).to_owned(),
        // Until two minutes, seconds show that something moves.
        1..120 => language.say_count(seconds, Phrase::AgainSecond, Phrase::AgainSeconds),
        _ => language.say_with(Phrase::AgainMinutes, &[("n", &seconds.div_ceil(60).to_string())]),
    }
}

fn trouble_notice(trouble: &Trouble, language: Language) -> Notice {
    let text = format!("{} {}", trouble_sentence(trouble, language), next_step(trouble, language));
    let notice = Notice::new(Tone::Trouble, text);
    match trouble {
        Trouble::NoReceipt(why) if why == NOT_LET_IN => notice,
        Trouble::Settings(said) | Trouble::NoReceipt(said) => notice.with_detail(said, language),
        _ => notice,
    }
}

/// What a probe says of a server that is there but lets no page of this site in.
const NOT_LET_IN: &str = "CORS";

#[cfg(test)]
mod tests {
    use super::*;

    fn troubles() -> [Trouble; 10] {
        [
            Trouble::NoEndpoint,
            Trouble::Settings("line 1, column 2".to_owned()),
            Trouble::Unreachable,
            Trouble::Offline,
            Trouble::TimedOut,
            Trouble::NoReceipt("the answer is a web page".to_owned()),
            Trouble::NoReceipt(NOT_LET_IN.to_owned()),
            Trouble::Unauthorised(401),
            Trouble::WrongAddress(404),
            Trouble::ServerTrouble(503),
        ]
    }

    #[test]
    fn every_trouble_has_a_sentence_and_a_next_step_of_its_own() {
        for language in Language::ALL {
            let told: std::collections::BTreeSet<String> =
                troubles().iter().map(|trouble| trouble_sentence(trouble, language)).collect();
            let steps: std::collections::BTreeSet<&str> =
                troubles().iter().map(|trouble| next_step(trouble, language)).collect();

            assert_eq!(told.len(), troubles().len());
            assert_eq!(steps.len(), troubles().len());
        }
    }

    #[test]
    fn every_trouble_with_a_recording_has_a_sentence_of_its_own_and_a_next_step() {
        let microphone = [
            NoMicrophone::Refused,
            NoMicrophone::Absent,
            NoMicrophone::Busy,
            NoMicrophone::Insecure,
            NoMicrophone::Unable,
            NoMicrophone::Lost("EncodingError".to_owned()),
        ];
        let mut troubles: Vec<VoiceTrouble> = microphone.map(VoiceTrouble::Microphone).into();
        troubles.extend([
            VoiceTrouble::Silence,
            VoiceTrouble::NotPlayed(NotPlayed::NoLoudspeaker),
            VoiceTrouble::NotPlayed(NotPlayed::Broken),
            VoiceTrouble::Store(StoreError::Full),
            VoiceTrouble::Store(StoreError::Unavailable("closed".to_owned())),
        ]);
        for language in Language::ALL {
            let told: Vec<String> =
                troubles.iter().map(|trouble| voice_notice(trouble, language).text).collect();
            let different: std::collections::BTreeSet<&String> = told.iter().collect();
            assert_eq!(different.len(), troubles.len());
            assert!(told.iter().all(|told| told.matches(". ").count() > 0), "no next step: {told:?}");
        }
    }

    #[test]
    fn a_status_stands_in_the_sentence() {
        assert_eq!(
            trouble_sentence(&Trouble::WrongAddress(405), Language::Dutch),
            "Op dit adres worden geen antwoorden aangenomen (405)."
        );
    }

    #[test]
    fn the_overview_names_what_matters_most() {
        let counts = Counts { drafts: 1, waiting: 11, sending: 1, sent: 4, refused: 3, cleared: 2 };
        let told = |counts| overview_notice(&counts, Language::Dutch).text;

        assert_eq!(told(counts), "3 antwoorden zijn geweigerd. Bekijk hieronder waarom.");
        assert_eq!(
            told(Counts { refused: 0, ..counts }),
            "12 antwoorden staan veilig op deze tablet. Verstuur ze als er wifi is."
        );
        assert_eq!(told(Counts { sent: 4, ..Counts::default() }), "Alles is verstuurd.");
        assert!(told(Counts { drafts: 1, ..Counts::default() }).starts_with("Er is nog niemand klaar"));
        assert!(told(Counts::default()).starts_with("Er zijn nog geen antwoorden"));
    }

    #[test]
    fn the_activity_says_when_there_is_something_to_show() {
        let told = |sent, waiting, n, target| {
            next_notice(&Counts { sent, waiting, ..Counts::default() }, n, target, Language::Dutch).text
        };

        assert_eq!(told(3, 0, 0, 0), "Alles is verstuurd.");
        assert!(told(3, 0, 3, 0).contains("vanaf 5 mensen"));
        assert_eq!(told(3, 0, 3, 8), "Alles is verstuurd; nog 5 tot het gewenste aantal van 8.");
        assert!(told(6, 0, 6, 8).contains("nog 2 tot het gewenste aantal"));
        assert!(told(1, 2, 3, 0).starts_with("2 antwoorden staan veilig"));
        assert!(told(1, 5, 6, 8).starts_with("6 mensen deden mee: je kunt de uitkomsten laten zien;"));
        assert!(told(6, 0, 6, 0).starts_with("6 mensen deden mee en alles is verstuurd"));
        assert!(told(8, 0, 8, 8).starts_with("Het gewenste aantal is gehaald (8 van 8) en alles"));
        assert!(told(7, 1, 8, 8).starts_with("Het gewenste aantal is gehaald (8 van 8): laat"));
        let refused = Counts { refused: 1, sent: 9, ..Counts::default() };
        assert!(next_notice(&refused, 9, 9, Language::Dutch).text.starts_with("1 antwoord is geweigerd"));
    }

    fn ended(n_sent: usize, n_refused: usize, trouble: Option<Trouble>) -> Run {
        Run::Ended { n_sent, n_refused, trouble, again_at: None }
    }

    #[track_caller]
    fn check(run: &Run, n_unsent: usize, tone: Tone, begin: &str) {
        let notice = run_notice(run, n_unsent, Language::Dutch).expect("something is told");

        assert_eq!(notice.tone, tone);
        assert!(notice.text.starts_with(begin), "{}", notice.text);
    }

    #[test]
    fn a_run_tells_what_became_of_the_responses() {
        check(&ended(12, 0, None), 0, Tone::Good, "Gelukt: 12 antwoorden zijn verstuurd.");
        check(&ended(2, 1, None), 0, Tone::Trouble, "2 verstuurd, 1 geweigerd.");
        check(&ended(0, 0, None), 0, Tone::Plain, "Er is niets te versturen.");
        check(
            &ended(2, 0, Some(Trouble::Offline)),
            3,
            Tone::Trouble,
            "2 verstuurd, de rest nog niet. De tablet heeft",
        );
    }

    #[test]
    fn nothing_is_in_the_way_of_nothing() {
        check(&ended(0, 0, Some(Trouble::NoEndpoint)), 0, Tone::Plain, "Er is niets te versturen.");
        assert_eq!(run_notice(&Run::Idle, 0, Language::Dutch), None);
    }

    #[test]
    fn a_full_storage_is_told_apart_from_one_that_is_gone() {
        assert_eq!(store_error(&StoreError::Full.to_string()), StoreError::Full);
        let gone = StoreError::Unavailable("closed".to_owned()).to_string();
        assert_eq!(store_error(&gone), StoreError::Unavailable(gone.clone()));
    }

    #[test]
    fn a_server_that_refuses_an_empty_message_is_there() {
        let found = Err(Trouble::Settings("HTTP 422: no rows".to_owned()));

        let notice = probe_notice(&found, Language::English);

        assert_eq!(notice.tone, Tone::Plain);
        assert_eq!(notice.detail.as_deref(), Some("For the administrator: HTTP 422: no rows"));
    }

    #[test]
    fn a_test_says_what_it_could_not_show() {
        let told = |is_form_right| {
            let found = Found { url: "https://example.org/in".to_owned(), is_form_right };
            probe_notice(&Ok(found), Language::Dutch)
        };

        assert_eq!(told(true).text, "Het werkt. Antwoorden gaan naar https://example.org/in");
        assert!(told(false).text.ends_with("blijkt pas bij het eerste antwoord."));
        assert_eq!(told(false).tone, Tone::Good);
    }

    #[test]
    fn the_wait_is_told_in_seconds_and_long_ones_in_minutes() {
        let told = |ms| again_sentence(Duration::from_millis(ms), Language::Dutch);

        assert_eq!(told(0), "Probeert het nu opnieuw.");
        assert_eq!(told(900), "Probeert het over 1 seconde opnieuw.");
        assert_eq!(told(7_100), "Probeert het over 8 seconden opnieuw.");
        assert_eq!(told(300_000), "Probeert het over 5 minuten opnieuw.");
    }
}
