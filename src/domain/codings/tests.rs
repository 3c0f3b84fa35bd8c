use super::*;

#[test]
fn a_text_without_any_effect_left_is_open_again_and_one_that_fits_nowhere_is_not() {
    let mut codings = Codings::default();
    let text = [told("r", TextPlace::Story(0), "x")];
    codings.toggle_all(&text, "heard");
    codings.toggle_all(&text, "link");
    assert_eq!(codings.of("r", TextPlace::Story(0)), Some(&["heard".to_owned(), "link".to_owned()][..]));

    codings.toggle_all(&text, "heard");
    codings.toggle_all(&text, "link");
    assert_eq!(codings.of("r", TextPlace::Story(0)), None);

    codings.set("r", TextPlace::Story(0), vec![]);
    assert_eq!(codings.of("r", TextPlace::Story(0)), Some(&[][..]));
    assert_eq!(codings.of("r", TextPlace::Missing(0)), None);
}

#[test]
fn an_effect_with_the_title_of_another_is_that_other_one() {
    let (study, mut codings) = (Study::default(), Codings::default());
    let first = codings.add_effect(
        &study,
        &Guidance::default(),
        "own-1",
        " Gezonder leven ",
        "nl",
        vec!["sv".to_owned()],
    );
    let second = codings.add_effect(&study, &Guidance::default(), "own-2", "gezonder leven", "nl", vec![]);

    assert_eq!((first.as_str(), second.as_str()), ("own-1", "own-1"));
    assert_eq!(codings.effects.len(), 1);
}

fn told(response: &str, place: TextPlace, text: &str) -> ToldText {
    ToldText {
        response: ResponseId::new(response),
        place,
        text: text.to_owned(),
        card: String::new(),
        language: "nl".to_owned(),
        centre: "Bij Betje".to_owned(),
        kind: String::new(),
        date: "2026-11-22".to_owned(),
        round: String::new(),
    }
}

#[test]
fn a_new_text_that_says_the_same_gets_the_effects_of_the_others_with_a_tap_and_takes_none_away() {
    let both = [told("a", TextPlace::Missing(0), "dansen"), told("b", TextPlace::Missing(0), "Dansen")];
    let mut codings = Codings::default();
    codings.set("a", TextPlace::Missing(0), vec!["link".to_owned(), "heard".to_owned()]);

    codings.toggle_all(&both, "heard");
    assert_eq!(codings.of_all(&both), Some(vec!["link".to_owned(), "heard".to_owned()]));

    codings.toggle_all(&both, "heard");
    assert_eq!(codings.of_all(&both), Some(vec!["link".to_owned()]), "now it is taken away");
}

#[test]
fn what_one_of_equal_texts_says_is_said_of_all() {
    let all = ["a", "b", "c"].map(|id| told(id, TextPlace::Missing(0), "taniec"));
    let mut codings = Codings::default();
    assert_eq!(codings.translation_of_any(&all), "");
    codings.translate("b", TextPlace::Missing(0), "dansen");

    assert_eq!(codings.translation_of_any(&all), "dansen");
    codings.translate_all(&all, "de dans");
    let written = all.each_ref().map(|one| codings.translation(&one.response, one.place));
    assert_eq!(written, ["de dans"; 3]);
}

#[test]
fn equal_texts_are_read_together() {
    let all = [
        told("a", TextPlace::Missing(0), "Dansen"),
        told("b", TextPlace::Missing(0), "zingen"),
        told("c", TextPlace::Missing(1), " dansen "),
        told("d", TextPlace::Story(0), "dansen"),
    ];
    let groups = together(&all);
    let ids = |group: &Vec<ToldText>| group.iter().map(|one| one.response.as_str()).collect::<String>();
    assert_eq!(groups.iter().map(ids).collect::<Vec<_>>(), ["ac", "b", "d"]);

    let mut codings = Codings::default();
    codings.set("c", TextPlace::Missing(1), vec!["link".to_owned()]);
    assert_eq!(codings.of_all(&groups[0]), None, "one of them is still open");
    codings.toggle_all(&groups[0], "heard");
    let both = || Some(vec!["link".to_owned(), "heard".to_owned()]);
    assert_eq!(codings.of_all(&groups[0]), both());
    assert_eq!(codings.of("a", TextPlace::Missing(0)).map(<[_]>::to_vec), both());
    codings.toggle_all(&groups[0], "heard");
    codings.toggle_all(&groups[0], "link");
    assert_eq!((codings.of_all(&groups[0]), codings.codings.len()), (None, 0));
}

#[test]
fn other_codings_add_what_is_missing_and_what_differs_is_told() {
    let study = Study::default();
    let mut here = Codings::default();
    let own = here.add_effect(&study, &Guidance::default(), "own-1", "Samen koken", "nl", vec![]);
    here.set("a", TextPlace::Story(0), vec![own.clone()]);
    here.set("b", TextPlace::Story(0), vec!["heard".to_owned()]);
    here.translate("a", TextPlace::Story(0), "Wij koken.");
    let mut there = Codings::default();
    let same = there.add_effect(&study, &Guidance::default(), "own-9", "samen koken", "nl", vec![]);
    let new = there.add_effect(&study, &Guidance::default(), "own-8", "Fietsen", "nl", vec![]);
    there.set("a", TextPlace::Story(0), vec![same.clone()]);
    there.set("b", TextPlace::Story(0), vec!["link".to_owned()]);
    there.set("c", TextPlace::Missing(0), vec![new, same]);
    there.translate("a", TextPlace::Story(0), "We koken.");
    there.translate("c", TextPlace::Missing(0), "Op de fiets.");

    let merged = here.merge(&study, &Guidance::default(), &there);

    assert_eq!(merged.n_new, 3, "an effect, a coding, a translation");
    let text = |text: &str| text.to_owned();
    assert_eq!(
        merged.differing,
        [
            Differing::Coding(
                ResponseId::new("b"),
                TextPlace::Story(0),
                vec![text("heard")],
                vec![text("link")]
            ),
            Differing::Translation(
                ResponseId::new("a"),
                TextPlace::Story(0),
                text("Wij koken."),
                text("We koken.")
            ),
        ]
    );
    assert_eq!(here.of("b", TextPlace::Story(0)), Some(&[text("heard")][..]), "what is here stays");
    assert_eq!(here.of("c", TextPlace::Missing(0)), Some(&[text("own-8"), own][..]));
    assert_eq!(here.translation("c", TextPlace::Missing(0)), "Op de fiets.");
    // A second time there is nothing new, and what differs is told again.
    let again = here.merge(&study, &Guidance::default(), &there);
    assert_eq!((again.n_new, again.differing.len()), (0, 2));
}

#[test]
fn an_effect_named_twice_by_one_person_is_named_twice_by_one() {
    let told = [TextPlace::Missing(0), TextPlace::Missing(1), TextPlace::Story(0)]
        .map(|place| told("r", place, "samen koken"));
    let mut codings = Codings::default();
    let id = codings.add_effect(&Study::default(), &Guidance::default(), "own", "Samen koken", "nl", vec![]);
    codings.toggle_all(&[told[0].clone(), told[2].clone()], &id);
    codings.set("another", TextPlace::Story(0), vec![id.clone()]);

    let table = effect_table(&codings.effects, &codings, &told);

    assert_eq!(table.rows, [EffectRow { effect: id, n: 2, n_responses: 1 }]);
    assert_eq!((table.total(), table.n_open, table.n_coded, table.n_elsewhere), (2, 1, 2, 1));
}

#[test]
fn the_stories_of_two_instruments_are_two_texts() {
    let mut response = crate::domain::results::tests::sorted(&[("a", "much")]);
    let mut part = response.parts[0].clone();
    let Part::CardSort(sort) = &mut part else { panic!("the first part is a sort") };
    sort.story = Some(("a".to_owned(), "Wij koken samen.".to_owned()));
    response.parts = vec![part.clone(), part];

    let told = texts([&response]);

    assert_eq!(
        told.iter().map(|one| one.place).collect::<Vec<_>>(),
        [TextPlace::Story(0), TextPlace::Story(1)]
    );
}
