//! Bearer tokens: making, showing and comparing them.

use axum::http::{HeaderMap, header};
use ring::rand::{SecureRandom, SystemRandom};
use subtle::ConstantTimeEq;

/// Makes a token of 128 random bits, as 32 hexadecimal digits.
///
/// `None` if the system has no randomness to give.
pub(crate) fn random() -> Option<String> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(hex(&bytes))
}

/// Whether the request shows `token`. The time it takes says nothing about how much of it was right.
pub(crate) fn is_shown(headers: &HeaderMap, token: &str) -> bool {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| bearer(value.as_bytes()));
    shown.is_some_and(|shown| bool::from(shown.ct_eq(token.as_bytes())))
}

/// Bytes as hexadecimal digits, two each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        write!(digits, "{byte:02x}").expect("writing to a string cannot fail");
        digits
    })
}

/// What stands after `Bearer`, in whatever case that is written.
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, shown) = value.split_at_checked("Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then(|| shown.trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(authorization: &str, expected: bool) {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, authorization.parse().unwrap());

        assert_eq!(is_shown(&headers, "geheim"), expected, "{authorization:?}");
    }

    #[test]
    fn only_the_whole_token_opens() {
        check("Bearer geheim", true);
        check("bearer  geheim", true);
        check("Bearer gehei", false);
        check("Bearer geheim!", false);
        check("Bearer ", false);
        check("Bearer", false);
        check("Basic geheim", false);
        check("geheim", false);
    }

    #[test]
    fn no_header_opens_nothing() {
        assert!(!is_shown(&HeaderMap::new(), "geheim"));
    }

    #[test]
    fn two_random_tokens_differ() {
        let (one, other) = (random().unwrap(), random().unwrap());

        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
    }
}
