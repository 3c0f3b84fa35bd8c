//! Cards, and what is asked about them.

use serde_json::Value;

use crate::participant::{PILES, Participant, With};
use crate::study::Screen;
use crate::tablet::Sight;

impl Participant<'_> {
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

    pub(super) async fn put_on(&self, pile: &str) {
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
}
