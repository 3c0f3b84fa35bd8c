//! `pin/1`: what is kept of the PIN. It never leaves the tablet, and goes into no backup.

use crate::domain::pin::{Lock, Tries};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};

/// Writes what is kept of a PIN.
pub fn write_pin(lock: &Lock) -> String {
    Json::object(vec![
        ("schema", "pin/1".into()),
        ("salt", hex(&lock.salt).as_str().into()),
        ("iterations", u64::from(lock.iterations).into()),
        ("pin", hex(&lock.pin).as_str().into()),
        ("code", hex(&lock.code).as_str().into()),
        ("n_wrong", u64::from(lock.tries.n_wrong).into()),
        ("left_ms", lock.tries.left_ms.into()),
    ])
    .write()
}

/// Reads what is kept of a PIN. Older apps noted the time of the device as well: whoever holds it can set that.
///
/// # Errors
///
/// [`Invalid`] if it is broken.
pub fn read_pin(json: &str) -> Result<Lock, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    top.schema("pin/1");
    let short = |key| u32::try_from(top.field(key).number()).unwrap_or(u32::MAX);
    let lock = Lock {
        salt: bytes(&top.field("salt")),
        iterations: short("iterations"),
        pin: bytes(&top.field("pin")),
        code: bytes(&top.field("code")),
        tries: Tries { n_wrong: short("n_wrong"), left_ms: top.field("left_ms").number() },
    };
    mistake.none_in(lock)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|four| DIGITS[usize::from(four)]).collect()
}

fn bytes(place: &Place<'_>) -> Vec<u8> {
    let text = place.text();
    let pairs = text.as_bytes().chunks(2);
    let read = pairs.map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2 && !pair.starts_with('+'))?;
        u8::from_str_radix(pair, 16).ok()
    });
    let read: Option<Vec<u8>> = read.collect();
    place.check(read.as_ref().is_some_and(|bytes| !bytes.is_empty()), "hexadecimal digits");
    read.unwrap_or_default()
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
