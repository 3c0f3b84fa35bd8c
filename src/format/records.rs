//! What reads and writes lists of domain types, and domain types that may be missing.
//!
//! A domain type of the same shape as what is written has a record with `#[serde(remote = "…")]`. That is good for a single
//! field; with [`As`] it is good for more: `#[serde(with = "As::<Vec<CardRecord>>")]`.

use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::format::codec::{Invalid, read_placed, write};

/// A record that is written in the place of another type.
pub(crate) trait Record {
    /// The other type.
    type Of;

    /// Writes it.
    fn write<S: Serializer>(of: &Self::Of, to: S) -> Result<S::Ok, S::Error>;

    /// Reads it.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self::Of, D::Error>;
}

/// For `#[serde(with = "…")]`: what the record `R` is written for.
pub(crate) struct As<R>(PhantomData<R>);

impl<R: Record> As<R> {
    pub(crate) fn serialize<S: Serializer>(of: &R::Of, to: S) -> Result<S::Ok, S::Error> {
        R::write(of, to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<R::Of, D::Error> {
        R::read(from)
    }
}

/// The record of what is written as it is.
pub(crate) struct AsItIs<T>(PhantomData<T>);

impl<T: Serialize + DeserializeOwned> Record for AsItIs<T> {
    type Of = T;

    fn write<S: Serializer>(of: &T, to: S) -> Result<S::Ok, S::Error> {
        of.serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        T::deserialize(from)
    }
}

/// Writes what `R` is the record of.
pub(crate) fn write_as<R: Record>(of: &R::Of) -> String {
    write(&Written::<R>(of))
}

/// Reads what `R` is the record of.
///
/// # Errors
///
/// [`Invalid`] with the keys that lead to the first mistake.
pub(crate) fn read_as<R: Record>(json: &str) -> Result<R::Of, Invalid> {
    read_placed::<Read<R>>(json).map(|Read(of)| of)
}

/// What `R` is the record of, to be written.
pub(crate) struct Written<'a, R: Record>(pub(crate) &'a R::Of);

/// What `R` is the record of, as it was read.
pub(crate) struct Read<R: Record>(pub(crate) R::Of);

impl<R: Record> Serialize for Written<'_, R> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        R::write(self.0, to)
    }
}

impl<'de, R: Record> Deserialize<'de> for Read<R> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        R::read(from).map(Self)
    }
}

impl<R: Record> Record for Vec<R> {
    type Of = Vec<R::Of>;

    fn write<S: Serializer>(of: &Self::Of, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(of.iter().map(Written::<R>))
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self::Of, D::Error> {
        let read = Vec::<Read<R>>::deserialize(from)?;
        Ok(read.into_iter().map(|Read(of)| of).collect())
    }
}

impl<R: Record, const N: usize> Record for [R; N] {
    type Of = [R::Of; N];

    fn write<S: Serializer>(of: &Self::Of, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(of.iter().map(Written::<R>))
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self::Of, D::Error> {
        let read = Vec::<R>::read(from)?;
        read.try_into().map_err(|read: Vec<_>| D::Error::invalid_length(read.len(), &N.to_string().as_str()))
    }
}

impl<R: Record> Record for Option<R> {
    type Of = Option<R::Of>;

    fn write<S: Serializer>(of: &Self::Of, to: S) -> Result<S::Ok, S::Error> {
        of.as_ref().map(Written::<R>).serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self::Of, D::Error> {
        let read = Option::<Read<R>>::deserialize(from)?;
        Ok(read.map(|Read(of)| of))
    }
}

/// Makes a [`Record`] of each record that has `#[serde(remote = "…")]`, and names the type it is written for.
macro_rules! records {
    ($($record:ident: $of:ty,)*) => {
        $(impl crate::format::records::Record for $record {
            type Of = $of;

            fn write<S: serde::Serializer>(of: &$of, to: S) -> Result<S::Ok, S::Error> {
                $record::serialize(of, to)
            }

            fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<$of, D::Error> {
                $record::deserialize(from)
            }
        })*
    };
}
pub(crate) use records;

/// Makes a [`Record`] of a pair, written under two keys.
macro_rules! pair {
    (
        $(#[$doc:meta])*
        $record:ident {
            $(#[$of_first:meta])* $first:ident: $one:ty,
            $(#[$of_second:meta])* $second:ident: $other:ty,
        }
    ) => {
        $(#[$doc])*
        #[derive(serde::Deserialize)]
        pub(crate) struct $record {
            $(#[$of_first])* $first: $one,
            $(#[$of_second])* $second: $other,
        }

        impl crate::format::records::Record for $record {
            type Of = ($one, $other);

            fn write<S: serde::Serializer>(of: &Self::Of, to: S) -> Result<S::Ok, S::Error> {
                #[derive(serde::Serialize)]
                struct Pair<'a> {
                    $(#[$of_first])* $first: &'a $one,
                    $(#[$of_second])* $second: &'a $other,
                }
                serde::Serialize::serialize(&Pair { $first: &of.0, $second: &of.1 }, to)
            }

            fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self::Of, D::Error> {
                let Self { $first, $second } = serde::Deserialize::deserialize(from)?;
                Ok(($first, $second))
            }
        }
    };
}
pub(crate) use pair;
