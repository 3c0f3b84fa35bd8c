//! What is said about help.

phrases! {
    /// About help; the notes are for translators.
    pub enum HelpPhrase {
        /// Link at the top, and heading.
        Heading = "Hulp", "Help";
        /// Way back to the list.
        Back = "Terug naar Hulp", "Back to Help";

        // --- The invitation on the first visit ---

        /// Heading of the invitation.
        Invitation = "Voor het eerst hier?", "New here?";
        /// What is offered.
        InvitationHint =
            "In vijf korte schermen ziet u hoe het werkt. Het duurt één minuut.",
            "Five short screens show how it works. It takes one minute.";
        /// Button: begins.
        InvitationYes = "Laat zien hoe het werkt", "Show me how it works";
        /// Button: not now, and not again.
        InvitationNo = "Niet nodig", "No need";

        // --- The list ---

        /// Link: the guide again.
        Guide = "Rondleiding", "Guide";
        /// What it is.
        GuideAbout = "Vijf schermen, één minuut.", "Five screens, one minute.";
        /// Link: the page to print.
        Sheet = "Op één blad", "On one sheet";
        /// What it is.
        SheetAbout = "Om af te drukken en bij de tablet te leggen.", "To print and lay beside the tablet.";
        /// Link: how to install.
        Install = "Tablet klaarmaken", "Prepare the tablet";
        /// What it is.
        InstallAbout =
            "Op het beginscherm zetten, vastzetten, geluid en licht. Voor Android en iPad.",
            "Add to the home screen, pin, sound and light. For Android and iPad.";
        /// Link: what words mean.
        Words = "Wat is dat?", "What is that?";
        /// What it is.
        WordsAbout =
            "Elke instelling en elk woord in een paar zinnen.",
            "Every setting and every word in a few sentences.";

        // --- The guide ---

        /// Which screen it is.
        GuidePlace = "{n} van {total}", "{n} of {total}";
        /// Button.
        Next = "Verder", "Next";
        /// Button.
        Previous = "Terug", "Back";
        /// Button: leave the guide.
        Skip = "Overslaan", "Skip";
        /// Button on the last screen.
        Begin = "Naar het overzicht", "To the overview";
        /// Heading of the first screen.
        GuideOne = "Wat betekent dit centrum voor mij?", "What does this centre mean to me?";
        /// First screen.
        GuideOneText =
            "Bewoners leggen kaarten op stapels: veel, een beetje, niet. Ze horen elke kaart en hoeven niet te lezen.",
            "Residents put cards on piles: a lot, a little, nothing. They hear every card and need not read.";
        /// First screen.
        GuideOneMore =
            "Niemand vult een naam in. Stoppen mag altijd.",
            "Nobody fills in a name. Stopping is always fine.";
        /// Heading of the second screen.
        GuideTwo = "Klaarzetten", "Prepare";
        /// Second screen.
        GuideTwoText =
            "Kies centrum, activiteit en 4 tot 6 onderwerpen. Ging het vorige keer goed? Begin dan met de vorige \
            activiteit.",
            "Choose centre, activity and 4 to 6 topics. Did it go well last time? Then start from the last activity.";
        /// Second screen.
        GuideTwoMore =
            "Doe dit met internet. Daarna werkt alles zonder.",
            "Do this with internet. After that everything works without.";
        /// Heading of the third screen.
        GuideThree = "Uitdelen", "Hand over";
        /// Third screen.
        GuideThreeText =
            "Druk op Start en geef de tablet. Na elke bewoner gaat hij vanzelf terug naar het begin.",
            "Press Start and hand over the tablet. After each resident it goes back to the start by itself.";
        /// Third screen.
        GuideThreeMore =
            "Terug naar dit scherm: houd het tandwiel in de hoek twee tellen ingedrukt en toets uw pincode in.",
            "Back to this screen: hold the gear in the corner for two seconds and enter your PIN.";
        /// Heading of the fourth screen.
        GuideFour = "Laat zien", "Show";
        /// Fourth screen.
        GuideFourText =
            "Bekijk met de groep wat eruit komt, vanaf vijf deelnemers. Op de tablet, op een groot scherm of op \
            papier.",
            "Look with the group at what came out, from five participants on. On the tablet, a large screen or paper.";
        /// Fourth screen.
        GuideFourMore = "Schrijf op: wat gaan we ermee doen?", "Write down: what will we do with it?";
        /// Heading of the fifth screen.
        GuideFive = "Versturen", "Send";
        /// Fifth screen.
        GuideFiveText =
            "Antwoorden blijven veilig op de tablet. Met internet gaan ze vanzelf op weg.",
            "Responses stay safe on the tablet. With internet they go off by themselves.";
        /// Fifth screen.
        GuideFiveMore =
            "Staat bij “wacht” een 0? Dan is alles verstuurd.",
            "Does “waiting” say 0? Then everything has been sent.";

        // --- The page to print ---

        /// Heading of the page.
        SheetTitle = "Betekenis: zo gaat het", "Betekenis: how it goes";
        /// Part of the page.
        SheetPrepare = "Klaarzetten (een dag van tevoren, met internet)", "Prepare (a day before, with internet)";
        /// Step.
        SheetPrepareOne = "Laad de tablet op en zet het geluid aan.", "Charge the tablet and turn the sound on.";
        /// Step.
        SheetPrepareTwo =
            "Open de app en kies centrum, activiteit en onderwerpen.",
            "Open the app and choose centre, activity and topics.";
        /// Step.
        SheetPrepareThree =
            "Wacht tot er staat dat alles ook zonder internet werkt.",
            "Wait until it says that everything works without internet too.";
        /// Part of the page.
        SheetHandOver = "Uitdelen", "Hand over";
        /// Step.
        SheetHandOverOne =
            "Druk op Start. Zet de tablet zo nodig vast (App vastzetten of Begeleide toegang).",
            "Press Start. Pin the tablet if needed (app pinning or Guided Access).";
        /// Step.
        SheetHandOverTwo =
            "Geef de tablet. Vraag: wilt u meedoen? “Liever niet” is ook goed.",
            "Hand over the tablet. Ask: would you like to join in? “Rather not” is fine too.";
        /// Step.
        SheetHandOverThree =
            "Kijk niet mee op het scherm. Help alleen als iemand erom vraagt.",
            "Do not look at the screen. Help only when somebody asks.";
        /// Step.
        SheetHandOverFour =
            "Na “Dank je wel” gaat hij vanzelf terug: geef hem aan de volgende.",
            "After “Thank you” it goes back by itself: hand it to the next person.";
        /// Part of the page.
        SheetShow = "Laat zien", "Show";
        /// Step.
        SheetShowOne =
            "Ga terug: houd het tandwiel in de hoek twee tellen ingedrukt, toets uw pincode in en kies Laat zien. Dat \
            kan vanaf vijf deelnemers.",
            "Go back: hold the gear in the corner for two seconds, enter your PIN and choose Show. This works from \
            five participants on.";
        /// Step.
        SheetShowTwo =
            "Kijk eerst zelf of er bij de missende kaarten geen namen staan.",
            "First check that no names stand among the missing cards.";
        /// Step.
        SheetShowThree =
            "Bespreek stap voor stap wat u ziet. Schrijf op wat u ermee gaat doen.",
            "Talk step by step about what you see. Write down what you will do with it.";
        /// Part of the page.
        SheetSend = "Versturen", "Send";
        /// Step.
        SheetSendOne =
            "Verbind met wifi en open het overzicht. Versturen gaat vanzelf.",
            "Connect to Wi-Fi and open the overview. Sending happens by itself.";
        /// Step.
        SheetSendTwo =
            "Staat bij “wacht” een 0? Klaar. Anders: probeer het later nog eens, er gaat niets verloren.",
            "Does “waiting” say 0? Done. If not: try again later, nothing gets lost.";
        /// Part of the page.
        SheetMind = "Goed om te weten", "Good to know";
        /// Line.
        SheetMindOne = "Schrijf nergens namen op.", "Write no names anywhere.";
        /// Line.
        SheetMindTwo = "Iedereen mag op elk moment stoppen.", "Everybody may stop at any moment.";
        /// Line.
        SheetMindThree =
            "Gaat de tablet uit? Zet hem aan en ga verder: alles is bewaard.",
            "Did the tablet go off? Turn it on and go on: everything is kept.";
        /// Line to write on.
        SheetCall = "Hulp nodig? Bel:", "Need help? Call:";

        // --- Install ---

        /// Kind of tablet.
        Android = "Android-tablet", "Android tablet";
        /// Kind of tablet.
        Apple = "iPad", "iPad";
        /// Told above the steps.
        InstallHint =
            "Doe dit één keer. Namen van menu's kunnen op uw tablet iets anders zijn.",
            "Do this once. Names of menus may differ a little on your tablet.";
        /// Part.
        InstallHome = "Op het beginscherm", "On the home screen";
        /// Part.
        InstallPin = "Eén app vastzetten", "Lock to one app";
        /// Part.
        InstallSound = "Geluid", "Sound";
        /// Part.
        InstallLight = "Licht en slot", "Light and lock";
        /// Step, Android.
        AndroidHomeOne = "Open deze pagina in Chrome.", "Open this page in Chrome.";
        /// Step, Android.
        AndroidHomeTwo =
            "Tik op ⋮ en dan op “Toevoegen aan startscherm” of “App installeren”.",
            "Tap ⋮ and then “Add to Home screen” or “Install app”.";
        /// Step, Android.
        AndroidHomeThree =
            "Tik op “Installeren”. Open de app voortaan met het nieuwe pictogram.",
            "Tap “Install”. From now on open the app with the new icon.";
        /// Step, Android.
        AndroidPinOne =
            "Open Instellingen en zoek op “vastzetten” (bij “Beveiliging en privacy”). Zet “App vastzetten” aan, en ook \
            dat de pincode nodig is om los te maken.",
            "Open Settings and search for “pin” (under “Security and privacy”). Turn on “App pinning”, and also that the \
            PIN is needed to unpin.";
        /// Step, Android.
        AndroidPinTwo =
            "Start de app. Open het overzicht van apps (veeg omhoog en houd vast, of de knop ▢).",
            "Start the app. Open the list of recent apps (swipe up and hold, or the ▢ button).";
        /// Step, Android.
        AndroidPinThree =
            "Tik op het pictogram boven de app en dan op “Vastzetten”.",
            "Tap the icon above the app and then “Pin”.";
        /// Step, Android.
        AndroidPinFour =
            "Losmaken: veeg omhoog en houd vast (of houd “Terug” en ▢ samen ingedrukt) en geef de pincode van de \
            tablet.",
            "Unpin: swipe up and hold (or hold “Back” and ▢ together) and enter the PIN of the tablet.";
        /// Step, Android.
        AndroidSoundOne =
            "Zet met de knoppen opzij het geluid van media hard genoeg voor een rumoerige kamer.",
            "With the buttons on the side set the media volume loud enough for a noisy room.";
        /// Step, Android.
        AndroidSoundTwo =
            "Zet “Niet storen” aan, zodat er geen meldingen komen.",
            "Turn on “Do not disturb”, so that no notifications come.";
        /// Step, Android.
        AndroidLightOne =
            "Instellingen, “Scherm”: zet de helderheid hoog en “Automatische helderheid” uit.",
            "Settings, “Display”: set the brightness high and turn off “Adaptive brightness”.";
        /// Step, Android.
        AndroidLightTwo =
            "Instellingen, “Scherm”, “Time-out voor scherm”: kies de langste tijd.",
            "Settings, “Display”, “Screen timeout”: choose the longest time.";
        /// Step, iPad.
        AppleHomeOne = "Open deze pagina in Safari.", "Open this page in Safari.";
        /// Step, iPad.
        AppleHomeTwo =
            "Tik op de deelknop (vierkant met pijl omhoog) en dan op “Zet op beginscherm”.",
            "Tap the share button (square with an arrow) and then “Add to Home Screen”.";
        /// Step, iPad.
        AppleHomeThree =
            "Laat “Open als webapp” aan staan, als dat er staat, en tik op “Voeg toe”.",
            "Leave “Open as Web App” on, if it is there, and tap “Add”.";
        /// Step, iPad.
        AppleHomeFour =
            "Open de app voortaan met het nieuwe pictogram. In Safari zelf kan de iPad antwoorden na zeven dagen \
            wissen.",
            "From now on open the app with the new icon. In Safari itself the iPad may erase responses after seven \
            days.";
        /// Step, iPad.
        ApplePinOne =
            "Open Instellingen, dan “Toegankelijkheid” en “Begeleide toegang”. Zet het aan.",
            "Open Settings, then “Accessibility” and “Guided Access”. Turn it on.";
        /// Step, iPad.
        ApplePinTwo =
            "Kies daar een toegangscode en zet “Automatisch slot” op “Nooit”.",
            "Choose a passcode there and set “Display Auto-Lock” to “Never”.";
        /// Step, iPad.
        ApplePinThree =
            "Open de app en druk drie keer op de bovenste knop (of de thuisknop). Tik op “Begeleide toegang” en \
            “Start”.",
            "Open the app and triple-click the top button (or the home button). Tap “Guided Access” and “Start”.";
        /// Step, iPad.
        ApplePinFour =
            "Losmaken: druk weer drie keer, geef de toegangscode en tik op “Stop”.",
            "Unlock: triple-click again, enter the passcode and tap “End”.";
        /// Step, iPad.
        AppleSoundOne =
            "Zet met de knoppen opzij het geluid hard genoeg voor een rumoerige kamer.",
            "With the buttons on the side set the volume loud enough for a noisy room.";
        /// Step, iPad.
        AppleSoundTwo =
            "Open het bedieningspaneel (veeg omlaag vanaf rechtsboven): zet “Stille modus” uit en “Niet storen” aan.",
            "Open Control Centre (swipe down from the top right): turn “Silent Mode” off and “Do Not Disturb” on.";
        /// Step, iPad.
        AppleLightOne =
            "Veeg omlaag vanaf rechtsboven en schuif de helderheid (het zonnetje) hoog.",
            "Swipe down from the top right and slide the brightness (the sun) up.";
        /// Step, iPad.
        AppleLightTwo =
            "Open Instellingen en zoek op “Automatisch slot”: kies “Nooit”. Zet dit na afloop weer terug.",
            "Open Settings and search for “Auto-Lock”: choose “Never”. Set this back afterwards.";

        // --- What is that? ---

        /// Folded part beside settings: what they are.
        What = "Wat is dit?", "What is this?";
        /// Link from there to all words.
        WhatMore = "Alle woorden uitgelegd", "All words explained";
        /// A word that is explained.
        WordOffline = "Werkt zonder internet", "Works without internet";
        /// What it means.
        WordOfflineText =
            "De app staat op de tablet zelf. Na één keer openen met internet kan hij zonder. Antwoorden wachten tot er weer \
            internet is.",
            "The app is on the tablet itself. Once opened with internet, it can do without. Responses wait until there is \
            internet again.";
        /// A word that is explained.
        WordPersist = "De browser bewaart alles", "The browser keeps everything";
        /// What it means.
        WordPersistText =
            "Zonder deze belofte mag de browser bij weinig ruimte iets wissen. Zet de app op het beginscherm: dan komt de \
            belofte meestal vanzelf.",
            "Without this promise the browser may erase things when space is short. Add the app to the home screen: then \
            the promise usually comes by itself.";
        /// A word that is explained.
        WordLedger = "Lijst van antwoorden", "List of responses";
        /// What it means.
        WordLedgerText =
            "Van elk antwoord alleen het nummer, de dag en of het verstuurd is. Wie het onderzoek doet kan zo nagaan of alles \
            is aangekomen.",
            "Of each response only its number, the day and whether it was sent. So whoever does the research can check that \
            everything has arrived.";
        /// A word that is explained.
        WordDraft = "Concept", "Draft";
        /// What it means.
        WordDraftText =
            "Deze vertaling is nog niet nagekeken door iemand die de taal van huis uit spreekt. U kunt hem gebruiken. Laat \
            iemand die de taal goed kent meekijken met “Nakijken”.",
            "Nobody who grew up with the language has checked this translation yet. You can use it. Have somebody who knows \
            the language well look through it with “Check”.";
        /// A word that is explained.
        WordStudy = "Studie", "Study";
        /// What it means.
        WordStudyText =
            "Alle kaarten, vragen, talen en plaatjes samen. De versie verandert als er iets aan verandert: zo raken metingen \
            niet door elkaar.",
            "All cards, questions, languages and pictures together. The version changes when anything in it changes: so \
            measurements do not get mixed up.";
        /// A word that is explained.
        WordFramework = "Veranderverhaal", "Theory of change";
        /// What it means.
        WordFrameworkText =
            "De doelen waar de centra aan werken, en de tekens waaraan men dat ziet. Elke kaart en vraag hoort bij zo’n \
            teken. Bewoners zien dit niet.",
            "The goals that the centres work towards, and the signs by which one sees that. Every card and question belongs \
            to such a sign. Residents do not see this.";
        /// A word that is explained.
        WordActivity = "Activiteit", "Activity";
        /// What it means.
        WordActivityText =
            "Eén keer verzamelen: een centrum, een soort activiteit, een dag. Antwoorden van die keer horen bij \
            elkaar.",
            "Collecting once: a centre, a kind of activity, a day. Responses of that time belong together.";
        /// A word that is explained.
        WordRound = "Ronde", "Round";
        /// What it means.
        WordRoundText =
            "De hoeveelste meting het is, bijvoorbeeld 1 in het voorjaar en 2 in het najaar. Zo kunt u later \
            vergelijken.",
            "Which measurement it is, for example 1 in spring and 2 in autumn. So you can compare later.";
        /// A word that is explained.
        WordIndicator = "Onderwerp (indicator)", "Topic (indicator)";
        /// What it means.
        WordIndicatorText =
            "Een teken waaraan u ziet dat het centrum verschil maakt. Uit uw keuze volgen de kaarten en vragen. Vier \
            tot zes is genoeg.",
            "A sign by which you see that the centre makes a difference. Your choice gives the cards and questions. \
            Four to six is enough.";
        /// A word that is explained.
        WordMode = "Wie houdt de tablet vast?", "Who holds the tablet?";
        /// What it means.
        WordModeText =
            "Alleen, met u, met een tolk of met een groep. Het staat bij elk antwoord, want hulp kan antwoorden \
            veranderen.",
            "Alone, with you, with an interpreter or with a group. It stands with each response, because help can \
            change answers.";
        /// A word that is explained.
        WordEndpoint = "Waarheen", "Where to";
        /// What it means.
        WordEndpointText =
            "Het adres waar antwoorden naartoe gaan. Dat krijgt u van wie het onderzoek doet. Vaak met een link of \
            QR-code: dan hoeft u niets te typen.",
            "The address to which responses go. You get it from who does the research, often as a link or QR code: \
            then you need not type.";
        /// A word that is explained.
        WordBatch = "Hoeveel tegelijk en hoe lang wachten", "How many at once and how long to wait";
        /// What it means.
        WordBatchText =
            "Alleen voor wie de server beheert. Laat het zo staan als niemand er iets over zegt.",
            "Only for who looks after the server. Leave it as it is if nobody mentions it.";
        /// A word that is explained.
        WordLanguages = "Talen", "Languages";
        /// What it means.
        WordLanguagesText =
            "Vink aan welke talen bewoners kunnen kiezen. Klaarzetten haalt tekst en stem op, zodat ze zonder \
            internet werken.",
            "Tick the languages that residents may choose. Making ready fetches texts and voice, so that they work \
            without internet.";
        /// A word that is explained.
        WordVoices = "Stemmen", "Voices";
        /// What it means.
        WordVoicesText =
            "U kunt elke tekst zelf inspreken. Een bekende stem is prettiger dan die van de computer.",
            "You can speak every text yourself. A known voice is nicer than that of the computer.";
        /// A word that is explained.
        WordBackup = "Reservekopie", "Backup";
        /// What it means.
        WordBackupText =
            "Alles van deze tablet in één bestand. Bewaar het op een andere plek. Terugzetten verdubbelt niets.",
            "Everything on this tablet in one file. Keep it elsewhere. Restoring doubles nothing.";
        /// A word that is explained.
        WordClearing = "Wissen", "Clearing";
        /// What it means.
        WordClearingText =
            "Alleen wat verstuurd is kan weg. Wat wacht of geweigerd is blijft altijd staan.",
            "Only what has been sent can go. What waits or was refused always stays.";
        /// A word that is explained.
        WordRefused = "Geweigerd", "Refused";
        /// What it means.
        WordRefusedText =
            "De server wil dit antwoord niet hebben en zegt waarom. Het blijft bewaard. Geef de woorden door aan wie \
            het onderzoek doet.",
            "The server will not have this response and says why. It is kept. Pass the words on to who does the \
            research.";
        /// A word that is explained.
        WordPin = "Pincode", "PIN";
        /// What it means.
        WordPinText =
            "Houdt bewoners uit het deel voor de begeleider. Vergeten? Gebruik de herstelcode van het papier. \
            Antwoorden gaan nooit verloren.",
            "Keeps residents out of the coordinator's part. Forgotten? Use the recovery code on paper. Responses \
            never get lost.";
        /// A word that is explained.
        WordPractice = "Oefenen", "Practice";
        /// What it means.
        WordPracticeText =
            "Om het te leren: niets wordt bewaard of verstuurd.",
            "For learning: nothing is kept or sent.";
        /// A word that is explained.
        WordPaper = "Papier", "Paper";
        /// What it means.
        WordPaperText =
            "Kaarten en vragen afdrukken, en daarna invoeren wat bewoners gaven. Zulke antwoorden heten overal \
            “papier”.",
            "Print cards and questions, and enter afterwards what residents gave. Such responses are called “paper” \
            everywhere.";
    }
}
