//! Help: a guide of five screens, a page to print, how to prepare a tablet, and what words mean.

use leptos::prelude::*;

use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::view::View;
use crate::ui::text::help::HelpPhrase;

mod beside;
mod guide;
mod install;
mod parts;
pub(super) mod words;

/// The pages: part of the address, name, what it is, and its icon.
const PAGES: [(&str, HelpPhrase, HelpPhrase, &str); 4] = [
    ("guide", HelpPhrase::Guide, HelpPhrase::GuideAbout, "hand-waving"),
    ("install", HelpPhrase::Install, HelpPhrase::InstallAbout, "device-tablet"),
    ("sheet", HelpPhrase::Sheet, HelpPhrase::SheetAbout, "printer"),
    ("words", HelpPhrase::Words, HelpPhrase::WordsAbout, "question"),
];

/// What the address names: `guide/2`, `install/ipad`, `sheet`, `words`, or the list.
pub(super) fn help(app: App, page: String) -> AnyView {
    let (name, rest) = page.split_once('/').unwrap_or((&page, ""));
    match name {
        "guide" => guide::guide(app, rest),
        "install" => install::install(app, rest),
        "sheet" => beside::beside(app),
        "words" => words::words(app),
        _ => index(app),
    }
}

/// An offer to show how it works, on top of the page until it was taken or turned down.
pub(super) fn invitation(app: App) -> AnyView {
    let is_declined = RwSignal::new(false);
    // The guide is walked elsewhere on the page: whoever comes back has seen it.
    let is_offered = Memo::new(move |_| {
        app.view.track();
        !is_declined.get() && parts::wants_guide(app)
    });
    let decline = move |_| {
        parts::done(app);
        is_declined.set(true);
    };
    let offer = move || {
        is_offered.get().then(|| {
            view! {
                <section class="block invitation" id="invitation" aria-labelledby="invitation-heading">
                    <h2 id="invitation-heading">{app.say(HelpPhrase::Invitation)}</h2>
                    <p>{app.say(HelpPhrase::InvitationHint)}</p>
                    <div class="buttons">
                        <a class="button" data-main="" href=View::Help("guide/1".to_owned()).hash()>
                            {app.say(HelpPhrase::InvitationYes)}
                        </a>
                        <button type="button" class="button" on:click=decline>
                            {app.say(HelpPhrase::InvitationNo)}
                        </button>
                    </div>
                </section>
            }
        })
    };
    view! { {offer} }.into_any()
}

fn index(app: App) -> AnyView {
    let links = PAGES.map(|(page, name, about, icon_name)| {
        let href = View::Help(page.to_owned()).hash();
        view! {
            <li>
                <a class="paper-link" href=href>
                    {icon(icon_name)}
                    <span class="paper-link-words">
                        <strong>{app.say(name)}</strong>
                        <span class="field-hint">{app.say(about)}</span>
                    </span>
                    {icon("caret-right")}
                </a>
            </li>
        }
    });
    view! {
        <section class="block view" id="help" aria-labelledby="help-heading">
            <h2 id="help-heading" tabindex="-1">{app.say(HelpPhrase::Heading)}</h2>
            <ul class="paper-links">{links}</ul>
        </section>
    }
    .into_any()
}
