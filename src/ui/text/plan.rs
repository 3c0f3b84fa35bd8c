//! What is said about planning an activity.

use crate::ui::text::Language;

phrases! {
    /// About planning an activity; the notes are for translators.
    pub enum PlanPhrase {
        // --- Once more ---

        /// Button: hold the last activity once more. `{activity}` is its centre and kind.
        Again = "Nog een keer: {activity}", "Once more: {activity}";
        /// Below it; `{day}` is when that was.
        AgainHint =
            "Zelfde centrum, kaarten en vragen als op {day}.",
            "The same centre, cards and questions as on {day}.";
        /// Heading: activities that were held earlier.
        Earlier = "Eerdere activiteiten", "Earlier activities";
        /// About the list of them, folded away: how many there are.
        EarlierHint = "begin er een opnieuw", "begin one of them anew";
        /// What was agreed on with the group the last time; `{day}` is when that was.
        PreviousNote = "Vorige keer ({day}) spraken we af: “{note}”", "Last time ({day}) we agreed: “{note}”";
        /// The activity that is set is of another day.
        OtherDay =
            "De datum staat op {day}, niet op vandaag.",
            "The date is set to {day}, not to today.";

        /// On another day than the last the activity of a new day begins by itself; `{day}` is the last one.
        NewDay =
            "Een nieuwe dag, dus een nieuwe activiteit: die is vanzelf begonnen, met dezelfde planning als op {day}.",
            "A new day, so a new activity: it has begun by itself, with the same plan as on {day}.";
        /// The day that was typed is none, or of another century. `{first}` and `{last}` are days.
        WrongDay =
            "Deze datum klopt niet. Kies bij “Activiteit” een dag van {first} tot en met {last}.",
            "This date is not right. Under “Activity”, choose a day from {first} to {last}.";
        /// The clock of the tablet is wrong; `{day}` is the day that it tells.
        WrongClock =
            "De klok van deze tablet staat op {day}, en die datum komt bij elk antwoord. Zet de klok goed, of kies bij \
            “Activiteit” zelf een datum.",
            "The clock of this tablet says {day}, and each response gets that date. Set the clock right, or choose a date \
            yourself under “Activity”.";
        /// Some responses have a date that cannot be; `{n}` is how many, `{days}` are the dates.
        WrongDates =
            "{n} antwoorden hebben een datum die niet kan: {days}. Ze blijven bewaard zoals ze zijn. Zet de klok van de \
            tablet goed.",
            "{n} responses have a date that cannot be: {days}. They stay as they are. Set the clock of the tablet right.";
        /// One response has a date that cannot be: `{days}`.
        WrongDate =
            "1 antwoord heeft een datum die niet kan: {days}. Het blijft bewaard zoals het is. Zet de klok van de tablet \
            goed.",
            "1 response has a date that cannot be: {days}. It stays as it is. Set the clock of the tablet right.";

        // --- Without a centre ---

        /// Asked before the tablet goes to the participants.
        AskCentre = "Bij welk centrum is dit?", "At which centre is this?";
        /// About it.
        AskCentreHint =
            "Met de naam erbij zijn de antwoorden later terug te vinden.",
            "With its name the responses can be found later.";
        /// Button: start with this centre.
        StartThere = "Start", "Start";
        /// Button: keep the sheet of paper with this centre.
        KeepThere = "Bewaren", "Save";
        /// Button: keep it all the same.
        KeepWithout = "Bewaren zonder centrum", "Save without a centre";
        /// Button: start all the same.
        StartWithout = "Start zonder centrum", "Start without a centre";

        // --- Ready to start ---

        /// Everything is on the tablet. `{languages}` are names.
        Ready =
            "Klaar om te starten, ook zonder internet: {languages}.",
            "Ready to start, without internet too: {languages}.";
        /// A language is being fetched; `{language}` is its name.
        ReadyGoing = "Nog bezig: {language} wordt klaargezet…", "Still busy: {language} is being made ready…";
        /// It is looked at what is on the tablet.
        ReadyLooking = "Nog bezig: even kijken wat er klaarstaat…", "Still busy: looking what is ready…";
        /// Some languages are not on the tablet. `{languages}` are names.
        ReadyNot =
            "Nog niet klaar voor gebruik zonder internet: {languages}.",
            "Not yet ready for use without internet: {languages}.";
        /// Without https nothing can be put on the tablet.
        ReadyNever =
            "Klaar om te starten, maar alleen met internet: zonder https kan deze tablet niets bewaren voor later.",
            "Ready to start, but only with internet: without https this tablet cannot keep anything for later.";

        // --- Centre ---

        /// Name of the buttons with centres.
        KnownCentres = "Centra op deze tablet", "Centres on this tablet";
        /// Part of the form: type and neighbourhood of the centre.
        AboutCentre = "Over dit centrum", "About this centre";
        /// It is not known yet.
        NewCentre = "nieuw: komt bij de centra", "new: is put among the centres";
        /// It is known, and nothing more is known about it.
        NothingKnown = "nog niets ingevuld", "nothing filled in yet";
        /// No centre is named.
        NoCentre = "nog geen naam", "no name yet";
        /// Label: type of centre.
        CentreType = "Soort centrum", "Type of centre";
        /// Nothing was chosen.
        NotChosen = "Niet gekozen", "Not chosen";
        /// Type of centre.
        LivingRoom = "Huiskamer", "Living room";
        /// Type of centre.
        SelfManaged = "Buurthuis in zelfbeheer", "Self-managed community centre";
        /// Type of centre.
        NewGeneration = "Nieuwe generatie", "New generation";
        /// Label.
        Neighbourhood = "Buurt of wijk", "Neighbourhood";
        /// About it.
        NeighbourhoodHint = "Mag leeg blijven.", "May stay empty.";
        /// Button: forget a centre.
        ForgetCentre = "Haal “{centre}” van de lijst", "Take “{centre}” off the list";
        /// About it.
        ForgetQuestion =
            "De antwoorden van dit centrum blijven. Alleen de naam gaat van de lijst. Doen?",
            "The responses of this centre stay. Only the name goes off the list. Do it?";
        /// Yes.
        ForgetYes = "Ja, van de lijst", "Yes, off the list";
        /// No.
        ForgetNo = "Nee, laat staan", "No, leave it";
        /// Tick: another centre is typed than that of the activity that is set.
        Correct =
            "Alleen de naam verbeteren: het is dezelfde activiteit",
            "Only correct the name: it is the same activity";
        /// About it. `{centre}` is the name that is typed.
        CorrectHint =
            "Zo niet, dan begint een nieuwe activiteit. Zo wel, dan tellen de antwoorden die er al zijn ook mee bij “{centre}”; \
            zelf veranderen ze niet.",
            "If not, a new activity begins. If so, the responses that are there already count for “{centre}” too; they \
            themselves do not change.";
        /// The list could not be kept.
        CentreNotKept = "De lijst met centra is niet bewaard.", "The list of centres was not saved.";

        // --- Kind and aims ---

        /// Choice in the list of kinds: something else.
        OtherKind = "Anders, namelijk…", "Other, namely…";
        /// Label of the field for it.
        OtherKindLabel = "Wat voor activiteit?", "What kind of activity?";
        /// Group of kinds.
        KindsForAll = "Voor alle doelen", "For all goals";
        /// Group of kinds; `{goals}` are goals of the framework.
        KindsFor = "Vooral: {goals}", "Mainly: {goals}";
        /// Heading: what the activity is for.
        Aims = "Waar is het voor?", "What is it for?";

        // --- When ---

        /// Part of the form: date and part of day.
        When = "Wanneer", "When";
        /// The day of today.
        Today = "vandaag", "today";
        /// Label.
        Day = "Datum", "Date";
        /// Label.
        PartOfDay = "Dagdeel", "Part of the day";
        /// The part of the day follows the clock.
        ByClock = "dagdeel volgens de klok", "part of the day by the clock";
        /// The same in the list of parts of the day.
        ByTheClock = "Volgens de klok", "By the clock";
        /// Part of the day.
        Morning = "ochtend", "morning";
        /// Part of the day.
        Afternoon = "middag", "afternoon";
        /// Part of the day.
        Evening = "avond", "evening";

        // --- Cards and questions ---

        /// Part of the form: what participants get.
        What = "Kaarten en vragen", "Cards and questions";
        /// One card.
        CardOne = "1 kaart", "1 card";
        /// `{n}` cards.
        CardMany = "{n} kaarten", "{n} cards";
        /// One question.
        QuestionOne = "1 vraag", "1 question";
        /// `{n}` questions.
        QuestionMany = "{n} vragen", "{n} questions";
        /// How long it takes.
        MinuteOne = "ongeveer 1 minuut", "about 1 minute";
        /// How long it takes: `{n}` minutes.
        MinuteMany = "ongeveer {n} minuten", "about {n} minutes";
        /// Heading: which instruments are used.
        Instruments = "Wat doen deelnemers?", "What do participants do?";
        /// Instrument.
        CardSort = "Kaarten leggen", "Sort cards";
        /// Instrument.
        Survey = "Vragen met plaatjes", "Questions with pictures";
        /// About an instrument that has nothing to ask.
        HasNothing = "niets bij deze keuze", "nothing for this choice";
        /// Heading: what it is about.
        Indicators = "Waar gaat het over?", "What is it about?";
        /// About it.
        IndicatorsHint =
            "Kies 4 tot 6 punten uit het veranderverhaal. Daar horen kaarten en vragen bij. Kies je niets, dan krijgt iedereen \
            de hele stapel en alle vragen.",
            "Choose 4 to 6 points of the theory of change. Cards and questions come with them. If you choose nothing, everybody \
            gets the whole deck and all questions.";
        /// How many were chosen: none.
        PickedNone = "niets gekozen: de hele stapel", "nothing chosen: the whole deck";
        /// How many were chosen: one.
        PickedOne = "1 gekozen", "1 chosen";
        /// How many were chosen: `{n}`.
        PickedMany = "{n} gekozen", "{n} chosen";
        /// Before the text of a question that comes with an indicator.
        AsQuestion = "Vraag: {text}", "Question: {text}";
        /// Button: choose no indicator.
        PickNone = "Niets kiezen", "Choose nothing";
        /// Heading: cards of no indicator.
        Extra = "Extra kaarten", "Extra cards";
        /// Label: in which order cards come.
        Order = "Volgorde van de kaarten", "Order of the cards";
        /// An order.
        OrderChance = "Door elkaar, voor ieder anders", "Mixed, different for everybody";
        /// An order.
        OrderFixed = "Vast, voor ieder hetzelfde", "Fixed, the same for everybody";
        /// About it.
        OrderHint =
            "Door elkaar is eerlijker: dan komt niet steeds dezelfde kaart als eerste.",
            "Mixed is fairer: then it is not always the same card that comes first.";

        // --- What speaks against a choice ---

        /// One indicator was chosen.
        FewOne =
            "Je hebt 1 punt gekozen. Met 4 tot 6 is er meer om over te praten.",
            "You chose 1 point. With 4 to 6 there is more to talk about.";
        /// So many were chosen.
        FewMany =
            "Je hebt {n} punten gekozen. Met 4 tot 6 is er meer om over te praten.",
            "You chose {n} points. With 4 to 6 there is more to talk about.";
        /// So many were chosen.
        TooMany =
            "Je hebt {n} punten gekozen. Het mag, maar meer dan 6 is veel voor deelnemers.",
            "You chose {n} points. You may, but more than 6 is a lot for participants.";
        /// Two cards (texts) that mean nearly the same.
        Near =
            "“{one}” en “{other}” lijken op elkaar. Voor veel mensen is het hetzelfde: kies er liever één.",
            "“{one}” and “{other}” are alike. To many people they are the same: rather choose one of them.";
        /// No card comes with what was chosen.
        NoCards =
            "Bij deze keuze horen geen kaarten. Dat deel wordt overgeslagen.",
            "No cards come with this choice. That part is left out.";
        /// No question comes with what was chosen.
        NoQuestions =
            "Bij deze keuze horen geen vragen met plaatjes. Dat deel wordt overgeslagen.",
            "No questions with pictures come with this choice. That part is left out.";

        // --- Who ---

        /// Part of the form: who answers, and how many there should be.
        Who = "Wie doet mee", "Who takes part";
        /// Label: how many participants are wanted.
        Target = "Hoeveel deelnemers wil je bereiken?", "How many participants do you want to reach?";
        /// About it.
        TargetHint =
            "Mag leeg blijven. Vanaf 5 deelnemers kun je de uitkomst aan de groep laten zien.",
            "May stay empty. From 5 participants on you can show the group what came out.";
        /// `{n}` participants are wanted.
        TargetSum = "doel: {n} deelnemers", "goal: {n} participants";
    }
}

impl Language {
    /// The type of a centre in words; nothing if `id` is none.
    pub fn centre_type(self, id: &str) -> &'static str {
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
