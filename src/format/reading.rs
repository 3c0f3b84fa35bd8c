//! Reads JSON value by value, knowing at every moment where in the file it is.
//!
//! By hand instead of by `serde`'s derive: a study maker gets the place, what was found and what was expected, and
//! the participant's download stays some twenty kilobytes smaller.

use serde_json::Value;

/// Something in a file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: found {found}, expected {expected}", if .path.is_empty() { "the whole file" } else { .path })]
pub struct Invalid {
    /// Where: keys and places from the top, such as `cards[3].text.nl`; empty for the whole.
    pub path: String,
    /// What stands there.
    pub found: String,
    /// What should stand there.
    pub expected: String,
}

/// A value and its place in the file.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> Place<'a> {
    /// The whole file.
    pub fn top(value: &'a Value) -> Self {
        Self { value, path: String::new() }
    }

    /// The mistake that here something else than `expected` stands.
    pub fn wrong(&self, expected: &str) -> Invalid {
        let found = match self.value {
            Value::Null => "null".to_owned(),
            Value::Bool(is) => is.to_string(),
            Value::Number(number) => format!("the number {number}"),
            Value::String(text) if text.chars().count() > 40 => {
                format!("the text \"{}…\"", text.chars().take(40).collect::<String>())
            }
            Value::String(text) => format!("the text \"{text}\""),
            Value::Array(items) => format!("a list of {}", items.len()),
            Value::Object(fields) => format!("an object with {} keys", fields.len()),
        };
        Invalid { path: self.path.clone(), found, expected: expected.to_owned() }
    }

    /// The value under `key`.
    ///
    /// # Errors
    ///
    /// If this is no object, or has no such key.
    pub fn field(&self, key: &str) -> Result<Self, Invalid> {
        self.fields()?;
        self.optional(key).ok_or_else(|| Invalid {
            path: self.path_of(key),
            found: "nothing".to_owned(),
            expected: format!("the key \"{key}\""),
        })
    }

    /// The value under `key`, if the key is there.
    pub fn optional(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| Self { value, path: self.path_of(key) })
    }

    /// The value under `key`, if it is there and not null: what an app wrote says "none" by null.
    pub fn given(&self, key: &str) -> Option<Self> {
        self.optional(key).filter(|place| !place.value.is_null())
    }

    /// Keys and values of an object, in the order of the file.
    ///
    /// # Errors
    ///
    /// If this is no object.
    pub fn fields(&self) -> Result<Vec<(&'a str, Self)>, Invalid> {
        let fields = self.value.as_object().ok_or_else(|| self.wrong("an object"))?;
        Ok(fields
            .iter()
            .map(|(key, value)| (key.as_str(), Self { value, path: self.path_of(key) }))
            .collect())
    }

    /// The items of a list.
    ///
    /// # Errors
    ///
    /// If this is no list.
    pub fn items(&self) -> Result<Vec<Self>, Invalid> {
        let items = self.value.as_array().ok_or_else(|| self.wrong("a list"))?;
        Ok(items
            .iter()
            .enumerate()
            .map(|(at, value)| Self { value, path: format!("{}[{at}]", self.path) })
            .collect())
    }

    /// A list of texts.
    ///
    /// # Errors
    ///
    /// If this is no list, or one of its items no text.
    pub fn texts(&self) -> Result<Vec<String>, Invalid> {
        self.items()?.iter().map(|item| item.text().map(str::to_owned)).collect()
    }

    /// A text; it may be empty.
    ///
    /// # Errors
    ///
    /// If this is no text.
    pub fn text(&self) -> Result<&'a str, Invalid> {
        self.value.as_str().ok_or_else(|| self.wrong("a text"))
    }

    /// A whole number, zero or more.
    ///
    /// # Errors
    ///
    /// If this is no such number.
    pub fn number(&self) -> Result<u64, Invalid> {
        self.value.as_u64().ok_or_else(|| self.wrong("a whole number"))
    }

    /// True or false.
    ///
    /// # Errors
    ///
    /// If this is neither.
    pub fn is(&self) -> Result<bool, Invalid> {
        self.value.as_bool().ok_or_else(|| self.wrong("true or false"))
    }

    /// Every key here is one of `known`.
    ///
    /// # Errors
    ///
    /// If this is no object, or for the first key that is not known: probably a typing error.
    pub fn only(&self, known: &[&str]) -> Result<(), Invalid> {
        match self.fields()?.into_iter().find(|(key, _)| !known.contains(key)) {
            None => Ok(()),
            Some((key, place)) => Err(Invalid {
                path: place.path,
                found: format!("the unknown key \"{key}\""),
                expected: format!("only {}", known.join(", ")),
            }),
        }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// Reads `json` as JSON at all.
///
/// # Errors
///
/// If it is none: what the parser says, with line and column.
pub fn parse(json: &str) -> Result<Value, Invalid> {
    serde_json::from_str(json).map_err(|error| Invalid {
        path: format!("line {}, column {}", error.line(), error.column()),
        found: if json.trim_start().starts_with('<') { "a web page" } else { "something that is not JSON" }
            .to_owned(),
        expected: "a JSON file".to_owned(),
    })
}
