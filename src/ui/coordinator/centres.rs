//! The centre of the activity, and the centres that are known on this tablet.

use leptos::prelude::*;

use crate::domain::activities::{CENTRE_TYPES, Centre, Centres};
use crate::domain::guidance::LONGEST_NAME;
use crate::domain::settings::ActivitySettings;
use crate::ports::response_store::StoreError;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Considered, NoticeText, TextField, fold};
use crate::ui::coordinator::sentences::{Notice, store_notice};
use crate::ui::text::plan::PlanPhrase;
use crate::ui::text::{Language, Phrase};
use crate::workflow::remembered::change_centres;

/// Takes a centre off the list, and shows what is left.
fn forget_centre(app: App, name: &str) -> Result<(), StoreError> {
    app.centres.set(change_centres(&*app.tablet(), |centres| centres.remove(name))?);
    Ok(())
}

/// `typed` with another name of the centre: a known one brings what is known of it along, and none of that stays with a
/// new one.
fn name_centre(typed: &mut ActivitySettings, name: String, centres: &Centres) {
    let known = centres.find(&name).or_else(|| {
        let was_known = centres.find(&typed.centre).is_some();
        was_known.then_some(const { &NOTHING })
    });
    if let Some(known) = known {
        typed.centre_type.clone_from(&known.centre_type);
        typed.neighbourhood.clone_from(&known.neighbourhood);
    }
    typed.centre = name;
}

const NOTHING: Centre =
    Centre { name: String::new(), centre_type: String::new(), neighbourhood: String::new() };

/// Name, type and neighbourhood of the centre.
pub(super) fn centre(app: App, hint: Signal<String>) -> AnyView {
    let label = Signal::derive(move || app.language.get().say(Phrase::Centre).to_owned());
    let name = Signal::derive(move || app.typed_activity.with(|typed| typed.centre.clone()));
    view! {
        <div class="centre-name">
            <TextField id="centre" label=label hint=hint value=name on_input=move |text| name_centre_of(app, text) most=LONGEST_NAME />
            {known_centres(app)}
        </div>
        {correct(app)}
        {about(app)}
    }
    .into_any()
}

/// Types the name of a centre, with what is known of it.
pub(super) fn name_centre_of(app: App, name: String) {
    app.edit(|typed| app.centres.with_untracked(|centres| name_centre(typed, name, centres)));
}

/// The centres that are known, each on a button that names it.
pub(super) fn known_centres(app: App) -> AnyView {
    let choices = move || {
        let all = app.centres.with(|centres| centres.all().to_vec());
        let chips = all.into_iter().map(|known| {
            let of_chip = known.name.clone();
            let is_set = move || app.typed_activity.with(|typed| typed.centre.trim() == of_chip);
            let words = known.name.clone();
            view! {
                <button
                    type="button"
                    class="chip"
                    aria-pressed=move || if is_set() { "true" } else { "false" }
                    on:click=move |_| name_centre_of(app, known.name.clone())
                >
                    {words}
                </button>
            }
        });
        let has_any = chips.len() > 0;
        has_any.then(|| {
            let chips = chips.collect_view();
            view! {
                <div class="chips" role="group" aria-label=app.say(PlanPhrase::KnownCentres)>
                    {chips}
                </div>
            }
        })
    };
    choices.into_any()
}

/// Whether another name is the right one of the same centre.
fn correct(app: App) -> AnyView {
    let is_other = app.is_other_centre();
    let hint = move || {
        let centre = app.typed_activity.with(|typed| typed.centre.trim().to_owned());
        app.language.get().say_with(PlanPhrase::CorrectHint, &[("centre", &centre)])
    };
    let turn = move |event| app.is_correcting.set(event_target_checked(&event));
    let tick = move || {
        is_other.get().then(|| {
            view! {
                <div class="field">
                    <label class="check" for="correct-centre">
                        <input
                            type="checkbox"
                            id="correct-centre"
                            aria-describedby="correct-centre-hint"
                            prop:checked=app.is_correcting
                            on:change=turn
                        />
                        <span>{app.say(PlanPhrase::Correct)}</span>
                    </label>
                    <p class="field-hint" id="correct-centre-hint">{hint}</p>
                </div>
            }
        })
    };
    // Another name is another question.
    Effect::new(move |_| {
        if !is_other.get() {
            app.is_correcting.set(false);
        }
    });
    tick.into_any()
}

/// Type and neighbourhood. It stands open for a centre that is not known yet.
fn about(app: App) -> AnyView {
    let is_known = Memo::new(move |_| {
        let name = app.typed_activity.with(|typed| typed.centre.clone());
        app.centres.with(|centres| centres.find(&name).is_some())
    });
    let is_new = Memo::new(move |_| {
        app.typed_activity.with(|typed| !typed.centre.trim().is_empty()) && !is_known.get()
    });
    let sum = Signal::derive(move || {
        let language = app.language.get();
        let (centre_type, neighbourhood) =
            app.typed_activity.with(|typed| (typed.centre_type.clone(), typed.neighbourhood.clone()));
        sum(language, &centre_type, &neighbourhood, is_known.get(), is_new.get())
    });
    let types = move || {
        let language = app.language.get();
        let ids = std::iter::once("").chain(CENTRE_TYPES);
        let option = |id: &'static str| {
            let words =
                if id.is_empty() { language.say(PlanPhrase::NotChosen) } else { language.centre_type(id) };
            let is_set = move || app.typed_activity.with(|typed| typed.centre_type == id);
            view! { <option value=id prop:selected=is_set>{words}</option> }
        };
        ids.map(option).collect_view()
    };
    let label = move |phrase| Signal::derive(move || app.language.get().say(phrase).to_owned());
    let neighbourhood = Signal::derive(move || app.typed_activity.with(|typed| typed.neighbourhood.clone()));
    let fields = view! {
        <div class="field">
            <label for="centre-type">{app.say(PlanPhrase::CentreType)}</label>
            <select
                id="centre-type"
                on:change=move |event| app.edit(|typed| typed.centre_type = event_target_value(&event))
            >
                {types}
            </select>
        </div>
        <TextField
            id="neighbourhood"
            label=label(PlanPhrase::Neighbourhood)
            hint=label(PlanPhrase::NeighbourhoodHint)
            value=neighbourhood
            on_input=move |text| app.edit(|typed| typed.neighbourhood = text)
            most=LONGEST_NAME
        />
        {forget(app, is_known)}
    };
    fold("activity-centre", app.say(PlanPhrase::AboutCentre), sum, Some(is_new), fields.into_any())
}

/// What is known of a centre in one line.
fn sum(language: Language, centre_type: &str, neighbourhood: &str, is_known: bool, is_new: bool) -> String {
    let parts = [language.centre_type(centre_type), neighbourhood.trim()];
    let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let instead = match (is_known, is_new) {
        _ if !told.is_empty() => return told,
        (true, _) => PlanPhrase::NothingKnown,
        (_, true) => PlanPhrase::NewCentre,
        _ => PlanPhrase::NoCentre,
    };
    language.say(instead).to_owned()
}

/// Takes the centre off the list.
fn forget(app: App, is_known: Memo<bool>) -> AnyView {
    let trouble = RwSignal::new(None::<StoreError>);
    let notice = Signal::derive(move || {
        let language = app.language.get();
        let failed = trouble.get()?;
        let text =
            format!("{} {}", language.say(PlanPhrase::CentreNotKept), store_notice(&failed, language).text);
        Some(Notice { text, ..store_notice(&failed, language) })
    });
    let name = move || app.typed_activity.with(|typed| typed.centre.trim().to_owned());
    let label =
        Signal::derive(move || app.language.get().say_with(PlanPhrase::ForgetCentre, &[("centre", &name())]));
    let question = Signal::derive(move || app.language.get().say(PlanPhrase::ForgetQuestion).to_owned());
    let forget = move |()| {
        let name = untrack(name);
        trouble.set(forget_centre(app, &name).err());
    };
    view! {
        <div class="buttons" hidden=move || !is_known.get()>
            <Considered
                id="forget-centre"
                icon="trash"
                label=label
                is_disabled=Signal::derive(|| false)
                question=question
                yes=app.say(PlanPhrase::ForgetYes)
                no=app.say(PlanPhrase::ForgetNo)
                on_yes=forget
            />
        </div>
        <NoticeText notice=notice />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_centre_brings_along_what_is_known_of_it_and_a_new_one_does_not_get_that() {
        let known = Centre {
            name: "Betje".to_owned(),
            centre_type: "living-room".to_owned(),
            neighbourhood: "Moerwijk".to_owned(),
        };
        let centres = Centres::of([known]);
        let mut typed =
            ActivitySettings { neighbourhood: "Elders".to_owned(), ..ActivitySettings::default() };
        let mut name = |name: &str| {
            name_centre(&mut typed, name.to_owned(), &centres);
            (typed.centre.clone(), typed.centre_type.clone(), typed.neighbourhood.clone())
        };
        let texts =
            |name: &str, kind: &str, place: &str| (name.to_owned(), kind.to_owned(), place.to_owned());

        assert_eq!(name("Betj"), texts("Betj", "", "Elders"));
        assert_eq!(name("betje "), texts("betje ", "living-room", "Moerwijk"));
        assert_eq!(name("Betje twee"), texts("Betje twee", "", ""));
    }
}
