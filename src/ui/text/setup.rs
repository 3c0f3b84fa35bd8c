//! What is said about set-up by link or QR code.

phrases! {
    /// About set-up by link or QR code; the notes are for translators.
    pub enum SetupPhrase {
        /// Link at the top, and heading.
        Heading = "Instellingen delen", "Share settings";
        /// Below it.
        Hint =
            "Stel één apparaat in en neem dat op de andere over. Antwoorden van deelnemers gaan nooit mee.",
            "Set up one device and take that over on the others. Participants’ responses never go along.";

        // --- Showing ---

        /// Heading: this device shows its settings.
        Show = "Laten zien aan een ander apparaat", "Show to another device";
        /// Heading of the ticks.
        What = "Wat gaat er mee?", "What goes along?";
        /// Tick.
        TickEndpoint = "Waarheen antwoorden gaan", "Where responses go";
        /// Tick.
        TickLanguages = "Talen voor deelnemers", "Languages for participants";
        /// Tick; there is one centre.
        TickCentreOne = "Lijst met centra (1)", "List of centres (1)";
        /// Tick; `{n}` centres.
        TickCentreMany = "Lijst met centra ({n})", "List of centres ({n})";
        /// Tick.
        TickRetention = "Wanneer verstuurde antwoorden gewist worden", "When responses that were sent are cleared";
        /// Tick; `{activity}` is centre and kind.
        TickPlan = "Plan van de activiteit: {activity}", "Plan of the activity: {activity}";
        /// The same where nothing is named.
        TickPlanNameless = "Plan van de activiteit", "Plan of the activity";
        /// Tick; `{names}` are names of headers.
        TickKeys = "Ook de sleutel ({names})", "The key as well ({names})";
        /// About it.
        KeysHint =
            "Alleen als het moet. Wie de code, de link of het bestand heeft, heeft dan ook de sleutel.",
            "Only if you must. Whoever has the code, the link or the file then has the key too.";
        /// Mark on a code, a link and a file with a key in it.
        WithKey =
            "Hier zit een sleutel in. Laat dit alleen zien aan wie hem mag hebben, en stuur het niet door.",
            "There is a key in this. Show it only to those who may have it, and do not pass it on.";
        /// The address of the endpoint has a question mark.
        MaybeKey =
            "In het adres staat iets achter een vraagteken. Ook dat kan een sleutel zijn.",
            "There is something behind a question mark in the address. That may be a key too.";
        /// Nothing is ticked.
        Nothing = "Kies eerst wat er mee gaat.", "First choose what goes along.";
        /// Below the code.
        ScanMe =
            "Open op het andere apparaat deze app, ga naar “Instellingen delen” en tik op “Scannen”. Of richt de camera van dat \
            apparaat op de code en tik op de link.",
            "On the other device, open this app, go to “Share settings” and tap “Scan”. Or point that device’s camera at the code \
            and tap the link.";
        /// Name of the picture of the code.
        Code = "QR-code met deze instellingen", "QR code with these settings";
        /// It is too much for a code: `{n}` characters, where `{most}` can be read well. `{what}` takes most room.
        TooFine =
            "Dit is te veel voor een code: de link heeft {n} tekens, en tot {most} is een code goed te scannen. Laat “{what}” weg, of \
            gebruik de link of het bestand.",
            "This is too much for a code: the link has {n} characters, and up to {most} a code scans well. Leave out “{what}”, or use \
            the link or the file.";
        /// It is too much for a link.
        TooLong = "Dit is te veel voor een link. Gebruik het bestand.", "This is too much for a link. Use the file.";
        /// Label of the field with the link.
        Link = "Link", "Link";
        /// Button.
        Copy = "Link kopiëren", "Copy link";
        /// It was done.
        Copied = "De link is gekopieerd.", "The link was copied.";
        /// It did not work.
        NotCopied =
            "Kopiëren lukt hier niet. Houd je vinger op de link en kies “Kopiëren”.",
            "Copying does not work here. Hold your finger on the link and choose “Copy”.";
        /// Button: the share sheet.
        Send = "Link sturen", "Send link";
        /// Button.
        Save = "Bestand bewaren", "Save file";
        /// It was done; `{file}` is its name.
        Saved = "Bewaard als {file}, bij de downloads.", "Saved as {file}, among the downloads.";

        // --- Taking in ---

        /// Heading: this device takes in what another one shows.
        Take = "Overnemen van een ander apparaat", "Take over from another device";
        /// Below it.
        TakeHint =
            "Je ziet eerst wat er verandert. Pas als je ja zegt, wordt het overgenomen.",
            "You first see what will change. It is taken over only when you say yes.";
        /// Button.
        Scan = "Scannen", "Scan";
        /// Button.
        StopScanning = "Stoppen met scannen", "Stop scanning";
        /// The browser asks for the camera.
        Asking = "Mag de camera aan? Kies “Toestaan”.", "May the camera be used? Choose “Allow”.";
        /// Below the picture of the camera.
        Aim = "Richt de camera op de code op het andere scherm.", "Point the camera at the code on the other screen.";
        /// Name of the picture of the camera.
        Seen = "Wat de camera ziet", "What the camera sees";
        /// A code was seen that is something else.
        OtherCode = "Dat is een andere code: er staan geen instellingen in.", "That is another code: there are no settings in it.";
        /// The camera may not be used.
        CameraRefused =
            "De camera mag niet aan. Sta hem toe in de instellingen van de browser, of gebruik de link.",
            "The camera may not be used. Allow it in the settings of the browser, or use the link.";
        /// There is no camera.
        CameraAbsent = "Dit apparaat heeft geen camera. Gebruik de link of het bestand.", "This device has no camera. Use the link or the file.";
        /// Another app has it.
        CameraBusy =
            "De camera start niet. Sluit andere apps die hem gebruiken en probeer het opnieuw.",
            "The camera does not start. Close other apps that use it and try again.";
        /// No https, or a browser that cannot.
        CameraUnable =
            "Scannen in de app kan hier niet. Richt de camera-app van dit apparaat op de code en tik op de link, of plak de link hieronder.",
            "Scanning inside the app does not work here. Point this device’s camera app at the code and tap the link, or paste the link below.";
        /// About the camera app of an iPad.
        OnIpad =
            "Staat de app op het beginscherm van een iPad of iPhone? Scan of plak dan hier: de camera-app opent de link in de browser, en \
            die bewaart zijn eigen instellingen.",
            "Is the app on the home screen of an iPad or iPhone? Then scan or paste here: the camera app opens the link in the browser, \
            which keeps settings of its own.";
        /// Label of the field for a link.
        Paste = "Of plak hier de link", "Or paste the link here";
        /// Button.
        Read = "Lezen", "Read";
        /// Label of the field for a file.
        File = "Of kies een bestand met instellingen", "Or choose a file with settings";

        // --- What came in ---

        /// Heading.
        Received = "Instellingen van een ander apparaat", "Settings of another device";
        /// Below it.
        NothingYet = "Er is nog niets veranderd. Kijk na wat er anders wordt.", "Nothing has changed yet. Check what will be different.";
        /// Before what is set now.
        Now = "Nu", "Now";
        /// Before what will be set.
        Then = "Wordt", "Will be";
        /// Before what is added.
        New = "Nieuw", "New";
        /// Nothing is different.
        NoChange = "Alles staat al zo op dit apparaat.", "Everything is set like this on this device already.";
        /// Nothing is different, but for what cannot be taken over, which stands above.
        NoOtherChange = "De rest staat al zo op dit apparaat.", "The rest is set like this on this device already.";
        /// Button: yes.
        Yes = "Overnemen", "Take over";
        /// Button: no.
        No = "Niet overnemen", "Do not take over";
        /// Button: where there is nothing to take over.
        Close = "Sluiten", "Close";
        /// It was done.
        Taken = "Overgenomen. Dit apparaat is ingesteld.", "Taken over. This device is set up.";
        /// A key came along.
        KeyTaken = "De sleutel is bewaard en is niet meer te zien.", "The key is kept and can no longer be seen.";
        /// It was not.
        Left = "Er is niets overgenomen. Alles is zoals het was.", "Nothing was taken over. All is as it was.";
        /// It could not be kept, and nothing was. Follows on what is wrong with the storage.
        Undone = "Er is niets overgenomen.", "Nothing was taken over.";
        /// It could not be kept, and some was. Follows on what is wrong with the storage.
        Partly =
            "Een deel is al wel overgenomen. Kijk bij “Overzicht” en “Apparaat” wat er staat.",
            "Some of it was taken over. Look under “Overview” and “Device” what is set.";

        // --- What will be different ---

        /// Where responses go.
        ChangeEndpoint = "Waarheen antwoorden gaan", "Where responses go";
        /// No address: the site itself.
        ThisSite = "de collector van deze site", "the collector of this site";
        /// Names of headers with a key; one or more.
        ChangeKeys = "Sleutel", "Key";
        /// There is none.
        NoKeys = "geen", "none";
        /// A header without a value.
        KeyMissing = "{name} (nog in te vullen)", "{name} (still to be entered)";
        /// How it is sent.
        ChangeSending = "Hoe er verstuurd wordt", "How it is sent";
        /// Settings of sending.
        SendingNow = "{n} antwoorden per keer, {seconds} seconden tijd", "{n} responses at a time, {seconds} seconds’ time";
        /// With a template for the body.
        WithTemplate = "eigen vorm", "a form of its own";
        /// With 409 as a receipt.
        WithConflict = "409 betekent: is er al", "409 means: is there already";
        /// Languages.
        ChangeLanguages = "Talen voor deelnemers", "Languages for participants";
        /// All of them.
        AllLanguages = "alle talen", "all languages";
        /// Centres that are added.
        ChangeCentres = "Centra erbij", "Centres added";
        /// A centre about which more is known.
        ChangeCentre = "Centrum {name}", "Centre {name}";
        /// Nothing is known of it.
        NothingKnown = "niets ingevuld", "nothing filled in";
        /// When what is sent is cleared.
        ChangeRetention = "Verstuurde antwoorden wissen", "Clearing what was sent";
        /// Names that are counted as one.
        ChangeNames = "Namen die samen tellen", "Names that count as one";
        /// The plan.
        ChangePlan = "Activiteit", "Activity";
        /// Nothing is set.
        NoPlan = "niets ingesteld", "nothing set";
        /// Of a plan: cards.
        PlanCards = "kaarten: {n}", "cards: {n}";
        /// Of a plan: questions.
        PlanQuestions = "vragen: {n}", "questions: {n}";
        /// Of a plan: the deck (its name).
        PlanDeck = "stapel: {deck}", "deck: {deck}";
        /// Of a plan: the round.
        PlanRound = "meetronde {round}", "round {round}";
        /// Of a plan: how many are wanted.
        PlanTarget = "doel: {n} deelnemers", "target: {n} participants";
        /// Of a plan: other details than those named.
        PlanDetails = "en wat er verder bij hoort", "and its further details";

        // --- What to think of ---

        /// Another study; `{study}` is its id.
        OtherStudy =
            "Gemaakt voor een ander onderzoek ({study}). Een plan wordt daarom niet overgenomen.",
            "Made for another study ({study}). A plan is therefore not taken over.";
        /// Another version of the study.
        OtherVersion =
            "Gemaakt met een andere versie van het onderzoek ({version}). Werk de app op beide apparaten bij.",
            "Made with another version of the study ({version}). Update the app on both devices.";
        /// Another site.
        OtherSite =
            "Gemaakt op een andere site ({site}). Alleen instellingen worden overgenomen, niet de app of het onderzoek.",
            "Made on another site ({site}). Only settings are taken over, not the app or the study.";
        /// Languages that the study has not.
        UnknownLanguages = "Deze talen zijn hier niet: {languages}.", "These languages are not here: {languages}.";
        /// Responses will go to another server.
        OtherServer =
            "Antwoorden gaan daarna naar een andere plek. Neem dit alleen over als je weet van wie die is.",
            "Responses will then go to another place. Take this over only if you know whose it is.";
        /// A key comes along.
        KeysBrought = "Er komt een sleutel mee ({names}).", "A key comes along ({names}).";
        /// A key has to be typed.
        KeysMissing =
            "De sleutel is niet meegekomen. Vul hem zelf in bij “Apparaat”, onder “Waarheen” ({names}).",
            "The key did not come along. Enter it yourself under “Device”, “Where to” ({names}).";
        /// Joined names for which there is no room; `{n}` of them, `{most}` that fit.
        NamesLeft =
            "Er passen niet meer dan {most} samengevoegde namen op een apparaat. Hiervan blijven er {n} achter; wat hier al \
            samengevoegd is, blijft zo.",
            "No more than {most} joined names fit on a device. {n} of these stay behind; what is joined here already stays so.";

        // --- What cannot be read ---

        /// It is something else.
        Foreign = "Hier staan geen instellingen in.", "There are no settings in this.";
        /// A newer app made it.
        Newer =
            "Deze instellingen zijn gemaakt met een nieuwere app. Maak verbinding met internet, open de app opnieuw en probeer het \
            nog een keer.",
            "These settings were made with a newer app. Connect to the internet, open the app anew and try once more.";
        /// Its end is missing.
        CutOff =
            "Het einde ontbreekt: het is niet helemaal gekopieerd. Kopieer alles, of scan de code.",
            "Its end is missing: it was not copied whole. Copy all of it, or scan the code.";
        /// It is not as it was made.
        Altered =
            "Dit is onderweg veranderd en daarom niet te vertrouwen. Vraag het opnieuw.",
            "This was changed on its way and cannot be trusted. Ask for it again.";
        /// Something in it is wrong.
        Broken = "Er klopt iets niet in deze instellingen. Laat ze opnieuw maken.", "Something is wrong with these settings. Have them made again.";
        /// The file cannot be read.
        Unreadable = "Dit bestand is niet te lezen. Kies het opnieuw.", "This file cannot be read. Choose it again.";
    }
}
