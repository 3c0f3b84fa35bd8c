//! Settings that go from one tablet to another: whatever is set comes back, and fits what is published.

use crate::values::day;
use betekenis::domain::activities::{CENTRE_TYPES, Centre};
use betekenis::domain::response::{Mode, PartOfDay};
use betekenis::domain::same::{Joined, Joint, What};
use betekenis::domain::settings::{ActivitySettings, EndpointSettings, Preset};
use betekenis::domain::setup::Setup;
use betekenis::format::setup::{Refusal, read_any, read_payload, write_link, write_setup};
use jsonschema::Validator;
use proptest::option;
use proptest::prelude::*;
use serde_json::Value;

fn schema() -> Validator {
    let schema: Value = serde_json::from_str(include_str!("../../public/schemas/setup-1.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// A name as people write it.
fn name() -> impl Strategy<Value = String> {
    "[A-Za-z\u{e9}\u{11f}\u{627}\u{1f600}\"\\\\&][ -~\u{627}-\u{64a}]{0,40}"
}

fn ids() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-z][a-z0-9-]{0,8}", 0..6)
}

fn endpoint() -> impl Strategy<Value = EndpointSettings> {
    let headers = prop::collection::vec(("x[A-Za-z-]{0,20}", "[!-~\u{e9}]{0,60}"), 0..3);
    let url = prop_oneof![Just(String::new()), "https://[a-z]{1,20}\\.org/[!-;=?-~]{0,60}"];
    let preset = prop::sample::select(Preset::ALL).prop_map(|(preset, _)| preset);
    (preset, url, headers, 1..=1000_usize, 1..=600_u32, any::<bool>()).prop_map(
        |(preset, url, headers, batch_size, time_out_s, conflict_is_there)| EndpointSettings {
            preset,
            url,
            template: r#"{"rows":"$responses"}"#.to_owned(),
            headers,
            batch_size,
            time_out_s,
            conflict_is_there,
        },
    )
}

fn plan() -> impl Strategy<Value = ActivitySettings> {
    let of_day = prop::sample::select(vec![None, Some(PartOfDay::Morning), Some(PartOfDay::Evening)]);
    let mode = prop::sample::select(vec![Mode::Alone, Mode::Group, Mode::Interpreter]);
    (name(), name(), ids(), ids(), of_day, mode, any::<bool>(), 0..100_u32).prop_map(
        |(centre, kind, cards, aims, part_of_day, mode, is_in_order, target)| ActivitySettings {
            plan: "0b5e8ea2-93ab-4cc1-a5f3-3dfa2e1f0c11".to_owned(),
            centre,
            kind,
            deck: "all".to_owned(),
            day: Some(day("2026-11-23")),
            mode,
            cards,
            aims,
            part_of_day,
            is_in_order,
            target,
            ..ActivitySettings::default()
        },
    )
}

fn setup() -> impl Strategy<Value = Setup> {
    let centre_type = prop::sample::select(vec!["", CENTRE_TYPES[0], CENTRE_TYPES[2]]);
    let neighbourhood = prop_oneof![Just(String::new()), name()];
    let centre = (name(), centre_type, neighbourhood).prop_map(|(name, centre_type, neighbourhood)| Centre {
        name,
        centre_type: centre_type.to_owned(),
        neighbourhood,
    });
    let centres = prop::collection::vec(centre, 0..8);
    let retention = option::of(option::of(1..=36_500_u32));
    let what = prop::sample::select(vec![What::Centre, What::Kind, What::Word]);
    let joint = (what, name(), name()).prop_map(|(what, name, shown_as)| Joint { what, name, shown_as });
    let joined = prop::collection::vec(joint, 0..4).prop_map(Joined::of);
    (option::of(endpoint()), option::of(ids()), centres, retention, option::of(plan()), joined).prop_map(
        |(endpoint, languages, centres, retention, activity, joined)| Setup {
            study: "ontmoetingscentra".to_owned(),
            version: "1".to_owned(),
            site: "https://example.org/meaning/".to_owned(),
            endpoint,
            languages,
            centres,
            retention,
            activity,
            joined,
        },
    )
}

proptest! {
    #[test]
    fn settings_come_back_from_a_link_and_from_a_file_and_fit_the_published_schema(setup in setup()) {
        let (file, link) = (write_setup(&setup), write_link(&setup).unwrap());

        prop_assert_eq!(read_any(&file), Ok(setup.clone()));
        prop_assert_eq!(read_any(&link), Ok(setup));
        let value: Value = serde_json::from_str(&file).unwrap();
        prop_assert!(schema().is_valid(&value), "{:?} {}", schema().validate(&value), file);
    }

    #[test]
    fn whatever_is_scanned_is_read_or_refused(text in "(1\\.)?[ -~]{0,200}") {
        prop_assert!(read_any(&text).is_err() && read_payload(&text).is_err());
    }

    #[test]
    fn a_link_of_which_some_is_missing_is_never_taken(setup in setup(), at in 0.0..1.0_f64, n in 1..9_usize) {
        let link = write_link(&setup).unwrap();
        let first = link.find("1.").unwrap();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place")]
        let from = first + ((link.len() - first) as f64 * at) as usize;
        let without = format!("{}{}", &link[..from], link.get(from + n..).unwrap_or_default());

        let refused = read_any(&without).unwrap_err();

        prop_assert!(!matches!(refused, Refusal::Invalid(_)), "{refused}");
    }
}
