//! An element of the participant's page.
//!
//! Leptos' builder behind one type: every element, attribute and tap is the same code, where `view!` makes new code for
//! each combination. In a page whose bytes are counted that is worth a fifth of them.

use leptos::attr::custom::custom_attribute;
use leptos::ev::{self, Event, MouseEvent};
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::element::{ElementChild, custom};
use leptos::tachys::html::event::on;

/// What happens when something is tapped.
pub type OnTap = Box<dyn FnMut(MouseEvent)>;

/// An element to be built.
pub struct Element {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element `tag` of this class.
///
/// The tag is in capitals, as a page names its own elements: Leptos compares the two to see whether an element can stay,
/// with what is written in it and the focus on it.
pub fn element(tag: &'static str, class: &'static str) -> Element {
    Element { tag, attributes: Vec::new(), children: Vec::new() }.with("class", class)
}

/// A button of this class that does `on_tap`.
pub fn button(class: &'static str, on_tap: OnTap) -> Element {
    let mut button = element("BUTTON", class).with("type", "button");
    button.attributes.push(on(ev::click, on_tap).into_any_attr());
    button
}

impl Element {
    /// An attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value: String = value.into();
        self.attributes.push(custom_attribute(name, Some(value)).into_any_attr());
        self
    }

    /// An attribute without a value, if it `is` so.
    pub fn flag(mut self, name: &'static str, is: bool) -> Self {
        self.attributes.push(custom_attribute(name, is.then(String::new)).into_any_attr());
        self
    }

    /// Hears what is written.
    pub fn on_input(mut self, heard: Box<dyn FnMut(Event)>) -> Self {
        self.attributes.push(on(ev::input, heard).into_any_attr());
        self
    }

    /// What stands in it, after what stands there already.
    pub fn child(mut self, child: AnyView) -> Self {
        self.children.push(child);
        self
    }

    /// The same for several.
    pub fn children(mut self, children: Vec<AnyView>) -> Self {
        self.children.push(children.into_any());
        self
    }

    /// A text in it.
    pub fn text(self, text: String) -> Self {
        self.child(text.into_any())
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        custom(self.tag).add_any_attr(self.attributes).child(self.children).into_any()
    }
}

/// Nothing, where something may stand.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// A heading that can take the focus.
pub fn heading() -> Element {
    element("H1", "").with("tabindex", "-1")
}
