//! Someone who takes part, screen by screen; and what they gave.
//!
//! Every step returns when the page shows what it led to.

mod cards;
mod given;
mod questions;

use serde_json::Value;

use crate::engine::Engine;
use crate::study::{Screen, Study};
use crate::tablet::{Sight, Tablet};

pub use self::given::Given;

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
