//! What is said about overview and files.

phrases! {
    /// About overview and files; the notes are for translators.
    pub enum DataPhrase {
        /// Link at the top, and heading.
        Heading = "Gegevens", "Data";

        // --- What to do next ---

        /// The target number was reached and responses still have to be sent. `{n}` people took part, `{target}` were wanted.
        TargetAndSend =
            "Het doel is gehaald ({n} van {target}): laat het resultaat zien, en verstuur alles als er wifi is.",
            "The target has been reached ({n} of {target}): show the result, and send everything when there is Wi-Fi.";
        /// The target number was reached.
        TargetReached =
            "Het doel is gehaald ({n} van {target}) en alles is verstuurd: laat het resultaat zien.",
            "The target has been reached ({n} of {target}) and everything has been sent: show the result.";
        /// Enough people took part to show results, and responses still have to be sent.
        ShowAndSend =
            "{n} mensen deden mee: je kunt het resultaat laten zien; verstuur alles als er wifi is.",
            "{n} people took part: you can show the result; send everything when there is Wi-Fi.";
        /// Enough people took part to show results.
        ShowNow =
            "{n} mensen deden mee en alles is verstuurd: je kunt het resultaat laten zien.",
            "{n} people took part and everything has been sent: you can show the result.";
        /// Everything is sent; `{rest}` more people make the target of `{target}`.
        ToTarget =
            "Alles is verstuurd; nog {rest} tot het doel van {target}.",
            "Everything has been sent; {rest} more to the target of {target}.";
        /// Everything is sent; too few people took part to show results, which can be done from `{least}`.
        TooFew =
            "Alles is verstuurd; vanaf {least} mensen kun je het resultaat laten zien.",
            "Everything has been sent; from {least} people on you can show the result.";

        // --- The table of activities ---

        /// Heading of a folded part.
        ByActivity = "Per activiteit", "By activity";
        /// What the table is about.
        ByActivityHint =
            "Wat er op deze tablet is gemaakt, en waar het nu is.",
            "What was made on this tablet, and where it is now.";
        /// First column.
        Activity = "Activiteit", "Activity";
        /// Column: everything that was begun.
        Made = "gemaakt", "made";
        /// Column: what did not come to its end. Below the name of the activity the next three say why.
        Unfinished = "niet af", "unfinished";
        /// `2 under way`: somebody is still at it.
        Drafts = "nog bezig", "under way";
        /// `2 stopped`: the participant stopped.
        Stopped = "gestopt", "stopped";
        /// `2 walked away`: the participant walked away.
        TimedOut = "weggelopen", "walked away";
        /// Column: to be sent.
        Waiting = "wacht", "waiting";
        /// Column: the server has it.
        Sent = "verstuurd", "sent";
        /// Column: the server did not want it.
        Refused = "geweigerd", "refused";
        /// Last row.
        InAll = "Alles samen", "In all";
        /// The name of an activity of which nothing was set.
        NoActivity = "Zonder activiteit", "Without an activity";
        /// In the name of an activity. `{round}` is what the coordinator typed, mostly a number.
        Round = "ronde {round}", "round {round}";
        /// Below the table: sent and cleared responses, of which only the number is left.
        ClearedToo =
            "En {n} verstuurd en daarna van deze tablet gewist.",
            "And {n} sent and then cleared from this tablet.";
        /// Below the table: drafts.
        DraftsUnreadable =
            "{n} die nog bezig waren, kunnen niet worden gelezen; ze worden wel bewaard.",
            "{n} that were not finished cannot be read; they are kept all the same.";
        /// While the worker counts.
        Counting = "Even tellen…", "Counting…";

        // --- Files ---

        /// What the page is for.
        Intro =
            "Bewaar de antwoorden als bestand, voor je eigen verslag of voor wie ze onderzoekt. Dat kan zonder wifi.",
            "Save the responses as a file, for your own report or for whoever studies them. It works without Wi-Fi.";
        /// What to be careful about.
        Careful =
            "In de bestanden staan ook de woorden die mensen typten: geef ze alleen aan wie ze nodig heeft.",
            "The files also hold the words that people typed: give them only to those who need them.";
        /// Above the list of choices.
        Which = "Welke antwoorden?", "Which responses?";
        /// Exactly one response fits the choices.
        FitOne = "1 antwoord in het bestand.", "1 response in the file.";
        /// `{n}` responses fit the choices.
        FitMany = "{n} antwoorden in het bestand.", "{n} responses in the file.";
        /// No response fits the choices.
        FitNone = "Hier zijn geen antwoorden bij.", "There are no responses here.";
        /// Heading: what most people want.
        ForYou = "Voor jezelf", "For yourself";
        /// Heading: for those who want tables.
        ForExcel = "Losse tabellen, voor Excel", "Single tables, for Excel";
        /// Heading: for researchers.
        ForResearch = "Voor onderzoekers", "For researchers";
        /// Button on each file.
        Save = "Bewaren", "Save";
        /// The same while the file is being made.
        Busy = "Even wachten…", "One moment…";
        /// A file lies among the downloads.
        Saved = "Bewaard bij de downloads als {file}.", "Saved among the downloads as {file}.";
        /// Added to it.
        SavedUnreadable =
            "{n} antwoorden van deze tablet kunnen niet worden gelezen en staan alleen in het bestand met alles (JSON).",
            "{n} responses of this tablet cannot be read and are only in the file with everything (JSON).";
        /// A file.
        Xlsx = "Excel-bestand met alles", "Excel file with everything";
        /// What it is for.
        XlsxHint =
            "Begint met de aantallen per kaart en vraag in gewone woorden; daarachter alle tabellen en het codeboek.",
            "Begins with the counts per card and question in plain words, in Dutch; all tables and the codebook behind.";
        /// A file.
        Wide = "Iedere deelnemer op een regel", "Every participant on a line";
        /// What it is for.
        WideHint =
            "Per kaart en per vraag een kolom, om deelnemers naast elkaar te leggen.",
            "A column for each card and question, to compare participants.";
        /// A file.
        Long = "Ieder antwoord op een regel", "Every answer on a line";
        /// What it is for.
        LongHint =
            "Met de teksten erbij, om te filteren en een draaitabel te maken.",
            "With the texts, to filter and to make a pivot table.";
        /// A file.
        Matrix = "Kaarten en stapels geteld", "Cards and piles counted";
        /// What it is for.
        MatrixHint =
            "Hoeveel mensen iedere kaart op iedere stapel legden, met groepen apart, voor een grafiek in je verslag.",
            "How many people put each card on each pile, with groups apart, for a chart in your report.";
        /// A file.
        Codebook = "Codeboek", "Codebook";
        /// What it is for.
        CodebookHint =
            "Wat iedere kolom, code en afkorting betekent, in alle talen van het onderzoek.",
            "What every column, code and abbreviation means, in all languages of the study.";
        /// A file.
        WideComma = "Deelnemers, voor R, Python en SPSS", "Participants, for R, Python and SPSS";
        /// What it is for.
        WideCommaHint =
            "CSV met komma’s, in UTF-8: iedere deelnemer op een regel.",
            "CSV with commas, in UTF-8: every participant on a line.";
        /// A file.
        LongComma = "Antwoorden, voor R en Python", "Answers, for R and Python";
        /// What it is for.
        LongCommaHint =
            "CSV met komma’s, in UTF-8: ieder antwoord op een regel.",
            "CSV with commas, in UTF-8: every answer on a line.";
        /// A file.
        Spss = "Opdrachten voor SPSS", "Commands for SPSS";
        /// What it is for. The words in quotes are the name of another file in the list.
        SpssHint =
            "Leest “Deelnemers, voor R, Python en SPSS” in, met labels en ontbrekende waarden.",
            "Reads “Participants, for R, Python and SPSS”, with labels and missing values.";
        /// A file.
        Json = "De antwoorden zelf (JSON)", "The responses themselves (JSON)";
        /// What it is for.
        JsonHint =
            "Precies zoals ze op deze tablet staan, voor eigen programma’s en om te bewaren.",
            "Exactly as they are on this tablet, for programs of your own and to keep.";

        // --- Names that are one ---

        /// Part of the page.
        Joining = "Namen samenvoegen", "Join names";
        /// About it.
        JoiningHint =
            "Is een naam op twee manieren geschreven? Hoofdletters, spaties en aanhalingstekens tellen al niet mee. Voeg hier \
            samen wat daarna nog dubbel staat. De antwoorden zelf veranderen niet.",
            "Is a name written in two ways? Capitals, spaces and quotation marks make no difference already. Join here what is \
            still there twice. The responses themselves do not change.";
        /// Label: what kind of name.
        JoinWhat = "Wat voor naam?", "What kind of name?";
        /// A kind of name: what participants said for a card that is missing.
        JoinWord = "Woord voor een gemiste kaart", "Word for a missing card";
        /// Label: the name that is not to be shown any more.
        JoinName = "Deze naam", "This name";
        /// Label: the name that it counts as.
        JoinAs = "is hetzelfde als", "is the same as";
        /// Nothing was chosen.
        JoinChoose = "Kies een naam", "Choose a name";
        /// Button.
        Join = "Samenvoegen", "Join";
        /// Two names that were joined.
        JoinedAs = "“{name}” telt als “{shown}”", "“{name}” counts as “{shown}”";
        /// There is no room for another two; `{most}` that fit.
        JoinedFull = "Er zijn al {most} namen samengevoegd, meer passen er niet. Maak er eerst een los.",
            "{most} names are joined already, and no more fit. Part one of them first.";
        /// Button: two names are two again.
        Part = "Losmaken", "Part";

        // --- Dates ---

        /// Behind a date that cannot be, of a clock that was wrong.
        WrongDate = "deze datum kan niet", "this date cannot be";
    }
}
