//! One text after another is put to the effects that are in it; texts that say the same, together.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::codings::{Codings, Effect as Change, TextPlace, ToldText, together};
use crate::domain::filter::Filter;
use crate::domain::study::Study;
use crate::format::codings::write_codings;
use crate::format::framework::WordsQuestion;
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{NoticeText, TextField, progress, show};
use crate::ui::coordinator::filter::report_notice;
use crate::ui::coordinator::framework::asking::answer;
use crate::ui::coordinator::framework::effects::goal_titles;
use crate::ui::coordinator::framework::kept::CODINGS;
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::coordinator::view::View;
use crate::ui::text::Language;
use crate::ui::text::framework::FrameworkPhrase;

/// Most characters of a new effect.
const LONGEST: usize = 80;

/// Most characters of a translation: as many as a story may have, and some.
const LONGEST_TRANSLATION: usize = 2000;

/// Texts that say the same, of which there are one or more.
type Same = Arc<Vec<ToldText>>;

/// All texts.
type All = Arc<Vec<Same>>;

/// What was read so far, and the way back.
#[derive(Clone, Copy)]
struct Sorting {
    app: App,
    codings: RwSignal<Codings>,
    /// What was read before each change, the oldest first.
    before: RwSignal<Vec<Codings>>,
    failed: RwSignal<Option<StoreError>>,
    /// The text at hand, or those that say the same.
    at: RwSignal<usize>,
}

/// The page.
pub(super) fn sorting(app: App) -> AnyView {
    let begun = app.codings();
    let asked = WordsQuestion { filter: Filter::default(), codings: begun.clone() };
    let words = answer(app, move || asked.clone());
    let sorting = Sorting {
        app,
        codings: RwSignal::new(begun),
        before: RwSignal::default(),
        failed: RwSignal::new(None),
        at: RwSignal::new(0),
    };
    let all = move |words: &crate::format::framework::Words| -> All {
        Arc::new(together(&words.told).into_iter().map(Arc::new).collect())
    };
    // It begins where something is still open.
    Effect::new(move |_| {
        if let Some(Ok(words)) = words.get()
            && let Some(open) = sorting.next_open(&all(&words), 0)
        {
            sorting.at.set(open);
        }
    });
    let content = move || {
        let language = app.language.get();
        match words.get() {
            None => view! { <p class="loading">{language.say(FrameworkPhrase::Loading)}</p> }.into_any(),
            Some(Err(error)) => show(report_notice(&error, language)).into_any(),
            Some(Ok(words)) if words.told.is_empty() => {
                view! { <p>{language.say(FrameworkPhrase::NoTexts)}</p> }.into_any()
            }
            Some(Ok(words)) => sorting.texts(&all(&words)),
        }
    };
    let notice =
        Signal::derive(move || sorting.failed.get().map(|error| store_notice(&error, app.language.get())));
    view! {
        <section class="block view framework" id="sorting" aria-labelledby="sorting-heading">
            <a class="back-link" href=View::Framework(String::new()).hash()>
                {icon("arrow-left")}
                <span>{app.say(FrameworkPhrase::Back)}</span>
            </a>
            <h2 id="sorting-heading" tabindex="-1">{app.say(FrameworkPhrase::SortTexts)}</h2>
            <p class="block-hint">{app.say(FrameworkPhrase::SortHint)}</p>
            {content}
            <NoticeText notice=notice />
        </section>
    }
    .into_any()
}

impl Sorting {
    /// Keeps `change` of what was read.
    fn change(self, change: impl FnOnce(&mut Codings)) {
        let before = self.codings.get_untracked();
        let mut codings = before.clone();
        change(&mut codings);
        if codings != before && self.keep(codings) {
            self.before.update(|all| all.push(before));
        }
    }

    /// Takes the last change back.
    fn undo(self) {
        let last = self.before.try_update(Vec::pop).flatten();
        if let Some(last) = last {
            self.keep(last);
        }
    }

    fn keep(self, codings: Codings) -> bool {
        let kept = self.app.tablet().keep(CODINGS, &write_codings(&codings));
        let is_kept = kept.is_ok();
        if is_kept {
            self.codings.set(codings);
        }
        self.failed.set(kept.err());
        is_kept
    }

    /// The first text from `from` on, and round again, that nobody has read.
    fn next_open(self, all: &All, from: usize) -> Option<usize> {
        let n = all.len();
        self.codings.with_untracked(|codings| {
            let mut places = (0..n).map(|step| (from + step) % n);
            places.find(|at| codings.of_all(&all[*at]).is_none())
        })
    }

    fn texts(self, all: &All) -> AnyView {
        let n = all.iter().map(|same| same.len()).sum::<usize>();
        let n_sorted = {
            let all = Arc::clone(all);
            Memo::new(move |_| {
                let is_sorted =
                    |codings: &Codings, one: &&ToldText| codings.of(&one.response, one.place).is_some();
                self.codings.with(|codings| {
                    all.iter().flat_map(|same| same.iter()).filter(|one| is_sorted(codings, one)).count()
                })
            })
        };
        let app = self.app;
        let done = move || {
            let (n_sorted, total) = (n_sorted.get().to_string(), n.to_string());
            let values = [("n", &*n_sorted), ("total", &*total)];
            app.language.get().say_with(FrameworkPhrase::SortedOf, &values)
        };
        let all_done = move || {
            (n_sorted.get() == n)
                .then(|| show(Notice::new(Tone::Good, app.language.get().say(FrameworkPhrase::NoneOpen))))
        };
        let text = {
            let all = Arc::clone(all);
            move || all.get(self.at.get()).map(|same| self.text(same, all.len()))
        };
        let translation = {
            let all = Arc::clone(all);
            move || all.get(self.at.get()).map(|same| self.translation(same))
        };
        let choices = {
            let all = Arc::clone(all);
            move || all.get(self.at.get()).map(|same| self.choices(same))
        };
        view! {
            {move || progress(n_sorted.get(), n, app.say(FrameworkPhrase::SortTexts), done())}
            {all_done}
            <div aria-live="polite">{text}</div>
            {translation}
            {self.steps(all)}
            {choices}
            {self.new_effect(all)}
        }
        .into_any()
    }

    /// The text at hand, large, with where and how often it was said.
    fn text(self, same: &Same, n: usize) -> AnyView {
        let Some(text) = same.first() else { return ().into_any() };
        let language = self.app.language.get();
        let place = [("n", &*(self.at.get() + 1).to_string()), ("total", &*n.to_string())];
        let place = language.say_with(FrameworkPhrase::PlaceOf, &place);
        let kind = match text.place {
            TextPlace::Missing(_) => language.say(FrameworkPhrase::MissingCard).to_owned(),
            TextPlace::Story(_) => {
                let title = |study: &Study| {
                    study.card(&text.card).map(|card| card.text.get(language.id()).to_owned())
                };
                let card = self.app.with_study(title).flatten().unwrap_or_default();
                language.say_with(FrameworkPhrase::StoryAt, &[("card", &card)])
            }
        };
        let often = (same.len() > 1)
            .then(|| language.say_with(FrameworkPhrase::SaidTimes, &[("n", &same.len().to_string())]));
        let spoken = |id: &str| {
            let name = self.app.with_study(|study| study.language(id).map(|one| one.name.clone()));
            name.flatten().unwrap_or_else(|| id.to_owned())
        };
        let centres: BTreeSet<String> = same.iter().map(|one| one.centre.clone()).collect();
        let languages: BTreeSet<String> = same.iter().map(|one| spoken(&one.language)).collect();
        let about: Vec<String> = often
            .into_iter()
            .chain(centres.into_iter().filter(|centre| !centre.is_empty()))
            .chain(languages)
            .collect();
        // Whoever writes it down may do so in another language than that of the screen.
        view! {
            <figure class="sorting-text">
                <figcaption>{format!("{place} · {kind}")}</figcaption>
                <blockquote dir="auto">{text.text.clone()}</blockquote>
                <p class="sorting-about">{about.join(" · ")}</p>
            </figure>
        }
        .into_any()
    }

    /// A place for what a text in another language says.
    fn translation(self, same: &Same) -> Option<AnyView> {
        let app = self.app;
        let kept = {
            let same = Arc::clone(same);
            move || self.codings.with(|codings| codings.translation_of_any(&same).to_owned())
        };
        let is_foreign = same.iter().any(|one| one.language != app.language.get().id());
        if !is_foreign && untrack(&kept).is_empty() {
            return None;
        }
        let same = Arc::clone(same);
        let keep = move |event: leptos::ev::Event| {
            let typed = event_target_value(&event);
            self.change(|codings| codings.translate_all(&same, &typed));
        };
        let view = view! {
            <div class="field">
                <label for="sorting-translation">{app.say(FrameworkPhrase::Translation)}</label>
                <textarea
                    id="sorting-translation"
                    rows="2"
                    maxlength=LONGEST_TRANSLATION.to_string()
                    aria-describedby="sorting-translation-hint"
                    prop:value=kept
                    on:change=keep
                ></textarea>
                <p class="field-hint" id="sorting-translation-hint">
                    {app.say(FrameworkPhrase::TranslationHint)}
                </p>
            </div>
        };
        Some(view.into_any())
    }

    /// On and back.
    fn steps(self, all: &All) -> AnyView {
        let (app, n) = (self.app, all.len());
        let step = move |words: FrameworkPhrase, icon_name: &'static str, by: usize| {
            let go = move |_| self.at.update(|at| *at = (*at + by) % n);
            view! {
                <button type="button" class="button" on:click=go>
                    {icon(icon_name)}
                    <span>{app.say(words)}</span>
                </button>
            }
        };
        let next_open = {
            let all = Arc::clone(all);
            move |_| {
                if let Some(open) = self.next_open(&all, self.at.get_untracked() + 1) {
                    self.at.set(open);
                }
            }
        };
        view! {
            <div class="buttons sorting-steps">
                {step(FrameworkPhrase::Previous, "arrow-left", n - 1)}
                {step(FrameworkPhrase::Next, "arrow-right", 1)}
                <button type="button" class="button" data-main="" on:click=next_open>
                    {icon("skip-forward")}
                    <span>{app.say(FrameworkPhrase::NextOpen)}</span>
                </button>
                <button
                    type="button"
                    class="button"
                    disabled=move || self.before.with(Vec::is_empty)
                    on:click=move |_| self.undo()
                >
                    {icon("arrow-counter-clockwise")}
                    <span>{app.say(FrameworkPhrase::Undo)}</span>
                </button>
            </div>
        }
        .into_any()
    }

    /// All effects, by their goals, to be tapped.
    fn choices(self, same: &Same) -> AnyView {
        let language = self.app.language.get();
        let groups = |study: &Study| {
            // Only new effects make other buttons: a tap leaves them as they are, with the focus on them.
            let added = Memo::new(move |_| self.codings.with(|codings| codings.effects.clone()));
            let codings = Codings { effects: added.get(), ..Codings::default() };
            let mut groups: Vec<(String, Vec<AnyView>)> = Vec::new();
            let guidance = self.app.guidance.get().unwrap_or_default();
            for effect in codings.all_effects(study, &guidance) {
                let title = goal_titles(study, &effect.goals[..1.min(effect.goals.len())], language);
                let button = self.choice(same, &effect, study, language);
                match groups.last_mut() {
                    Some((last, buttons)) if *last == title => buttons.push(button),
                    _ => groups.push((title, vec![button])),
                }
            }
            let groups = groups.into_iter().map(|(title, buttons)| {
                let title =
                    if title.is_empty() { language.say(FrameworkPhrase::NoGoal).to_owned() } else { title };
                view! {
                    <fieldset class="sorting-goal">
                        <legend>{title}</legend>
                        <div class="sorting-effects">{buttons.into_iter().collect_view()}</div>
                    </fieldset>
                }
            });
            groups.collect_view().into_any()
        };
        let groups = self.app.with_study(groups);
        view! {
            <div class="sorting-choices">
                {groups}
                {self.nowhere(same)}
            </div>
        }
        .into_any()
    }

    fn choice(self, same: &Same, effect: &Change, study: &Study, language: Language) -> AnyView {
        let is_chosen = {
            let (same, id) = (Arc::clone(same), effect.id.clone());
            Memo::new(move |_| self.codings.with(|codings| codings.is_of_any(&same, &id)))
        };
        let tap = {
            let (same, id) = (Arc::clone(same), effect.id.clone());
            move |_| self.change(|codings| codings.toggle_all(&same, &id))
        };
        // An effect of two goals stands at the first, and says so.
        let also = (effect.goals.len() > 1).then(|| {
            view! { <span class="kind-tag">{goal_titles(study, &effect.goals, language)}</span> }
        });
        let examples = effect.examples.get(language.id()).to_owned();
        view! {
            <button
                type="button"
                class="sorting-effect"
                data-id=effect.id.clone()
                aria-pressed=move || is_chosen.get().to_string()
                on:click=tap
            >
                <span class="sorting-title">
                    {move || is_chosen.get().then(|| icon("check"))}
                    {effect.title.get(language.id()).to_owned()}
                </span>
                {also}
                <span class="sorting-examples">{examples}</span>
            </button>
        }
        .into_any()
    }

    /// The text belongs to no effect.
    fn nowhere(self, same: &Same) -> AnyView {
        let is_nowhere = {
            let same = Arc::clone(same);
            Memo::new(move |_| {
                self.codings.with(|codings| codings.of_all(&same).is_some_and(|effects| effects.is_empty()))
            })
        };
        let same = Arc::clone(same);
        let tap = move |_| {
            let is_nowhere = is_nowhere.get_untracked();
            self.change(|codings| {
                for text in same.iter() {
                    if is_nowhere {
                        codings.clear(&text.response, text.place);
                    } else {
                        codings.set(&text.response, text.place, Vec::new());
                    }
                }
            });
        };
        view! {
            <button
                type="button"
                class="sorting-effect sorting-nowhere"
                aria-pressed=move || is_nowhere.get().to_string()
                on:click=tap
            >
                <span class="sorting-title">
                    {move || is_nowhere.get().then(|| icon("check"))}
                    {self.app.say(FrameworkPhrase::FitsNowhere)}
                </span>
            </button>
        }
        .into_any()
    }

    /// A form for an effect that is not there yet; the text at hand belongs to it at once.
    fn new_effect(self, all: &All) -> AnyView {
        let app = self.app;
        let (title, goal) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let all = Arc::clone(all);
        let add = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let typed = title.get_untracked();
            let Some(same) = all.get(self.at.get_untracked()).filter(|_| !typed.trim().is_empty()) else {
                return;
            };
            let id = format!("own-{}", app.tablet().new_id());
            let language = app.language.get_untracked().id();
            let goals = Some(goal.get_untracked()).filter(|goal| !goal.is_empty()).into_iter().collect();
            app.with_study(|study| {
                self.change(|codings| {
                    let guidance = app.guidance.get_untracked().unwrap_or_default();
                    let effect = codings.add_effect(study, &guidance, &id, &typed, language, goals);
                    if !codings.is_of_any(same, &effect) {
                        codings.toggle_all(same, &effect);
                    }
                });
            });
            title.set(String::new());
        };
        let goals = move || {
            let language = app.language.get();
            let option = |(id, title): (String, String)| {
                view! { <option value=id>{title}</option> }
            };
            let of = |study: &Study| {
                let goals = study.framework.goals.iter();
                goals
                    .map(|goal| (goal.id.clone(), goal.title.get(language.id()).to_owned()))
                    .collect::<Vec<_>>()
            };
            app.with_study(of).unwrap_or_default().into_iter().map(option).collect_view()
        };
        view! {
            <form class="sorting-new" on:submit=add>
                <h3>{app.say(FrameworkPhrase::NewEffect)}</h3>
                <TextField
                    id="effect-title"
                    label=Signal::derive(move || app.language.get().say(FrameworkPhrase::EffectTitle).to_owned())
                    hint=Signal::derive(move || app.language.get().say(FrameworkPhrase::EffectTitleHint).to_owned())
                    value=title
                    on_input=move |typed| title.set(typed)
                    most=LONGEST
                />
                <div class="field">
                    <label for="effect-goal">{app.say(FrameworkPhrase::EffectGoal)}</label>
                    <select id="effect-goal" on:change=move |event| goal.set(event_target_value(&event))>
                        <option value="">{app.say(FrameworkPhrase::NoGoal)}</option>
                        {goals}
                    </select>
                </div>
                <div class="buttons">
                    <button
                        type="submit"
                        class="button"
                        disabled=move || title.with(|title| title.trim().is_empty())
                    >
                        {icon("plus")}
                        <span>{app.say(FrameworkPhrase::AddEffect)}</span>
                    </button>
                </div>
            </form>
        }
        .into_any()
    }
}
