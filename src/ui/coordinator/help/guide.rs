//! The guide: five screens, one thing on each.

use leptos::prelude::*;

use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::help::parts::done;
use crate::ui::coordinator::view::View;
use crate::ui::text::help::HelpPhrase;

/// The screens: icon, heading, what is said, and what is said besides.
const SCREENS: [(&str, HelpPhrase, HelpPhrase, HelpPhrase); 5] = [
    ("cards", HelpPhrase::GuideOne, HelpPhrase::GuideOneText, HelpPhrase::GuideOneMore),
    ("list", HelpPhrase::GuideTwo, HelpPhrase::GuideTwoText, HelpPhrase::GuideTwoMore),
    ("device-tablet", HelpPhrase::GuideThree, HelpPhrase::GuideThreeText, HelpPhrase::GuideThreeMore),
    ("users-three", HelpPhrase::GuideFour, HelpPhrase::GuideFourText, HelpPhrase::GuideFourMore),
    ("paper-plane-tilt", HelpPhrase::GuideFive, HelpPhrase::GuideFiveText, HelpPhrase::GuideFiveMore),
];

/// The screen with the number `n` (1 to 5); the first if that is no number of a screen.
pub(super) fn guide(app: App, n: &str) -> AnyView {
    let at = at(n);
    let total = SCREENS.len();
    let (icon_name, heading, text, more) = SCREENS[at];
    let place = move || {
        let (n, total) = ((at + 1).to_string(), total.to_string());
        app.language.get().say_with(HelpPhrase::GuidePlace, &[("n", &n), ("total", &total)])
    };
    let to = |at: usize| View::Help(format!("guide/{}", at + 1)).hash();
    let previous = at.checked_sub(1).map(|at| {
        view! {
            <a class="button" href=to(at)>
                {icon("arrow-left")}
                <span>{app.say(HelpPhrase::Previous)}</span>
            </a>
        }
    });
    let is_last = at + 1 == total;
    let (href, words) =
        if is_last { (View::Desk.hash(), HelpPhrase::Begin) } else { (to(at + 1), HelpPhrase::Next) };
    let leave = move |_| {
        if is_last {
            done(app);
        }
    };
    let skip = (!is_last).then(|| {
        view! {
            <a class="guide-skip" href=View::Desk.hash() on:click=move |_| done(app)>
                {app.say(HelpPhrase::Skip)}
            </a>
        }
    });
    let beads = (0..total).map(|one| view! { <li data-done=(one <= at).then_some("")></li> });
    view! {
        <section class="block view guide" id="guide" aria-labelledby="guide-heading">
            <ol class="guide-beads" aria-hidden="true">{beads.collect_view()}</ol>
            <p class="one-place">{place}</p>
            <div class="guide-picture">{icon(icon_name)}</div>
            <h2 id="guide-heading" tabindex="-1">{app.say(heading)}</h2>
            <p>{app.say(text)}</p>
            <p>{app.say(more)}</p>
            <div class="buttons">
                {previous}
                <a class="button" data-main="" href=href on:click=leave>
                    <span>{app.say(words)}</span>
                    {icon("arrow-right")}
                </a>
            </div>
            {skip}
        </section>
    }
    .into_any()
}

/// The place of the screen with the number `n`.
fn at(n: &str) -> usize {
    n.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < SCREENS.len()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_of_a_screen_leads_to_the_first() {
        assert_eq!(["1", "5", "", "0", "6", "x"].map(at), [0, 4, 0, 0, 0, 0]);
    }
}
