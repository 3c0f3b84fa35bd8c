//! What is said about the PIN and the hand-over.

phrases! {
    /// About the PIN and the hand-over; the notes are for translators.
    pub enum GatePhrase {
        // --- The PIN, among the settings ---

        /// Heading.
        Heading = "Pincode", "PIN";
        /// About it, while there is none.
        None =
            "Zonder pincode kan iedereen die de tablet vasthoudt deze pagina openen.",
            "Without a PIN, anyone who holds the tablet can open this page.";
        /// About it, while there is one.
        Set =
            "Na Start is deze pagina op slot. Terug: houd bij de deelnemers het tandwiel in de hoek twee seconden ingedrukt, en \
            toets de pincode in.",
            "After Start this page is locked. To come back: on the participants’ screen, hold the gear in the corner for two \
            seconds, then enter the PIN.";
        /// The browser has nothing to keep a PIN with.
        NoHttps =
            "Een pincode kan hier niet: deze pagina is niet met https geopend. Vraag de beheerder om een https-adres.",
            "No PIN is possible here: this page was not opened with https. Ask the administrator for an https address.";
        /// Button: set one.
        SetPin = "Pincode instellen", "Set a PIN";
        /// Button: set another one.
        Change = "Andere pincode", "Another PIN";
        /// Button: do without.
        Remove = "Pincode weghalen", "Remove the PIN";
        /// Before it is removed.
        RemoveAsk =
            "Dan kan iedereen die de tablet vasthoudt deze pagina openen.",
            "Then anyone who holds the tablet can open this page.";
        /// Button: yes.
        RemoveYes = "Ja, weghalen", "Yes, remove it";
        /// Button: no.
        RemoveNo = "Niet doen", "Don’t";
        /// Button: lock the page now.
        Shut = "Nu op slot", "Lock now";

        // --- Offered at the first start ---

        /// Question.
        Offer = "Eerst een pincode?", "A PIN first?";
        /// About it.
        OfferHint =
            "Bewoners krijgen de tablet in handen. Met een pincode kunnen alleen begeleiders bij de antwoorden en de \
            instellingen.",
            "Residents will hold the tablet. With a PIN, only coordinators can reach the responses and the settings.";
        /// Button: not now. It is not asked again.
        Later = "Later", "Later";

        // --- The gate ---

        /// Heading: the page is locked.
        Locked = "Alleen voor begeleiders", "For coordinators only";
        /// Link: to the participants.
        ToParticipants = "Naar de deelnemers", "To the participants";
        /// Label of the field, and of the number pad.
        Pin = "Pincode", "PIN";
        /// Button on the pad: the last digit goes.
        Rub = "Laatste cijfer weg", "Delete the last digit";
        /// Button on the pad: that is it.
        Enter = "Klaar", "Done";
        /// The PIN was wrong.
        Wrong = "Dat is niet de pincode.", "That is not the PIN.";
        /// The code was wrong.
        WrongCode = "Dat is niet de herstelcode. Kijk elk teken na.", "That is not the recovery code. Check every sign.";
        /// One has to wait.
        Wait = "Te vaak mis. Wacht even; daarna kan het weer.", "Too many wrong tries. Wait a moment; then try again.";
        /// `{time}` is minutes and seconds, counting down.
        WaitTime = "Nog {time}", "{time} left";
        /// Too few digits.
        TooShort = "Een pincode heeft 4 tot 8 cijfers.", "A PIN has 4 to 8 digits.";
        /// It is being worked out.
        Busy = "Een ogenblik …", "One moment …";
        /// Button: the PIN is forgotten.
        Forgot = "Pincode vergeten", "PIN forgotten";
        /// Button: one step back.
        Back = "Terug", "Back";
        /// Button: leave it as it is.
        Leave = "Toch niet", "Never mind";

        // --- Recovery code ---

        /// Heading and label.
        Code = "Herstelcode", "Recovery code";
        /// About the field.
        CodeHint =
            "Vier groepjes van vier, op het papier dat bij de pincode hoort. Streepjes en hoofdletters hoeven niet.",
            "Four groups of four, on the paper that belongs to the PIN. No need for dashes or capitals.";
        /// Button: try the code.
        CodeEnter = "Verder met deze code", "Go on with this code";
        /// Button: there is no code either.
        CodeLost = "Ook geen herstelcode", "No recovery code either";

        // --- Both lost ---

        /// Heading.
        Lost = "Zonder pincode en code", "Without PIN and code";
        /// What happens then.
        LostHint =
            "Er gaat geen antwoord verloren. Eerst gaat alles naar de server. Daarna worden de verstuurde antwoorden van \
            deze tablet gewist en kies je een nieuwe pincode. Lezen kan hier niet meer.",
            "No response is lost. First everything goes to the server. Then the sent responses are cleared from this tablet \
            and you choose a new PIN. They can no longer be read here.";
        /// How many are still here: one.
        LostWaitingOne = "1 antwoord is nog niet verstuurd.", "1 response has not been sent yet.";
        /// How many are still here.
        LostWaiting = "{n} antwoorden zijn nog niet verstuurd.", "{n} responses have not been sent yet.";
        /// One is not finished.
        LostDraftOne =
            "1 deelnemer is nog bezig. Open het scherm voor deelnemers. Na tien minuten bewaart de tablet het \
            antwoord vanzelf als het scherm opnieuw opengaat.",
            "1 participant has not finished. Open the participants’ screen. After ten minutes the tablet keeps the \
            response by itself when that screen is opened again.";
        /// `{n}` are not finished.
        LostDrafts =
            "{n} deelnemers zijn nog bezig. Open het scherm voor deelnemers. Na tien minuten bewaart de tablet de \
            antwoorden vanzelf als het scherm opnieuw opengaat.",
            "{n} participants have not finished. Open the participants’ screen. After ten minutes the tablet keeps the \
            responses by itself when that screen is opened again.";
        /// One draft cannot be read.
        LostUnreadableOne =
            "1 onafgemaakt antwoord is beschadigd: niemand kan het nog lezen. Het wordt ook gewist.",
            "1 unfinished response is damaged: nobody can read it any more. It will be cleared too.";
        /// `{n}` drafts cannot be read.
        LostUnreadable =
            "{n} onafgemaakte antwoorden zijn beschadigd: niemand kan ze nog lezen. Ze worden ook gewist.",
            "{n} unfinished responses are damaged: nobody can read them any more. They will be cleared too.";
        /// One was refused by the server.
        LostRefusedOne =
            "1 antwoord is geweigerd door de server. Vraag wie de server beheert om hulp. Tot dan blijft het hier staan.",
            "1 response was refused by the server. Ask whoever looks after the server for help. Until then it stays here.";
        /// `{n}` were refused by the server.
        LostRefused =
            "{n} antwoorden zijn geweigerd door de server. Vraag wie de server beheert om hulp. Tot dan blijven ze hier staan.",
            "{n} responses were refused by the server. Ask whoever looks after the server for help. Until then they stay here.";
        /// Button: send.
        LostSend = "Nu versturen", "Send now";
        /// Everything is sent.
        LostDone = "Alles is verstuurd.", "Everything has been sent.";
        /// Button: clear, and choose a PIN.
        LostClear = "Wissen en nieuwe pincode kiezen", "Clear, and choose a new PIN";
        /// The storage does not answer.
        LostTrouble =
            "De opslag van de tablet geeft geen antwoord. Er is niets gewist. Laad de pagina opnieuw.",
            "The storage of the tablet does not answer. Nothing was cleared. Load the page again.";

        // --- A new PIN ---

        /// Heading.
        Choose = "Kies een pincode", "Choose a PIN";
        /// About it.
        ChooseHint =
            "4 tot 8 cijfers, voor alle begeleiders van deze tablet.",
            "4 to 8 digits, for all coordinators of this tablet.";
        /// Everybody tries this one first.
        Easy =
            "Deze is makkelijk te raden. Kies liever een andere, of druk nog een keer op Klaar.",
            "This one is easily guessed. Better choose another, or press Done once more.";
        /// Heading: once more.
        Repeat = "Nog een keer dezelfde", "The same once more";
        /// They differ.
        NotTheSame = "Dat was niet twee keer dezelfde. Kies opnieuw.", "Those were not the same. Choose again.";
        /// It could not be kept.
        NotKept =
            "De tablet kon de pincode niet bewaren. Maak ruimte, en kies opnieuw.",
            "The tablet could not keep the PIN. Make room, and choose again.";
        /// Heading: the code, shown once.
        Written = "De pincode staat erop", "The PIN is set";
        /// About the code.
        WrittenHint =
            "Dit is de herstelcode, voor als de pincode vergeten is. Je ziet hem alleen nu. Print hem of schrijf hem over, en \
            bewaar hem niet bij de tablet.",
            "This is the recovery code, in case the PIN is forgotten. You see it only now. Print it or copy it down, and \
            do not keep it with the tablet.";
        /// Button: print.
        Print = "Printen", "Print";
        /// Button: the code is safe.
        Seen = "Ik heb de code", "I have the code";
        /// On the printed page.
        PaperTitle = "Betekenis: herstelcode van een tablet", "Betekenis: recovery code of a tablet";
        /// On the printed page, with lines to write on.
        PaperTablet = "Welke tablet:", "Which tablet:";
        /// On the printed page: what to do with it.
        PaperHint =
            "Pincode vergeten? Houd bij de deelnemers het tandwiel in de hoek twee seconden ingedrukt. Kies ‘Pincode vergeten’ \
            en vul deze code in. Daarna kies je een nieuwe pincode, en krijg je een nieuwe code.",
            "PIN forgotten? On the participants’ screen, hold the gear in the corner for two seconds. Choose ‘PIN forgotten’ \
            and enter this code. Then you choose a new PIN, and get a new code.";
        /// On the printed page.
        PaperKeep =
            "Bewaar dit papier waar deelnemers niet komen, en niet bij de tablet.",
            "Keep this paper where participants do not come, and not with the tablet.";

        // --- Who takes part ---

        /// Heading: counters of this activity.
        Counters = "Bij deze activiteit", "At this activity";
        /// How many gave a response.
        Participants = "deelnemers", "participants";
        /// `{n}` are wanted.
        OfTarget = "van {n}", "of {n}";
        /// How many vouchers were handed out.
        Vouchers = "bonnen gegeven", "vouchers given";
        /// About them.
        VouchersHint =
            "Alleen een getal, los van de antwoorden.",
            "Just a number, apart from the responses.";
        /// Button.
        VoucherMore = "Eén bon erbij", "One voucher more";
        /// Button.
        VoucherLess = "Eén bon minder", "One voucher less";
        /// Switch: practice.
        Practice = "Oefenen", "Practice";
        /// About it.
        PracticeHint =
            "Om de app te leren kennen. Er wordt niets bewaard of verstuurd; op elk scherm staat ‘Oefenen’.",
            "To get to know the app. Nothing is kept or sent; every screen says ‘Practice’.";
        /// On top of the page while it is on.
        PracticeOn =
            "Oefenen staat aan: antwoorden worden niet bewaard.",
            "Practice is on: responses are not kept.";
        /// Button: no more practice.
        PracticeOff = "Uitzetten", "Turn off";
    }
}
