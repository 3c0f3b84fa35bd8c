//! A value of JSON that others wrote, looked into key by key: every mistake names its place, what was found and what was expected.

use serde_json::Value;

use crate::format::codec::Invalid;

/// A value, or the lack of one, and where it stands.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// `None`: the key is not there.
    value: Option<&'a Value>,
    place: String,
}

impl<'a> Node<'a> {
    /// The value that stands at `place`.
    pub fn new(value: &'a Value, place: &str) -> Self {
        Self { value: Some(value), place: place.to_owned() }
    }

    /// The value of `key`, which may be missing.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if this is no object.
    pub fn at(&self, key: &str) -> Result<Self, Invalid> {
        let object = self.value.and_then(Value::as_object).ok_or_else(|| self.invalid("an object"))?;
        Ok(Self { value: object.get(key), place: format!("{}.{key}", self.place) })
    }

    /// A string that is not empty.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is something else.
    pub fn text(&self) -> Result<&'a str, Invalid> {
        self.string_that(|text| !text.is_empty(), "a text that is not empty")
    }

    /// A string for which `fits` holds; `expected` says so in words.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is something else.
    pub fn string_that(&self, fits: impl Fn(&str) -> bool, expected: &str) -> Result<&'a str, Invalid> {
        self.value.and_then(Value::as_str).filter(|text| fits(text)).ok_or_else(|| self.invalid(expected))
    }

    /// What `read` makes of each member of an array.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if this is no array, or what `read` says first.
    pub fn each<T>(&self, read: impl Fn(&Self) -> Result<T, Invalid>) -> Result<Vec<T>, Invalid> {
        let members = self.value.and_then(Value::as_array).ok_or_else(|| self.invalid("an array"))?;
        let place = |idx| format!("{}[{idx}]", self.place);
        members.iter().enumerate().map(|(idx, value)| read(&Self::new(value, &place(idx)))).collect()
    }

    /// This value is not `expected`.
    pub fn invalid(&self, expected: &str) -> Invalid {
        let found = self.value.map_or_else(|| "nothing".to_owned(), in_words);
        Invalid::new(&*self.place, found, expected)
    }
}

/// A value as it stands, or its kind if that would be long.
fn in_words(value: &Value) -> String {
    const MAX_CHARS: usize = 40;

    match value {
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) if text.chars().count() > MAX_CHARS => {
            format!("\"{}…\"", text.chars().take(MAX_CHARS).collect::<String>())
        }
        short => short.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(result: Result<impl std::fmt::Debug, Invalid>, expected: &str) {
        assert_eq!(result.unwrap_err().to_string(), expected);
    }

    #[test]
    fn an_error_names_the_place_what_was_found_and_what_was_expected() {
        let value = json!({"a": [{"b": 3}], "c": {"d": "x"}, "e": -1, "f": "é".repeat(50)});
        let node = Node::new(&value, "it");

        check(
            node.at("a").unwrap().each(|member| member.at("b")?.text()),
            "it.a[0].b: found 3, expected a text that is not empty",
        );
        let d = node.at("c").unwrap().at("d").unwrap();
        check(d.string_that(|text| text == "y", "\"y\""), "it.c.d: found \"x\", expected \"y\"");
        check(node.at("e").unwrap().at("x"), "it.e: found -1, expected an object");
        check(node.at("none").unwrap().text(), "it.none: found nothing, expected a text that is not empty");
        check(
            node.at("f").unwrap().string_that(str::is_empty, "nothing"),
            &format!("it.f: found \"{}…\", expected nothing", "é".repeat(40)),
        );
    }
}
