//! Someone who takes part, screen by screen; and what they gave.
//!
//! Every step returns when the page shows what it led to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::engine::Engine;
use crate::study::{Screen, Study};
use crate::tablet::{Sight, Tablet};

/// The pile that means a lot.
pub const MUCH: &str = "much";
/// The pile that means a little.
pub const SOME: &str = "some";
/// The pile that means nothing.
pub const NOT: &str = "not";
/// The pile apart.
pub const DONT_KNOW: &str = "dont-know";
/// All piles, in the order of their number keys.
pub const PILES: [&str; 4] = [NOT, SOME, MUCH, DONT_KNOW];

/// Someone who takes part.
pub struct Participant<'a> {
    /// The tablet in their hands.
    pub tablet: &'a Tablet,
    study: &'a Study,
    with: With,
    /// What they gave up to now.
    pub given: Given,
}

/// What they use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum With {
    Finger,
    Keys,
    /// Nothing at all: what they press is pressed, even if it lies below something else.
    Script,
}

/// What a participant gave, as the response is to hold it.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Language.
    pub language: String,
    /// Cards in the order in which they came to hand for the first time.
    pub shown: Vec<String>,
    /// Card and pile; no pile when it was taken back.
    pub moves: Vec<(String, Option<String>)>,
    /// Ids of cards, if it was asked.
    pub most_important: Option<Vec<String>>,
    /// In words, if it was asked.
    pub missing: Option<Vec<String>>,
    /// Ids of cards, if it was asked.
    pub more: Option<Vec<String>>,
    /// The story in words, if one was told.
    pub story: Option<String>,
    /// Answer by question, with the number of times it was changed.
    pub answers: BTreeMap<String, (Value, u64)>,
}

impl<'a> Participant<'a> {
    /// Someone who takes the tablet into their hands, at the choice of language.
    pub async fn arrives(tablet: &'a Tablet, study: &'a Study) -> Self {
        let participant = Self::is_there(tablet, study, With::Finger);
        if tablet.engine != Engine::Chromium {
            // A finger that is on a tile when the app draws it anew would have to come again.
            participant.sees("the app", |sight| sight.is_started).await;
        }
        participant.comes_to(&Screen::Language).await;
        participant
    }

    /// Someone who finds the tablet at another screen.
    pub async fn arrives_at(tablet: &'a Tablet, study: &'a Study, screen: &Screen) -> Self {
        let participant = Self::is_there(tablet, study, With::Finger);
        participant.comes_to(screen).await;
        participant
    }

    /// Someone who uses nothing but a keyboard.
    pub async fn arrives_with_keys(tablet: &'a Tablet, study: &'a Study) -> Self {
        let participant = Self::is_there(tablet, study, With::Keys);
        // The app draws the first screen anew, and with it goes the focus.
        participant.sees("the app", |sight| sight.is_started).await;
        participant.comes_to(&Screen::Language).await;
        participant
    }

    /// Someone whose every touch hits.
    pub async fn arrives_by_script(tablet: &'a Tablet, study: &'a Study) -> Self {
        let participant = Self::is_there(tablet, study, With::Script);
        participant.comes_to(&Screen::Language).await;
        participant
    }

    fn is_there(tablet: &'a Tablet, study: &'a Study, with: With) -> Self {
        Self { tablet, study, with, given: Given::default() }
    }

    /// The screen at which they are.
    pub async fn screen(&self) -> Screen {
        self.study.screen(&self.tablet.see().await)
    }

    /// Waits until `screen` is there.
    pub async fn comes_to(&self, screen: &Screen) -> Sight {
        self.sees(&format!("{screen:?}"), |sight| self.study.screen(sight) == *screen).await
    }

    /// Waits until what can be seen is as `is_it` says.
    pub async fn sees(&self, what: &str, is_it: impl Fn(&Sight) -> bool) -> Sight {
        self.tablet
            .until(what, async || {
                let sight = self.tablet.see().await;
                if is_it(&sight) { Ok(sight) } else { Err(format!("there is {sight:?}")) }
            })
            .await
    }

    /// Presses what `selector` and `words` name.
    pub async fn press(&self, selector: &str, words: &str) {
        let what = format!("{selector} {words:?} to press");
        self.tablet.until(&what, async || self.try_to_press(selector, words).await).await;
    }

    /// The same, if it can be pressed at this moment: between the look and the touch nothing else comes there.
    async fn try_to_press(&self, selector: &str, words: &str) -> Result<(), String> {
        match self.with {
            With::Finger => self.tablet.try_to_tap(selector, words).await,
            With::Keys => {
                self.walk_to(words).await;
                self.tablet.press_at_once("Enter").await;
                Ok(())
            }
            With::Script => {
                let is_there = self.tablet.ask("click", vec![selector.into(), words.into()]).await;
                if is_there { Ok(()) } else { Err("it is not there".to_owned()) }
            }
        }
    }

    /// Waits until the heading of a new screen has got the focus, which it gets with the next frame: on a busy machine that
    /// comes late, and would take the focus away from where one has gone meanwhile.
    async fn has_the_heading(&self) {
        self.tablet.settle().await;
    }

    /// Goes to the button called `words` with the Tab key alone.
    async fn walk_to(&self, words: &str) {
        self.has_the_heading().await;
        self.tablet.has_settled().await;
        let mut passed = Vec::new();
        while passed.len() < 60 {
            let focus = self.tablet.focus().await;
            if focus.words == words {
                assert!(focus.shown && !focus.covered, "one cannot see that {words:?} has the focus");
                return;
            }
            // The page itself has no words.
            assert!(!focus.covered, "the focus goes to {:?}, which lies below something else", focus.words);
            passed.push(focus.words);
            self.tablet.press_at_once("Tab").await;
        }
        panic!("the Tab key does not lead to {words:?}, only to {passed:?}");
    }

    /// The word of the study on a button.
    pub fn word(&self, name: &str) -> String {
        self.study.word(name, &self.given.language)
    }

    async fn press_word(&self, name: &str) {
        self.press("button", &self.word(name)).await;
    }

    /// Language: chooses one, and hears the voice if there is one.
    pub async fn choose_language(&mut self, id: &str) {
        self.choose_language_only(id).await;
        self.hears().await;
    }

    /// Language: chooses one; what comes next may be the question whether they hear the voice.
    pub async fn choose_language_only(&mut self, id: &str) {
        id.clone_into(&mut self.given.language);
        self.press("button", &self.study.language_name(id)).await;
        self.sees("the question whether one hears, or the consent", |sight| {
            matches!(self.study.screen(sight), Screen::Hear | Screen::Consent)
        })
        .await;
    }

    /// Consent: says that they hear the voice, if that is asked.
    pub async fn hears(&self) {
        if self.is_asked_whether_they_hear().await {
            self.press_word("hear_yes").await;
        }
        self.comes_to(&Screen::Consent).await;
    }

    /// Consent: whether the voice asks first if it is heard.
    pub async fn is_asked_whether_they_hear(&self) -> bool {
        let asked = self
            .sees("what the voice can say", |sight| match sight.voice.as_deref() {
                Some("checking") => self.study.screen(sight) == Screen::Hear,
                Some(_) => self.study.screen(sight) == Screen::Consent,
                None => false,
            })
            .await;
        self.study.screen(&asked) == Screen::Hear
    }

    /// From now on nothing that they do can be written down.
    pub async fn is_out_of_room(&self) {
        self.is_written_down().await;
        let script = "IDBObjectStore.prototype.emptyPut = IDBObjectStore.prototype.put; \
            IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') };";
        self.tablet.run::<Value>(script, vec![]).await;
    }

    /// Now it can again.
    pub async fn has_room_again(&self) {
        let script = "IDBObjectStore.prototype.put = IDBObjectStore.prototype.emptyPut;";
        self.tablet.run::<Value>(script, vec![]).await;
    }

    /// Consent: joins in.
    pub async fn agree(&self) {
        self.press_word("agree").await;
        self.comes_to(&Screen::Practice).await;
    }

    /// Consent: would rather not.
    pub async fn decline(&self) {
        self.press_word("decline").await;
        self.comes_to(&Screen::Declined).await;
    }

    /// Practice: tries the card on `pile`.
    pub async fn practise(&self, pile: &str) {
        self.put_on(pile).await;
        self.sees("the practice card on the pile", |sight| sight.piles.get(pile) == Some(&1)).await;
    }

    /// From the choice of language to the first card.
    pub async fn begin(&mut self, language: &str) {
        self.choose_language(language).await;
        self.agree().await;
        self.practise(MUCH).await;
        self.next(&Screen::Cards).await;
    }

    /// Goes on, to `screen`, which may come by itself meanwhile. A story that was not asked for is left untold.
    pub async fn next(&self, screen: &Screen) {
        // Where nothing was answered, it can only be left out.
        let ways = [self.word("next"), self.word("skip")];
        self.tablet
            .until(&format!("a way to {screen:?}"), async || {
                let sight = self.tablet.see().await;
                if self.study.screen(&sight) == *screen {
                    return Ok(());
                }
                // After an answer the next question comes by itself: whoever has no finger waits for it.
                let waits = self.with == With::Keys && sight.is_moving_on;
                match ways.iter().find(|way| sight.buttons.contains(way)) {
                    Some(way) if !waits => self.try_to_press("button", way).await,
                    _ => Err(format!("there is {sight:?}")),
                }
            })
            .await;
        let came = self
            .sees(&format!("{screen:?}"), |sight| {
                let seen = self.study.screen(sight);
                seen == *screen || seen == Screen::Story || seen == Screen::StoryCard
            })
            .await;
        if self.study.screen(&came) != *screen {
            self.press_word("skip").await;
            self.comes_to(screen).await;
        }
    }

    /// Goes back, to `screen`.
    pub async fn back(&self, screen: &Screen) {
        match self.with {
            With::Finger | With::Script => self.press_word("back").await,
            With::Keys => self.tablet.press("Backspace").await,
        }
        self.comes_to(screen).await;
    }

    /// Cards: the one in hand.
    pub async fn card_in_hand(&self) -> String {
        let sight = self.sees("a card in hand", |sight| sight.hand.is_some()).await;
        self.card_of(&sight)
    }

    fn card_of(&self, sight: &Sight) -> String {
        let text = sight.hand.as_deref().unwrap_or_default();
        let card = self.study.card_with(text, &self.given.language);
        card.unwrap_or_else(|| panic!("there is no card {text:?}"))
    }

    /// Cards: puts the one in hand on `pile`; returns which it was.
    pub async fn place(&mut self, pile: &str) -> String {
        let before = self.comes_to(&Screen::Cards).await;
        let card = self.card_of(&before);
        self.put_on(pile).await;
        self.has_placed(&card, pile, &before).await;
        card
    }

    /// Notes that `card` has been put on `pile`, and waits until that can be seen.
    pub async fn has_placed(&mut self, card: &str, pile: &str, before: &Sight) {
        let n_cards = before.piles.get(pile).copied().unwrap_or_default() + 1;
        let words = before.hand.clone();
        self.sees(&format!("{words:?} on {pile}, and the next card"), |sight| {
            sight.piles.get(pile) == Some(&n_cards) && sight.hand != words
        })
        .await;
        if !self.given.shown.iter().any(|shown| shown == card) {
            self.given.shown.push(card.to_owned());
        }
        self.given.moves.push((card.to_owned(), Some(pile.to_owned())));
    }

    /// The selector of the button of a pile.
    pub fn pile_button(pile: &str) -> String {
        format!("[data-pile='{pile}'] button[aria-keyshortcuts]")
    }

    async fn put_on(&self, pile: &str) {
        match self.with {
            With::Finger | With::Script => {
                let words = self.study.pile_text(pile, &self.given.language);
                self.press(&Self::pile_button(pile), &words).await;
            }
            With::Keys => {
                let number = PILES.iter().position(|one| *one == pile).unwrap() + 1;
                self.tablet.press(&number.to_string()).await;
            }
        }
    }

    /// Cards: puts all that are left on the piles that `piles` gives, one for each.
    pub async fn place_all(&mut self, piles: &[&str]) {
        for pile in piles {
            self.place(pile).await;
        }
        self.sees("no card left", |sight| sight.hand.is_none()).await;
    }

    /// Cards: takes the card that was put down last back, with the button for going back.
    pub async fn undo(&mut self) {
        let (card, _) = self
            .given
            .moves
            .iter()
            .rev()
            .find(|(card, pile)| pile.is_some() && self.lies(card))
            .unwrap()
            .clone();
        match self.with {
            With::Finger | With::Script => self.press_word("undo").await,
            With::Keys => self.tablet.press("Backspace").await,
        }
        self.has_taken_back(card).await;
    }

    fn lies(&self, card: &str) -> bool {
        self.given.placed().contains_key(card)
    }

    /// Cards: takes `card` back by touching it where it lies small on its pile; if more lie there, they are shown first.
    pub async fn take_back(&mut self, card: &str) {
        let pile = self.given.placed()[card].clone();
        if self.given.on_pile(&pile).len() > 1 {
            self.open_pile(&pile).await;
            return self.take_from_open_pile(card).await;
        }
        let words =
            format!("{}: {}", self.word("take_back"), self.study.card_text(card, &self.given.language));
        self.press("[data-pile] button", &words).await;
        self.has_taken_back(card.to_owned()).await;
    }

    /// The name of what opens `pile`.
    pub fn opener(&self, pile: &str) -> String {
        format!("{}: {}", self.study.pile_text(pile, &self.given.language), self.word("take_back"))
    }

    /// Cards: opens `pile`.
    pub async fn open_pile(&self, pile: &str) {
        self.press("[data-pile] button", &self.opener(pile)).await;
        self.comes_to(&Screen::OpenPile(pile.to_owned())).await;
    }

    /// Opened pile: takes `card` back.
    pub async fn take_from_open_pile(&mut self, card: &str) {
        self.press_card(card).await;
        self.comes_to(&Screen::Cards).await;
        self.has_taken_back(card.to_owned()).await;
    }

    /// Table: takes `card` back.
    pub async fn take_from_table(&mut self, card: &str) {
        let words = self.study.card_text(card, &self.given.language);
        self.press(".table-card", &words).await;
        self.comes_to(&Screen::Cards).await;
        self.has_taken_back(card.to_owned()).await;
    }

    /// Opened pile: closes it.
    pub async fn close_pile(&self) {
        self.press_word("close").await;
        self.comes_to(&Screen::Cards).await;
    }

    async fn has_taken_back(&mut self, card: String) {
        let words = self.study.card_text(&card, &self.given.language);
        self.sees(&format!("{words:?} in hand again"), |sight| sight.hand.as_ref() == Some(&words)).await;
        self.given.moves.push((card, None));
    }

    async fn press_card(&self, card: &str) {
        let words = self.study.card_text(card, &self.given.language);
        self.press(".chooser button", &words).await;
    }

    /// Most important: chooses `card`, or lets go of it. At most three: for one more the first one is taken away.
    pub async fn toggle_important(&mut self, card: &str) {
        let mut chosen = self.given.most_important.take().unwrap_or_default();
        self.toggle(card, &mut chosen, 3).await;
        self.given.most_important = Some(chosen);
    }

    /// More: chooses `card`, or lets go of it. At most two: for one more the first one is taken away.
    pub async fn toggle_more(&mut self, card: &str) {
        let mut chosen = self.given.more.take().unwrap_or_default();
        self.toggle(card, &mut chosen, 2).await;
        self.given.more = Some(chosen);
    }

    async fn toggle(&self, card: &str, chosen: &mut Vec<String>, most: usize) {
        self.press_card(card).await;
        if let Some(at) = chosen.iter().position(|one| one == card) {
            chosen.remove(at);
        } else {
            if chosen.len() == most {
                self.comes_to(&Screen::TakeAway).await;
                self.press_card(&chosen.remove(0)).await;
            }
            chosen.push(card.to_owned());
        }
        self.sees(&format!("{chosen:?} chosen"), |sight| {
            let is_on_page = |card: &&String| sight.cards.contains(card);
            let mut expected: Vec<&String> = chosen.iter().filter(is_on_page).collect();
            let mut seen: Vec<&String> = sight.chosen.iter().collect();
            expected.sort_unstable();
            seen.sort_unstable();
            expected == seen && sight.dots == chosen.len()
        })
        .await;
    }

    /// More: turns the page.
    pub async fn turn_page(&self) {
        let before = self.tablet.see().await.cards;
        self.press_word("more_cards").await;
        self.sees("other cards", |sight| sight.cards != before).await;
    }

    /// Missing: no card is.
    pub async fn nothing_missing(&mut self) {
        self.press_word("no").await;
        self.given.missing = Some(Vec::new());
        self.comes_to(&Screen::More).await;
    }

    /// Missing: says which, in words.
    pub async fn say_missing(&mut self, said: &[&str]) {
        for (at, words) in said.iter().enumerate() {
            self.press_word(if at == 0 { "yes" } else { "add" }).await;
            self.sees("one more field", |sight| sight.fields.len() == at + 1).await;
            self.focus_field(at).await;
            self.tablet.write(words).await;
            self.sees("what was written", |sight| sight.fields[at] == *words).await;
        }
        self.given.missing = Some(said.iter().map(|words| (*words).to_owned()).collect());
    }

    async fn focus_field(&self, at: usize) {
        self.has_the_heading().await;
        match self.with {
            With::Finger => {
                let selector = format!("input:nth-child({} of input)", at + 1);
                let spot = self.tablet.spot(&selector, None).await;
                self.tablet.tap(spot.x, spot.y).await;
                self.tablet
                    .until("the focus in the field", async || {
                        let focus = self.tablet.focus().await;
                        let hint = self.word("missing_hint");
                        if focus.words == hint { Ok(()) } else { Err(format!("it is at {focus:?}")) }
                    })
                    .await;
            }
            With::Keys => self.walk_to(&self.word("missing_hint")).await,
            With::Script => {
                self.tablet
                    .run::<Value>("document.querySelectorAll('input')[arguments[0]].focus()", vec![at.into()])
                    .await;
            }
        }
    }

    /// Story: chooses the card to tell about.
    pub async fn tell_about(&mut self, card: &str) {
        self.press_card(card).await;
        self.sees("the card chosen", |sight| sight.chosen == [card]).await;
    }

    /// Story: tells it, to be written down.
    pub async fn tell_story(&mut self, words: &str) {
        self.has_the_heading().await;
        if self.with == With::Script {
            self.tablet.run::<Value>("document.querySelector('textarea').focus()", vec![]).await;
        } else {
            let spot = self.tablet.spot("textarea", None).await;
            self.tablet.tap(spot.x, spot.y).await;
        }
        self.tablet
            .until("the focus in the field", async || {
                let has_it = "return document.activeElement?.localName === 'textarea'";
                if self.tablet.run(has_it, vec![]).await { Ok(()) } else { Err("it is not there".to_owned()) }
            })
            .await;
        self.tablet.write(words).await;
        self.sees("what was written", |sight| sight.fields == [words]).await;
        self.given.story = Some(words.to_owned());
    }

    /// Question: chooses an answer.
    pub async fn choose(&mut self, question: &str, choice: &str) {
        let words = self.study.choice_text(question, choice, &self.given.language);
        let at = self.study.choices(question).iter().position(|one| one == choice).unwrap();
        self.answer(question, &words, at, json!({ "choices": [choice] })).await;
    }

    /// Question: takes the answer back that was just given, with the button for going back.
    pub async fn take_answer_back(&mut self, question: &str) {
        self.press_word("undo").await;
        self.sees("no answer", |sight| sight.chosen.is_empty()).await;
        if let Some((answer, changes)) = self.given.answers.get_mut(question) {
            *answer = Value::Null;
            *changes += 1;
        }
    }

    /// Question: does not know.
    pub async fn dont_know(&mut self, question: &str) {
        let words = self.study.dont_know_text(&self.given.language);
        let at = self.study.choices(question).len();
        self.answer(question, &words, at, json!({ "dont_know": true })).await;
    }

    async fn answer(&mut self, question: &str, words: &str, at: usize, answer: Value) {
        match self.with {
            With::Finger | With::Script => self.press("button", words).await,
            With::Keys => self.tablet.press(&(at + 1).to_string()).await,
        }
        // Who looks away for a moment finds the next question there already.
        let here = Screen::Question(question.to_owned());
        self.sees(&format!("{words:?} chosen"), |sight| {
            sight.chosen == [words] || self.study.screen(sight) != here
        })
        .await;
        let before = self.given.answers.get(question);
        let changes = before.map_or(0, |(before, changes)| {
            changes + u64::from(*before != answer && !before.is_null() && before.get("skipped").is_none())
        });
        self.given.answers.insert(question.to_owned(), (answer, changes));
    }

    /// Question: goes on without an answer.
    pub async fn skip(&mut self, question: &str, screen: &Screen) {
        self.press_word("skip").await;
        self.given.answers.insert(question.to_owned(), (json!({ "skipped": true }), 0));
        self.comes_to(screen).await;
    }

    /// Any step: wants to stop, and is asked whether that is so.
    pub async fn ask_to_stop(&self) {
        self.press_word("stop").await;
        self.comes_to(&Screen::StopQuestion).await;
    }

    /// Stop question: goes on after all, at `screen`.
    pub async fn dont_stop(&self, screen: &Screen) {
        self.press_word("stop_no").await;
        self.comes_to(screen).await;
    }

    /// Stop question: stops.
    pub async fn stop(&self) {
        self.press_word("stop_yes").await;
        self.comes_to(&Screen::Thanks).await;
    }

    /// The end: makes the tablet ready for the next participant.
    pub async fn done(&self) {
        self.press_word("done").await;
        self.comes_to(&Screen::Language).await;
    }

    /// Waits until all that was given up to now has been written down.
    pub async fn is_written_down(&self) {
        self.tablet
            .until("the draft", async || {
                let drafts = self.tablet.stored().await.drafts;
                let [draft] = &drafts[..] else { return Err(format!("there are {} drafts", drafts.len())) };
                let draft: Value = serde_json::from_str(draft).unwrap();
                if self.given.is_in(&draft["response"]) { Ok(()) } else { Err(format!("there is {draft}")) }
            })
            .await;
    }

    /// Everything after the cards, with answers that differ from question to question by `turn`; to the thanks.
    pub async fn answer_everything(&mut self, turn: usize) {
        let important: Vec<String> =
            self.given.on_pile(MUCH).into_iter().cycle().skip(turn).take(3).collect();
        if self.given.on_pile(MUCH).len() > 3 {
            self.next(&Screen::MostImportant).await;
            for card in &important {
                self.toggle_important(card).await;
            }
        }
        self.next(&Screen::Missing).await;
        if turn.is_multiple_of(2) {
            self.nothing_missing().await;
        } else {
            self.say_missing(&["samen eten met de buren"]).await;
            self.next(&Screen::More).await;
        }
        let shown = self.sees("cards to choose from", |sight| !sight.cards.is_empty()).await.cards;
        self.toggle_more(&shown[turn % shown.len()]).await;
        let questions = self.study.questions();
        self.next(&Screen::Question(questions[0].clone())).await;
        for (at, question) in questions.iter().enumerate() {
            let after = questions.get(at + 1).map_or(Screen::Thanks, |next| Screen::Question(next.clone()));
            let choices = self.study.choices(question);
            match (at + turn) % 5 {
                3 => {
                    self.dont_know(question).await;
                    self.next(&after).await;
                }
                4 => self.skip(question, &after).await,
                choice => {
                    self.choose(question, &choices[choice % choices.len()]).await;
                    self.next(&after).await;
                }
            }
        }
    }

    /// From the choice of language to the thanks; `turn` makes it differ from that of others.
    pub async fn takes_part(&mut self, language: &str, turn: usize) {
        self.begin(language).await;
        let piles = [MUCH, MUCH, SOME, MUCH, NOT, MUCH, DONT_KNOW, MUCH, SOME, NOT];
        let piles: Vec<&str> = piles.into_iter().cycle().skip(turn).take(piles.len()).collect();
        self.place_all(&piles).await;
        self.answer_everything(turn).await;
    }
}

impl Given {
    /// The pile of each card that lies on one.
    pub fn placed(&self) -> BTreeMap<String, String> {
        let mut placed = BTreeMap::new();
        for (card, pile) in &self.moves {
            match pile {
                Some(pile) => placed.insert(card.clone(), pile.clone()),
                None => placed.remove(card),
            };
        }
        placed
    }

    /// The cards on `pile`, the one placed first coming first.
    pub fn on_pile(&self, pile: &str) -> Vec<String> {
        let placed = self.placed();
        let mut cards: Vec<String> = Vec::new();
        for (card, to) in &self.moves {
            cards.retain(|one| one != card);
            if to.as_deref() == Some(pile) && placed.get(card).map(String::as_str) == Some(pile) {
                cards.push(card.clone());
            }
        }
        cards
    }

    /// Whether a draft holds the moves and the answers.
    fn is_in(&self, response: &Value) -> bool {
        let moves = response["instruments"][0]["moves"].as_array();
        let answers = response["instruments"][1]["answers"].as_array();
        let is_as_given = |answered: &Value| {
            let given = answered["question"].as_str().and_then(|question| self.answers.get(question));
            given.is_none_or(|(answer, _)| answered["answer"] == *answer)
        };
        moves.is_some_and(|moves| moves.len() == self.moves.len())
            && answers.is_some_and(|answers| answers.iter().all(is_as_given))
    }

    /// Checks that `response` holds this, ended as `outcome`, and nothing more.
    #[track_caller]
    pub fn check(&self, response: &Value, outcome: &str) {
        let keys = |value: &Value| {
            let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
            keys.sort_unstable();
            keys
        };
        let expected =
            ["activity", "app", "id", "instruments", "language", "mode", "outcome", "schema", "study"];
        assert_eq!(keys(response), expected, "a response holds what the schema says, and no more");
        assert_eq!(keys(&response["activity"]), ["centre", "date", "id", "kind", "part_of_day", "round"]);
        assert_eq!(response["language"], self.language.as_str());
        assert_eq!(response["outcome"], outcome);

        let sort = &response["instruments"][0];
        let order: Vec<&str> = sort["order"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(
            order.iter().zip(&self.shown).all(|(card, shown)| card == shown),
            "the cards came in the order {:?}, not {order:?}",
            self.shown
        );
        let moves: Vec<Value> =
            self.moves.iter().map(|(card, pile)| json!({ "card": card, "pile": pile })).collect();
        let mut kept = sort["moves"].as_array().unwrap().clone();
        for step in &mut kept {
            assert!(step["ms"].is_u64(), "{step}");
            step.as_object_mut().unwrap().remove("ms");
        }
        assert_eq!(kept, moves);
        assert_eq!(sort["placed"], json!(self.placed()));
        assert_eq!(sort["most_important"], json!(self.most_important));
        assert_eq!(sort["missing"], json!(self.missing));
        assert_eq!(sort["more"], json!(self.more));
        assert_eq!(
            sort["story"]["text"].as_str().unwrap_or_default(),
            self.story.as_deref().unwrap_or_default()
        );

        for answered in response["instruments"][1]["answers"].as_array().unwrap() {
            let question = answered["question"].as_str().unwrap();
            let (answer, changes) = self.answers.get(question).cloned().unwrap_or_default();
            assert_eq!(answered["answer"], answer, "{question}");
            assert_eq!(answered["changes"], changes, "{question}");
        }
    }
}
