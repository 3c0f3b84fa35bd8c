use super::latest::mistake_notice;
use super::presets::{example, kind_of};
use super::typed::{Mistake, Standing, Typed, TypedHeader};
use crate::domain::receiver::AddressMistake;
use crate::domain::settings::{EndpointSettings, Preset};
use crate::ui::text::Language;

const ORIGIN: &str = "https://example.org";

fn typed(change: impl FnOnce(&mut Typed)) -> Typed {
    let mut typed = Typed::of(&EndpointSettings::default());
    change(&mut typed);
    typed
}

fn header(name: &str, value: &str) -> TypedHeader {
    TypedHeader { key: 0, name: name.to_owned(), value: value.to_owned(), kept: None }
}

/// Settings with a key, kept for `url`.
fn kept(url: &str) -> EndpointSettings {
    let headers = vec![("Authorization".to_owned(), "Bearer secret".to_owned())];
    EndpointSettings { url: url.to_owned(), headers, ..EndpointSettings::default() }
}

#[track_caller]
fn check(change: impl FnOnce(&mut Typed), mistake: Option<&Mistake>) {
    assert_eq!(typed(change).read(&EndpointSettings::default(), ORIGIN).as_ref().err(), mistake);
}

#[test]
fn settings_come_back_as_they_were() {
    let conflict = EndpointSettings { conflict_is_there: true, ..EndpointSettings::default() };
    for set in [EndpointSettings::default(), kept(""), kept("https://example.org/in"), conflict] {
        assert_eq!(Typed::of(&set).read(&set, ORIGIN), Ok(set));
    }
}

#[test]
fn responses_go_over_https_or_to_this_device() {
    for good in [
        "",
        " https://example.org/in ",
        "HTTPS://Example.org/in",
        "https://example.org:8443/in?key=1",
        "http://localhost:8787/api/batches",
        "http://127.0.0.1/in",
    ] {
        check(|typed| good.clone_into(&mut typed.url), None);
    }
    for (bad, mistake) in [
        ("example.org", AddressMistake::Scheme),
        ("http://example.org", AddressMistake::Scheme),
        ("http://[::1]:8787/in", AddressMistake::Scheme),
        ("http://localhost.example.org/", AddressMistake::Scheme),
        ("http://localhost@example.org/", AddressMistake::Password),
        ("http://192.168.1.5:8787/api/batches", AddressMistake::Scheme),
        ("https://name:password@example.org/", AddressMistake::Password),
        ("ftp://example.org", AddressMistake::Scheme),
        ("https://", AddressMistake::Host),
        ("https://example.org/a b", AddressMistake::Hidden(' ')),
        ("https://ex\u{430}mple.org/", AddressMistake::Letter('\u{430}')),
        ("https://example.org:99999/", AddressMistake::Port),
    ] {
        check(|typed| bad.clone_into(&mut typed.url), Some(&Mistake::Address(mistake)));
    }
}

#[test]
fn what_nobody_sees_in_an_address_is_told_by_its_number() {
    let told = |mistake| mistake_notice(&Mistake::Address(mistake), Language::Dutch).text;

    assert!(told(AddressMistake::Hidden('\u{202e}')).contains("(U+202E)"));
    assert!(told(AddressMistake::Letter('\u{430}')).contains("“\u{430}” (U+0430)"));
}

#[test]
fn a_header_that_the_browser_sets_itself_is_told_as_such() {
    let forbidden = Mistake::HeaderForbidden("Cookie".to_owned());
    check(|typed| typed.headers = vec![header("Cookie", "a=b")], Some(&forbidden));
    assert!(mistake_notice(&forbidden, Language::Dutch).text.starts_with("“Cookie” kan geen sleutel zijn"));
}

#[test]
fn a_key_that_is_kept_stands_in_no_field() {
    let typed = Typed::of(&kept(""));

    assert!(!format!("{typed:?}").contains("secret"));
    assert_eq!(typed.standing(&typed.headers[0], &kept(""), ORIGIN), Standing::Kept);
}

#[test]
fn what_is_typed_takes_the_place_of_a_key_that_is_kept_and_a_row_that_is_gone_takes_it_away() {
    let set = kept("");
    let mut typed = Typed::of(&set);

    "Bearer other".clone_into(&mut typed.headers[0].value);
    assert!(!typed.is_like(&set));
    assert_eq!(typed.read(&set, ORIGIN).unwrap().headers[0].1, "Bearer other");

    typed.headers.clear();
    assert_eq!(typed.read(&set, ORIGIN).unwrap().headers, []);
}

#[test]
fn a_key_for_one_server_goes_to_no_other() {
    let set = kept("https://example.org/in");
    let with_url = |url: &str| {
        let mut typed = Typed::of(&set);
        url.clone_into(&mut typed.url);
        typed
    };

    for same in ["https://EXAMPLE.org/elsewhere", "https://example.org", ""] {
        assert_eq!(with_url(same).read(&set, ORIGIN).unwrap().headers, set.headers, "{same}");
    }
    for other in ["https://example.com/in", "https://example.org:8443/in", "http://localhost/in"] {
        assert_eq!(with_url(other).read(&set, ORIGIN), Err(Mistake::HeaderMissing), "{other}");
    }
    let mut typed = with_url("https://example.com/in");
    "Bearer new".clone_into(&mut typed.headers[0].value);
    assert_eq!(typed.read(&set, ORIGIN).unwrap().headers[0].1, "Bearer new");
}

#[test]
fn each_preset_has_an_example_that_may_be_used() {
    for (preset, _) in Preset::ALL {
        check(|typed| example(*preset).clone_into(&mut typed.url), None);
    }
}

#[test]
fn an_address_may_tell_what_kind_of_server_it_is() {
    for (preset, _) in Preset::ALL {
        assert!([Some(*preset), None].contains(&kind_of(example(*preset))), "{preset:?}");
    }
    assert_eq!(kind_of("https://a.supabase.co/rest/v1/responses?select=id"), Some(Preset::PostgRest));
    assert_eq!(kind_of("https://example.org/meaning/responses/-/insert"), Some(Preset::Datasette));
    assert_eq!(kind_of(""), None);
}

#[test]
fn a_server_gets_from_1_second_to_10_minutes() {
    for good in ["1", " 120 ", "600"] {
        check(|typed| good.clone_into(&mut typed.time_out), None);
    }
    for bad in ["", "0", "601", "-1", "1.5"] {
        check(|typed| bad.clone_into(&mut typed.time_out), Some(&Mistake::TimeOut));
    }
}

#[test]
fn a_batch_has_1_to_1000_responses() {
    for good in ["1", " 50 ", "1000"] {
        check(|typed| good.clone_into(&mut typed.batch_size), None);
    }
    for bad in ["", "0", "1001", "-1", "ten"] {
        check(|typed| bad.clone_into(&mut typed.batch_size), Some(&Mistake::BatchSize));
    }
}

#[test]
fn a_header_has_a_name_and_a_value_that_can_be_sent() {
    check(|typed| typed.headers = vec![header("Authorization", "Bearer x"), header("", "")], None);
    check(|typed| typed.headers = vec![header("", "Bearer x")], Some(&Mistake::HeaderName));
    check(|typed| typed.headers = vec![header("My key", "x")], Some(&Mistake::HeaderName));
    check(|typed| typed.headers = vec![header("Key", "a€")], Some(&Mistake::HeaderValue));
    check(|typed| typed.headers = vec![header("Key", " ")], Some(&Mistake::HeaderMissing));
}

#[test]
fn a_template_without_a_place_for_responses_is_a_mistake() {
    let broken = typed(|typed| r#"{"rows":1}"#.clone_into(&mut typed.template));

    assert!(matches!(broken.read(&EndpointSettings::default(), ORIGIN), Err(Mistake::Template(_))));
    check(|typed| r#"{"rows":"$responses"}"#.clone_into(&mut typed.template), None);
}

#[test]
fn a_space_at_the_end_is_no_change() {
    let set = EndpointSettings::default();

    assert!(typed(|typed| typed.url.push(' ')).is_like(&set));
    assert!(!typed(|typed| typed.headers.push(header("a", ""))).is_like(&set));
}
