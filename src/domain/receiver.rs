//! What may be set as an endpoint: where responses may go, and what a request header may be.

/// Most responses in one request: some four megabytes, beyond what servers take.
pub const MOST_AT_A_TIME: usize = 1000;

/// Longest address: browsers and servers agree on some two thousand characters.
pub const LONGEST_ADDRESS: usize = 2000;

/// Longest time in seconds that a server may be given: ten minutes, for the slowest of networks.
pub const LONGEST_TIME_OUT: u32 = 600;

/// Responses go over https or to this very device.
pub fn may_receive(url: &str) -> bool {
    let Some((scheme, authority)) = parts(url) else { return false };
    // What stands before an @ is no host but a name and a password, which would stand in logs.
    if authority.is_empty() || authority.contains('@') || url.contains(char::is_whitespace) {
        return false;
    }
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|digit| digit.is_ascii_digit()) => host,
        _ => &authority,
    };
    match scheme.as_str() {
        "https" => true,
        "http" => ["localhost", "127.0.0.1"].contains(&host),
        _ => false,
    }
}

/// Which server `url` is about, as scheme and authority; an empty one is about the site itself, which comes from `origin`.
/// Keys are typed for one of them.
pub fn server_of(url: &str, origin: &str) -> Option<(String, String)> {
    let url = url.trim();
    parts(if url.is_empty() { origin } else { url })
}

/// Scheme and authority, in small letters.
fn parts(url: &str) -> Option<(String, String)> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    Some((scheme.to_ascii_lowercase(), authority.to_ascii_lowercase()))
}

/// A token of RFC 9110, section 5.6.2.
pub fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|char| char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char))
}

/// What `fetch` takes in the value of a header: one byte, no line break.
pub fn is_header_char(char: char) -> bool {
    u32::from(char) <= 0xff && !matches!(char, '\0' | '\n' | '\r')
}
