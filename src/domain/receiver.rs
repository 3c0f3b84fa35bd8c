//! What may be set as an endpoint: where responses may go, and what a request header may be.

/// Most responses in one request: some four megabytes, beyond what servers take.
pub const MOST_AT_A_TIME: usize = 1000;

/// Longest address: browsers and servers agree on some two thousand characters.
pub const LONGEST_ADDRESS: usize = 2000;

/// Longest time in seconds that a server may be given: ten minutes, for the slowest of networks.
pub const LONGEST_TIME_OUT: u32 = 600;

/// Why nothing may be sent to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressMistake {
    /// It is neither over https nor to this very device.
    #[error("it does not begin with https://")]
    Scheme,
    /// A name or password in it would stand in logs.
    #[error("a name and password do not belong in it")]
    Password,
    /// It names no server, or in a way that hides which.
    #[error("it names no server as a server is named")]
    Host,
    /// A space, or a sign that nobody sees or that makes others look different.
    #[error("it holds U+{:04X}, which nobody sees or which makes others look different", u32::from(*.0))]
    Hidden(char),
    /// A letter in the name of the server that may look like another one.
    #[error("the name of the server holds U+{:04X}, which may look like another letter; write it in its form with xn--", u32::from(*.0))]
    Letter(char),
    /// It is no number that a port can have.
    #[error("a port is a number from 1 to 65535")]
    Port,
    /// It is longer than [`LONGEST_ADDRESS`].
    #[error("it is longer than {LONGEST_ADDRESS} characters")]
    Long,
}

/// Whether responses may go to `url`: over https or to this very device, and to the very server that a person reads there.
/// The same rule holds for what is typed and for what comes by a link, in a file or in a backup.
///
/// # Errors
///
/// [`AddressMistake`].
pub fn check_address(url: &str) -> Result<(), AddressMistake> {
    check(url, |scheme, host| {
        scheme == "https" || (scheme == "http" && ["localhost", "127.0.0.1"].contains(&host))
    })
}

/// The same for the address of a site that this app comes from: it may have no https.
///
/// # Errors
///
/// [`AddressMistake`].
pub fn check_site(url: &str) -> Result<(), AddressMistake> {
    check(url, |scheme, _| ["https", "http"].contains(&scheme))
}

/// Responses go over https or to this very device.
pub fn may_receive(url: &str) -> bool {
    check_address(url).is_ok()
}

fn check(url: &str, may_have: impl Fn(&str, &str) -> bool) -> Result<(), AddressMistake> {
    if url.len() > LONGEST_ADDRESS {
        return Err(AddressMistake::Long);
    }
    if let Some(sign) = url.chars().find(|sign| sign.is_whitespace() || is_hidden(*sign)) {
        return Err(AddressMistake::Hidden(sign));
    }
    let (scheme, authority) = parts(url).ok_or(AddressMistake::Scheme)?;
    if authority.contains('@') {
        return Err(AddressMistake::Password);
    }
    let (host, port) = match authority.rsplit_once(':') {
        // Colons stand in the address of a machine, too.
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority.as_str(), None),
    };
    if let Some(letter) = host.chars().find(|letter| !letter.is_ascii()) {
        return Err(AddressMistake::Letter(letter));
    }
    if !is_host(host) {
        return Err(AddressMistake::Host);
    }
    let is_port = |port: &str| {
        port.bytes().all(|digit| digit.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
    };
    if port.is_some_and(|port| !is_port(port)) {
        return Err(AddressMistake::Port);
    }
    if may_have(&scheme, host) { Ok(()) } else { Err(AddressMistake::Scheme) }
}

/// A name of a server, or an address of a machine, in the one way in which it is written. Browsers also take numbers of other
/// kinds and signs behind `%`, and go where nobody would read it.
fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let labels: Vec<&str> = host.strip_suffix('.').unwrap_or(host).split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"-_".contains(&sign))
    };
    let last = labels.last().copied().unwrap_or_default();
    let is_number = last.bytes().all(|digit| digit.is_ascii_digit()) || last.starts_with("0x");
    labels.iter().all(is_label) && (!is_number || host.parse::<std::net::Ipv4Addr>().is_ok())
}

/// A sign that nobody sees, or that changes the order in which others are seen.
pub fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(
            sign,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
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

/// Headers that a browser sets itself, or never lets a page set: the list of the Fetch standard. What stood there would be
/// passed over without a word, or would be somebody's cookie.
const FORBIDDEN: &[&str] = &[
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
];

/// Whether a request may have a header with this name.
pub fn may_set_header(name: &str) -> bool {
    let small = name.to_ascii_lowercase();
    is_header_name(name)
        && !FORBIDDEN.contains(&small.as_str())
        && !["proxy-", "sec-", "access-control-"].iter().any(|begin| small.starts_with(begin))
}

/// What `fetch` takes in the value of a header: one byte, no line break.
pub fn is_header_char(char: char) -> bool {
    u32::from(char) <= 0xff && !matches!(char, '\0' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: Result<(), AddressMistake>) {
        assert_eq!(check_address(url), expected, "{url}");
    }

    #[test]
    fn an_address_names_the_server_that_a_person_reads_there() {
        for good in [
            "https://example.org/in",
            "HTTPS://Example.ORG",
            "https://example.org:8443/in?key=1#x",
            "https://xn--80ak6aa92e.example/",
            "https://a_b.example.org./",
            "https://192.168.1.5:65535/",
            "https://[2001:db8::1]:8443/in",
            "https://example.org/\u{438}\u{43d}?name=caf\u{e9}",
            "http://localhost:8787/api/batches",
            "http://127.0.0.1/in",
        ] {
            check(good, Ok(()));
        }
    }

    #[test]
    fn what_looks_like_another_server_is_refused_with_the_reason() {
        for hidden in [
            '\u{202e}', '\u{200b}', '\u{200d}', '\u{2066}', '\u{ad}', '\u{feff}', '\u{3164}', '\u{fe0f}',
            '\u{a0}', ' ', '\t',
        ] {
            check(&format!("https://exa{hidden}mple.org/in"), Err(AddressMistake::Hidden(hidden)));
            check(&format!("https://example.org/in{hidden}"), Err(AddressMistake::Hidden(hidden)));
        }
        // Cyrillic, fullwidth, a dot and a slash that are none, and the sharp s that browsers once took for ss.
        for letter in ['\u{430}', '\u{ff45}', '\u{3002}', '\u{2044}', '\u{df}', '\u{e9}'] {
            check(&format!("https://exa{letter}mple.org/in"), Err(AddressMistake::Letter(letter)));
        }
        check("https://name:password@example.org/", Err(AddressMistake::Password));
        check("https://example.org@evil.example/", Err(AddressMistake::Password));
    }

    #[test]
    fn ports_and_hosts_are_written_in_one_way_only() {
        for port in ["99999", "65536", "0", "", "80a", "-1", "+80"] {
            check(&format!("https://example.org:{port}/in"), Err(AddressMistake::Port));
        }
        for host in [
            "",
            ".",
            "a..b",
            "ex%61mple.org",
            "2130706433",
            "0x7f.1",
            "127.1",
            "1.2.3.999",
            "[::1",
            "[x]",
            "a,b",
        ] {
            check(&format!("https://{host}/in"), Err(AddressMistake::Host));
        }
        for scheme in [
            "http://example.org",
            "ftp://example.org",
            "example.org",
            "http://localhost.example.org/",
            "http://[::1]/",
        ] {
            check(scheme, Err(AddressMistake::Scheme));
        }
        check(&format!("https://example.org/{}", "a".repeat(LONGEST_ADDRESS)), Err(AddressMistake::Long));
    }

    #[test]
    fn a_site_may_have_no_https_but_no_name_that_looks_like_another() {
        assert_eq!(check_site("http://192.168.1.5:8787/a/"), Ok(()));
        assert_eq!(check_site("http://ex\u{430}mple.org/"), Err(AddressMistake::Letter('\u{430}')));
    }

    #[test]
    fn headers_that_a_browser_sets_itself_are_none_that_may_be_set() {
        for name in ["Authorization", "X-Api-Key", "apikey", "Prefer", "Content-Type"] {
            assert!(may_set_header(name), "{name}");
        }
        for name in [
            "Cookie",
            "HOST",
            "Set-Cookie",
            "Origin",
            "Content-Length",
            "Sec-Fetch-Site",
            "proxy-authorization",
            "Via",
            "My key",
            "",
        ] {
            assert!(!may_set_header(name), "{name}");
        }
    }
}
