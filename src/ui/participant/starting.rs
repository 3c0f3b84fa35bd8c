//! The screens before anything is given.

use leptos::prelude::*;

use crate::domain::session::Action;
use crate::domain::study::Word;
use crate::ui::components::icon::Icon;
use crate::ui::participant::App;

/// The choice of language. The page's HTML holds the same, so that it stands there before the app has arrived.
pub(super) fn language(app: App) -> AnyView {
    let study = app.study.get_value();
    let tiles = study.languages.iter().map(|language| {
        let id = language.id.clone();
        view! {
            <button
                type="button"
                class="language-tile"
                data-language=language.id.clone()
                lang=language.id.clone()
                on:click=move |_| { app.act(Action::ChooseLanguage(id.clone())); }
            >
                {language.name.clone()}
            </button>
        }
    });
    view! {
        <div class="screen language-screen">
            <div class="language-list">{tiles.collect_view()}</div>
        </div>
    }
    .into_any()
}

/// What it means to take part, in three pictures.
pub(super) fn consent(app: App) -> AnyView {
    let study = app.study.get_value();
    let points = study.consent.points.iter().map(|point| {
        view! {
            <li class="consent-point">
                <img src=app.picture(&point.picture) alt="" />
                <span>{app.text(&point.text)}</span>
            </li>
        }
    });
    let act = move |action: Action| {
        move |_| {
            app.act(action.clone());
        }
    };
    view! {
        <div class="screen">
            <div class="frame-main consent">
                <h1 tabindex="-1">{app.text(&study.consent.title)}</h1>
                <ul class="consent-points">{points.collect_view()}</ul>
                <div class="consent-choice">
                    <button type="button" class="large-button" data-main="" on:click=act(Action::Agree)>
                        <Icon name="check" />
                        <span>{app.word(Word::Agree)}</span>
                    </button>
                    <button type="button" class="large-button" on:click=act(Action::Decline)>
                        <Icon name="x" />
                        <span>{app.word(Word::Decline)}</span>
                    </button>
                </div>
            </div>
            <footer class="frame-bottom">
                <button type="button" class="frame-back" on:click=act(Action::Back)>
                    <Icon name="arrow-left" />
                    <span>{app.word(Word::Back)}</span>
                </button>
            </footer>
        </div>
    }
    .into_any()
}

/// There is no study to begin with, and none was kept. No study means no words either.
pub(super) fn no_study() -> AnyView {
    view! {
        <div class="screen message-screen">
            <Icon name="device-tablet" />
            <h1 tabindex="-1">"De app kan niet starten. Geef de tablet aan de begeleider."</h1>
            <p lang="en">"The app cannot start. Give the tablet to the coordinator."</p>
            <a class="large-button" href="coordinator/">"Begeleider / Coordinator"</a>
        </div>
    }
    .into_any()
}
