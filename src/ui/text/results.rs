//! What is said about results for the group.

phrases! {
    /// About results for the group; the notes are for translators.
    pub enum ResultsPhrase {
        // --- The page of the coordinator ---

        /// Link at the top, and heading.
        Heading = "Laat zien", "Show";
        /// Below the heading.
        Hint = "Laat de groep zien wat iedereen samen heeft gezegd. Kijk eerst zelf even.", "Show the group what everybody said together. Have a look yourself first.";
        /// While the numbers are being counted.
        Counting = "Even tellen …", "Counting …";
        /// Label of the list of activities.
        Activity = "Van welke activiteit?", "Of which activity?";
        /// What stands in the list for an activity without a name.
        Unnamed = "Zonder naam", "Without a name";
        /// Behind the number of the round.
        Round = "ronde {round}", "round {round}";
        /// In the list, behind an activity.
        CountOne = "{n} antwoord", "{n} response";
        /// In the list, behind an activity.
        CountMany = "{n} antwoorden", "{n} responses";
        /// There is nothing to show at all.
        Nothing = "Er zijn nog geen antwoorden op deze tablet.", "There are no responses on this tablet yet.";
        /// Nothing may be shown yet: one more.
        WantingOne = "Nog 1 persoon erbij, dan kun je het laten zien. Met minder dan 5 mensen zou te raden zijn wie wat zei.", "One more person, then you can show it. With fewer than 5 people one could guess who said what.";
        /// Nothing may be shown yet.
        WantingMany = "Nog {n} mensen erbij, dan kun je het laten zien. Met minder dan 5 mensen zou te raden zijn wie wat zei.", "{n} more people, then you can show it. With fewer than 5 people one could guess who said what.";
        /// Choice between people and groups.
        Whom = "Wie tellen er mee?", "Who is counted?";
        /// Choice: those who each gave a response.
        WhomPeople = "Wie apart antwoordde", "Who answered separately";
        /// Choice: groups with one response together.
        WhomGroups = "Groepen die samen antwoordden", "Groups that answered together";
        /// First step.
        CheckHeading = "1. Kijk eerst zelf", "1. Look yourself first";
        /// About the words of missing cards.
        CheckHint = "Dit schreven mensen op als kaart die ze misten. Staat er een naam bij, of iets wat niet iedereen hoeft te lezen? Zet het uit.", "This is what people wrote as a card they missed. Is there a name in it, or something that not everyone has to read? Turn it off.";
        /// There are no words to look at.
        CheckNothing = "Niemand schreef een kaart op die mist. Er is niets om na te kijken.", "Nobody wrote down a missing card. There is nothing to check.";
        /// Beside each word that is shown to the group; the state of a switch.
        Shown = "Te zien", "Shown";
        /// Beside each word that is hidden from the group.
        Hidden = "Verborgen", "Hidden";
        /// Second step.
        ShowHeading = "2. Laat het zien", "2. Show it";
        /// About the big button.
        ShowHint = "Op het grote scherm of op deze tablet, stap voor stap. Praat er samen over.", "On the big screen or on this tablet, step by step. Talk about it together.";
        /// The main button.
        Start = "Laat zien aan de groep", "Show the group";
        /// Third step.
        SheetHeading = "3. Neem mee of hang op", "3. Take along or put up";
        /// About the sheet.
        SheetHint = "Alles op één A4.", "Everything on one sheet of A4.";
        /// Button.
        Print = "Afdrukken", "Print";
        /// Button.
        SavePng = "Bewaren als plaatje (PNG)", "Save as a picture (PNG)";
        /// Button.
        SavePdf = "Bewaren als PDF", "Save as a PDF";
        /// While a file is made.
        Saving = "Even tekenen …", "Drawing …";
        /// A file was made.
        Saved = "Bewaard als {file}.", "Saved as {file}.";
        /// A file could not be made.
        NotSaved = "Het plaatje kon niet worden gemaakt. Sluit andere apps en probeer het nog eens.", "The picture could not be made. Close other apps and try again.";
        /// What stands for the picture of the sheet.
        SheetPicture = "Het blad met de uitkomsten: {text}", "The sheet with the results: {text}";
        /// Folded: all numbers.
        NumbersHeading = "Alle aantallen", "All numbers";
        /// About shares.
        NumbersFew = "Aantallen van mensen. Procenten staan er pas bij vanaf 20 mensen.", "Numbers of people. Percentages are only added from 20 people on.";
        /// Heading of a column.
        Card = "Kaart", "Card";
        /// Heading of a column.
        ImportantColumn = "Bij de belangrijkste", "Among the most important";
        /// Heading of a column.
        MoreColumn = "Mag meer", "More of it";
        /// Heading of a column.
        Question = "Vraag", "Question";
        /// Heading of a column.
        Answers = "Antwoorden", "Answers";
        /// A question that was passed over.
        Skipped = "Overgeslagen", "Skipped";
        /// A number and its share.
        Share = "{n} ({share}%)", "{n} ({share}%)";
        /// A number with no share.
        Number = "{n}", "{n}";

        // --- What the group sees ---

        /// How many took part.
        PeopleOne = "{n} mens deed mee", "{n} person took part";
        /// How many took part.
        PeopleMany = "{n} mensen deden mee", "{n} people took part";
        /// How many groups took part.
        GroupsOne = "{n} groep deed mee", "{n} group took part";
        /// How many groups took part.
        GroupsMany = "{n} groepen deden mee", "{n} groups took part";
        /// How many people were in those groups.
        InAll = "Samen {n} mensen. Een stip is een groep.", "{n} people together. A dot is a group.";
        /// What a dot is.
        DotIsPerson = "Een stip is een mens.", "A dot is a person.";
        /// Who did not come to the end.
        UnfinishedOne = "1 stopte eerder; wat er was geantwoord, telt mee.", "1 stopped earlier; what was answered counts.";
        /// Who did not come to the end.
        UnfinishedMany = "{n} stopten eerder; wat er was geantwoord, telt mee.", "{n} stopped earlier; what was answered counts.";
        /// Who answered on paper.
        Paper = "{n} op papier.", "{n} on paper.";
        /// Groups that are not counted: their sizes.
        GroupsApart = "Niet meegeteld: {groups}.", "Not counted: {groups}.";
        /// A group of so many.
        GroupOf = "1 groep van {n}", "1 group of {n}";
        /// A group that nobody counted.
        GroupUncounted = "1 groep", "1 group";
        /// Single people that are not counted.
        PeopleApartOne = "Niet meegeteld: 1 mens die apart antwoordde.", "Not counted: 1 person who answered separately.";
        /// Single people that are not counted.
        PeopleApartMany = "Niet meegeteld: {n} mensen die apart antwoordden.", "Not counted: {n} people who answered separately.";
        /// Title of the sheet and of the first step.
        Title = "Wat betekent {centre} voor ons?", "What does {centre} mean to us?";
        /// What was agreed the last time.
        Previous = "Vorige keer ({day}) spraken we af: {note}", "Last time ({day}) we agreed: {note}";
        /// Heading over the cards.
        Cards = "Dit betekent het voor ons", "This is what it means to us";
        /// Heading over all cards.
        AllCards = "Alle kaarten bij elkaar", "All cards together";
        /// Heading.
        Important = "Dit is het belangrijkst", "This is most important";
        /// Heading over the cards that most people put on the last pile.
        Least = "Dit betekent het minst voor ons", "This means least to us";
        /// One of those cards, in words, and how many put it there.
        LeastOne = "{text} ({n})", "{text} ({n})";
        /// Cards that are too many to be shown one by one, and were named as often.
        Level = "En allemaal {n} keer: {cards}", "And {n} times each: {cards}";
        /// The same where there is no room for their words either: how many cards there are.
        LevelMany = "{cards} kaarten, elk {n} keer", "{cards} cards, {n} times each";
        /// Heading.
        More = "Dit mag hier meer", "We want more of this";
        /// Heading.
        Missing = "Deze kaarten misten we", "These cards were missing";
        /// Heading over the questions, on the sheet.
        Questions = "Onze antwoorden op de vragen", "Our answers to the questions";
        /// Heading.
        Note = "Wat gaan we ermee doen?", "What will we do with it?";
        /// About the note.
        NoteHint = "Schrijf op wat jullie afspreken. De volgende keer staat het er weer bij. Geen namen.", "Write down what you agree on. It is shown again the next time. No names.";
        /// The note is kept.
        NoteKept = "Bewaard. De volgende keer staat het er weer bij.", "Kept. It is shown again the next time.";
        /// First indications.
        Caution = "Dit zijn eerste aanwijzingen. Het is wat de mensen zeiden die er waren, niet wat iedereen in de buurt vindt.", "These are first indications. It is what the people said who were there, not what everybody in the neighbourhood thinks.";
        /// On the sheet, for what finds no room.
        Others = "en nog {n}", "and {n} more";
        /// Said several times.
        Times = "{text} ({n} keer)", "{text} ({n} times)";

        // --- Buttons of the show ---

        /// Button.
        Next = "Verder", "Go on";
        /// Button.
        Back = "Terug", "Back";
        /// Button.
        Close = "Sluiten", "Close";
        /// Where one is in the show.
        Step = "Stap {n} van {total}", "Step {n} of {total}";
        /// What is read for a row of dots.
        Dots = "{pile}: {n}", "{pile}: {n}";
    }
}
