//! What is said about the veranderverhaal view.

phrases! {
    /// About the veranderverhaal view; the notes are for translators.
    pub enum StoryPhrase {
        // --- What people say of the goals ---

        /// Link at the top, and heading.
        Heading = "Veranderverhaal", "Theory of change";
        /// Below the heading.
        Hint = "Wat kaarten en vragen samen zeggen over de doelen. Alleen voor begeleiders; voor de groep is er “Laat zien”.",
            "What cards and questions say together about the goals. For coordinators only; for the group there is “Show”.";
        /// The caution that goes with every number.
        FirstSigns = "Dit zijn eerste aanwijzingen, geen representatief beeld: het zijn de mensen die hier komen en mee wilden doen.",
            "These are first indications, not a representative picture: they are of the people who come here and wanted to take part.";
        /// The rule of 5 and of 20.
        Rules = "Bij minder dan 5 deelnemers staat er geen verdeling. Onder de 20 staan er geen procenten.",
            "With fewer than 5 participants no division is shown. Below 20 there are no percentages.";
        /// While the worker is at it.
        Loading = "Even tellen…", "Counting…";
        /// There is nothing that fits the filter.
        Nothing = "Er zijn nog geen antwoorden die hierbij horen.", "There are no responses that fit this yet.";
        /// One participant; `{n}` is 1.
        OneParticipant = "{n} deelnemer", "{n} participant";
        /// How many participants are behind a number.
        Participants = "{n} deelnemers", "{n} participants";
        /// One group; `{n}` is 1.
        OneGroup = "{n} groep", "{n} group";
        /// How many groups are behind a number.
        Groups = "{n} groepen", "{n} groups";
        /// After the number of groups.
        Present = "{n} aanwezig", "{n} present";
        /// Fewer than five: no division is shown.
        TooFew = "te weinig om te verdelen", "too few to divide";
        /// Nobody got a card or a question about it.
        NotAsked = "nog niet gevraagd", "not asked yet";
        /// Responses to another study, which are not counted.
        Elsewhere = "Niet meegeteld: {n} van een ander onderzoek.", "Not counted: {n} of another study.";
        /// Cards that an older version of the study had.
        Unknown = "Niet meegeteld: kaarten of vragen die dit onderzoek niet meer heeft ({ids}).",
            "Not counted: cards or questions that this study no longer has ({ids}).";
        /// Heading of the goals.
        Goals = "Per doel", "By goal";
        /// Heading of the subgoals within a goal.
        Subgoals = "Subdoelen", "Subgoals";
        /// Below it: why not every indicator counts for a subgoal.
        SubgoalsHint = "Een indicator telt bij een subdoel als hij hetzelfde zegt. De andere tellen alleen bij het doel.",
            "An indicator counts for a subgoal where it says the same. The others count for the goal only.";
        /// Heading of the indicators within a goal.
        Indicators = "Indicatoren", "Indicators";
        /// Before the cards put on piles of several cards together.
        CardsTogether = "Kaarten samen", "Cards together";
        /// Tag of a card.
        Card = "Kaart", "Card";
        /// Tag of a question.
        Question = "Vraag", "Question";
        /// How often a card was among the most important ones.
        Important = "{n} keer bij de belangrijkste", "{n} times among the most important";
        /// How often somebody would have more of it.
        More = "{n} keer “mag meer”", "{n} times “more of this”";
        /// Who did not know the answer to a question.
        DontKnow = "weet ik niet", "don’t know";
        /// Cards and questions that belong to no indicator.
        BesideGoals = "Zonder indicator", "Without an indicator";
        /// Heading of what groups said.
        GroupsHeading = "Wat groepen samen zeiden", "What groups said together";
        /// Below it.
        GroupsHint = "Een groep geeft samen één antwoord. Dat staat hier apart en telt niet mee bij de deelnemers.",
            "A group gives one response together. It stands here apart and is not counted among the participants.";
        /// Button: opens every goal.
        OpenAll = "Alles openen", "Open all";
        /// Button: closes every goal.
        CloseAll = "Alles dicht", "Close all";

        // --- Rounds ---

        /// Heading.
        Rounds = "Rondes naast elkaar", "Rounds side by side";
        /// Below it.
        RoundsHint = "Alleen naast elkaar waar hetzelfde is gevraagd, op dezelfde manier: met dezelfde manieren van invullen, elk met een aandeel dat hoogstens 20 procentpunt verschilt. Het zijn niet dezelfde mensen; bij minder dan 30 per ronde is een verschil vaak toeval.",
            "Side by side only where the same was asked in the same way: with the same ways of filling in, each with a share that differs by 20 percentage points at most. They are not the same people; with fewer than 30 in a round a difference is often chance.";
        /// There is one round or none.
        OneRound = "Er is nog geen tweede ronde.", "There is no second round yet.";
        /// Label of the earlier round.
        FirstRound = "Ronde", "Round";
        /// Label of the later round.
        SecondRound = "Naast ronde", "Beside round";
        /// Tag before the numbers of a round.
        Round = "Ronde {round}", "Round {round}";
        /// Opens what a goal is made up of.
        CardsAndQuestions = "Kaarten en vragen", "Cards and questions";
        /// The same round twice.
        SameRound = "Kies twee verschillende rondes.", "Choose two different rounds.";
        /// The cards can be compared.
        CardsAlike = "De kaarten zijn te vergelijken: zelfde kaarten, zelfde stapels, zelfde manier van invullen.",
            "The cards can be compared: the same cards, the same piles, filled in the same way.";
        /// The questions can be compared.
        QuestionsAlike = "De vragen zijn te vergelijken: zelfde vragen, zelfde antwoorden, zelfde manier van invullen.",
            "The questions can be compared: the same questions, the same answers, filled in the same way.";
        /// After that, for each round with several modes. `{mix}` is like `8 alone, 2 together with the coordinator`.
        MixOf = "Ronde {round}: {mix}.", "Round {round}: {mix}.";
        /// Heading: only those who filled it in this way.
        OfMode = "Alleen wie zo invulde: {mode}", "Only those who filled it in so: {mode}";
        /// The cards cannot be compared; the reasons follow.
        CardsDiffer = "De kaarten zijn niet te vergelijken:", "The cards cannot be compared:";
        /// The questions cannot be compared; the reasons follow.
        QuestionsDiffer = "De vragen zijn niet te vergelijken:", "The questions cannot be compared:";
        /// A reason: a round has none.
        WhyNothing = "in ronde {round} is er niets van", "round {round} has none";
        /// A reason: another version of the study.
        WhyVersion = "het onderzoek had een andere versie ({first} en {second})",
            "the study was of another version ({first} and {second})";
        /// A reason: others held the tablet.
        WhyMode = "de manier van invullen was anders (eerst: {first}; later: {second})",
            "it was filled in another way (before: {first}; later: {second})";
        /// A reason: the same ways to fill it in, but in other numbers.
        WhyShares = "de manieren van invullen waren anders verdeeld (eerst: {first}; later: {second}); hieronder per manier",
            "the ways it was filled in were divided otherwise (before: {first}; later: {second}); below, each way by itself";
        /// A reason: in both rounds several versions of the study were used.
        WhyVersions = "in beide rondes liepen versies van het onderzoek door elkaar ({first})",
            "both rounds mixed versions of the study ({first})";
        /// A reason: other cards. `{first}` and `{second}` are what only one of the rounds had.
        WhyCards = "andere kaarten — alleen eerst: {first}; alleen later: {second}",
            "other cards — only before: {first}; only later: {second}";
        /// A reason: within a round not everybody got the same cards.
        WhyMixed = "in ronde {round} kreeg niet iedereen dezelfde kaarten",
            "in round {round} not everybody got the same cards";
        /// A reason: other piles.
        WhyPiles = "andere stapels — alleen eerst: {first}; alleen later: {second}",
            "other piles — only before: {first}; only later: {second}";
        /// A reason: other questions.
        WhyQuestions = "andere vragen — alleen eerst: {first}; alleen later: {second}",
            "other questions — only before: {first}; only later: {second}";
        /// A reason: other answers to choose from.
        WhyScale = "andere antwoorden bij: {first}", "other answers to: {first}";
        /// In place of an empty list.
        None = "geen", "none";
        /// Between two of several.
        And = " en ", " and ";

        // --- Centres ---

        /// Heading.
        Centres = "Antwoorden per centrum", "Responses by centre";
        /// Heading of what groups said.
        GroupCentres = "Groepen per centrum", "Groups by centre";
        /// Below it.
        GroupCentresHint = "Een groep telt één keer, met hoeveel mensen zij ook was. Groepen tellen niet mee bij de deelnemers.",
            "A group counts once, however many people were in it. Groups are not counted among the participants.";
        /// Above the first column.
        Centre = "Centrum", "Centre";
        /// Sum of a row or a column.
        Total = "Totaal", "Total";
        /// A response without the name of a centre, or without a kind of activity.
        Nameless = "niet ingevuld", "not filled in";

        // --- Effects ---

        /// Heading.
        Effects = "Genoemde effecten", "Effects that were named";
        /// Below it.
        EffectsHint = "Kaarten die mensen misten en verhalen, door een begeleider bij een effect gezet.",
            "Cards that people missed and stories, each put to an effect by a coordinator.";
        /// Column.
        Goal = "Hoofddoel", "Main goal";
        /// Column.
        Effect = "Effect", "Effect";
        /// Column of the file.
        Examples = "Type antwoorden", "Kind of answers";
        /// Column.
        TimesNamed = "Aantal keer genoemd", "Times named";
        /// Column.
        ByParticipants = "Door deelnemers", "By participants";
        /// Texts that nobody has read.
        Open = "{n} nog in te delen", "{n} still to sort";
        /// Every text has been read.
        NoneOpen = "Alles is ingedeeld.", "Everything is sorted.";
        /// Nobody has told anything.
        NoTexts = "Er zijn nog geen teksten: niemand miste een kaart of vertelde een verhaal.",
            "There are no texts yet: nobody missed a card or told a story.";
        /// Texts that belong to no effect.
        Fitless = "{n} hoort nergens bij", "{n} fits nowhere";
        /// Codings of texts that are not here.
        CodedElsewhere = "{n} ingedeeld, maar niet bij deze keuze of niet op deze tablet",
            "{n} sorted, but not within this choice or not on this tablet";
        /// Button that leads to the texts.
        SortTexts = "Teksten indelen", "Sort texts";
        /// Button.
        SaveEffects = "Tabel bewaren (CSV)", "Save table (CSV)";
        /// Button.
        SaveTexts = "Alle teksten met effect bewaren (CSV)", "Save all texts with effects (CSV)";
        /// Button.
        SaveRollUp = "Alle aantallen bewaren (CSV)", "Save all numbers (CSV)";
        /// A file was saved.
        Saved = "Bewaard als {file}.", "Saved as {file}.";
        /// Whose the usual effects are.
        EffectsBy = "De gewone effecten: {attribution}", "The usual effects: {attribution}";

        // --- Texts ---

        /// Back to the view.
        Back = "Terug naar het veranderverhaal", "Back to the theory of change";
        /// Below the heading.
        SortHint = "Lees de tekst en tik op elk effect dat erin zit. Het wordt meteen bewaard.",
            "Read the text and tap every effect that is in it. It is kept at once.";
        /// How far one is.
        SortedOf = "{n} van {total} ingedeeld", "{n} of {total} sorted";
        /// Above a text.
        MissingCard = "Een kaart die iemand miste", "A card that somebody missed";
        /// Above a text; `{card}` is the card at which it was told.
        StoryAt = "Verhaal bij “{card}”", "Story at “{card}”";
        /// How often the same text was given.
        SaidTimes = "{n} keer gezegd", "said {n} times";
        /// Label of the field for what a text in another language says.
        Translation = "Vertaling", "Translation";
        /// Below the field.
        TranslationHint = "Schrijf op wat er staat, voor wie deze taal niet leest. Het komt ook in het bestand met teksten. Geen namen.",
            "Write down what it says, for those who do not read this language. It stands in the file of texts too. No names.";
        /// Which text of how many.
        PlaceOf = "Tekst {n} van {total}", "Text {n} of {total}";
        /// Button.
        FitsNowhere = "Hoort nergens bij", "Fits nowhere";
        /// Button.
        Next = "Volgende", "Next";
        /// Button.
        NextOpen = "Volgende die nog open is", "Next one still open";
        /// Button.
        Previous = "Vorige", "Previous";
        /// Button.
        Undo = "Ongedaan maken", "Undo";
        /// Heading of the form.
        NewEffect = "Nieuw effect", "New effect";
        /// Label of the field.
        EffectTitle = "In een paar woorden", "In a few words";
        /// Below the field.
        EffectTitleHint = "Schrijf geen namen.", "Write no names.";
        /// Label of the list of goals.
        EffectGoal = "Hoort bij", "Belongs to";
        /// Choice: the new effect belongs to no goal.
        NoGoal = "Geen van de doelen", "None of the goals";
        /// Button.
        AddEffect = "Toevoegen", "Add";

        // --- A backup with other codings ---

        /// How much of what was sorted elsewhere was added here.
        CodingsAdded = "{n} erbij in de indeling van teksten.", "{n} added to the sorting of texts.";
        /// Some of it is not as it is here; a list follows.
        CodingsDiffer = "{n} keer was het in de kopie anders ingedeeld. Hier is niets veranderd; kijk zelf wat klopt:",
            "{n} times it was sorted otherwise in the backup. Nothing was changed here; see for yourself what is right:";
        /// It could not be read at all.
        CodingsUnreadable = "De indeling van teksten in de kopie kan niet worden gelezen.",
            "The sorting of texts in the backup cannot be read.";
        /// In that list: a text, or its translation, or the name of an effect, here and in the backup.
        CodingsDifferent = "{text} — hier: {here}; in de kopie: {there}", "{text} — here: {here}; in the backup: {there}";

        // --- File ---

        /// Column: whether people or groups.
        ColumnWho = "Wie", "Who";
        /// Column: goal, subgoal, indicator, card or question.
        ColumnLevel = "Niveau", "Level";
        /// Column.
        ColumnId = "Id", "Id";
        /// Column.
        ColumnText = "Tekst", "Text";
        /// Column: participants, or groups.
        ColumnN = "Deelnemers of groepen", "Participants or groups";
        /// Column: people who were there, of groups.
        ColumnPresent = "Aanwezig", "Present";
        /// Column: pile or answer.
        ColumnValue = "Waarde", "Value";
        /// Column.
        ColumnCount = "Aantal", "Count";
    }
}
