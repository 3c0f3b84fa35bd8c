//! Reading no more of the JSON that others wrote than is needed, and telling two texts of it apart.

use std::{collections::BTreeMap, fmt};

use ring::digest::{self, SHA256};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, value::RawValue};

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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_uuid_has_five_groups_of_hexadecimal_digits() {
        assert!(is_uuid("0e9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5b"));
        assert!(is_uuid("0E9DDC6E-7B6E-4B7D-9F0F-4A3A3E1D2C5B"));
        for not in ["", "0e9ddc6e7b6e4b7d9f0f4a3a3e1d2c5b", "0e9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5", "é"] {
            assert!(!is_uuid(not), "{not:?}");
        }
        assert!(!is_uuid("ge9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5b"));
    }
}
