//! What a study maker writes: the framework, cards, questions and words of a study.
//!
//! Values here come from [`crate::format::study`], which has checked that every reference leads somewhere and every
//! text exists in every language; so what is read from a [`Study`] cannot be missing.

use std::collections::BTreeMap;

pub use crate::instruments::Instrument;

/// A study: everything that is shown to participants and what it is evidence of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Study {
    /// Stable id, lower case.
    pub id: String,
    /// Changes with every change of the study, so that responses of different versions are not mixed.
    pub version: String,
    /// Shown to coordinators.
    pub title: Text,
    /// At least one; the first is shown until another is chosen.
    pub languages: Vec<Language>,
    /// What the cards and questions are evidence of.
    pub framework: Framework,
    /// All cards, of whatever deck.
    pub cards: Vec<Card>,
    /// All questions, of whatever survey.
    pub questions: Vec<Question>,
    /// In the order in which participants meet them.
    pub instruments: Vec<Instrument>,
    /// What stands for `{centre}` while no centre is named.
    pub centre: Text,
    /// What a participant agrees to.
    pub consent: Consent,
    /// The last screen.
    pub thanks: Message,
    /// The last screen of who would rather not.
    pub declined: Message,
    /// The words on the buttons, one for each [`Word`], in its order.
    pub words: Vec<Text>,
}

/// A text in each language of its study.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(pub BTreeMap<String, String>);

/// A language that participants may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// BCP 47 tag, for example `nl`.
    pub id: String,
    /// Its name in its own script.
    pub name: String,
    /// Written from right to left.
    pub is_right_to_left: bool,
    /// No native speaker has checked it yet. Coordinators see this, participants do not.
    pub is_draft: bool,
    /// The file beside this one that holds the same study with the texts of this language; `None` if they are here.
    pub file: Option<String>,
}

/// The veranderverhaal: which changes the centre works towards, and by what signs one sees them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Framework {
    /// Its name.
    pub title: Text,
    /// Whose work it is, to be shown wherever the framework is used.
    pub attribution: Text,
    /// Main goals.
    pub goals: Vec<Goal>,
}

/// A main goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Stable id.
    pub id: String,
    /// Whether the change is one of the neighbourhood or of its residents.
    pub level: Level,
    /// The goal in words.
    pub title: Text,
    /// The effects on visitors that lead to it.
    pub subgoals: Vec<Named>,
    /// The signs by which one sees that the subgoals are reached.
    pub indicators: Vec<Named>,
}

/// Whom a goal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The neighbourhood as a whole.
    Neighbourhood,
    /// Each resident.
    Resident,
}

/// A subgoal or an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Stable id.
    pub id: String,
    /// In words.
    pub title: Text,
    /// Of an indicator: ids of the subgoals of its goal that it is a sign of, as far as the study says so.
    pub subgoals: Vec<String>,
}

/// A meaning that the centre can have for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Stable id.
    pub id: String,
    /// A few words.
    pub text: Text,
    /// Path within the study's folder.
    pub picture: String,
    /// The indicator of the framework that the card is about, if any.
    pub indicator: Option<String>,
}

/// A pile, or an answer to a question: something to choose, with words and a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Stable id.
    pub id: String,
    /// One or two words.
    pub text: Text,
    /// Path within the study's folder.
    pub picture: String,
}

/// A screen with a picture and a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// The sentence.
    pub text: Text,
    /// Path within the study's folder.
    pub picture: String,
}

/// What a participant agrees to, in pictures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consent {
    /// The question.
    pub title: Text,
    /// What it means to take part.
    pub points: Vec<Message>,
}

/// A set of cards that go together in one sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deck {
    /// Stable id.
    pub id: String,
    /// Shown to coordinators.
    pub title: Text,
    /// Ids of its cards.
    pub cards: Vec<String>,
}

/// The deck called `id`, or the first one.
pub fn deck_of<'a>(decks: &'a [Deck], id: &str) -> Option<&'a Deck> {
    decks.iter().find(|deck| deck.id == id).or(decks.first())
}

/// What of a study an instrument deals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pool {
    /// Cards of the study.
    Cards,
    /// Questions of the study.
    Questions,
    /// What stands in the instrument itself.
    Own,
}

/// A question of a picture survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Stable id.
    pub id: String,
    /// What its choices measure.
    pub scale: Scale,
    /// The question in words.
    pub text: Text,
    /// Path within the study's folder.
    pub picture: String,
    /// The indicator of the framework that the question is about, if any.
    pub indicator: Option<String>,
    /// In the order of the scale: what is counted as 1 comes first.
    pub choices: Vec<Choice>,
    /// That order goes from most to least.
    pub is_most_first: bool,
}

impl Question {
    /// The choices as they stand on a screen or on paper: from least to most in reading direction, as every scale.
    pub fn shown(&self) -> Vec<&Choice> {
        let mut shown: Vec<&Choice> = self.choices.iter().collect();
        if self.is_most_first {
            shown.reverse();
        }
        shown
    }
}

/// Kinds of scale.
///
/// There is no agree/disagree: about a tenth of people agree with whatever is said (Krosnick), so the answers carry
/// the dimension themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Empty, half, full.
    HowMuch,
    /// Never to always.
    HowOften,
    /// How many people.
    HowMany,
    /// Less, the same, more.
    Change,
    /// Faces; at most one such question in a survey.
    Feeling,
    /// One picture of several.
    ChooseOne,
    /// Up to this many pictures.
    ChooseSeveral(usize),
}

impl Scale {
    /// Most choices that one answer may hold.
    pub fn most(self) -> usize {
        match self {
            Self::ChooseSeveral(most) => most,
            _ => 1,
        }
    }
}

impl Text {
    /// The text in `language`; in the first language there is if the study lacks it.
    pub fn get(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }
}

/// `text` with `name` in the place of `{centre}`. The name may run in another direction than the text: two signs that
/// nobody sees keep it to itself, so that what stands around it stays in its place.
pub fn at_centre(text: &str, name: &str) -> String {
    text.replace("{centre}", &format!("\u{2068}{name}\u{2069}"))
}

impl Study {
    /// The card called `id`.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.id == id)
    }

    /// Selections of cards of which a coordinator chooses one.
    pub fn decks(&self) -> impl Iterator<Item = &Deck> {
        self.instruments.iter().flat_map(Instrument::decks)
    }

    /// All piles, each with whether it is one of the degrees and not "I don't know".
    pub fn piles(&self) -> impl Iterator<Item = (&Choice, bool)> {
        self.instruments.iter().filter_map(Instrument::piles).flat_map(|(degrees, dont_know)| {
            degrees.iter().map(|pile| (pile, true)).chain([(dont_know, false)])
        })
    }

    /// The question called `id`.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// The language called `id`.
    pub fn language(&self, id: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.id == id)
    }

    /// `word` in `language`.
    pub fn word(&self, word: Word, language: &str) -> &str {
        self.words.get(word as usize).map_or("", |text| text.get(language))
    }
}

macro_rules! words {
    ($($variant:ident $key:literal $doc:literal,)*) => {
        /// The words on the participant's screens, which every study gives in every language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $(#[doc = $doc] $variant,)* }

        impl Word {
            /// The keys of all words, in order.
            pub const KEYS: &'static [&'static str] = &[$($key,)*];

            /// So many of them stand in every study; the others came later, and a study may lack them: a picture has
            /// to say it then.
            pub const N_REQUIRED: usize = Self::Language as usize;
        }
    };
}

words! {
    Next "next" "Go on.",
    Back "back" "Go back.",
    Skip "skip" "Go on without an answer.",
    Agree "agree" "I take part.",
    Decline "decline" "I would rather not.",
    Stop "stop" "Stop.",
    StopQuestion "stop_question" "Do you want to stop?",
    StopYes "stop_yes" "Yes, I stop.",
    StopNo "stop_no" "No, I go on.",
    Practice "practice" "To try; not data.",
    PracticeHint "practice_hint" "What to do with a card.",
    PracticeDone "practice_done" "Said when the practice card lies on a pile.",
    TakeBack "take_back" "Take this card from its pile.",
    Undo "undo" "Take the last card back.",
    Yes "yes" "Yes.",
    No "no" "No.",
    Done "done" "Ready.",
    Add "add" "Add this.",
    MissingHint "missing_hint" "How to say which card is missing.",
    NoNames "no_names" "Write no names.",
    MoreCards "more_cards" "Show other cards.",
    Close "close" "Close this.",
    FullDevice "full_device" "The tablet cannot keep the answers: give it to the coordinator.",
    SortDone "sort_done" "Every card lies on a pile.",
    ChooseUpTo "choose_up_to" "Choose at most `{count}`.",
    Saving "saving" "Wait a moment.",
    Language "language" "Choose another language.",
    Hear "hear" "Hear what is shown.",
    SoundOff "sound_off" "Without sound.",
    SoundOn "sound_on" "With sound again.",
    HearQuestion "hear_question" "Do you hear me?",
    HearYes "hear_yes" "Yes, I hear it.",
    HearLouder "hear_louder" "Louder.",
    HearOff "hear_off" "I go on without sound.",
    ThereQuestion "there_question" "Are you still there?",
    ThereYes "there_yes" "Yes, I am.",
    Tell "tell" "Tell it in your own words.",
    MyTable "my_table" "All piles, as this participant has laid them.",
    TableHint "table_hint" "Look at it together; a tap takes a card back.",
    TakeAway "take_away" "As many are chosen as may be: which one is to go?",
    StoryCard "story_card" "About which card do you want to tell?",
    Call "call" "Call the coordinator.",
    Called "called" "The coordinator has been called.",
}
