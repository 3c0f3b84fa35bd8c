use super::*;
use crate::domain::same::What;

fn setup() -> Setup {
    Setup {
        study: "ontmoetingscentra".to_owned(),
        version: "1".to_owned(),
        site: "https://example.org/a/".to_owned(),
        endpoint: Some(EndpointSettings {
            url: "https://data.example.org/in".to_owned(),
            headers: vec![("Authorization".to_owned(), "Bearer secret".to_owned())],
            ..EndpointSettings::default()
        }),
        languages: Some(vec!["nl".to_owned(), "ar".to_owned()]),
        centres: vec![Centre {
            name: "Buurtkamer \u{201c}De Brug\u{201d}".to_owned(),
            centre_type: "living-room".to_owned(),
            neighbourhood: "Moerwijk".to_owned(),
        }],
        retention: Some(None),
        activity: Some(ActivitySettings {
            plan: "0b5e8ea2-93ab-4cc1-a5f3-3dfa2e1f0c11".to_owned(),
            centre: "De Brug".to_owned(),
            day: Some(crate::domain::day::day("2026-11-29")),
            target: 12,
            ..ActivitySettings::default()
        }),
        joined: Joined::of([Joint {
            what: What::Round,
            name: "1".to_owned(),
            shown_as: "Najaar".to_owned(),
        }]),
    }
}

#[test]
fn a_link_brings_what_it_was_given() {
    let link = write_link(&setup()).unwrap();

    assert!(link.starts_with("https://example.org/a/coordinator/#/setup/1."), "{link}");
    assert_eq!(read_any(&link), Ok(setup()));
    let payload = link.rsplit('/').next().unwrap();
    assert_eq!(read_payload(payload), Ok(Setup { site: String::new(), ..setup() }));
}

#[test]
fn a_file_brings_what_it_was_given_and_says_when_there_are_keys_in_it() {
    let file = write_setup(&setup());
    let mut without = setup();
    without.endpoint.as_mut().unwrap().headers[0].1.clear();

    assert_eq!(read_any(&format!("\u{feff}{file}\n")), Ok(setup()));
    assert!(file.contains("\"holds_keys\":true") && !write_setup(&without).contains("holds_keys"));
    let unmarked = file.replace("\"holds_keys\":true,", "");
    assert!(matches!(read_any(&unmarked), Err(Refusal::Invalid(_))), "{unmarked}");
}

#[test]
fn whatever_an_activity_has_goes_along_in_its_own_order_or_stays_on_its_tablet() {
    const PRIVATE: [&str; 6] = ["schema", "id", "set_on", "languages", "present", "practice"];
    let json = write(&ActivityRecord::default());
    let keys: Map<String, Value> = serde_json::from_str(&json).unwrap();

    assert!(SHARED.iter().chain(&PRIVATE).all(|key| keys.contains_key(*key)));
    assert!(!SHARED.iter().any(|key| PRIVATE.contains(key)));
    assert_eq!(keys.len(), SHARED.len() + PRIVATE.len(), "{json}");
    assert!(SHARED.is_sorted_by_key(|key| json.find(&format!("\"{key}\":"))));
}

#[test]
fn a_list_is_no_object() {
    let file = write_setup(&setup());
    let study = r#"{"id":"ontmoetingscentra","version":"1"}"#;
    let listed = file.replacen(study, r#"["ontmoetingscentra","1"]"#, 1);

    assert!(matches!(read_any(&listed), Err(Refusal::Invalid(invalid)) if invalid.path == "study"));
}

#[test]
fn a_link_is_found_in_a_message_and_though_its_lines_were_broken() {
    let link = write_link(&setup()).unwrap();
    let (begin, end) = link.split_at(link.len() - 40);

    for message in [
        format!("Scan of tik: {link} . Groeten, Jan"),
        format!("<{link}>\n-- \nJan"),
        format!("{begin}\r\n {end}"),
        link.replace("coordinator/#", "coordinator/index.html#"),
    ] {
        assert_eq!(read_any(&message), Ok(setup()), "{message}");
    }
}

#[test]
fn a_link_that_was_cut_off_is_told_from_one_that_was_altered() {
    let link = write_link(&setup()).unwrap();
    let first = link.find("1.").unwrap() + 2;
    for end in first..link.len() {
        assert_eq!(read_any(&link[..end]), Err(Refusal::CutOff), "{end}");
    }
    for at in first + 4..link.len() - 1 {
        let other = if link.as_bytes()[at] == b'A' { "B" } else { "A" };
        let altered = format!("{}{other}{}", &link[..at], &link[at + 1..]);
        assert_eq!(read_any(&altered), Err(Refusal::Altered), "{at}");
    }
    let file = write_setup(&setup());
    assert_eq!(read_any(&file[..file.len() / 2]), Err(Refusal::CutOff));
}

#[test]
fn what_is_something_else_or_too_new_says_so() {
    for foreign in [
        "",
        "https://example.org/",
        "WIFI:S:buurt;T:WPA;P:x;;",
        "1",
        "tekst.met punt",
        "{}",
        "{\"schema\":\"study/1\"}",
    ] {
        assert_eq!(read_any(foreign), Err(Refusal::Foreign), "{foreign}");
    }
    assert_eq!(
        read_any("https://example.org/coordinator/#/setup/2.xyz"),
        Err(Refusal::Newer("2".to_owned()))
    );
    assert_eq!(read_any("{\"schema\":\"setup/2\"}"), Err(Refusal::Newer("2".to_owned())));
}

#[test]
fn the_place_of_a_mistake_is_told_and_never_a_key() {
    #[track_caller]
    fn check(from: &str, to: &str, told: &str) {
        let file = write_setup(&setup());
        let broken = file.replacen(from, to, 1);
        assert_ne!(broken, file, "{from}");
        let error = read_any(&broken).unwrap_err().to_string();
        assert!(error.contains(told) && !error.contains("secret"), "{error}");
    }
    check("\"url\"", "\"adres\"", "endpoint.adres: found the unknown key");
    check("data.example.org", "data.\u{202e}example.org", "\\u{202e}example.org/in\", expected");
    check("data.example.org", "d\u{430}ta.example.org", "endpoint.url");
    check("data.example.org", "data.example.org:99999", "from 1 to 65535");
    check("example.org/a/", "ex\u{ad}ample.org/a/", "site: found");
    check("\"Authorization\"", "\"Cookie\"", "endpoint.headers[0]: found a list of 2");
    check("\"Authorization\"", "\"Host\"", "endpoint.headers[0]: found a list of 2");
    check("https://data.", "http://data.", "endpoint.url: found the text \"http://data.");
    check("\"Authorization\"", "\"Bad name\"", "endpoint.headers[0]: found a list of 2");
    check("\"collector\"", "\"ftp\"", "endpoint.preset");
    check("living-room", "castle", "centres[0].type");
    check("null", "0", "retention_days");
    check("\"target\":12", "\"id\":\"a\"", "activity.id: found the unknown key");
    check("\"De Brug\"", "\" \"", "activity.centre");
    check("\"shown_as\":\"Najaar\"", "\"shown_as\":\" \"", "joined_names[0].shown_as");
    for day in ["20266-11-29", "0026-11-29", "2026-02-31", "2015-01-01"] {
        check("2026-11-29", day, "activity.day");
    }
}

#[test]
fn a_link_of_a_site_whose_name_may_not_be_what_it_looks_like_is_refused() {
    let link = write_link(&setup()).unwrap();
    for site in [
        "https://ex\u{430}mple.org/a/",
        "https://example.org\u{202e}/a/",
        "ftp://example.org/a/",
        "https://a.org:99999/",
    ] {
        let hostile = link.replacen("https://example.org/a/", site, 1);
        assert!(matches!(read_any(&hostile), Err(Refusal::Invalid(_))), "{site}");
    }
}

#[test]
fn more_centres_than_a_city_has_are_refused() {
    let centre = |at: usize| Centre { name: format!("c{at}"), ..Centre::default() };
    let with = |n| read_setup(&write_setup(&Setup { centres: (0..n).map(centre).collect(), ..setup() }));

    assert!(with(MOST_CENTRES).is_ok());
    assert!(matches!(with(MOST_CENTRES + 1), Err(Refusal::Invalid(_))));
}

#[test]
fn more_joined_names_than_anybody_joins_are_refused_in_words() {
    let joint = |at: usize| Joint { what: What::Word, name: format!("n{at}"), shown_as: "n".to_owned() };
    let one = write_setup(&Setup { joined: Joined::of([joint(0)]), ..setup() });
    let written = r#"{"what":"word","name":"n0","shown_as":"n"}"#;
    assert!(one.contains(written));
    let with = |n: usize| {
        let all: Vec<String> = (0..n).map(|at| written.replace("n0", &format!("n{at}"))).collect();
        read_setup(&one.replace(written, &all.join(",")))
    };

    assert_eq!(with(MOST_JOINED).unwrap().joined.all().len(), MOST_JOINED);
    let refusal = with(MOST_JOINED + 1).unwrap_err().to_string();
    assert!(refusal.contains("joined_names: found a list of 301"), "{refusal}");
    assert!(refusal.contains("at most 300 joined names"), "{refusal}");
}

#[test]
fn what_is_too_much_for_a_link_makes_none() {
    // By chance, so that it cannot be made shorter.
    let mut number: u64 = 7;
    let name = |_| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Centre { name: format!("{number:x}"), ..Centre::default() }
    };
    let centres = (0..1000).map(name).collect();

    assert_eq!(write_link(&Setup { centres, ..setup() }), None);
}
