//! Names that somebody says are one: of a centre, a neighbourhood, a kind, a round, or a word for a missing card.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::filter::{Facets, Filter};
use crate::domain::results::{Results, Whom};
use crate::domain::same::{Joined, Joint, MOST_JOINED, What, is_same};
use crate::format::asked::{FacetsQuestion, ResultsQuestion};
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Folded, NoticeText};
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::text::data::DataPhrase;
use crate::ui::text::{Language, Phrase};
use crate::workflow::remembered::{keep_joined, kept_joined};

/// What can be joined, with its words and its name in the page.
const WHATS: [(What, &str); 5] = [
    (What::Centre, "centre"),
    (What::Neighbourhood, "neighbourhood"),
    (What::Kind, "kind"),
    (What::Round, "round"),
    (What::Word, "word"),
];

impl App {
    /// Changes them, if there is room for that; returns whether there was.
    fn change_joined(self, change: impl FnOnce(&mut Joined) -> bool) -> Result<bool, StoreError> {
        let tablet = self.tablet();
        // Another page may have kept something meanwhile.
        let mut joined = kept_joined(&*tablet);
        let has_room = change(&mut joined);
        keep_joined(&*tablet, &joined)?;
        self.joined.set(joined);
        Ok(has_room)
    }
}

/// What the part of the page knows.
#[derive(Clone, Copy)]
struct Joining {
    app: App,
    what: RwSignal<What>,
    /// The names that occur; none while they are being looked for.
    names: RwSignal<Vec<String>>,
    name: RwSignal<String>,
    shown_as: RwSignal<String>,
    /// Whether there was room for the last change.
    done: RwSignal<Option<Result<bool, StoreError>>>,
}

/// Two lists of names and a button, and what was joined.
pub(super) fn joining(app: App) -> AnyView {
    let joining = Joining {
        app,
        what: RwSignal::new(What::Centre),
        names: RwSignal::default(),
        name: RwSignal::default(),
        shown_as: RwSignal::default(),
        done: RwSignal::new(None),
    };
    Effect::new(move |_| {
        // Looked for anew after every change.
        app.joined.track();
        let what = joining.what.get();
        joining.name.set(String::new());
        joining.shown_as.set(String::new());
        spawn_local(joining.look(what));
    });
    let notice = Signal::derive(move || {
        let language = app.language.get();
        joining.done.get().map(|done| match done {
            Ok(true) => Notice::new(Tone::Good, language.say(Phrase::Saved)),
            Ok(false) => {
                let most = MOST_JOINED.to_string();
                Notice::new(Tone::Trouble, language.say_with(DataPhrase::JoinedFull, &[("most", &most)]))
            }
            Err(error) => store_notice(&error, language),
        })
    });
    let is_off = move || {
        let (name, shown_as) = (joining.name.get(), joining.shown_as.get());
        name.is_empty() || shown_as.is_empty() || is_same(&name, &shown_as)
    };
    let join = move |_| {
        let (what, name, shown_as) =
            untrack(|| (joining.what.get(), joining.name.get(), joining.shown_as.get()));
        joining.done.set(Some(app.change_joined(|joined| joined.join(Joint { what, name, shown_as }))));
    };
    let choose = move |event: leptos::ev::Event| {
        let id = event_target_value(&event);
        joining.done.set(None);
        joining.what.set(WHATS.iter().find(|(_, one)| *one == id).map_or(What::Centre, |(what, _)| *what));
    };
    let options = move || {
        let language = app.language.get();
        let option = |(what, id): (What, &'static str)| {
            view! { <option value=id selected=joining.what.get_untracked() == what>{words(what, language)}</option> }
        };
        WHATS.map(option).collect_view()
    };
    view! {
        <Folded id="joining" title=app.say(DataPhrase::Joining)>
            <p class="block-hint">{app.say(DataPhrase::JoiningHint)}</p>
            <div class="field">
                <label for="join-what">{app.say(DataPhrase::JoinWhat)}</label>
                <select id="join-what" on:change=choose>{options}</select>
            </div>
            <div class="side-by-side">
                {joining.field("join-name", DataPhrase::JoinName, joining.name)}
                {joining.field("join-as", DataPhrase::JoinAs, joining.shown_as)}
            </div>
            <div class="buttons">
                <button type="button" class="button" id="join" disabled=is_off on:click=join>
                    {icon("check")}
                    <span>{app.say(DataPhrase::Join)}</span>
                </button>
            </div>
            <NoticeText notice=notice />
            {joining.list()}
        </Folded>
    }
    .into_any()
}

impl Joining {
    /// Looks which names occur.
    async fn look(self, what: What) {
        let names = if what == What::Word {
            let mut all = Vec::new();
            // What only groups said is a word, too.
            for whom in [Whom::People, Whom::Groups] {
                let question = ResultsQuestion { filter: Filter::default(), whom };
                all.extend(self.app.ask(question).await.map(|reported| reported.answer));
            }
            words_in(&all)
        } else {
            let facets = self.app.ask(FacetsQuestion).await.unwrap_or_default();
            names_in(facets.answer, what)
        };
        // The view may be gone, or something else be looked for.
        if self.what.try_get_untracked() == Some(what) {
            let _ = self.names.try_set(names.into_iter().collect::<BTreeSet<_>>().into_iter().collect());
        }
    }

    fn field(self, id: &'static str, label: DataPhrase, chosen: RwSignal<String>) -> AnyView {
        let app = self.app;
        let options = move || {
            let language = app.language.get();
            let is_kind = self.what.get() == What::Kind;
            let option = |name: String| {
                let words = if is_kind { app.kind_title(&name) } else { name.clone() };
                view! { <option value=name>{words}</option> }
            };
            view! {
                <option value="">{language.say(DataPhrase::JoinChoose)}</option>
                {self.names.get().into_iter().map(option).collect_view()}
            }
        };
        let choose = move |event| {
            self.done.set(None);
            chosen.set(event_target_value(&event));
        };
        view! {
            <div class="field">
                <label for=id>{app.say(label)}</label>
                <select id=id prop:value=chosen on:change=choose>{options}</select>
            </div>
        }
        .into_any()
    }

    /// What was joined, each with a button that parts it.
    fn list(self) -> AnyView {
        let app = self.app;
        let rows = move || {
            let language = app.language.get();
            let row = |one: Joint| {
                let values = [("name", one.name.as_str()), ("shown", one.shown_as.as_str())];
                let told = format!(
                    "{}: {}",
                    words(one.what, language),
                    language.say_with(DataPhrase::JoinedAs, &values)
                );
                let label = format!("{}: {}", language.say(DataPhrase::Part), one.name);
                let part = move |_| {
                    let done = app.change_joined(|joined| {
                        joined.part(one.what, &one.name);
                        true
                    });
                    self.done.set(Some(done));
                };
                view! {
                    <li>
                        <span dir="auto">{told}</span>
                        <button type="button" class="button" aria-label=label on:click=part>
                            {icon("arrow-counter-clockwise")}
                            <span>{language.say(DataPhrase::Part)}</span>
                        </button>
                    </li>
                }
            };
            app.joined.get().all().iter().cloned().map(row).collect_view()
        };
        view! { <ul class="earlier" id="joined">{rows}</ul> }.into_any()
    }
}

/// The words for missing cards in `all` results, each in one spelling.
fn words_in(all: &[Results]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for missing in all.iter().flat_map(Results::missing) {
        if !words.iter().any(|word| is_same(word, &missing.text)) {
            words.push(missing.text.clone());
        }
    }
    words
}

fn names_in(facets: Facets, what: What) -> Vec<String> {
    let names = match what {
        What::Centre | What::Word => facets.centres,
        What::Neighbourhood => facets.neighbourhoods,
        What::Kind => facets.kinds,
        What::Round => facets.rounds,
    };
    names.into_keys().collect()
}

fn words(what: What, language: Language) -> &'static str {
    match what {
        What::Centre => language.say(Phrase::Centre),
        What::Neighbourhood => language.say(Phrase::Neighbourhood),
        What::Kind => language.say(Phrase::Kind),
        What::Round => language.say(Phrase::Round),
        What::Word => language.say(DataPhrase::JoinWord),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::results::Missing;
    use crate::instruments::card_sort::tally::SortResults;

    #[test]
    fn words_that_only_groups_said_can_be_joined_too() {
        let said = |words: &[&str]| {
            let missing = words.iter().map(|text| Missing { text: (*text).to_owned(), n: 1 }).collect();
            Results {
                parts: vec![SortResults { missing, ..SortResults::default() }.into()],
                ..Results::default()
            }
        };

        assert_eq!(
            words_in(&[said(&["dansen", "soep"]), said(&["Soep", "zingen"])]),
            ["dansen", "soep", "zingen"]
        );
    }
}
