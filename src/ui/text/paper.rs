//! What is said about paper.

phrases! {
    /// About paper; the notes are for translators.
    pub enum PaperPhrase {
        /// Link at the top, and heading.
        Heading = "Papier", "Paper";
        /// Under the heading.
        Hint =
            "Geen tablet bij de hand, of liever kaarten op tafel? Druk alles af, leg het neer en voer daarna in wat \
            de bewoners gaven.",
            "No tablet at hand, or rather cards on the table? Print everything, lay it out, and enter afterwards what \
            residents gave.";
        /// Heading above what can be printed.
        Print = "Afdrukken", "Print";
        /// In which language is printed.
        Language = "In welke taal?", "In which language?";
        /// What is printed is what was set for the activity.
        PrintHint =
            "U drukt de kaarten en de vragen af die bij de activiteit zijn gekozen: {n} kaarten en {m} vragen.",
            "You print the cards and questions chosen for the activity: {n} cards and {m} questions.";
        /// A sheet: consent in pictures.
        Consent = "Doe je mee?", "Will you join in?";
        /// What it is.
        ConsentAbout =
            "Wat meedoen betekent, in drie plaatjes. Laat het eerst zien. 1 bladzijde.",
            "What taking part means, in three pictures. Show it first. 1 page.";
        /// A sheet: cards for cutting.
        Cards = "Kaarten om uit te knippen", "Cards for cutting";
        /// What they are.
        CardsAbout =
            "Plaatje en tekst, acht op een bladzijde. Stevig papier is het mooist.",
            "Picture and text, eight on a page. Stiff paper is best.";
        /// A sheet: where the piles are laid.
        Mats = "Stapels", "Piles";
        /// What they are.
        MatsAbout =
            "Leg ze op tafel: bewoners leggen elke kaart op een stapel. 2 bladzijden.",
            "Lay them on the table: residents put each card on a pile. 2 pages.";
        /// A sheet: the survey.
        Survey = "Vragenlijst met plaatjes", "Picture survey";
        /// What it is.
        SurveyAbout =
            "Drie of vier vragen op een bladzijde, om aan te kruisen.",
            "Three or four questions on a page, to tick.";
        /// A sheet: for who notes.
        Sheet = "Antwoordblad", "Answer sheet";
        /// What it is.
        SheetAbout =
            "Voor wie meeschrijft: één bladzijde voor elke bewoner. Van dit blad voert u straks in.",
            "For who takes notes: one page for each resident. You enter from this sheet afterwards.";
        /// Button that prints.
        PrintNow = "Afdrukken", "Print";
        /// Beside the button that prints.
        PrintTip = "Papier: A4, staand. Zwart-wit mag.", "Paper: A4, upright. Black and white will do.";
        /// Way back to the list of sheets.
        Back = "Terug naar Papier", "Back to Paper";
        /// There is nothing of that kind to print.
        NothingToPrint = "Bij deze activiteit hoort zo'n blad niet.", "This activity has no such sheet.";

        // --- On the sheets ---

        /// On the answer sheet.
        Centre = "Centrum", "Centre";
        /// On the answer sheet.
        Kind = "Activiteit", "Activity";
        /// On the answer sheet, and label of a field.
        Day = "Datum", "Date";
        /// Label of a field.
        PartOfDay = "Dagdeel", "Part of the day";
        /// Choice.
        Morning = "Ochtend", "Morning";
        /// Choice.
        Afternoon = "Middag", "Afternoon";
        /// Choice.
        Evening = "Avond", "Evening";
        /// On the answer sheet, and label of a field.
        SpokenLanguage = "Taal", "Language";
        /// On the answer sheet.
        RoundOf = "Ronde", "Round";
        /// Head of a column: cards that are most important.
        Important = "Belangrijkst", "Most important";
        /// Head of a column: cards of which there may be more.
        More = "Mag meer", "More of";
        /// On the answer sheet: one tick in each row.
        TickOne = "Kruis voor elke kaart één vakje aan.", "Tick one box for each card.";
        /// On the answer sheet: how many most important cards and so on.
        AtMost = "hoogstens {n}", "at most {n}";
        /// The sheet holds no names.
        NoNames = "Noem geen namen.", "Name nobody.";
        /// Heading of a survey on a sheet.
        Questions = "Vragen", "Questions";

        // --- Entering ---

        /// Button and heading: enter what came back on paper.
        Enter = "Papier invoeren", "Enter paper";
        /// What it is.
        EnterAbout =
            "Neem over wat op een antwoordblad staat. Het telt mee als elk ander antwoord.",
            "Take over what stands on an answer sheet. It counts like any other response.";
        /// For which activity it is.
        EnterFor = "Voor {activity}.", "For {activity}.";
        /// No activity is set.
        EnterNoActivity =
            "Er is nog geen activiteit ingesteld. Stel eerst centrum en activiteit in op het overzicht.",
            "No activity is set yet. Set centre and activity on the overview first.";
        /// The activity is for practice.
        EnterPractice =
            "De activiteit staat op oefenen. Papier wordt dan niet bewaard. Zet oefenen eerst uit.",
            "The activity is for practice. Paper is not kept then. Turn practice off first.";
        /// Which keys help.
        EnterKeys =
            "Met het toetsenbord: 1, 2, 3, … kiest een vakje en gaat naar de volgende regel; ↑ en ↓ gaan een regel \
            terug of verder; {star} is belangrijkst.",
            "On the keyboard: 1, 2, 3, … ticks a box and goes to the next row; ↑ and ↓ go a row back or on; {star} is \
            most important.";
        /// Heading of a part that is folded: how people filled in the sheet.
        EnterAboutSheet = "Datum, taal en aantal", "Date, language and number";
        /// Label: how many people there were.
        Present = "Samen ingevuld door hoeveel mensen?", "Filled in together by how many people?";
        /// Hint below it.
        PresentHint = "Alleen bij een groep. Leeg bij één persoon.", "Only for a group. Empty for one person.";
        /// Heading of the cards.
        EnterCards = "Kaarten", "Cards";
        /// Name of the box for a most important card.
        TickImportant = "Belang\u{ad}rijkst", "Most impor\u{ad}tant";
        /// Name of the box for a card of which there may be more.
        TickMore = "Mag meer", "More of this";
        /// Label of a field for a missing card.
        MissingNth = "Kaart die mist", "Missing card";
        /// Label of the field for the story.
        StoryAt = "Verhaal bij “{card}”", "Story at “{card}”";
        /// The same while nobody has said about which card it is.
        Story = "Verhaal", "Story";
        /// Label of the list of cards that the story can be about.
        StoryCard = "Bij welke kaart hoort het verhaal?", "About which card is the story?";
        /// On the answer sheet: number of that card.
        StoryNumber = "bij kaart nr.", "at card no.";
        /// Button: keeps the sheet and begins the next.
        Save = "Bewaren en volgende", "Save and next";
        /// Above the button: is it the same as on paper?
        Check = "Klopt dit?", "Is this right?";
        /// Part of the check: cards without a pile.
        LeftOut = "zonder vakje {n}", "without a box {n}";
        /// Part of the check.
        NImportant = "belangrijkst {n}", "most important {n}";
        /// Part of the check.
        NMore = "mag meer {n}", "more of {n}";
        /// Part of the check.
        NMissing = "mist {n}", "missing {n}";
        /// Part of the check.
        NAnswered = "vragen {n} van {total}", "questions {n} of {total}";
        /// Nothing was entered.
        NotEmpty = "Er is nog niets ingevuld.", "Nothing is filled in yet.";
        /// There is no date.
        NotDay = "Deze datum klopt niet. Kies de dag van de activiteit, van {first} tot en met {last}.",
            "This date is not right. Choose the day of the activity, from {first} to {last}.";
        /// The date is in the future.
        NotFuture = "Die datum moet nog komen. Kijk de datum na.", "That date is still to come. Check the date.";
        /// There is a story without a card.
        NotStoryCard = "Kies bij welke kaart het verhaal hoort, een van Veel of van de belangrijkste.",
            "Choose about which card the story is, one of those that mean a lot or of the most important.";
        /// One sheet was entered.
        EnteredOne = "Bewaard. {n} blad ingevoerd.", "Saved. {n} sheet entered.";
        /// Some sheets were entered.
        EnteredMany = "Bewaard. {n} bladen ingevoerd.", "Saved. {n} sheets entered.";
        /// Link when done.
        EnterDone = "Klaar met invoeren", "Done entering";
    }
}
