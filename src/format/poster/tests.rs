use super::*;
use crate::format::poster::cards::from_least;
use crate::format::poster::fitting::width_of;

fn card(text: &str, dots: &[usize]) -> Card {
    Card { text: text.to_owned(), picture: "data:image/svg+xml;base64,AA".to_owned(), dots: dots.to_vec() }
}

pub(crate) fn content(n_cards: usize, n_people: usize, word: &str) -> Content {
    let cards = |n| vec![card(word, &[n_people / 2, n_people / 3, n_people / 6, 2]); n];
    let texts = |n| vec![word.to_owned(); n];
    let bars: Vec<_> = texts(5).into_iter().zip([n_people, 0, 3, 1, n_people / 2]).collect();
    Content {
        title: word.to_owned(),
        about: word.to_owned(),
        count: format!("{n_people} mensen deden mee"),
        remarks: word.to_owned(),
        previous: word.to_owned(),
        cards_title: "Dit betekent het voor ons".to_owned(),
        legend: texts(4),
        cards: cards(n_cards),
        important_title: word.to_owned(),
        important: vec![card(word, &[n_people]); n_cards],
        more_title: word.to_owned(),
        more: vec![card(word, &[n_people]); n_cards],
        least_title: word.to_owned(),
        least: vec![(word.to_owned(), n_people); n_cards],
        missing_title: word.to_owned(),
        missing: texts(n_cards),
        questions_title: word.to_owned(),
        questions: vec![Question { text: word.to_owned(), bars, total: n_people }; n_cards],
        note_title: "Wat gaan we ermee doen?".to_owned(),
        note: word.to_owned(),
        caution: word.to_owned(),
        others: "en nog {n}".to_owned(),
        level: "Elk {n}: {cards}".to_owned(),
        level_many: "{cards} kaarten, elk {n}".to_owned(),
    }
}

/// Numbers of the attribute called `name` in `svg`, in order.
fn numbers(tag: &str, name: &str) -> i32 {
    let (_, rest) = tag.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{name} in {tag}"));
    rest.split('"').next().unwrap().parse().unwrap()
}

#[track_caller]
fn stays_on_the_poster(content: &Content) {
    let poster = Poster::draw(content);
    for line in poster.lines() {
        let right = line.x + width_of(&line.text, line.size, line.is_bold);
        assert!(line.x >= MARGIN && right <= WIDTH - 60, "{line:?} ends at {right}");
        assert!(line.y - line.size > 60 && line.y < HEIGHT - 60, "{line:?}");
    }
    for tag in poster.shapes.split('<') {
        if tag.starts_with("circle") {
            let (x, y, r) = (numbers(tag, "cx"), numbers(tag, "cy"), numbers(tag, "r"));
            assert!(x - r >= MARGIN && x + r <= WIDTH - MARGIN && y + r < HEIGHT - 200, "{tag}");
        } else if tag.starts_with("rect") || tag.starts_with("image") {
            let right = numbers(tag, "x") + numbers(tag, "width");
            let bottom = numbers(tag, "y") + numbers(tag, "height");
            assert!(numbers(tag, "height") > 0 && right <= WIDTH - 60 && bottom < HEIGHT - 60, "{tag}");
        }
    }
}

#[test]
fn whatever_the_numbers_and_words_everything_stays_on_the_poster() {
    let long = "Meervoudigepersoonlijkheidsstoornisbehandelingscentrumbezoekersvereniging ".repeat(9);
    for word in ["Ja", "Samen koken met de buren", &long] {
        for n_cards in [0, 1, 3, 5, 9, 25] {
            for n_people in [5, 12, 60, 400] {
                let all = content(n_cards, n_people, word);
                stays_on_the_poster(&all);
                let only_cards = Content { questions: Vec::new(), missing: Vec::new(), ..all.clone() };
                stays_on_the_poster(&only_cards);
                stays_on_the_poster(&Content { important: Vec::new(), more: Vec::new(), ..only_cards });
                stays_on_the_poster(&Content { cards: Vec::new(), important: Vec::new(), ..all });
            }
        }
    }
}

#[test]
fn lines_do_not_lie_on_each_other() {
    for (n_cards, n_people) in [(5, 12), (9, 60), (25, 60)] {
        let poster = Poster::draw(&content(n_cards, n_people, "Samen koken met de buren"));
        let lines = poster.lines();
        for (at, one) in lines.iter().enumerate() {
            for other in &lines[at + 1..] {
                let end = |line: &Line| line.x + width_of(&line.text, line.size, line.is_bold);
                let is_beside = end(one) <= other.x || end(other) <= one.x;
                // Letters reach some four fifths of their size above the line.
                let is_apart = one.y <= other.y - other.size * 4 / 5 || other.y <= one.y - one.size * 4 / 5;
                assert!(is_beside || is_apart, "{one:?}\n{other:?}");
            }
        }
    }
}

#[test]
fn a_dot_is_a_person_and_its_kind_the_pile() {
    let mut content = content(1, 6, "Samen");
    (content.important, content.more) = (Vec::new(), Vec::new());
    content.cards = vec![card("Samen koken", &[3, 2, 1, 1])];
    content.legend = Vec::new();

    let svg = Poster::draw(&content).svg();

    assert_eq!(svg.matches("<circle").count(), 7);
    assert_eq!(svg.matches(&format!("fill=\"{WARM}\" stroke")).count(), 3, "full");
    assert_eq!(svg.matches("Z\" fill").count(), 2, "half");
    assert_eq!(svg.matches("stroke-dasharray").count(), 1, "unknown");
}

#[test]
fn words_cannot_become_drawing() {
    let poster = Poster::draw(&content(3, 6, "<script>\"a\" & b</script>\u{0}\u{ffff}"));

    let svg = poster.svg();

    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;&quot;a&quot; &amp; b"));
    assert!(!svg.contains('\u{0}') && !svg.contains('\u{ffff}'));
}

#[test]
fn what_finds_no_room_is_counted() {
    let said = |content: &Content| {
        let poster = Poster::draw(content);
        let others = poster.lines().iter().filter(|line| line.text.starts_with("en nog"));
        others.map(|line| line.text.clone()).collect::<Vec<_>>()
    };
    let some = content(3, 6, "Samen koken");
    assert!(said(&some).is_empty());

    let least = vec![("Samen koken met de buren".to_owned(), 2); 3];
    let many = Content { least, ..content(25, 6, "Samen koken met de buren") };
    let [missing, questions] = said(&many).try_into().unwrap();
    let n: usize = missing.trim_start_matches("en nog ").parse().unwrap();
    assert!((1..13).contains(&n), "{missing}");
    assert!(questions.starts_with("en nog 1"), "{questions}");
}

/// `text` without its spaces and signs of cutting off.
fn bare(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace() && *sign != '…').collect()
}

#[test]
fn every_text_is_whole_for_whoever_searches_or_copies_it() {
    let long = "Ontmoetingscentrum Bezoekersvereniging Moerwijk-Oost met de grote tuin ".repeat(9);
    for n_cards in [1, 3, 25] {
        let mut content = content(n_cards, 12, "x");
        let numbered = |what: &str, at: usize| format!("{what} {at} {long}");
        content.title = numbered("title", 0);
        content.previous = numbered("previous", 0);
        content.note = numbered("note", 0);
        content.cards.iter_mut().enumerate().for_each(|(at, card)| card.text = numbered("card", at));
        content.important.iter_mut().enumerate().for_each(|(at, card)| card.text = numbered("main", at));
        content.missing = (0..n_cards).map(|at| numbered("missing", at)).collect();
        content.least = (0..n_cards).map(|at| (numbered("least", at), 2)).collect();
        for (at, question) in content.questions.iter_mut().enumerate() {
            question.text = numbered("question", at);
            question.bars = (0..10).map(|one| (numbered("answer", at * 10 + one), 1)).collect();
        }
        let poster = Poster::draw(&content);
        let written: String =
            poster.lines().iter().map(|line| bare(&line.text) + &bare(&line.rest)).collect();

        let cards = content.cards.iter().chain(&content.important).map(|card| &card.text);
        let answers = content.questions.iter().flat_map(|question| &question.bars);
        let least = content.least.iter().chain(answers).map(|(text, _)| text);
        let questions = content.questions.iter().map(|question| &question.text);
        let said = content.missing.iter().chain(least).chain(questions).chain(cards);
        for text in said.chain([&content.title, &content.previous, &content.note]) {
            assert!(written.contains(&bare(text)), "{text}");
        }
    }
}

#[test]
fn cards_that_are_level_are_drawn_or_named_together() {
    let ranked = |counts: &[usize]| {
        let cards = counts.iter().enumerate().map(|(at, n)| card(&format!("kaart{at}."), &[*n, 0, 0, 0]));
        let mut content = Content { important: cards.collect(), ..content(5, 12, "Samen") };
        content.cards = content.important.clone();
        content.more = content.important.clone();
        let least = counts.iter().enumerate().map(|(at, n)| (format!("kaart{at}."), *n));
        content.least = least.collect();
        content
    };
    for counts in [&[5, 4, 3, 3, 3, 3, 3, 3][..], &[2; 14], &[9, 8, 7, 7, 2], &[3, 3, 1]] {
        let poster = Poster::draw(&ranked(counts));
        let written: String =
            poster.lines().iter().map(|line| bare(&line.text) + &bare(&line.rest)).collect();
        let told = |at: usize| written.matches(&format!("kaart{at}.")).count();
        for (at, n) in counts.iter().enumerate() {
            let first = counts.iter().position(|one| one == n).unwrap();
            assert_eq!(told(at), told(first), "{counts:?}: {at} is level with {first}");
        }
        assert!((0..3).all(|at| told(at) == 4), "{counts:?}: three are told in each of the lists");
    }
}

#[test]
fn of_those_that_are_level_all_are_to_be_seen_or_none_is_however_long_their_words() {
    for counts in [&[5, 4, 3, 3, 3, 3, 3, 3][..], &[2; 25], &[9, 8, 7, 7, 2, 2, 2, 2, 2, 2, 2, 2], &[3, 3, 1]]
    {
        for word in ["Ja", "Samen koken met de buren", &"Samen koken met de buren in de tuin ".repeat(5)] {
            let text = |at: usize| format!("kaart{at}. {word}");
            let cards = counts.iter().enumerate().map(|(at, n)| card(&text(at), &[*n, 0, 0, 0]));
            let mut content = Content { important: cards.collect(), ..content(5, 12, "Samen") };
            (content.cards, content.more) = (content.important.clone(), content.important.clone());
            content.least = counts.iter().enumerate().map(|(at, n)| (text(at), *n)).collect();
            let poster = Poster::draw(&content);
            stays_on_the_poster(&content);

            let seen: String = poster.lines().iter().map(|line| bare(&line.text)).collect();
            let n_seen = |at: usize| seen.matches(&format!("kaart{at}.")).count();
            for (at, n) in counts.iter().enumerate() {
                let first = counts.iter().position(|one| one == n).unwrap();
                assert_eq!(n_seen(at), n_seen(first), "{counts:?}, {word}: {at} is level with {first}");
            }
        }
    }
}

#[test]
fn a_bar_is_as_long_as_its_share_of_those_who_answered() {
    let mut content = content(0, 12, "Samen");
    let bars = [("Ja", 3), ("Nee", 9), ("Soms", 12)].map(|(words, n)| (words.to_owned(), n)).to_vec();
    content.questions = vec![Question { text: "Vraag".to_owned(), bars, total: 12 }];

    let svg = Poster::draw(&content).svg();

    let lengths: Vec<i32> = svg
        .split('<')
        .filter(|tag| tag.starts_with("rect") && tag.contains(BAR))
        .map(|tag| numbers(tag, "width"))
        .collect();
    let [quarter, three_quarters, whole] = lengths[..] else { panic!("{lengths:?}") };
    assert!((whole - quarter * 4).abs() < 5 && (whole * 3 - three_quarters * 4).abs() < 5, "{lengths:?}");
}

#[test]
fn more_dots_are_longer() {
    let mut content = content(2, 12, "Samen");
    content.cards.clear();
    content.important = vec![card("Veel", &[40]), card("Weinig", &[2])];
    content.more.clear();

    let svg = Poster::draw(&content).svg();

    let sizes: std::collections::BTreeSet<i32> =
        svg.split('<').filter(|tag| tag.starts_with("circle")).map(|tag| numbers(tag, "r")).collect();
    assert_eq!(sizes.len(), 1, "one size for all");
}

#[test]
fn dots_and_their_legend_stand_from_nothing_to_much_and_what_nobody_knows_last() {
    assert_eq!(from_least(4).collect::<Vec<_>>(), [2, 1, 0, 3]);
    assert_eq!(from_least(1).collect::<Vec<_>>(), [0]);
    assert_eq!(from_least(0).count(), 0);

    let mut content = content(1, 12, "Samen");
    content.legend = ["Veel", "Een beetje", "Niet", "Weet ik niet"].map(str::to_owned).to_vec();
    content.cards = vec![card("Koffie", &[3, 2, 1, 1])];

    let drawn = Poster::draw(&content);

    let legend: Vec<&str> = drawn
        .lines()
        .iter()
        .map(|line| &*line.text)
        .filter(|text| content.legend.iter().any(|words| words == text))
        .collect();
    assert_eq!(legend, ["Niet", "Een beetje", "Veel", "Weet ik niet"]);
}

#[test]
fn the_longest_name_of_a_centre_is_written_out() {
    for name in [
        "Wijkontmoetingscentrum de Drievuldigheidsvriendenkring",
        "Wijkontmoetingscentrumdedrievuldigheidsvriendenkringhuis",
    ] {
        let about = format!("{name} · Taalcafé voor iedereen · woensdag 30 september 2026");
        let content = Content {
            title: format!("Wat betekent {name} voor ons?"),
            about: about.clone(),
            ..content(5, 12, "Samen")
        };
        let drawn = Poster::draw(&content).lines().iter().map(|line| &*line.text).collect::<String>();
        let drawn = drawn.replace(' ', "");
        assert!(drawn.contains(&about.replace(' ', "")), "{drawn}");
        assert!(drawn.contains(&content.title.replace(' ', "")), "{drawn}");
        stays_on_the_poster(&content);
    }
}

#[test]
fn without_a_note_there_are_lines_to_write_on() {
    let empty = Content { note: String::new(), ..content(5, 12, "Samen") };

    assert!(Poster::draw(&empty).svg().matches("<path d=\"M170").count() >= 2);
}

#[test]
fn a_picture_becomes_an_address_that_holds_it() {
    assert_eq!(data_address("pictures/a.svg", b"<svg/>"), "data:image/svg+xml;base64,PHN2Zy8+");
    assert!(data_address("photos/a.JPG", b"x").starts_with("data:image/jpeg;"));
}
