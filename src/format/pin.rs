//! `pin/1`: what is kept of the PIN. It never leaves the tablet, and goes into no backup.

use serde::{Deserialize, Serialize};

use crate::domain::pin::{Lock, Tries};
use crate::format::codec::{Invalid, read_placed, write};

/// `pin/1`. Older apps noted the time of the device as well: whoever holds it can set that.
#[derive(Serialize, Deserialize)]
struct PinRecord {
    schema: Schema,
    #[serde(with = "hex")]
    salt: Vec<u8>,
    iterations: u32,
    #[serde(with = "hex")]
    pin: Vec<u8>,
    #[serde(with = "hex")]
    code: Vec<u8>,
    n_wrong: u32,
    left_ms: u64,
}

#[derive(Serialize, Deserialize)]
enum Schema {
    #[serde(rename = "pin/1")]
    Pin1,
}

/// Bytes as hexadecimal digits; at least one byte.
pub(crate) mod hex {
    use serde::de::{Error, Unexpected};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// `bytes` as they are written.
    pub(crate) fn digits(bytes: &[u8]) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digits = |byte: &u8| [byte >> 4, byte & 15].map(|four| DIGITS[usize::from(four)]);
        bytes.iter().flat_map(digits).map(char::from).collect()
    }

    fn bytes(text: &str) -> Option<Vec<u8>> {
        let pairs = text.as_bytes().chunks(2).map(|pair| {
            let pair = str::from_utf8(pair).ok().filter(|pair| pair.len() == 2 && !pair.starts_with('+'))?;
            u8::from_str_radix(pair, 16).ok()
        });
        pairs.collect::<Option<Vec<u8>>>().filter(|bytes| !bytes.is_empty())
    }

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        digits(bytes).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        bytes(&text).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &"hexadecimal digits"))
    }
}

/// Writes what is kept of a PIN.
pub fn write_pin(lock: &Lock) -> String {
    let Lock { salt, iterations, pin, code, tries: Tries { n_wrong, left_ms } } = lock.clone();
    write(&PinRecord { schema: Schema::Pin1, salt, iterations, pin, code, n_wrong, left_ms })
}

/// Reads what is kept of a PIN.
///
/// # Errors
///
/// [`Invalid`] if it is broken.
pub fn read_pin(json: &str) -> Result<Lock, Invalid> {
    let PinRecord { salt, iterations, pin, code, n_wrong, left_ms, .. } = read_placed(json)?;
    Ok(Lock { salt, iterations, pin, code, tries: Tries { n_wrong, left_ms } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_pin_comes_back_as_it_was() {
        let lock = Lock {
            salt: vec![0, 15, 255],
            iterations: 600_000,
            pin: vec![1; 32],
            code: vec![2; 32],
            tries: Tries { n_wrong: 4, left_ms: 60_000 },
        };

        assert_eq!(read_pin(&write_pin(&lock)), Ok(lock.clone()));
        assert!(write_pin(&lock).contains(r#""salt":"000fff""#));
        let older = write_pin(&lock).replace("60000}", r#"60000,"seen_at_ms":1764000000000}"#);
        assert!(older.contains("seen_at_ms"));
        assert_eq!(read_pin(&older), Ok(lock));
    }

    #[test]
    fn what_is_broken_is_no_pin() {
        for json in ["", "{}", r#"{"schema":"pin/2"}"#] {
            assert!(read_pin(json).is_err(), "{json}");
        }
        let lock = Lock { salt: vec![1], pin: vec![1], code: vec![1], ..Lock::default() };
        for broken in ["\"0\"", "\"\"", "\"zz\"", "\"+1\"", "1"] {
            let json = write_pin(&lock).replacen("\"01\"", broken, 1);
            assert!(read_pin(&json).is_err(), "{json}");
        }
    }
}
