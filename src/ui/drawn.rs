//! Brings the page to what is to stand there, and changes nothing but what differs.

use std::cell::RefCell;
use std::mem::take;
use std::rc::Rc;

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{Element as DomElement, Event, Node};

use crate::ui::components::element::{Element, OnTap, View};

/// What stands somewhere.
enum Drawn {
    Nothing,
    Text(Node, String),
    Element(DrawnElement),
}

/// An element on the page, and what it was made from.
struct DrawnElement {
    node: DomElement,
    tag: &'static str,
    key: String,
    attributes: Vec<(&'static str, String)>,
    heard: Option<Heard>,
    children: Children,
}

/// What an element does, which may change, and the one listener that does it.
struct Heard {
    does: Rc<RefCell<OnTap>>,
    _listener: Closure<dyn FnMut(Event)>,
}

/// All that stands in an element.
#[derive(Default)]
pub(crate) struct Children(Vec<Drawn>);

impl Children {
    /// Has these stand in `parent`, in which nothing else stands after them.
    pub(crate) fn become_these(&mut self, parent: &Node, views: Vec<View>) {
        let mut before = take(&mut self.0).into_iter();
        let mut last: Option<Node> = None;
        for view in views {
            let was = before.next().unwrap_or(Drawn::Nothing);
            let is = match (was, view) {
                (Drawn::Text(node, old), View::Text(text)) => {
                    if text != old {
                        node.set_node_value(Some(&text));
                    }
                    Drawn::Text(node, text)
                }
                (Drawn::Element(mut drawn), View::Element(element)) if drawn.can_become(&element) => {
                    drawn.become_this(element);
                    Drawn::Element(drawn)
                }
                (was, view) => {
                    let is = Drawn::new(view);
                    if let Some(node) = is.node() {
                        let next = match &last {
                            Some(last) => last.next_sibling(),
                            None => parent.first_child(),
                        };
                        // An element that was just made can stand anywhere.
                        let _ = parent.insert_before(node, next.as_ref());
                    }
                    was.remove(parent);
                    is
                }
            };
            last = is.node().cloned().or(last);
            self.0.push(is);
        }
        before.for_each(|was| was.remove(parent));
    }
}

impl Drawn {
    fn new(view: View) -> Self {
        match view {
            View::Nothing => Self::Nothing,
            View::Text(text) => Self::Text(document().create_text_node(&text).into(), text),
            View::Element(element) => match document().create_element(element.tag) {
                Ok(node) => Self::Element(DrawnElement::new(node, element)),
                // There is no such tag.
                Err(_) => Self::Nothing,
            },
        }
    }

    fn node(&self) -> Option<&Node> {
        match self {
            Self::Nothing => None,
            Self::Text(node, _) => Some(node),
            Self::Element(drawn) => Some(&drawn.node),
        }
    }

    fn remove(&self, parent: &Node) {
        if let Some(node) = self.node() {
            // What has gone already need not go.
            let _ = parent.remove_child(node);
        }
    }
}

impl DrawnElement {
    fn new(node: DomElement, mut element: Element) -> Self {
        let heard = element.heard.take().map(|(kind, does)| {
            let does = Rc::new(RefCell::new(does));
            let doing = Rc::clone(&does);
            let listener = Closure::<dyn FnMut(Event)>::new(move |event| (*doing.borrow_mut())(event));
            // A kind of event that every element knows.
            let _ = node.add_event_listener_with_callback(kind, listener.as_ref().unchecked_ref());
            Heard { does, _listener: listener }
        });
        let (tag, key) = (element.tag, take(&mut element.key));
        let mut drawn = Self { node, tag, key, attributes: Vec::new(), heard, children: Children::default() };
        drawn.become_this(element);
        drawn
    }

    fn can_become(&self, element: &Element) -> bool {
        self.tag == element.tag && self.key == element.key && self.heard.is_some() == element.heard.is_some()
    }

    fn become_this(&mut self, element: Element) {
        for (name, value) in &element.attributes {
            if !self.attributes.iter().any(|(old, was)| old == name && was == value) {
                // Names that every element may have.
                let _ = self.node.set_attribute(name, value);
            }
        }
        for (name, _) in &self.attributes {
            if !element.attributes.iter().any(|(new, _)| new == name) {
                let _ = self.node.remove_attribute(name);
            }
        }
        self.attributes = element.attributes;
        if let (Some(heard), Some((_, does))) = (&self.heard, element.heard) {
            *heard.does.borrow_mut() = does;
        }
        self.children.become_these(&self.node, element.children);
    }
}
