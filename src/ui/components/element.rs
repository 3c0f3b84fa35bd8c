//! What stands on the participant's page, as values: elements, with what they are called and what they do.
//!
//! They are no views of Leptos: its builder takes all attributes of an element away and sets them again when it is drawn again, so
//! that pictures are fetched once more and everything is laid out. These are compared with what is there, and only what differs is
//! changed ([`crate::ui::drawn`]); in a page whose bytes are counted they are worth some thousands of them.

use leptos::web_sys::Event;

/// What happens when something is tapped, or written in.
pub type OnTap = Box<dyn FnMut(Event)>;

/// What may stand somewhere.
pub enum View {
    /// Nothing, where something may stand.
    Nothing,
    /// A text.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element to be shown.
pub struct Element {
    /// Its tag, in capitals.
    pub(crate) tag: &'static str,
    /// Elements with other keys are never made one of the other.
    pub(crate) key: String,
    pub(crate) attributes: Vec<(&'static str, String)>,
    /// An event, and what it does.
    pub(crate) heard: Option<(&'static str, OnTap)>,
    pub(crate) children: Vec<View>,
}

/// An element `tag` of this class.
pub fn element(tag: &'static str, class: &'static str) -> Element {
    Element { tag, key: String::new(), attributes: Vec::new(), heard: None, children: Vec::new() }
        .with("class", class)
}

/// A button of this class that does `on_tap`.
pub fn button(class: &'static str, on_tap: OnTap) -> Element {
    let mut button = element("BUTTON", class).with("type", "button");
    button.heard = Some(("click", on_tap));
    button
}

/// An icon of `public/ui`, in the colour of the text around it. It says nothing by itself: a word stands beside it.
pub fn icon(name: &'static str) -> View {
    element("SPAN", "icon").with("data-icon", name).with("aria-hidden", "true").view()
}

impl Element {
    /// What it stands for. What stands for something else is new on the page, and so is all that is in it: nothing is moved or
    /// stretched to be something else.
    pub fn key(mut self, key: String) -> Self {
        self.key = key;
        self
    }

    /// An attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// An attribute without a value, if it `is` so.
    pub fn flag(self, name: &'static str, is: bool) -> Self {
        if is { self.with(name, "") } else { self }
    }

    /// Hears what is written.
    pub fn on_input(mut self, heard: OnTap) -> Self {
        self.heard = Some(("input", heard));
        self
    }

    /// What stands in it, after what stands there already.
    pub fn child(mut self, child: View) -> Self {
        self.children.push(child);
        self
    }

    /// The same for several.
    pub fn children(mut self, children: Vec<View>) -> Self {
        self.children.extend(children);
        self
    }

    /// A text in it.
    pub fn text(self, text: String) -> Self {
        self.child(View::Text(text))
    }

    /// As a view.
    pub fn view(self) -> View {
        View::Element(self)
    }
}

/// Nothing, where something may stand.
pub fn nothing() -> View {
    View::Nothing
}

/// A heading that can take the focus.
pub fn heading() -> Element {
    element("H1", "").with("tabindex", "-1")
}
