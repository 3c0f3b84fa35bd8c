//! What the pages of help share: the way back to the list, and whether anybody still needs the guide.

use leptos::prelude::*;

use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::view::View;
use crate::ui::text::help::HelpPhrase;

/// The name under which it is kept that nobody needs the guide any more.
const KEPT: &str = "guide";

/// Nobody has said yet that they need no guide.
pub(super) fn wants_guide(app: App) -> bool {
    app.tablet().kept(KEPT).is_none()
}

/// Nobody needs the guide any more.
pub(super) fn done(app: App) {
    // Not kept, it is offered again the next time: no reason to stop anyone.
    let _ = app.tablet().keep(KEPT, "done");
}

/// The way back to the list.
pub(super) fn back(app: App) -> AnyView {
    view! {
        <a class="back-link" href=View::Help(String::new()).hash()>
            {icon("arrow-left")}
            <span>{app.say(HelpPhrase::Back)}</span>
        </a>
    }
    .into_any()
}
