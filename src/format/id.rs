//! Ids that the app makes, as they are written: `#[serde(with = "id")]`.

use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) fn serialize<S: Serializer>(id: &impl Deref<Target = str>, to: S) -> Result<S::Ok, S::Error> {
    (**id).serialize(to)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>, Id: From<String>>(from: D) -> Result<Id, D::Error> {
    String::deserialize(from).map(Id::from)
}
