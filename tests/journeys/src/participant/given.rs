//! What a participant gave, and how a response holds it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

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
    pub(super) fn is_in(&self, response: &Value) -> bool {
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
