//! What the browser tells of the tablet and of the page.

use leptos::prelude::*;

/// What the page knows of the tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Device {
    /// The page came over https or from this very device; without that a browser keeps no app.
    pub(super) is_secure: bool,
    /// The page starts without a network.
    pub(super) is_ready_offline: bool,
    /// A newer version of the app waits until nobody is taking part.
    pub(super) has_update: bool,
}

/// Looks at the page: the start script (`public/boot.js`) tells in attributes how far it is.
pub(super) fn look() -> Device {
    let told = |name| document().document_element().and_then(|root| root.get_attribute(name));
    Device {
        is_secure: window().is_secure_context(),
        is_ready_offline: told("data-offline").as_deref() == Some("ready"),
        has_update: told("data-update").as_deref() == Some("waiting"),
    }
}

/// Whether anyone sees the page.
pub(super) fn is_visible() -> bool {
    !document().hidden()
}

/// Whether the device says that it has a network. That it says so proves nothing; that it denies it does.
pub(super) fn is_online() -> bool {
    window().navigator().on_line()
}

/// Where the page comes from, such as `https://example.org`.
pub(super) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}
