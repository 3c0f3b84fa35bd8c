//! The page to print and lay beside the tablet.

use leptos::prelude::*;

use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::help::parts::back;
use crate::ui::text::help::HelpPhrase;
use crate::ui::text::paper::PaperPhrase;

/// The parts of the page: icon, heading, steps.
const PARTS: [(&str, HelpPhrase, &[HelpPhrase]); 4] = [
    (
        "list",
        HelpPhrase::SheetPrepare,
        &[HelpPhrase::SheetPrepareOne, HelpPhrase::SheetPrepareTwo, HelpPhrase::SheetPrepareThree],
    ),
    (
        "device-tablet",
        HelpPhrase::SheetHandOver,
        &[
            HelpPhrase::SheetHandOverOne,
            HelpPhrase::SheetHandOverTwo,
            HelpPhrase::SheetHandOverThree,
            HelpPhrase::SheetHandOverFour,
        ],
    ),
    (
        "users-three",
        HelpPhrase::SheetShow,
        &[HelpPhrase::SheetShowOne, HelpPhrase::SheetShowTwo, HelpPhrase::SheetShowThree],
    ),
    ("paper-plane-tilt", HelpPhrase::SheetSend, &[HelpPhrase::SheetSendOne, HelpPhrase::SheetSendTwo]),
];

/// The page as it will be printed, and the button that prints it.
pub(super) fn beside(app: App) -> AnyView {
    let print = move |_| {
        // A browser that cannot print has its own word for it.
        let _ = window().print();
    };
    let parts = PARTS.map(|(icon_name, heading, steps)| {
        let steps = steps.iter().map(|step| view! { <li>{app.say(*step)}</li> }).collect_view();
        view! {
            <div class="help-part">
                {icon(icon_name)}
                <div>
                    <h4>{app.say(heading)}</h4>
                    <ol>{steps}</ol>
                </div>
            </div>
        }
    });
    let mind = [HelpPhrase::SheetMindOne, HelpPhrase::SheetMindTwo, HelpPhrase::SheetMindThree];
    let mind = mind.map(|line| view! { <li>{app.say(line)}</li> });
    view! {
        <section class="block view paper-view" id="help-print" aria-labelledby="help-heading">
            <div class="paper-tools">
                {back(app)} <h2 id="help-heading" tabindex="-1">{app.say(HelpPhrase::Sheet)}</h2>
                <div class="paper-choose">
                    <button type="button" class="button" data-main="" id="help-print-now" on:click=print>
                        {icon("printer")}
                        <span>{app.say(PaperPhrase::PrintNow)}</span>
                    </button>
                </div>
            </div>
            <div class="paper-pages" data-kind="help">
                <div class="paper-page">
                    <div class="help-sheet">
                        <h3>{app.say(HelpPhrase::SheetTitle)}</h3>
                        {parts}
                        <div class="help-mind">
                            <h4>{app.say(HelpPhrase::SheetMind)}</h4>
                            <ul>{mind}</ul>
                        </div>
                        <p class="answer-field help-call">
                            <span>{app.say(HelpPhrase::SheetCall)}</span>
                            <span class="answer-line"></span>
                        </p>
                    </div>
                </div>
            </div>
        </section>
    }
    .into_any()
}
