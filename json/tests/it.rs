//! It reads and writes as `serde_json` does.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use small_json::{Error, from_str, to_string};

/// A bit of everything that serde knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Everything {
    text: String,
    number: u64,
    small: u8,
    below: i32,
    part: f64,
    is: bool,
    none: Option<u32>,
    list: Vec<String>,
    pair: (u16, String),
    map: BTreeMap<String, Option<bool>>,
    kind: Kind,
    sign: char,
    nothing: (),
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    inner: Vec<Everything>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    OneThing,
    Other,
}

#[derive(Serialize)]
enum Holding {
    One(u8),
    Two(u8, String),
    Named { is: bool },
}

fn everything() -> impl Strategy<Value = Everything> {
    let plain = (any::<String>(), any::<u64>(), any::<u8>(), any::<i32>(), any::<i32>(), any::<bool>());
    let more = (
        any::<Option<u32>>(),
        vec(any::<String>(), 0..3),
        any::<(u16, String)>(),
        btree_map(any::<String>(), any::<Option<bool>>(), 0..3),
        any::<bool>(),
        any::<char>(),
    );
    let leaf = (plain, more).prop_map(
        |((text, number, small, below, quarters, is), (none, list, pair, map, is_other, sign))| Everything {
            kind: if is_other { Kind::Other } else { Kind::OneThing },
            nothing: (),
            inner: Vec::new(),
            text,
            number,
            small,
            below,
            // `serde_json` reads others off by one in the last place.
            part: f64::from(quarters) / 4.0,
            is,
            none,
            list,
            pair,
            map,
            sign,
        },
    );
    leaf.prop_recursive(3, 8, 3, |inner| {
        (vec(inner.clone(), 0..3), inner).prop_map(|(inner, outer)| Everything { inner, ..outer })
    })
}

/// The same cases every time.
fn settings() -> ProptestConfig {
    ProptestConfig { rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn what_is_written_is_what_serde_json_writes_and_comes_back(value in everything()) {
        let written = to_string(&value);

        prop_assert_eq!(&written, &serde_json::to_string(&value).unwrap());
        prop_assert_eq!(from_str::<Everything>(&written).unwrap(), value);
    }

    #[test]
    fn what_is_laid_out_with_spaces_is_read_too(value in everything()) {
        let written = serde_json::to_string_pretty(&value).unwrap();

        prop_assert_eq!(from_str::<Everything>(&written).unwrap(), value);
    }

    /// Cut off, or with a sign put in, text is taken or refused as `serde_json` does.
    #[test]
    fn what_is_broken_is_refused_where_serde_json_refuses_it(
        value in everything(), at in any::<prop::sample::Index>(), sign in r#"[\[\]{},:"\\0-9eE.+\-ntu \n\x00]?"#,
    ) {
        let written = to_string(&value);
        let places: Vec<usize> = written.char_indices().map(|(at, _)| at).collect();
        let at = places[at.index(places.len())];
        let broken = [&written[..at], &sign, &written[at..]].concat();
        let cut = &written[..at];

        for text in [broken.as_str(), cut] {
            let (small, large) = (from_str::<Value>(text), serde_json::from_str::<Value>(text));
            prop_assert_eq!(small.is_ok(), large.is_ok(), "{}", text);
        }
    }
}

#[test]
fn enums_that_hold_something_are_written_alike() {
    let all = [Holding::One(1), Holding::Two(2, "b".to_owned()), Holding::Named { is: true }];

    assert_eq!(to_string(&all), serde_json::to_string(&all).unwrap());
}

#[test]
fn what_is_to_be_kept_as_it_stands_is_read_and_written_as_it_stands() {
    let text = r#"[ {"a" : 1.50, "b":[ ]} ,"x",null ]"#;

    let kept: Vec<Box<RawValue>> = from_str(text).unwrap();

    assert_eq!(kept[0].get(), r#"{"a" : 1.50, "b":[ ]}"#);
    assert_eq!(to_string(&kept), r#"[{"a" : 1.50, "b":[ ]},"x",null]"#);
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    #[serde(rename = "a")]
    _a: u8,
}

#[test]
fn what_is_something_else_is_told_with_its_line_and_column() {
    let error = |json: &str| {
        let Error { line, column, is_syntax } = from_str::<Strict>(json).unwrap_err();
        (line, column, is_syntax)
    };

    assert_eq!(error("{\n  \"a\": true\n}"), (2, 8, false));
    assert_eq!(error("{\"a\": 256}"), (1, 10, false));
    assert_eq!(error("{\"a\": 1} x"), (1, 10, true));
    assert_eq!(error("<html>"), (1, 1, true));
    assert_eq!(error("{}"), (1, 3, false));
    assert!(from_str::<Strict>(r#"{"a": 1, "b": 1}"#).is_err());
    assert!(from_str::<Strict>(r#"{"a": 1, "a": 1}"#).is_err());
}

#[test]
fn a_list_that_is_too_long_for_a_tuple_is_refused() {
    assert_eq!(from_str::<(u8, u8)>("[1, 2]").unwrap(), (1, 2));
    assert!(from_str::<(u8, u8)>("[1, 2, 3]").is_err());
    assert!(from_str::<(u8, u8)>("[1]").is_err());
}

#[test]
fn what_lies_too_deep_is_refused_before_the_stack_is_full() {
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));

    assert!(from_str::<Value>(&deep(60)).is_ok());
    assert!(from_str::<Value>(&deep(100_000)).is_err());
}

#[test]
fn signs_beyond_sixteen_bits_may_be_written_as_two() {
    assert_eq!(from_str::<String>(r#""\ud83d\ude00\u00e9""#).unwrap(), "😀é");
    for half in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83dx""#, r#""\u12""#] {
        assert_eq!(from_str::<String>(half).ok(), serde_json::from_str(half).ok(), "{half}");
    }
    assert_eq!(json!("\u{7f}\u{1f}").to_string(), to_string("\u{7f}\u{1f}"));
}

#[test]
fn whoever_reads_the_whole_is_told_of_what_a_type_passes_over() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Few {
        one: u8,
        inner: Option<Box<Self>>,
    }
    let few = Few { one: 1, inner: Some(Box::new(Few { one: 2, inner: None })) };

    assert_eq!(small_json::from_str_whole(r#"{"one":1,"inner":{"one":2}}"#), Ok(few));
    for json in [r#"{"one":1,"inner":null,"more":[]}"#, r#"{"one":1,"inner":{"more":0,"one":2}}"#] {
        assert!(small_json::from_str::<Few>(json).is_ok());
        let error = small_json::from_str_whole::<Few>(json).unwrap_err();
        assert!(!error.is_syntax, "{json}");
    }
}
