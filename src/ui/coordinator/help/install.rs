//! How a tablet is prepared, by its kind; the kind of this one comes first.

use leptos::prelude::*;

use crate::ui::coordinator::app::App;
use crate::ui::coordinator::help::parts::back;
use crate::ui::coordinator::view::View;
use crate::ui::text::help::HelpPhrase;

/// A kind of tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Android,
    Apple,
}

/// Kinds: part of the address, and name.
const KINDS: [(Kind, &str, HelpPhrase); 2] =
    [(Kind::Android, "android", HelpPhrase::Android), (Kind::Apple, "ipad", HelpPhrase::Apple)];

/// A heading and its steps.
type Part = (HelpPhrase, &'static [HelpPhrase]);

const ANDROID: [Part; 4] = [
    (
        HelpPhrase::InstallHome,
        &[HelpPhrase::AndroidHomeOne, HelpPhrase::AndroidHomeTwo, HelpPhrase::AndroidHomeThree],
    ),
    (HelpPhrase::InstallSound, &[HelpPhrase::AndroidSoundOne, HelpPhrase::AndroidSoundTwo]),
    (HelpPhrase::InstallLight, &[HelpPhrase::AndroidLightOne, HelpPhrase::AndroidLightTwo]),
    (
        HelpPhrase::InstallPin,
        &[
            HelpPhrase::AndroidPinOne,
            HelpPhrase::AndroidPinTwo,
            HelpPhrase::AndroidPinThree,
            HelpPhrase::AndroidPinFour,
        ],
    ),
];

const APPLE: [Part; 4] = [
    (
        HelpPhrase::InstallHome,
        &[
            HelpPhrase::AppleHomeOne,
            HelpPhrase::AppleHomeTwo,
            HelpPhrase::AppleHomeThree,
            HelpPhrase::AppleHomeFour,
        ],
    ),
    (HelpPhrase::InstallSound, &[HelpPhrase::AppleSoundOne, HelpPhrase::AppleSoundTwo]),
    (HelpPhrase::InstallLight, &[HelpPhrase::AppleLightOne, HelpPhrase::AppleLightTwo]),
    (
        HelpPhrase::InstallPin,
        &[
            HelpPhrase::ApplePinOne,
            HelpPhrase::ApplePinTwo,
            HelpPhrase::ApplePinThree,
            HelpPhrase::ApplePinFour,
        ],
    ),
];

impl Kind {
    /// The kind of a device, by what its browser says of itself and how many fingers it feels. An iPad says that it is a Mac,
    /// but no Mac feels fingers.
    fn of(agent: &str, n_fingers: i32) -> Self {
        let is_apple = agent.contains("iPad")
            || agent.contains("iPhone")
            || (agent.contains("Macintosh") && n_fingers > 1);
        if is_apple { Self::Apple } else { Self::Android }
    }
}

/// The steps for the kind that the address names, or else for this device.
pub(super) fn install(app: App, name: &str) -> AnyView {
    let named = KINDS.iter().find(|(_, one, _)| *one == name).map(|(kind, ..)| *kind);
    let kind = named.unwrap_or_else(|| {
        let navigator = window().navigator();
        Kind::of(&navigator.user_agent().unwrap_or_default(), navigator.max_touch_points())
    });
    let links = KINDS.map(|(one, name, words)| {
        let href = View::Help(format!("install/{name}")).hash();
        view! {
            <a class="language-link" href=href aria-current=(one == kind).then_some("page")>
                {app.say(words)}
            </a>
        }
    });
    let parts = match kind {
        Kind::Android => ANDROID,
        Kind::Apple => APPLE,
    };
    let parts = parts.map(|(heading, steps)| {
        let steps = steps.iter().map(|step| view! { <li>{app.say(*step)}</li> }).collect_view();
        view! {
            <h3>{app.say(heading)}</h3>
            <ol class="help-steps">{steps}</ol>
        }
    });
    view! {
        <section class="block view" id="help-install" aria-labelledby="help-heading">
            {back(app)} <h2 id="help-heading" tabindex="-1">{app.say(HelpPhrase::Install)}</h2>
            <div class="language-links">{links}</div>
            <p class="block-hint">{app.say(HelpPhrase::InstallHint)}</p>
            {parts}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipad_is_known_even_if_it_says_that_it_is_a_mac() {
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15";
        let android = "Mozilla/5.0 (Linux; Android 14; SM-X210) Chrome/130.0.0.0 Safari/537.36";

        assert_eq!(Kind::of(mac, 5), Kind::Apple);
        assert_eq!(Kind::of("Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X)", 5), Kind::Apple);
        assert_eq!(Kind::of(android, 5), Kind::Android);
        assert_eq!(Kind::of(mac, 0), Kind::Android);
    }
}
