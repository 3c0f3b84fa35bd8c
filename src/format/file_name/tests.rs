use super::*;

#[test]
fn every_script_keeps_its_letters_in_the_name_of_a_file() {
    for (text, name) in [
        ("Buurtkamer Moerwijk", "buurtkamer-moerwijk"),
        ("Дім", "дім"),
        ("مركز الحي", "مركز-الحي"),
        ("Łódź Świetlica", "łódź-świetlica"),
        ("Café  Bètje", "café-bètje"),
        ("’t Hof", "’t-hof"),
        ("'t Hof", "’t-hof"),
        ("Sint-Jan", "sint--jan"),
        (" ", ""),
    ] {
        assert_eq!(centre_part(text), name, "{text}");
    }
}

#[test]
fn rounds_and_ids_that_begin_alike_and_are_cut_have_other_names() {
    let round = "Tweede meting, na de verbouwing van het ontmoetingscentrum in";
    let rounds = ["2026", "2027", "2026 en 2027"].map(|year| round_part(&format!("{round} {year}")));
    let cyrillic = ["1", "2"].map(|nth| round_part(&format!("Друге опитування мешканців {nth}")));
    let ids = ["a", "b"].map(|end| plain(&format!("{}{end}", "onderzoek-".repeat(14))));
    let foreign = ["café", "cafè", "caf"].map(plain);

    let all = || rounds.iter().chain(&cyrillic).chain(&ids).chain(&foreign);
    assert_eq!(all().collect::<BTreeSet<_>>().len(), all().count(), "{rounds:?} {ids:?} {foreign:?}");
    assert!(rounds.iter().chain(&cyrillic).all(|name| name.len() <= "ronde-".len() + LONGEST.1 + 5));
    assert_eq!(
        (plain("ontmoetingscentra"), plain("2026-11-22")),
        ("ontmoetingscentra".to_owned(), "2026-11-22".to_owned())
    );
}

#[test]
fn other_centres_have_other_names_and_none_is_without() {
    let long = "Ontmoetingscentrum voor iedereen in de Rivierenbuurt-Noord en daarbuiten ".repeat(2);
    let texts = [
        "Huis 1",
        "Huis 1+",
        "Huis (1)",
        "Huis/1",
        "!!!",
        "???",
        "../",
        "♥",
        "Cafe",
        "Café",
        "Дім",
        "Дом",
        "مركز الحي",
        "Sint-Jan",
        "Sint Jan",
        "Oost-West Huis",
        "Oost West-Huis",
        "-a",
        "a",
        "a -b",
        "a- b",
        &format!("{long}1"),
        &format!("{long}2"),
    ];
    let names: BTreeSet<String> = texts.iter().map(|text| centre_part(text)).collect();
    assert_eq!(names.len(), texts.len(), "{names:?}");
    for name in names {
        let is_safe = |sign: char| sign.is_alphanumeric() || "-’".contains(sign);
        assert!(!name.is_empty() && name.chars().all(is_safe), "{name}");
        assert!(!name.starts_with('-') && name.len() <= LONGEST.0 + 5, "{name}");
    }
}
