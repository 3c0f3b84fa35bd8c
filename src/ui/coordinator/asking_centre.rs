//! Asks for the centre of an activity that has none, before anybody responds, on the tablet or on paper.

use leptos::prelude::*;

use crate::domain::guidance::LONGEST_NAME;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::TextField;
use crate::ui::coordinator::centres::{known_centres, name_centre_of};
use crate::ui::coordinator::planned::NotSet;
use crate::ui::dom;
use crate::ui::text::plan::PlanPhrase;

/// Where it is kept of which activity (id) somebody said that it has no centre.
const WITHOUT: &str = "without-centre";

/// A place where it is asked: ids in the page, and what stands on the buttons.
#[derive(Debug, Clone, Copy)]
pub(super) struct CentreForm {
    /// Id of the form.
    pub(super) form: &'static str,
    /// Id of the field.
    pub(super) field: &'static str,
    /// The button that goes on with the centre that was named.
    pub(super) there: (&'static str, PlanPhrase),
    /// The button that goes on without one.
    pub(super) without: (&'static str, PlanPhrase),
}

impl CentreForm {
    /// Goes to the field.
    pub(super) fn focus(self) {
        request_animation_frame(move || {
            // A field that is gone again needs no focus.
            let _ = dom::find(&format!("#{}", self.field)).map(|field| field.focus());
        });
    }
}

/// No centre is named, and nobody has said yet that there is none.
pub(super) fn is_without_centre(app: App) -> bool {
    let without = app.tablet().kept(WITHOUT);
    let typed = app.typed_activity.with_untracked(|typed| typed.centre.clone());
    app.activity.with_untracked(|set| set.lacks_centre(&typed, without.as_deref()))
}

/// Asks for the centre as long as `is_asked`, keeps what is said, and goes on with whether that could be kept.
pub(super) fn ask_centre(
    app: App,
    place: CentreForm,
    is_asked: RwSignal<bool>,
    go_on: Callback<Result<(), NotSet>>,
) -> AnyView {
    let go = move || {
        let kept = app.keep_typed();
        if kept.is_ok() {
            if app.typed_activity.with_untracked(|typed| typed.centre.is_empty()) {
                // If it cannot be kept, it is asked again the next time.
                let _ = app.tablet().keep(WITHOUT, &app.activity.with_untracked(|set| set.id.clone()));
            }
            is_asked.set(false);
        }
        go_on.run(kept);
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_without_centre(app) { place.focus() } else { go() }
    };
    let say = move |phrase| Signal::derive(move || app.language.get().say(phrase).to_owned());
    let name = Signal::derive(move || app.typed_activity.with(|typed| typed.centre.clone()));
    let form = move || {
        is_asked.get().then(|| {
            view! {
                <form class="considered" id=place.form on:submit=submit novalidate>
                    <TextField
                        id=place.field
                        label=say(PlanPhrase::AskCentre)
                        hint=say(PlanPhrase::AskCentreHint)
                        value=name
                        on_input=move |text| name_centre_of(app, text)
                        most=LONGEST_NAME
                    />
                    {known_centres(app)}
                    <div class="buttons">
                        <button type="submit" class="button" data-main="" id=place.there.0>
                            {app.say(place.there.1)}
                        </button>
                        <button type="button" class="button" id=place.without.0 on:click=move |_| go()>
                            {app.say(place.without.1)}
                        </button>
                    </div>
                </form>
            }
        })
    };
    form.into_any()
}
