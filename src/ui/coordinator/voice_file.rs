//! Recordings carried away in one file, and taken over from one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;

use crate::domain::heard::spoken;
use crate::format::sounds::{list_path, read_sounds};
use crate::ports::file::ChosenFile;
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{NoticeText, progress};
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice, voice_notice};
use crate::ui::dom;
use crate::ui::text::{Language, Phrase};
use crate::workflow::recorder::VoiceTrouble;
use crate::workflow::voices::{
    Compared, NotTaken, Offer, Spoken, compare_recordings, open_recordings, pack_recordings, take_recordings,
};

/// The field for a file to take over.
const FIELD: &str = "take-voices";

/// What was done last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Latest {
    #[default]
    Nothing,
    /// So many, of so many.
    Packing(usize, usize),
    /// So many recordings are in the file of that name.
    Packed(usize, String),
    NotPacked(StoreError),
    Looking,
    /// What is to happen with recordings that are here already?
    Asking(Compared),
    /// So many were looked at, of so many.
    Taking(usize, usize),
    /// So many were taken over.
    Taken(usize, Compared),
    NotTaken(NotTaken),
}

/// A file that waits for an answer.
type Waiting = StoredValue<RefCell<Option<(Rc<dyn ChosenFile>, Offer)>>, LocalStorage>;

/// A button for a file, and a field to choose one.
pub(super) fn voice_file(app: App) -> AnyView {
    let latest = RwSignal::new(Latest::Nothing);
    let waiting: Waiting = StoredValue::new_local(RefCell::new(None));
    let is_busy = Memo::new(move |_| {
        latest.with(|latest| {
            matches!(latest, Latest::Packing(..) | Latest::Looking | Latest::Asking(_) | Latest::Taking(..))
        })
    });
    let notice = Signal::derive(move || latest.with(|latest| latest_notice(latest, app.language.get())));
    let bar = move || {
        let language = app.language.get();
        let bar = |n: usize, total: usize, label| {
            let (words_n, words_total) = (n.to_string(), total.to_string());
            let values = [("n", words_n.as_str()), ("total", words_total.as_str())];
            progress(n, total, app.say(label), language.say_with(Phrase::SendingCount, &values))
        };
        latest.with(|latest| match latest {
            Latest::Packing(n, total) => Some(bar(*n, *total, Phrase::PackingVoices)),
            Latest::Taking(n, total) => Some(bar(*n, *total, Phrase::TakingVoices)),
            _ => None,
        })
    };
    let question = move || {
        let language = app.language.get();
        let asked = latest.with(|latest| match latest {
            Latest::Asking(compared) => Some(*compared),
            _ => None,
        })?;
        let answer = move |replaces| spawn_local(take(app, latest, waiting, asked, replaces));
        Some(view! {
            <div class="considered" role="group" aria-labelledby="replace-question">
                <p id="replace-question">
                    {language.say_count(asked.n_other, Phrase::ReplaceAskOne, Phrase::ReplaceAskMany)}
                </p>
                <div class="buttons">
                    <button type="button" class="button" on:click=move |_| answer(false)>
                        {language.say(Phrase::ReplaceNo)}
                    </button>
                    <button type="button" class="button" on:click=move |_| answer(true)>
                        {language.say(Phrase::ReplaceYes)}
                    </button>
                </div>
            </div>
        })
    };
    view! {
        <section class="block" id="voice-file" aria-labelledby="voice-file-heading">
            <h2 id="voice-file-heading">{app.say(Phrase::VoicesFile)}</h2>
            <p class="block-hint">{app.say(Phrase::VoicesFileHint)}</p>
            <div class="buttons">
                <button
                    type="button"
                    class="button"
                    disabled=is_busy
                    on:click=move |_| spawn_local(pack(app, latest))
                >
                    {icon("download")}
                    <span>{app.say(Phrase::PackVoices)}</span>
                </button>
            </div>
            <div class="field">
                <label for=FIELD>{app.say(Phrase::TakeVoices)}</label>
                <input
                    id=FIELD
                    type="file"
                    accept=".zip,application/zip"
                    disabled=is_busy
                    aria-describedby="take-voices-hint"
                    on:change=move |_| spawn_local(look(app, latest, waiting))
                />
                <p class="field-hint" id="take-voices-hint">{app.say(Phrase::TakeVoicesHint)}</p>
            </div>
            {bar}
            {question}
            <NoticeText notice=notice />
        </section>
    }
    .into_any()
}

/// What is spoken in the languages `ids`, as far as their texts can be had; and what the study itself holds.
async fn spoken_in(app: App, ids: impl IntoIterator<Item = String>) -> Vec<Spoken> {
    let tablet = app.tablet();
    let mut languages = Vec::new();
    for language in ids {
        let Some(study) = app.read_texts(&language).await else { continue };
        let list = tablet.read(&format!("{}{}", tablet.study_folder(), list_path(&language))).await;
        let of_study = list.and_then(|list| read_sounds(&list).ok()).unwrap_or_default();
        languages.push(Spoken { texts: spoken(&study, &language), language, of_study });
    }
    languages
}

async fn pack(app: App, latest: RwSignal<Latest>) {
    app.leave_booth().await;
    let world = app.world.get_value();
    let kept = app.speech().recorder.with_untracked(|recorder| recorder.kept().clone());
    let n_all = kept.values().map(BTreeSet::len).sum();
    latest.set(Latest::Packing(0, n_all));
    let ids = kept.into_iter().filter(|(_, texts)| !texts.is_empty()).map(|(language, _)| language);
    let languages = spoken_in(app, ids).await;
    let mut file = world.tablet.new_file();
    let tell = move |n| latest.set(Latest::Packing(n, n_all));
    let mut write = |bytes: &[u8]| file.write_bytes(bytes);
    let packed = pack_recordings(&*world.recordings, &languages, &mut write, &tell).await;
    match packed {
        Ok(n) => {
            let study = untrack(|| app.with_study(|study| study.id.clone())).unwrap_or_default();
            let name = format!("betekenis-stemmen-{study}-{}.zip", world.tablet.today());
            if n > 0 {
                file.save(&name, "application/zip");
            }
            latest.set(Latest::Packed(n, name));
        }
        Err(error) => latest.set(Latest::NotPacked(error)),
    }
}

/// Looks what is in the chosen file; takes it over unless something has to be asked first.
async fn look(app: App, latest: RwSignal<Latest>, waiting: Waiting) {
    let world = app.world.get_value();
    let Some(file) = world.tablet.chosen_file(FIELD) else { return };
    app.leave_booth().await;
    latest.set(Latest::Looking);
    let looked = async {
        let mut offer = open_recordings(&*file).await?;
        let languages = spoken_in(app, offer.languages()).await;
        let texts = languages.into_iter().map(|spoken| {
            let texts: BTreeSet<String> = spoken.texts.into_iter().map(|heard| heard.text).collect();
            (spoken.language, texts)
        });
        let texts: BTreeMap<_, _> = texts.collect();
        let compared = compare_recordings(&*file, &mut offer, &texts, &*world.recordings).await?;
        Ok::<_, NotTaken>((offer, compared))
    };
    match looked.await {
        Ok((offer, compared)) => {
            // Whoever has gone elsewhere meanwhile is asked nothing.
            waiting.try_with_value(|waiting| *waiting.borrow_mut() = Some((file, offer)));
            if compared.n_other > 0 {
                latest.set(Latest::Asking(compared));
            } else {
                take(app, latest, waiting, compared, false).await;
            }
        }
        Err(error) => end(latest, Latest::NotTaken(error)),
    }
}

async fn take(app: App, latest: RwSignal<Latest>, waiting: Waiting, compared: Compared, replaces: bool) {
    let taken = waiting.try_with_value(|waiting| waiting.borrow_mut().take()).flatten();
    let Some((file, mut offer)) = taken else { return };
    let recordings = app.world.with_value(|world| Rc::clone(&world.recordings));
    let tell = move |n, total| latest.set(Latest::Taking(n, total));
    let taken = take_recordings(&*file, &mut offer, replaces, &*recordings, &tell).await;
    app.list_recordings().await;
    let compared = if replaces { Compared { n_other: 0, ..compared } } else { compared };
    end(
        latest,
        match taken {
            Ok(n) => Latest::Taken(n, compared),
            Err(error) => Latest::NotTaken(error),
        },
    );
}

/// Tells how it ended; the same file may then be chosen again.
fn end(latest: RwSignal<Latest>, with: Latest) {
    if let Some(field) = dom::find(&format!("#{FIELD}")) {
        field.unchecked_into::<leptos::web_sys::HtmlInputElement>().set_value("");
    }
    latest.set(with);
}

fn latest_notice(latest: &Latest, language: Language) -> Option<Notice> {
    let plain = |phrase| Notice::new(Tone::Plain, language.say(phrase));
    Some(match latest {
        Latest::Nothing | Latest::Asking(_) => return None,
        Latest::Packing(..) => plain(Phrase::PackingVoices),
        Latest::Packed(0, _) => plain(Phrase::PackedNothing),
        Latest::Packed(n, file) => {
            let phrase = if *n == 1 { Phrase::PackedOne } else { Phrase::PackedMany };
            Notice::new(Tone::Good, language.say_with(phrase, &[("n", &n.to_string()), ("file", file)]))
        }
        Latest::NotPacked(StoreError::Full) => voice_notice(&VoiceTrouble::Store(StoreError::Full), language),
        Latest::NotPacked(error) => store_notice(error, language),
        Latest::Looking | Latest::Taking(..) => plain(Phrase::TakingVoices),
        Latest::Taken(n, compared) => taken_notice(*n, compared, language),
        Latest::NotTaken(error) => not_taken_notice(error, language),
    })
}

fn taken_notice(n_taken: usize, compared: &Compared, language: Language) -> Notice {
    let mut text = language.say_count(n_taken, Phrase::TakenOne, Phrase::TakenMany);
    for (n, one, many) in [
        (compared.n_same, Phrase::TakenSameOne, Phrase::TakenSameMany),
        (compared.n_other, Phrase::TakenLeftOne, Phrase::TakenLeftMany),
        (compared.n_foreign, Phrase::TakenForeignOne, Phrase::TakenForeignMany),
        (compared.n_broken, Phrase::TakenBrokenOne, Phrase::TakenBrokenMany),
    ] {
        if n > 0 {
            text = format!("{text} {}", language.say_count(n, one, many));
        }
    }
    let is_trouble = compared.n_foreign + compared.n_broken > 0;
    Notice::new(if is_trouble { Tone::Trouble } else { Tone::Good }, text)
}

fn not_taken_notice(error: &NotTaken, language: Language) -> Notice {
    let phrase = match error {
        NotTaken::Broken => Phrase::TakeBroken,
        NotTaken::Foreign => Phrase::TakeForeign,
        NotTaken::Unreadable => Phrase::TakeUnreadable,
        NotTaken::Store(StoreError::Full) => Phrase::TakeFull,
        NotTaken::Store(error) => return store_notice(error, language),
    };
    Notice::new(Tone::Trouble, language.say(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_a_sentence_of_its_own() {
        let refusals = [
            NotTaken::Broken,
            NotTaken::Foreign,
            NotTaken::Unreadable,
            NotTaken::Store(StoreError::Full),
            NotTaken::Store(StoreError::Unavailable("closed".to_owned())),
        ];
        for language in Language::ALL {
            let told: BTreeSet<String> =
                refusals.iter().map(|error| not_taken_notice(error, language).text).collect();
            assert_eq!(told.len(), refusals.len());
        }
    }

    #[test]
    fn what_was_taken_over_and_what_was_not_is_told_apart() {
        let compared = Compared { n_new: 3, n_other: 1, n_same: 2, n_foreign: 4, n_broken: 0 };

        let told = taken_notice(3, &compared, Language::Dutch);

        assert_eq!(
            told.text,
            "Gelukt: 3 opnames overgenomen. 2 waren er al. 1 bleef zoals die was. 4 teksten staan niet in dit onderzoek."
        );
        assert_eq!(told.tone, Tone::Trouble);
        let all = taken_notice(1, &Compared { n_new: 1, ..Compared::default() }, Language::English);
        assert_eq!(all, Notice::new(Tone::Good, "Done: 1 recording was copied."));
    }
}
