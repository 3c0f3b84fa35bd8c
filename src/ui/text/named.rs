//! What has an id has a name in words: types of centre.

use crate::ui::text::Language;
use crate::ui::text::plan::PlanPhrase;

impl Language {
    /// The type of a centre in words; nothing if `id` is none.
    pub(crate) fn centre_type(self, id: &str) -> &'static str {
        match id {
            "living-room" => self.say(PlanPhrase::LivingRoom),
            "self-managed" => self.say(PlanPhrase::SelfManaged),
            "new-generation" => self.say(PlanPhrase::NewGeneration),
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::activities::CENTRE_TYPES;

    #[test]
    fn types_of_centres_have_a_name_in_every_language() {
        for language in Language::ALL {
            assert!(CENTRE_TYPES.iter().all(|id| !language.centre_type(id).is_empty()));
            assert_eq!(language.centre_type(""), "");
        }
    }
}
