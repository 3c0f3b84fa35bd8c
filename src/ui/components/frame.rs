//! What stays in the same place on every participant screen.

use leptos::prelude::*;

use crate::ui::components::icon::Icon;

/// Beads and the way out on top, the screen itself, and below it the ways back and on.
///
/// The place opposite the way out is kept free for the voice.
#[component]
pub fn Frame(
    /// Steps behind the participant, and steps in all.
    progress: (usize, usize),
    /// How far the step at hand is, from 0 to 1.
    #[prop(into)]
    part_done: Signal<f64>,
    /// The word for stopping.
    stop: String,
    /// Runs when the participant wants to stop.
    #[prop(into)]
    on_stop: Callback<()>,
    /// The word for going back.
    #[prop(into)]
    back: Signal<String>,
    /// Runs when the participant goes back.
    #[prop(into)]
    on_back: Callback<()>,
    /// The word for going on; none while the participant cannot.
    #[prop(into)]
    next: Signal<Option<String>>,
    /// Runs when the participant goes on.
    #[prop(into)]
    on_next: Callback<()>,
    /// The screen itself.
    children: Children,
) -> impl IntoView {
    let (n_done, n_steps) = progress;
    let beads = (0..n_steps)
        .map(|at| {
            let state = if at < n_done {
                "done"
            } else if at == n_done {
                "now"
            } else {
                "open"
            };
            view! { <span class="bead" data-state=state></span> }
        })
        .collect_view();
    view! {
        <div class="screen">
            <header class="frame-top">
                <button type="button" class="frame-stop" on:click=move |_| on_stop.run(())>
                    <Icon name="x" />
                    <span>{stop}</span>
                </button>
                <div class="beads" aria-hidden="true" style:--part=move || part_done.get().to_string()>{beads}</div>
                <div class="frame-voice"></div>
            </header>
            <div class="frame-main">{children()}</div>
            <footer class="frame-bottom">
                <button type="button" class="frame-back" on:click=move |_| on_back.run(())>
                    <Icon name="arrow-left" />
                    <span>{back}</span>
                </button>
                <button
                    type="button"
                    class="frame-next"
                    disabled=move || next.with(Option::is_none)
                    on:click=move |_| on_next.run(())
                >
                    <span>{move || next.get().unwrap_or_default()}</span>
                    <Icon name="arrow-right" />
                </button>
            </footer>
        </div>
    }
}
