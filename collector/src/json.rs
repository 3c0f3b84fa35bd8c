//! Reading JSON that others wrote, with errors that name the place, what was found and what was expected.

use std::{collections::BTreeMap, fmt};

use betekenis::format::codec::Invalid;
use ring::digest::{self, SHA256};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, value::RawValue};

/// A value, or the lack of one, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    /// `None`: the key is not there.
    value: Option<&'a Value>,
    place: String,
}

impl<'a> Node<'a> {
    /// The value that stands at `place`.
    pub(crate) fn new(value: &'a Value, place: &str) -> Self {
        Self { value: Some(value), place: place.to_owned() }
    }

    /// The value of `key`, which may be missing.
    pub(crate) fn at(&self, key: &str) -> Result<Self, Invalid> {
        let object = self.value.and_then(Value::as_object).ok_or_else(|| self.invalid("an object"))?;
        Ok(Self { value: object.get(key), place: format!("{}.{key}", self.place) })
    }

    /// This node, or `None` if it is missing or null.
    pub(crate) fn given(self) -> Option<Self> {
        self.value.is_some_and(|value| !value.is_null()).then_some(self)
    }

    /// A string that is not empty.
    pub(crate) fn text(&self) -> Result<&'a str, Invalid> {
        self.string_that(|text| !text.is_empty(), "a text that is not empty")
    }

    /// A string for which `fits` holds; `expected` says so in words.
    pub(crate) fn string_that(
        &self,
        fits: impl Fn(&str) -> bool,
        expected: &str,
    ) -> Result<&'a str, Invalid> {
        self.value.and_then(Value::as_str).filter(|text| fits(text)).ok_or_else(|| self.invalid(expected))
    }

    /// The word `true`.
    pub(crate) fn is_true(&self) -> Result<(), Invalid> {
        if self.value == Some(&Value::Bool(true)) { Ok(()) } else { Err(self.invalid("true")) }
    }

    /// What `read` makes of each member of an array.
    pub(crate) fn each<T>(&self, read: impl Fn(&Self) -> Result<T, Invalid>) -> Result<Vec<T>, Invalid> {
        let members = self.value.and_then(Value::as_array).ok_or_else(|| self.invalid("an array"))?;
        let place = |idx| format!("{}[{idx}]", self.place);
        members.iter().enumerate().map(|(idx, value)| read(&Self::new(value, &place(idx)))).collect()
    }

    /// The keys of an object, each with what `read` makes of its value.
    pub(crate) fn each_entry<T>(
        &self,
        read: impl Fn(&Self) -> Result<T, Invalid>,
    ) -> Result<Vec<(&'a str, T)>, Invalid> {
        let object = self.value.and_then(Value::as_object).ok_or_else(|| self.invalid("an object"))?;
        let place = |key| format!("{}.{key}", self.place);
        object.iter().map(|(key, value)| Ok((key.as_str(), read(&Self::new(value, &place(key)))?))).collect()
    }

    /// Whether it is an object in which nothing stands.
    pub(crate) fn is_empty_object(&self) -> bool {
        self.value.and_then(Value::as_object).is_some_and(serde_json::Map::is_empty)
    }

    /// This value is not `expected`.
    pub(crate) fn invalid(&self, expected: &str) -> Invalid {
        let found = self.value.map_or_else(|| "nothing".to_owned(), in_words);
        Invalid::new(&*self.place, found, expected)
    }
}

/// The texts of the values of `keys` in an object; of a key that comes twice the last. Whatever else is in the object is
/// gone past and takes no memory.
pub(crate) fn members<'a, const N: usize>(
    object: &'a str,
    keys: [&str; N],
) -> Result<[Option<&'a RawValue>; N], serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(object);
    let members = Members(keys).deserialize(&mut json)?;
    json.end()?;
    Ok(members)
}

/// The texts of the values in an array; `None` if it has more than `most` of them.
pub(crate) fn at_most(most: usize, array: &RawValue) -> Result<Option<Vec<&RawValue>>, serde_json::Error> {
    AtMost(most).deserialize(&mut serde_json::Deserializer::from_str(array.get()))
}

/// The value, but of an array or an object only which of the two it is.
pub(crate) fn outline(value: &RawValue) -> Result<Value, serde_json::Error> {
    match value.get().as_bytes().first() {
        Some(b'[') => Ok(Value::Array(Vec::new())),
        Some(b'{') => Ok(Value::Object(serde_json::Map::new())),
        _ => serde_json::from_str(value.get()),
    }
}

/// What is the same for two texts of one response and differs for two responses: SHA-256 of its JSON without spaces, with
/// sorted keys, and with its id in lower case.
pub(crate) fn digest_of(mut response: Value) -> Vec<u8> {
    if let Some(Value::String(id)) = response.get_mut("id") {
        id.make_ascii_lowercase();
    }
    let mut text = String::new();
    write_canonical(&response, &mut text);
    digest::digest(&SHA256, text.as_bytes()).as_ref().to_vec()
}

fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Array(members) => {
            out.push('[');
            for (idx, member) in members.iter().enumerate() {
                out.push_str(if idx > 0 { "," } else { "" });
                write_canonical(member, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            // Sorted here: the order of serde_json's own map depends on its features.
            for (idx, (key, member)) in members.iter().collect::<BTreeMap<_, _>>().into_iter().enumerate() {
                out.push_str(if idx > 0 { "," } else { "" });
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_canonical(member, out);
            }
            out.push('}');
        }
        leaf => out.push_str(&leaf.to_string()),
    }
}

struct Members<'k, const N: usize>([&'k str; N]);

impl<'de, const N: usize> DeserializeSeed<'de> for Members<'_, N> {
    type Value = [Option<&'de RawValue>; N];

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, const N: usize> Visitor<'de> for Members<'_, N> {
    type Value = [Option<&'de RawValue>; N];

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut found = [None; N];
        while let Some(key) = object.next_key::<String>()? {
            match self.0.iter().position(|wanted| *wanted == key) {
                Some(idx) => found[idx] = Some(object.next_value()?),
                None => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

struct AtMost(usize);

impl<'de> DeserializeSeed<'de> for AtMost {
    type Value = Option<Vec<&'de RawValue>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for AtMost {
    type Value = Option<Vec<&'de RawValue>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(member) = array.next_element()? {
            if found.len() == self.0 {
                while array.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(None);
            }
            found.push(member);
        }
        Ok(Some(found))
    }
}

/// Whether `text` is a UUID as the app writes it: five groups of hexadecimal digits, of any version.
pub(crate) fn is_uuid(text: &str) -> bool {
    let groups = text.split('-').map(str::len);
    groups.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
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
        check(node.at("c").unwrap().each_entry(Node::is_true), "it.c.d: found \"x\", expected true");
        check(node.at("e").unwrap().at("x"), "it.e: found -1, expected an object");
        check(node.at("none").unwrap().text(), "it.none: found nothing, expected a text that is not empty");
        check(
            node.at("f").unwrap().is_true(),
            &format!("it.f: found \"{}…\", expected true", "é".repeat(40)),
        );
    }

    #[test]
    fn the_same_response_has_one_digest_however_it_is_written_and_another_has_another() {
        let digest = |text: &str| digest_of(serde_json::from_str(text).unwrap());
        let one = digest(r#"{"id":"a0","b":[1,{"d":2,"c":"é"}]}"#);

        assert_eq!(digest("{ \"b\" : [1, {\"c\":\"\\u00e9\",\"d\":2}],\n\"id\":\"A0\" }"), one);
        for other in [
            r#"{"id":"a1","b":[1,{"d":2,"c":"é"}]}"#,
            r#"{"id":"a0","b":[1,{"d":2,"c":"É"}]}"#,
            r#"{"id":"a0","b":[{"d":2,"c":"é"},1]}"#,
            r#"{"id":"a0","b":[1,{"d":"2","c":"é"}]}"#,
            r#"{"id":"a0","b":[1,{"d":2,"c":"é"}],"e":null}"#,
        ] {
            assert_ne!(digest(other), one, "{other}");
        }
    }

    #[test]
    fn null_and_nothing_are_both_not_given() {
        let value = json!({"a": null, "b": false});
        let node = Node::new(&value, "it");

        assert!(node.at("a").unwrap().given().is_none());
        assert!(node.at("b").unwrap().given().is_some());
        assert!(node.at("c").unwrap().given().is_none());
    }

    #[test]
    fn a_uuid_has_five_groups_of_hexadecimal_digits() {
        assert!(is_uuid("0e9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5b"));
        assert!(is_uuid("0E9DDC6E-7B6E-4B7D-9F0F-4A3A3E1D2C5B"));
        for not in ["", "0e9ddc6e7b6e4b7d9f0f4a3a3e1d2c5b", "0e9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5", "é"] {
            assert!(!is_uuid(not), "{not:?}");
        }
        assert!(!is_uuid("ge9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5b"));
    }
}
