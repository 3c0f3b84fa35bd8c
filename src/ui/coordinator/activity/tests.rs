use super::*;
use crate::format::guidance::check_guidance;
use crate::format::study::read_study;

#[test]
fn kinds_stand_under_the_goals_that_they_mainly_serve() {
    let json = include_str!("../../../../public/studies/ontmoetingscentra/study.json");
    let study = read_study(json).unwrap();
    let guidance = check_guidance(json, &study).unwrap().unwrap();
    let told = |study: &Study| {
        kinds(study, &guidance, Language::Dutch)
            .into_iter()
            .map(|(title, kinds)| (title, kinds.len()))
            .collect::<Vec<_>>()
    };

    let groups = told(&study);
    assert_eq!(groups.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [6, 3, 4, 3, 4]);
    assert_eq!(groups[1].0, "Vooral: Sociale cohesie · Leefbaarheid en veiligheid");
    assert_eq!(told(&Study::default()), [("Voor alle doelen".to_owned(), 20)]);
    assert_eq!(kinds(&study, &Guidance::default(), Language::Dutch), [], "there are only words");
}
