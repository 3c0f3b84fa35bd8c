//! What has an id has a name in words: kinds of activity, types of centre, aims.

use crate::domain::plan::{AIMS, Kind};
use crate::ui::text::Language;
use crate::ui::text::plan::PlanPhrase;

/// The names of the kinds of activity, each by its Dutch one.
const KIND_NAMES: [PlanPhrase; 20] = [
    PlanPhrase::KindDropIn,
    PlanPhrase::KindConsultation,
    PlanPhrase::KindMeetingGroup,
    PlanPhrase::KindGroupActivity,
    PlanPhrase::KindVolunteers,
    PlanPhrase::KindMaterialHelp,
    PlanPhrase::KindPrevention,
    PlanPhrase::KindYouth,
    PlanPhrase::KindInitiative,
    PlanPhrase::KindSkills,
    PlanPhrase::KindLeadership,
    PlanPhrase::KindHomework,
    PlanPhrase::KindParents,
    PlanPhrase::KindToVolunteering,
    PlanPhrase::KindMaking,
    PlanPhrase::KindEntrepreneurs,
    PlanPhrase::KindSchemes,
    PlanPhrase::KindGuidance,
    PlanPhrase::KindPartners,
    PlanPhrase::KindOrganisations,
];

impl Language {
    /// The name of a kind of activity; one that is on no list is as somebody wrote it.
    pub(crate) fn kind(self, name: &str) -> String {
        let Some(kind) = Kind::named(name) else { return name.to_owned() };
        let phrase = KIND_NAMES.into_iter().find(|phrase| Self::Dutch.say(*phrase) == kind.name);
        phrase.map_or(name, |phrase| self.say(phrase)).to_owned()
    }

    /// The type of a centre in words; nothing if `id` is none.
    pub(crate) fn centre_type(self, id: &str) -> &'static str {
        match id {
            "living-room" => self.say(PlanPhrase::LivingRoom),
            "self-managed" => self.say(PlanPhrase::SelfManaged),
            "new-generation" => self.say(PlanPhrase::NewGeneration),
            _ => "",
        }
    }

    /// One of the five O's in words; nothing if `id` is none.
    pub(crate) fn aim(self, id: &str) -> &'static str {
        const WORDS: [PlanPhrase; 5] = [
            PlanPhrase::AimMeet,
            PlanPhrase::AimDevelop,
            PlanPhrase::AimRelax,
            PlanPhrase::AimSupport,
            PlanPhrase::AimUndertake,
        ];
        let at = AIMS.iter().position(|aim| *aim == id);
        at.map_or("", |at| self.say(WORDS[at]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::activities::CENTRE_TYPES;
    use crate::domain::plan::KINDS;

    #[test]
    fn kinds_types_and_aims_have_a_name_in_every_language() {
        for kind in KINDS {
            assert_eq!(Language::Dutch.kind(kind.name), kind.name);
            assert_ne!(Language::English.kind(kind.name), kind.name);
        }
        for language in Language::ALL {
            assert!(AIMS.iter().all(|aim| !language.aim(aim).is_empty()));
            assert!(CENTRE_TYPES.iter().all(|id| !language.centre_type(id).is_empty()));
            assert_eq!((language.aim("x"), language.centre_type("")), ("", ""));
            assert_eq!(language.kind("Breien"), "Breien");
        }
    }
}
