//! A walk past every screen that a participant can meet, in one language. What is done at each is the visitor's matter.
//!
//! It goes by script, not with a finger: a button that cannot be hit is something to note, and no reason to stop.

use serde_json::Value;

use crate::coordinator::Coordinator;
use crate::participant::{DONT_KNOW, MUCH, NOT, Participant, SOME};
use crate::study::{Screen, Study};
use crate::tablet::Tablet;

/// Which way to go.
#[derive(Clone, Copy)]
pub struct Walk<'a> {
    /// The tablet, on which nothing moves.
    pub tablet: &'a Tablet,
    /// The study.
    pub study: &'a Study,
    /// Address of the app.
    pub address: &'a str,
    /// Language, by its id.
    pub language: &'a str,
}

impl Walk<'_> {
    /// The short way with every kind of screen. `visit` gets a name for each.
    pub async fn past_every_screen(self, visit: &mut impl AsyncFnMut(&str)) {
        self.tablet.open(self.address).await;
        self.past_the_sort(visit).await;
        self.past_the_survey(visit).await;
        self.past_the_ends(visit).await;
    }

    /// From the language to the story; then it stops.
    async fn past_the_sort(self, visit: &mut impl AsyncFnMut(&str)) {
        let mut someone = Participant::arrives_by_script(self.tablet, self.study).await;
        someone.sees("the app", |sight| sight.is_started).await;
        visit("language").await;
        self.click("#mode-chip").await;
        visit("mode").await;
        self.click("#mode .main-button").await;
        someone.choose_language_only(self.language).await;
        if someone.is_asked_whether_they_hear().await {
            visit("hear").await;
        }
        someone.hears().await;
        visit("consent").await;
        someone.agree().await;
        visit("practice").await;
        someone.practise(SOME).await;
        visit("practice-placed").await;
        someone.next(&Screen::Cards).await;
        visit("sort").await;
        for pile in [MUCH, SOME, MUCH, DONT_KNOW, MUCH] {
            someone.place(pile).await;
        }
        visit("sort-some").await;
        self.past_the_sheets(&someone, visit).await;
        someone.open_pile(MUCH).await;
        visit("pile-open").await;
        someone.close_pile().await;
        someone.place_all(&[MUCH, NOT, MUCH, MUCH, NOT]).await;
        someone.comes_to(&Screen::Table).await;
        visit("table").await;
        someone.next(&Screen::MostImportant).await;
        let much = someone.given.on_pile(MUCH);
        for card in &much[..2] {
            someone.toggle_important(card).await;
        }
        visit("most-important").await;
        self.past_the_fourth(&someone, &much, visit).await;
        someone.next(&Screen::Missing).await;
        visit("missing").await;
        someone.say_missing(&["samen eten met de buren"]).await;
        visit("missing-written").await;
        let call = someone.word("call");
        someone.press("button", &call).await;
        someone.comes_to(&Screen::Called).await;
        visit("called").await;
        let done = someone.word("done");
        someone.press("button", &done).await;
        someone.comes_to(&Screen::Missing).await;
        for n_fields in [2, 3] {
            let add = someone.word("add");
            someone.press("button", &add).await;
            someone.sees("one more field", |sight| sight.fields.len() == n_fields).await;
        }
        visit("missing-three").await;
        someone.next(&Screen::More).await;
        let cards = self.tablet.see().await.cards;
        someone.toggle_more(&cards[1]).await;
        visit("more").await;
        someone.next(&Screen::StoryCard).await;
        visit("story-card").await;
        someone.tell_about(&much[1]).await;
        someone.next(&Screen::Story).await;
        visit("story").await;
        someone.tell_story("Ik kwam voor de koffie en bleef voor de mensen.").await;
        visit("story-told").await;
        someone.ask_to_stop().await;
        visit("stop").await;
        someone.stop().await;
        someone.done().await;
    }

    /// Another card than may be chosen: which one is to go? None, after all.
    async fn past_the_fourth(
        self,
        someone: &Participant<'_>,
        much: &[String],
        visit: &mut impl AsyncFnMut(&str),
    ) {
        for card in &much[2..4] {
            let words = self.study.card_text(card, self.language);
            someone.press(".chooser button", &words).await;
        }
        someone.comes_to(&Screen::TakeAway).await;
        visit("take-away").await;
        let close = someone.word("close");
        someone.press("button", &close).await;
        someone.comes_to(&Screen::MostImportant).await;
        let words = self.study.card_text(&much[2], self.language);
        someone.press(".chooser button", &words).await;
    }

    /// What can lie over any screen.
    async fn past_the_sheets(self, someone: &Participant<'_>, visit: &mut impl AsyncFnMut(&str)) {
        self.click(".frame-language").await;
        someone.comes_to(&Screen::OtherLanguage).await;
        visit("other-language").await;
        let close = someone.word("close");
        someone.press("button", &close).await;
        someone.comes_to(&Screen::Cards).await;
        self.tablet.run::<Value>("dispatchEvent(new Event('betekenis-idle'))", vec![]).await;
        someone.comes_to(&Screen::StillThere).await;
        visit("still-there").await;
        let yes = someone.word("there_yes");
        someone.press("button", &yes).await;
        someone.comes_to(&Screen::Cards).await;
    }

    /// The survey, what comes between when there is no room, and the thanks.
    async fn past_the_survey(self, visit: &mut impl AsyncFnMut(&str)) {
        let mut someone = Participant::arrives_by_script(self.tablet, self.study).await;
        someone.begin(self.language).await;
        let n_cards = self.study.deck("short").len();
        someone.place_all(&[NOT].repeat(n_cards)).await;
        someone.next(&Screen::Missing).await;
        someone.nothing_missing().await;
        let questions = self.study.questions();
        someone.next(&Screen::Question(questions[0].clone())).await;
        for (at, question) in questions.iter().enumerate() {
            visit(&format!("question-{question}")).await;
            someone.choose(question, &self.study.choices(question)[1]).await;
            if at == 0 {
                // The next question would come by itself.
                self.tablet.hold_on().await;
                visit("question-answered").await;
            }
            if let Some(next) = questions.get(at + 1) {
                someone.next(&Screen::Question(next.clone())).await;
            }
        }
        self.tablet.hold_on().await;
        someone.is_written_down().await;
        self.keep_waiting(true).await;
        let next = someone.word("next");
        someone.press("button", &next).await;
        someone.comes_to(&Screen::Saving).await;
        // After some seconds it would count as failed.
        self.tablet.hold_on().await;
        visit("keeping").await;
        self.keep_waiting(false).await;
        someone.comes_to(&Screen::Thanks).await;
        // It leaves by itself, so it is looked at while it does.
        self.tablet.hold_on().await;
        visit("thanks").await;
        someone.done().await;
    }

    /// A device that is full, and somebody who would rather not.
    async fn past_the_ends(self, visit: &mut impl AsyncFnMut(&str)) {
        let mut unlucky = Participant::arrives_by_script(self.tablet, self.study).await;
        unlucky.begin(self.language).await;
        unlucky.is_written_down().await;
        unlucky.is_out_of_room().await;
        unlucky.ask_to_stop().await;
        let stop = unlucky.word("stop_yes");
        unlucky.press("button", &stop).await;
        unlucky.comes_to(&Screen::Trouble).await;
        visit("trouble").await;
        unlucky.has_room_again().await;
        unlucky.next(&Screen::Thanks).await;
        unlucky.done().await;
        let mut shy = Participant::arrives_by_script(self.tablet, self.study).await;
        shy.choose_language(self.language).await;
        shy.decline().await;
        self.tablet.hold_on().await;
        visit("declined").await;
        shy.done().await;
    }

    /// Many cards, most of them on one pile, at a centre with a long name.
    pub async fn past_all_cards(self, centre: &str, visit: &mut impl AsyncFnMut(&str)) {
        let coordinator = Coordinator::opens(self.tablet, self.address).await;
        coordinator.set_activity(centre, "all").await;
        self.tablet.open(self.address).await;
        let study = self.study.clone().at_centre(centre);
        let mut someone = Participant::arrives_by_script(self.tablet, &study).await;
        someone.choose_language(self.language).await;
        someone.agree().await;
        visit("long-practice").await;
        someone.practise(SOME).await;
        someone.next(&Screen::Cards).await;
        for at in 0..study.deck("all").len() {
            someone.place(if at % 6 == 5 { SOME } else { MUCH }).await;
            if at == 14 {
                visit("long-15-placed").await;
                someone.open_pile(MUCH).await;
                visit("long-pile-open").await;
                someone.close_pile().await;
            }
        }
        someone.comes_to(&Screen::Table).await;
        visit("long-table").await;
        someone.next(&Screen::MostImportant).await;
        visit("long-most-important").await;
        someone.turn_page().await;
        let cards = self.tablet.see().await.cards;
        for card in &cards[..3] {
            someone.toggle_important(card).await;
        }
        visit("long-second-page").await;
        someone.next(&Screen::Missing).await;
        someone.nothing_missing().await;
        visit("long-more").await;
        // Whoever comes next begins anew.
        someone.ask_to_stop().await;
        someone.stop().await;
        someone.done().await;
    }

    /// Presses what `selector` names, which is not of the app.
    async fn click(self, selector: &str) {
        self.tablet.run::<Value>("document.querySelector(arguments[0]).click()", vec![selector.into()]).await;
        self.tablet.settle().await;
    }

    /// Lets everything that is written to the disk wait, or no longer.
    async fn keep_waiting(self, is_waiting: bool) {
        let script = if is_waiting {
            "globalThis.isHeld = true; \
             Object.assign(globalThis, { put: IDBObjectStore.prototype.put, commit: IDBTransaction.prototype.commit }); \
             IDBTransaction.prototype.commit = () => {}; \
             IDBObjectStore.prototype.put = function (...what) { \
               const again = () => { if (isHeld) this.count().onsuccess = again; }; \
               again(); \
               return put.apply(this, what); \
             };"
        } else {
            "isHeld = false; IDBTransaction.prototype.commit = commit; IDBObjectStore.prototype.put = put;"
        };
        self.tablet.run::<Value>(script, vec![]).await;
    }
}
