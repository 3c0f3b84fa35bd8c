//! Reads JSON value by value, knowing at every moment where in the file it is.
//!
//! Reading goes on after a mistake with an empty value in its place, and the mistake is noted: so a study maker hears
//! the place, what was found and what was expected, and the code has no second way through it for errors.

use std::cell::RefCell;

pub use crate::format::codec::Invalid;
use crate::format::codec::text_found;
use crate::format::json::Json;

/// The first mistake in a file, if one was found.
#[derive(Debug, Default)]
pub struct Mistake(RefCell<Option<Invalid>>);

impl Mistake {
    /// `value`, if there was no mistake in reading it.
    ///
    /// # Errors
    ///
    /// The first mistake.
    pub fn none_in<T>(self, value: T) -> Result<T, Invalid> {
        match self.0.into_inner() {
            None => Ok(value),
            Some(invalid) => Err(invalid),
        }
    }

    fn note(&self, path: &str, found: &str, expected: &str) {
        let mut first = self.0.borrow_mut();
        if first.is_none() {
            *first = Some(Invalid {
                path: path.to_owned(),
                found: found.to_owned(),
                expected: expected.to_owned(),
            });
        }
    }
}

/// A value and its place in the file.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// `None` after a mistake: what is read from here on is empty, and no further mistake.
    value: Option<&'a Json>,
    path: String,
    mistake: &'a Mistake,
}

impl<'a> Place<'a> {
    /// The whole file.
    pub fn top(value: &'a Json, mistake: &'a Mistake) -> Self {
        Self { value: Some(value), path: String::new(), mistake }
    }

    /// Notes that here something else than `expected` stands.
    pub fn wrong(&self, expected: &str) {
        let Some(value) = self.value else { return };
        let found = match value {
            Json::Null => "null".to_owned(),
            Json::Bool(is) => is.to_string(),
            Json::Number(number) => format!("the number {number}"),
            Json::Text(text) => text_found(text),
            Json::List(items) => format!("a list of {}", items.len()),
            Json::Object(fields) => format!("an object with {} keys", fields.len()),
        };
        self.mistake.note(&self.path, &found, expected);
    }

    /// Notes that something else than `expected` stands here, unless `is_right`.
    pub fn check(&self, is_right: bool, expected: &str) {
        if !is_right {
            self.wrong(expected);
        }
    }

    /// The value under `key`. It is a mistake if this is no object, or has no such key.
    pub fn field(&self, key: &str) -> Self {
        let value = match self.value {
            Some(value @ Json::Object(_)) => {
                let value = value.get(key);
                if value.is_none() {
                    self.mistake.note(&self.path_of(key), "nothing", &format!("the key \"{key}\""));
                }
                value
            }
            _ => {
                self.wrong("an object");
                None
            }
        };
        Self { value, path: self.path_of(key), mistake: self.mistake }
    }

    /// The value under `key`, if the key is there.
    pub fn optional(&self, key: &str) -> Option<Self> {
        let value = self.value?.get(key)?;
        Some(Self { value: Some(value), path: self.path_of(key), mistake: self.mistake })
    }

    /// The value under `key`, if it is there and not null: what an app wrote says "none" by null.
    pub fn given(&self, key: &str) -> Option<Self> {
        self.optional(key).filter(|place| place.value != Some(&Json::Null))
    }

    /// Keys and values of an object, in the order of the file. It is a mistake if this is no object.
    pub fn fields(&self) -> Vec<(&'a str, Self)> {
        let mut found = Vec::new();
        if let Some(Json::Object(fields)) = self.value {
            for (key, value) in fields {
                let place = Self { value: Some(value), path: self.path_of(key), mistake: self.mistake };
                found.push((key.as_str(), place));
            }
        } else {
            self.wrong("an object");
        }
        found
    }

    /// The items of a list. It is a mistake if this is no list.
    pub fn items(&self) -> Vec<Self> {
        let mut found = Vec::new();
        if let Some(Json::List(items)) = self.value {
            for (at, value) in items.iter().enumerate() {
                let path = format!("{}[{at}]", self.path);
                found.push(Self { value: Some(value), path, mistake: self.mistake });
            }
        } else {
            self.wrong("a list");
        }
        found
    }

    /// A list of texts. It is a mistake if this is no list, or one of its items no text.
    pub fn texts(&self) -> Vec<String> {
        self.items().iter().map(Self::text).collect()
    }

    /// A text; it may be empty. It is a mistake if this is none.
    pub fn text(&self) -> String {
        if let Some(Json::Text(text)) = self.value {
            return text.clone();
        }
        self.wrong("a text");
        String::new()
    }

    /// A whole number, zero or more. It is a mistake if this is none.
    pub fn number(&self) -> u64 {
        let number = match self.value {
            Some(Json::Number(number)) => number.parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong("a whole number");
        }
        number.unwrap_or_default()
    }

    /// A whole number as an index or a size.
    pub fn size(&self) -> usize {
        usize::try_from(self.number()).unwrap_or(usize::MAX)
    }

    /// True or false. It is a mistake if this is neither.
    pub fn is(&self) -> bool {
        if let Some(Json::Bool(is)) = self.value {
            return *is;
        }
        self.wrong("true or false");
        false
    }

    /// It is a mistake if a key here is not one of `known`: probably a typing error.
    pub fn only(&self, known: &[&str]) {
        for (key, place) in self.fields() {
            if !known.contains(&key) {
                let expected = format!("only {}", known.join(", "));
                self.mistake.note(&place.path, &format!("the unknown key \"{key}\""), &expected);
            }
        }
    }

    /// It is a mistake if the text under `schema` is another than `name`.
    pub fn schema(&self, name: &str) {
        let schema = self.field("schema");
        schema.check(schema.text() == name, &format!("\"{name}\""));
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}
