//! What participants hear of a card sort.

use crate::domain::heard::{Group, List};
use crate::instruments::Spoken;
use crate::instruments::card_sort::rules::CardSort;

impl Spoken for CardSort {
    fn heard(&self, place: &str, list: &mut List<'_>) {
        let id = &self.id;
        list.add(Group::Questions, format!("{place}.question"), id.clone(), &self.question, None);
        if let Some(practice) = &self.practice {
            let (place, name) = (format!("{place}.practice.text"), format!("{id}-practice"));
            list.add(Group::Cards, place, name, &practice.text, Some(&practice.picture));
        }
        list.choices(&format!("{place}.piles"), &format!("pile-{id}"), &self.piles);
        list.choice(&format!("{place}.dont_know"), &format!("pile-{id}"), &self.dont_know);
        let asked = [
            ("most_important", self.most_important.as_ref().map(|asked| &asked.question)),
            ("missing", self.missing.as_ref()),
            ("more", self.more.as_ref().map(|asked| &asked.question)),
            ("story", self.story.as_ref()),
        ];
        for (key, question) in asked {
            if let Some(question) = question {
                let name = format!("{id}-{}", key.replace('_', "-"));
                list.add(Group::Questions, format!("{place}.{key}.question"), name, question, None);
            }
        }
    }

    fn counts(&self) -> Vec<usize> {
        let asked = [
            self.most_important.as_ref().map(|asked| asked.choose),
            self.more.as_ref().map(|asked| asked.choose),
        ];
        asked.into_iter().flatten().collect()
    }
}
