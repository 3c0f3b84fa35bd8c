//! The coordinator's words, in Dutch and English.
//!
//! What participants read stands in the study, in all its languages; here is only what the people see who look after
//! the tablets. `{name}` in a phrase is filled in by [`Language::say_with`].

/// A language in which coordinators read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// Where most centres are.
    #[default]
    Dutch,
    /// For who does not read Dutch.
    English,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Dutch, Self::English];

    /// The language with the tag `id`; Dutch if it is another one.
    pub fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|language| language.id() == id).unwrap_or_default()
    }

    /// BCP 47 tag.
    pub fn id(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
        }
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dutch => "Nederlands",
            Self::English => "English",
        }
    }

    /// `phrase` in this language.
    pub fn say(self, phrase: impl Said) -> &'static str {
        let (dutch, english) = phrase.texts();
        match self {
            Self::Dutch => dutch,
            Self::English => english,
        }
    }

    /// `phrase` with `values` (name and value) in the places of their names.
    pub fn say_with(self, phrase: impl Said, values: &[(&str, &str)]) -> String {
        let mut said = String::new();
        let mut rest = self.say(phrase);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            said.push_str(before);
            said.push_str(values.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| value));
            rest = after;
        }
        said + rest
    }

    /// A day (`YYYY-MM-DD`) in words; what is no day stays as it is.
    pub fn day(self, day: &str) -> String {
        let parts: Vec<usize> = day.split('-').filter_map(|part| part.parse().ok()).collect();
        let [year, month, date] = parts[..] else { return day.to_owned() };
        let month = self.say(Phrase::Months).split(' ').nth(month.saturating_sub(1)).unwrap_or_default();
        format!("{date} {month} {year}")
    }

    /// A number of bytes in words: what is less than a tenth of the unit is left out.
    pub fn size(self, bytes: u64) -> String {
        const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
        let (mut tenths, mut unit) = (bytes / 100, 0);
        while tenths >= 10_000 && unit + 1 < UNITS.len() {
            tenths /= 1000;
            unit += 1;
        }
        let (whole, tenth, unit) = (tenths / 10, tenths % 10, UNITS[unit]);
        let point = match self {
            Self::Dutch => ',',
            Self::English => '.',
        };
        if whole >= 10 || tenth == 0 {
            format!("{whole} {unit}")
        } else {
            format!("{whole}{point}{tenth} {unit}")
        }
    }

    /// `one` if `n` is 1, otherwise `many`, with `{n}` filled in.
    pub fn say_count<P: Said>(self, n: usize, one: P, many: P) -> String {
        self.say_with(if n == 1 { one } else { many }, &[("n", &n.to_string())])
    }
}

/// Something that can be said to coordinators, in each of their languages.
pub trait Said: Copy + std::fmt::Debug + Send + Sync + 'static {
    /// All of the kind, in the order of the page.
    const ALL: &'static [Self];

    /// In Dutch and in English.
    fn texts(self) -> (&'static str, &'static str);
}

macro_rules! phrases {
    ($(#[doc = $about:literal])+ pub enum $name:ident {
        $($(#[doc = $note:literal])+ $variant:ident = $dutch:literal, $english:literal;)*
    }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[doc = $note])+ $variant,)* }

        impl $crate::ui::text::Said for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];

            fn texts(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($dutch, $english),)* }
            }
        }
    };
}

pub mod data;
pub mod gate;
pub mod help;
pub mod paper;
pub mod plan;
pub mod results;
pub mod setup;
pub mod story;

phrases! {
    /// Something that is said to coordinators; the notes are for translators.
    pub enum Phrase {
        // --- Top of the page ---

        /// Heading and title of the page.
        Title = "Betekenis — begeleider", "Betekenis — coordinator";
        /// What the buttons with the names of languages choose.
        LanguageChoice = "Taal van deze pagina", "Language of this page";
        /// The main button: opens the screen for participants.
        Start = "Start", "Start";
        /// Below it.
        StartHint = "Opent het scherm voor deelnemers", "Opens the screen for participants";
        /// `{activity}` is what was set: centre, kind and round, divided by dots.
        ActivityNow = "Nu ingesteld: {activity}", "Set now: {activity}";
        /// What the links at the top lead to.
        Views = "Onderdelen", "Parts";
        /// Link at the top: the activity at hand, and where its responses stand.
        ViewDesk = "Overzicht", "Overview";
        /// Opens further links.
        ViewsMore = "Meer", "More";
        /// Link at the top: the tablet itself, where it sends, the study.
        ViewDevice = "Apparaat", "Device";
        /// Link: to what has to be done about the tablet.
        ToDevice = "Naar “Apparaat”", "To “Device”";
        /// Link at the top, and heading: the coordinator's own voice.
        Voices = "Stemmen", "Voices";
        /// Link: back to the page with everything.
        BackToDesk = "Terug naar het overzicht", "Back to the overview";
        /// No activity was ever set.
        ActivityNone =
            "Er is nog geen activiteit ingesteld. Dat kan bij “Activiteit”.",
            "No activity has been set yet. You can do so under “Activity”.";

        // --- Overview ---

        /// Heading: how many responses there are.
        Overview = "Overzicht", "Overview";
        /// Below the number of responses that participants are still giving.
        CountDrafts = "nog bezig", "under way";
        /// Below the number of finished responses that were not sent yet.
        CountWaiting = "wachten op versturen", "waiting to be sent";
        /// Below the number of those in a request at this moment.
        CountSending = "onderweg", "on their way";
        /// Below the number of those that the server has.
        CountSent = "verstuurd", "sent";
        /// Below the number of those that the server did not want.
        CountRefused = "geweigerd", "refused";
        /// Below the number of those that were sent and whose text has been cleared from the tablet since.
        CountCleared = "verstuurd en gewist", "sent and cleared";
        /// Below the sum of all of them.
        CountMade = "samen gemaakt", "made in all";
        /// Below the number of people who did not want to take part.
        CountDeclined = "liever niet", "would rather not";
        /// No responses at all.
        NextNothing =
            "Er zijn nog geen antwoorden. Druk op Start en geef de tablet door.",
            "There are no responses yet. Press Start and hand the tablet round.";
        /// Somebody has begun, nobody has finished.
        NextDrafts =
            "Er is nog niemand klaar. Wie bezig is, gaat verder op het scherm voor deelnemers.",
            "Nobody has finished yet. Whoever has begun goes on at the screen for participants.";
        /// One response to be sent.
        NextSendOne =
            "1 antwoord staat veilig op deze tablet. Verstuur het als er wifi is.",
            "1 response is safe on this tablet. Send it when there is Wi-Fi.";
        /// `{n}` responses to be sent.
        NextSendMany =
            "{n} antwoorden staan veilig op deze tablet. Verstuur ze als er wifi is.",
            "{n} responses are safe on this tablet. Send them when there is Wi-Fi.";
        /// Every response is at the server.
        NextAllSent = "Alles is verstuurd.", "Everything has been sent.";
        /// One response was refused.
        NextRefusedOne =
            "1 antwoord is geweigerd. Bekijk hieronder waarom.",
            "1 response was refused. See below why.";
        /// `{n}` responses were refused.
        NextRefusedMany =
            "{n} antwoorden zijn geweigerd. Bekijk hieronder waarom.",
            "{n} responses were refused. See below why.";
        /// Heading of the list of refused responses.
        Refused = "Geweigerd door de ontvanger", "Refused by the receiver";
        /// What to do about them.
        RefusedHint =
            "Ze blijven op de tablet. Geef de redenen door aan wie de server beheert, en probeer het daarna opnieuw.",
            "They stay on the tablet. Tell the reasons to whoever looks after the server, and then try again.";
        /// Refused on `{day}`.
        RefusedOn = "geweigerd op {day}", "refused on {day}";
        /// Button: send one refused response again.
        RetryOne = "Opnieuw", "Again";
        /// The same for who hears and does not see it; `{id}` is the first part of an id.
        RetryNamed = "Antwoord {id} opnieuw proberen", "Try response {id} again";
        /// Button: save the refused responses as a file.
        RefusedSave = "Geweigerde opslaan", "Save the refused ones";
        /// Saved as the file `{file}`.
        RefusedSaved =
            "Opgeslagen bij de downloads: {file}. Geef het aan wie de server beheert.",
            "Saved among the downloads: {file}. Give it to whoever looks after the server.";
        /// Button: show more of the list.
        RefusedMore = "Toon meer", "Show more";
        /// Button: send the refused ones again.
        Retry = "Alle opnieuw proberen", "Try all again";

        // --- What may be wrong with the storage ---

        /// No room on the tablet, and what to do.
        StoreFull =
            "De tablet heeft geen ruimte meer. Verstuur de antwoorden, of maak ruimte: haal foto’s of apps weg.",
            "The tablet has no room left. Send the responses, or make room: remove photos or apps.";
        /// No storage, and what to do.
        StoreUnavailable =
            "De opslag van deze tablet antwoordt niet. Gebruik een gewoon venster en geen privévenster, laat bij de \
            instellingen van de browser sitegegevens (cookies) toe, en laad deze pagina opnieuw.",
            "The storage of this tablet does not answer. Use a normal window, not a private one, allow site data \
            (cookies) in the settings of the browser, and load this page again.";
        /// Before a detail that is of no use to coordinators themselves.
        ForTheTechnician = "Voor de beheerder: {detail}", "For the technician: {detail}";

        // --- Sending ---

        /// Heading: sending responses on.
        Sending = "Versturen", "Send";
        /// Its button.
        SendNow = "Versturen", "Send now";
        /// Sending starts by itself.
        SendingHint =
            "Met wifi gaat het vanzelf. Deze knop probeert het meteen.",
            "With Wi-Fi it goes by itself. This button tries at once.";
        /// Under way.
        SendingNow = "Bezig met versturen…", "Sending…";
        /// How far it is: a number of a number.
        SendingCount = "{n} van {total}", "{n} of {total}";
        /// There was nothing.
        SendingNothing = "Er is niets te versturen.", "There is nothing to send.";
        /// One was sent, and nothing is left.
        SentOne = "Gelukt: 1 antwoord is verstuurd.", "Done: 1 response was sent.";
        /// `{n}` were sent, and nothing is left.
        SentMany = "Gelukt: {n} antwoorden zijn verstuurd.", "Done: {n} responses were sent.";
        /// Some were sent, some refused.
        SentAndRefused =
            "{n} verstuurd, {refused} geweigerd. Bij “Overzicht” staat waarom.",
            "{n} sent, {refused} refused. “Overview” says why.";
        /// Some were sent before something came in the way.
        SentSoFar = "{n} verstuurd, de rest nog niet.", "{n} sent, the rest not yet.";
        /// The part of the app that sends does not start.
        SendingSilent =
            "Het versturen komt niet op gang. Laad deze pagina opnieuw. De antwoorden blijven bewaard.",
            "Sending does not get going. Load this page again. The responses are kept.";
        /// It tries again by itself, now.
        AgainNow = "Probeert het nu opnieuw.", "Trying again now.";
        /// In one second.
        AgainSecond = "Probeert het over 1 seconde opnieuw.", "Trying again in 1 second.";
        /// In `{n}` seconds.
        AgainSeconds = "Probeert het over {n} seconden opnieuw.", "Trying again in {n} seconds.";
        /// In `{n}` minutes.
        AgainMinutes = "Probeert het over {n} minuten opnieuw.", "Trying again in {n} minutes.";

        // --- What may be in the way: what it is, and what to do ---

        /// No address was set and the site has no server of its own that answers.
        NoEndpoint =
            "Er is geen adres ingevuld, en de site zelf neemt nu geen antwoorden aan.",
            "No address has been entered, and the site itself takes no responses now.";
        /// What to do.
        NoEndpointStep =
            "Kijk of er wifi is, of vul bij “Apparaat”, “Waarheen” een adres in.",
            "See whether there is Wi-Fi, or enter an address under “Device”, “Where to”.";
        /// The settings are wrong.
        SettingsWrong =
            "Met wat bij “Apparaat”, “Waarheen” staat, is geen bericht te maken.",
            "What stands under “Device”, “Where to” makes no message.";
        /// What to do.
        SettingsWrongStep =
            "Verbeter het adres of de tekst van het bericht, en druk op Testen.",
            "Mend the address or the text of the message, and press Test.";
        /// No answer at all.
        Unreachable = "De server is niet te bereiken.", "The server cannot be reached.";
        /// What to do.
        UnreachableStep =
            "Kijk of er wifi is. Is die er, controleer dan het adres bij “Apparaat”, “Waarheen”.",
            "See whether there is Wi-Fi. If there is, check the address under “Device”, “Where to”.";
        /// The tablet says that it has no network.
        Offline = "De tablet heeft geen netwerk.", "The tablet has no network.";
        /// What to do.
        OfflineStep =
            "Zet wifi aan. Daarna gaat het vanzelf verder.",
            "Switch Wi-Fi on. It then goes on by itself.";
        /// The answer took too long.
        TimedOut = "De server antwoordde niet op tijd.", "The server did not answer in time.";
        /// What to do.
        TimedOutStep =
            "Misschien is het netwerk traag. Probeer het later, of waar de wifi beter is.",
            "The network may be slow. Try later, or where the Wi-Fi is better.";
        /// The answer is no receipt.
        NoReceipt =
            "Er kwam wel een antwoord, maar geen bewijs van ontvangst.",
            "An answer came, but no proof of receipt.";
        /// What to do.
        NoReceiptStep =
            "Misschien is het de inlogpagina van de wifi: open een andere website en log in. Helpt dat niet, \
            controleer dan bij “Apparaat”, “Waarheen” het adres en de soort server.",
            "It may be the login page of the Wi-Fi: open another website and log in. If that does not help, check \
            the address and the kind of server under “Device”, “Where to”.";
        /// The server is there, but browsers may not use it from this site.
        NotLetIn =
            "De server is er, maar laat deze site niet toe (CORS).",
            "The server is there, but does not let this site in (CORS).";
        /// What to do.
        NotLetInStep =
            "Vraag de beheerder van de server om deze site toe te laten.",
            "Ask whoever looks after the server to let this site in.";
        /// The key is not accepted; `{status}` is a number.
        Unauthorised =
            "De server neemt de sleutel niet aan ({status}).",
            "The server does not accept the key ({status}).";
        /// What to do.
        UnauthorisedStep =
            "Vul bij “Apparaat”, “Waarheen”, “Meer instellingen” de juiste sleutel in. Wie de server beheert, heeft die.",
            "Enter the right key under “Device”, “Where to”, in “More settings”. Whoever looks after the server has it.";
        /// The address takes no responses; `{status}` is a number.
        WrongAddress =
            "Op dit adres worden geen antwoorden aangenomen ({status}).",
            "This address takes no responses ({status}).";
        /// What to do.
        WrongAddressStep =
            "Controleer het adres bij “Apparaat”, “Waarheen”.",
            "Check the address under “Device”, “Where to”.";
        /// The server has a fault or is busy; `{status}` is a number.
        ServerTrouble =
            "De server heeft het te druk of heeft zelf een storing ({status}).",
            "The server is too busy or has a fault of its own ({status}).";
        /// What to do.
        ServerTroubleStep =
            "Wachten helpt meestal. Duurt het langer dan een dag, vraag dan de beheerder van de server.",
            "Waiting mostly helps. If it takes longer than a day, ask whoever looks after the server.";

        // --- Where to ---

        /// Heading: the server to which responses go.
        Endpoint = "Waarheen", "Where to";
        /// Below it.
        EndpointHint =
            "Naar deze server gaan de antwoorden. Meestal hoef je hier niets te veranderen.",
            "The responses go to this server. Mostly there is nothing to change here.";
        /// What kind of server it is.
        Preset = "Soort server", "Kind of server";
        /// A kind of server: the one that comes with this app.
        PresetCollector = "Collector van Betekenis", "Betekenis collector";
        /// A kind of server.
        PresetDatasette = "Datasette", "Datasette";
        /// A kind of server.
        PresetCouchDb = "CouchDB", "CouchDB";
        /// A kind of server; two names of the same.
        PresetPostgRest = "PostgREST of Supabase", "PostgREST or Supabase";
        /// A kind of server: any other.
        PresetGeneric = "Andere server", "Another server";
        /// About the first kind: what to fill in.
        PresetCollectorHint =
            "Noemt elk antwoord dat is aangekomen. Het adres eindigt op /api/batches, of is leeg. Wil de server een \
            sleutel: Authorization met de waarde “Bearer …”.",
            "Names every response that has arrived. The address ends in /api/batches, or is empty. If the server wants \
            a key: Authorization with the value “Bearer …”.";
        /// About Datasette: what to fill in.
        PresetDatasetteHint =
            "Het adres is dat van de tabel, met /-/insert erachter. Er moet altijd een sleutel bij: Authorization met de \
            waarde “Bearer dstok_…”.",
            "The address is that of the table, followed by /-/insert. A key is always needed: Authorization with the \
            value “Bearer dstok_…”.";
        /// About CouchDB: what to fill in.
        PresetCouchDbHint =
            "Het adres is dat van de database, met /_bulk_docs erachter. De sleutel is Authorization met de waarde \
            “Basic …” (naam:wachtwoord, in base64).",
            "The address is that of the database, followed by /_bulk_docs. The key is Authorization with the value \
            “Basic …” (name:password, in base64).";
        /// About PostgREST and Supabase: what to fill in.
        PresetPostgRestHint =
            "Het adres is dat van de tabel; bij Supabase staat daar /rest/v1/ voor. De sleutel is Authorization met de \
            waarde “Bearer …”; Supabase wil ook nog apikey.",
            "The address is that of the table; with Supabase /rest/v1/ comes before it. The key is Authorization with \
            the value “Bearer …”; Supabase wants apikey as well.";
        /// About any other kind: what to fill in.
        PresetGenericHint =
            "Het adres en de sleutel krijg je van wie de server beheert. Zegt de server “gelukt”, dan telt het hele \
            pakket als aangekomen.",
            "Whoever looks after the server gives you the address and the key. When the server says “done”, the whole \
            batch counts as arrived.";
        /// No address, and the site itself came without https: nothing can be sent to it.
        SiteWithoutHttps =
            "Deze site werkt zonder https. Antwoorden gaan alleen over een beveiligde verbinding: vraag de beheerder van \
            de site om https, of vul een ander adres in. De antwoorden blijven tot dan op de tablet.",
            "This site works without https. Responses only go over a secure connection: ask whoever looks after the site \
            for https, or enter another address. Until then the responses stay on the tablet.";
        /// Where it is.
        Address = "Adres", "Address";
        /// About it.
        AddressHint =
            "Leeg: de server waar deze site vandaan komt. Anders een adres dat begint met https://",
            "Empty: the server that this site comes from. Otherwise an address that begins with https://";
        /// Opens the rest.
        MoreSettings = "Meer instellingen", "More settings";
        /// Responses in one request.
        BatchSize = "Antwoorden per keer", "Responses at a time";
        /// About it.
        BatchSizeHint =
            "Van 1 tot 1000. Is het de server te veel, dan gaat het vanzelf in kleinere stukken.",
            "From 1 to 1000. If it is too much for the server, it goes in smaller parts by itself.";
        /// How long the server may take.
        TimeOut = "Wachttijd in seconden", "Time to wait in seconds";
        /// About it.
        TimeOutHint =
            "Van 1 tot 600. Zo lang mag de server over een antwoord doen. Zet het hoger als de wifi traag is.",
            "From 1 to 600. So long the server may take to answer. Make it more if the Wi-Fi is slow.";
        /// Request headers.
        Headers = "Sleutels (headers)", "Keys (headers)";
        /// About them.
        HeadersHint =
            "Bijvoorbeeld Authorization, met de sleutel van de server. Ze gaan alleen naar dit adres.",
            "For example Authorization, with the key of the server. They go to this address only.";
        /// Name of a header; `{n}` counts them.
        HeaderName = "Naam {n}", "Name {n}";
        /// Value of a header; `{n}` counts them.
        HeaderValue = "Waarde {n}", "Value {n}";
        /// The address looks like that of another kind of server, called `{kind}`.
        OtherKind =
            "Dit adres lijkt van een andere soort server: {kind}. Kijk of “Soort server” klopt.",
            "This address looks like that of another kind of server: {kind}. See whether “Kind of server” is right.";
        /// In the field of a value that is missing.
        HeaderMissing = "ontbreekt nog", "still missing";
        /// In the field of a value that is kept and not shown.
        HeaderKept = "bewaard, niet te zien", "kept, not shown";
        /// In the field of a value that was kept for another server.
        HeaderAgain = "vul opnieuw in", "enter again";
        /// Button: one more header.
        AddHeader = "Sleutel erbij", "Add a key";
        /// Button: one header less; `{n}` counts them.
        RemoveHeader = "Sleutel {n} weghalen", "Remove key {n}";
        /// Body of a request.
        Template = "Tekst van het bericht (JSON)", "Text of the message (JSON)";
        /// About it. Signs with a dollar stay as they are.
        TemplateHint =
            "Leeg: zoals het voorbeeld. “$responses” wordt de lijst met antwoorden, “$batch” het kenmerk van het \
            pakket. Staat er “$response”, dan gaat elk antwoord in een eigen bericht. Houd de aanhalingstekens \
            eromheen: \"$responses\".",
            "Empty: as in the example. “$responses” becomes the list of responses, “$batch” the id of the batch. \
            With “$response” each response goes in a message of its own. Keep the quotation marks around it: \
            \"$responses\".";
        /// Tick: how the status 409 is read.
        Conflict = "409 betekent: dit antwoord is er al", "409 means: this response is there already";
        /// About it.
        ConflictHint =
            "Zet dit aan als de server een antwoord dat hij al heeft met 409 (Conflict) weigert. Het telt dan als aangekomen.",
            "Turn this on if the server refuses a response that it has already with 409 (Conflict). It then counts as arrived.";
        /// Button: try whether the server would take responses.
        Test = "Testen", "Test";
        /// While it is tried.
        Testing = "Bezig met testen…", "Testing…";
        /// It would; `{url}` is the address.
        TestWorks = "Het werkt. Antwoorden gaan naar {url}", "It works. Responses go to {url}";
        /// It is there, but takes each response in a message of its own; `{url}` is the address.
        TestReached =
            "De server is er en laat deze tablet toe: {url}. Of de tekst van het bericht klopt, blijkt pas bij het eerste antwoord.",
            "The server is there and lets this tablet in: {url}. Whether the text of the message is right shows with the first \
            response only.";
        /// It would, but what was entered is not kept yet.
        TestNotSaved = "Nog niet bewaard: druk op Bewaren.", "Not saved yet: press Save.";
        /// The server answers, but will not have an empty message.
        TestRefused =
            "De server is er, maar neemt het lege testbericht niet aan. Bij sommige servers is dat gewoon; anders \
            klopt de tekst van het bericht niet.",
            "The server is there, but does not take the empty test message. With some servers that is normal; \
            otherwise the text of the message is wrong.";
        /// Button: keep what was entered.
        Save = "Bewaren", "Save";
        /// It was kept.
        Saved = "Bewaard.", "Saved.";
        /// Something was entered and not kept yet.
        NotSaved = "Nog niet bewaard.", "Not saved yet.";
        /// No such number of responses.
        MistakeBatchSize =
            "Vul bij “Antwoorden per keer” een getal in van 1 tot 1000.",
            "Enter a number from 1 to 1000 for “Responses at a time”.";
        /// No such number of seconds.
        MistakeTimeOut =
            "Vul bij “Wachttijd” een getal in van 1 tot 600.",
            "Enter a number from 1 to 600 for “Time to wait”.";
        /// No such address.
        MistakeAddress =
            "Het adres moet beginnen met https:// en mag geen wachtwoord bevatten (of leeg zijn).",
            "The address has to begin with https:// and hold no password (or be empty).";
        /// The address names no server.
        MistakeHost =
            "In het adres staat geen naam van een server, of op een manier die verbergt welke het is.",
            "The address names no server, or in a way that hides which one it is.";
        /// A space or an invisible sign in the address; `{sign}` is its number.
        MistakeHidden =
            "In het adres staat een spatie of een teken dat niet te zien is of andere tekens anders laat lijken ({sign}). Typ het \
            adres zelf.",
            "The address holds a space, or a sign that cannot be seen or makes others look different ({sign}). Type the address \
            yourself.";
        /// A letter in the name of the server that may look like another one; `{letter}` is the letter, `{sign}` its number.
        MistakeLetter =
            "In de naam van de server staat “{letter}” ({sign}). Dat teken kan op een ander lijken, en dan gaat alles naar een \
            andere server. Is het goed zo, vul dan de vorm in die met xn-- begint.",
            "The name of the server holds “{letter}” ({sign}). That sign may look like another one, and then everything goes to \
            another server. If it is right, enter the form that begins with xn--.";
        /// No such port.
        MistakePort =
            "Het getal na de dubbele punt (de poort) is er een van 1 tot 65535.",
            "The number after the colon (the port) is one from 1 to 65535.";
        /// Too long an address.
        MistakeLong = "Het adres is te lang.", "The address is too long.";
        /// A header without a value, or with one that was kept for another server.
        MistakeHeaderMissing =
            "De waarde van een sleutel ontbreekt. Een sleutel hoort bij één server: vul hem voor dit adres opnieuw in, of \
            haal hem weg.",
            "The value of a key is missing. A key belongs to one server: enter it again for this address, or remove it.";
        /// A header without a name, or with a wrong one.
        MistakeHeaderName =
            "Elke sleutel heeft een naam nodig: letters, cijfers en streepjes, zonder spaties.",
            "Every key needs a name: letters, digits and hyphens, without spaces.";
        /// A header that a browser sets itself; `{name}` is its name.
        MistakeHeaderForbidden =
            "“{name}” kan geen sleutel zijn: dat vult de browser altijd zelf in.",
            "“{name}” cannot be a key: the browser always fills that in itself.";
        /// A header with a wrong value.
        MistakeHeaderValue =
            "In de waarde van een sleutel staat een teken dat niet verstuurd kan worden.",
            "The value of a key has a character that cannot be sent.";
        /// The body is wrong.
        MistakeTemplate =
            "De tekst van het bericht klopt niet. Het moet JSON zijn, met één keer \"$responses\" of \"$response\".",
            "The text of the message is wrong. It has to be JSON, with \"$responses\" or \"$response\" once.";

        // --- Activity ---

        /// Heading: the occasion at which responses are collected.
        Activity = "Activiteit", "Activity";
        /// Below it.
        ActivityHint =
            "Dit komt bij elk antwoord van nu af aan. Antwoorden die er al zijn, veranderen niet.",
            "This goes with every response from now on. Responses that are there already do not change.";
        /// Name of the centre.
        Centre = "Naam van het centrum", "Name of the centre";
        /// `{question}` is the question as participants will read it.
        CentreHint = "De vraag wordt: “{question}”", "The question becomes: “{question}”";
        /// Kind of activity.
        Kind = "Soort activiteit", "Kind of activity";
        /// About it.
        KindHint =
            "Kies, of schrijf iets anders. Geen namen van mensen.",
            "Choose, or write something else. No names of people.";
        /// Round of measurement.
        Round = "Meetronde", "Round of measurement";
        /// About it.
        RoundHint = "Bijvoorbeeld: najaar 2026. Mag leeg blijven.", "For example: autumn 2026. May stay empty.";
        /// Which cards.
        Deck = "Kaarten", "Cards";
        /// Who holds the tablet.
        Mode = "Wie vult in?", "Who answers?";
        /// About it.
        ModeHint =
            "Dit staat bij elk antwoord, zodat alleen en samen niet ongemerkt door elkaar lopen. Op het eerste scherm voor \
            deelnemers kun je het per persoon anders kiezen.",
            "This goes with every response, so that alone and together are never mixed unnoticed. On the first screen for \
            participants you can choose differently for each person.";
        /// A mode: by oneself.
        ModeAlone = "Alleen", "Alone";
        /// About it.
        ModeAloneHint =
            "Iedereen vult zelf in. Jij bent in de buurt voor een vraag.",
            "Everybody answers by themselves. You are near for a question.";
        /// A mode: the coordinator holds the tablet.
        ModeCoordinator = "Samen met begeleider", "With the coordinator";
        /// About it.
        ModeCoordinatorHint =
            "Jij leest voor of houdt de tablet vast, en tikt aan wat iemand zegt.",
            "You read aloud or hold the tablet, and tap what somebody says.";
        /// A mode: somebody translates or helps.
        ModeInterpreter = "Met tolk of familie", "With interpreter or family";
        /// About it.
        ModeInterpreterHint =
            "Iemand vertaalt of helpt mee. Het antwoord blijft dat van de deelnemer.",
            "Somebody translates or helps. The response stays that of the participant.";
        /// A mode: one sort by a group.
        ModeGroup = "Groep", "Group";
        /// About it.
        ModeGroupHint =
            "De groep legt samen de kaarten. Dat wordt één antwoord.",
            "The group sorts the cards together. That becomes one response.";
        /// Number of people in the group.
        Present = "Hoeveel mensen doen mee?", "How many people take part?";
        /// About it.
        PresentHint = "Mag leeg blijven.", "May stay empty.";
        /// A deck with its number of cards.
        DeckWithCount = "{title} ({n} kaarten)", "{title} ({n} cards)";
        /// A new activity was begun.
        SavedNewActivity = "Bewaard. Hier begint een nieuwe activiteit.", "Saved. A new activity begins here.";

        // --- Languages ---

        /// Heading: the languages of the study.
        Languages = "Talen", "Languages";
        /// Below it.
        LanguagesHint =
            "Vink aan in welke talen deelnemers mogen meedoen. Die talen komen met tekst en stem op deze tablet te staan.",
            "Tick the languages in which participants may take part. Their texts and voices are then put on this tablet.";
        /// A translation that nobody has checked.
        Draft = "concept: nog niet nagekeken", "draft: not checked yet";
        /// A translation that was checked on `{day}`.
        CheckedOn = "nagekeken op {day}", "checked on {day}";
        /// Better wordings were noted: one.
        CorrectionOne = "1 verbetering genoteerd", "1 correction noted";
        /// Better wordings were noted: `{n}`.
        CorrectionMany = "{n} verbeteringen genoteerd", "{n} corrections noted";
        /// A language works without a network.
        OnTablet = "staat op deze tablet", "is on this tablet";
        /// It does not.
        NotOnTablet = "nog niet op deze tablet", "not on this tablet yet";
        /// It is being fetched.
        Fetching = "wordt opgehaald…", "is being fetched…";
        /// One text is recorded in it.
        RecordedOne = "1 opname", "1 recording";
        /// `{n}` texts are recorded in it.
        RecordedMany = "{n} opnames", "{n} recordings";
        /// Link: compare its texts.
        Check = "Nakijken", "Check";
        /// The same for who hears and does not see it; `{language}` is the name of a language.
        CheckNamed = "Nakijken: {language}", "Check: {language}";
        /// Link: record its texts; `{language}` is the name of a language.
        VoicesNamed = "Stemmen: {language}", "Voices: {language}";
        /// No language is ticked.
        NoLanguage =
            "Er moet ten minste één taal aangevinkt zijn.",
            "At least one language has to be ticked.";
        /// Being put on the tablet; `{language}` is a name, `{n}` of `{total}`.
        Preparing =
            "{language} wordt klaargezet ({n} van {total})…",
            "{language} is being made ready ({n} of {total})…";
        /// Label of the bar.
        PreparingBar = "Talen klaarzetten", "Making languages ready";
        /// `{languages}` are names.
        Prepared =
            "Klaar voor gebruik zonder internet: {languages}.",
            "Ready for use without internet: {languages}.";
        /// `{languages}` are names.
        PreparedWithout =
            "Nog niet klaar voor gebruik zonder internet: {languages}. Zorg voor wifi en druk op “Klaarzetten”.",
            "Not yet ready for use without internet: {languages}. See to it that there is Wi-Fi and press “Make ready”.";
        /// Without https nothing can be put on the tablet.
        PreparedNever =
            "Zonder https kan deze tablet geen talen bewaren: ze werken alleen met internet. Vraag de beheerder van de site om \
            https.",
            "Without https this tablet cannot keep languages: they only work with internet. Ask whoever looks after the site \
            for https.";
        /// Button: put the ticked languages on the tablet.
        Prepare = "Klaarzetten", "Make ready";

        // --- Checking a translation ---

        /// Heading; `{language}` is the name of a language.
        Checking = "Nakijken: {language}", "Check: {language}";
        /// Below it.
        CheckingHint =
            "Laat iemand meelezen die met deze taal is opgegroeid. Is een zin gek of moeilijk? Tik op “Beter” en schrijf hoe het \
            wel moet. Deelnemers zien hier niets van.",
            "Let somebody read along who grew up with this language. Is a sentence odd or hard? Tap “Better” and write how it \
            should be. Participants see nothing of this.";
        /// Button: write a better wording.
        Better = "Beter", "Better";
        /// The same for who hears and does not see it; `{text}` is a text.
        BetterNamed = "Beter: {text}", "Better: {text}";
        /// Label of the field.
        BetterLabel = "Zo is het beter", "Better like this";
        /// About a text in which something is filled in. The signs stay as they are.
        BetterPlaces =
            "Laat staan wat tussen accolades staat: daar komt een naam of een getal.",
            "Leave what stands between braces: a name or a number comes there.";
        /// Button: everything is good.
        AllRight = "Alles klopt", "All is right";
        /// The same if one better wording was noted.
        CheckedButOne = "Nagekeken, met 1 verbetering", "Checked, with 1 correction";
        /// The same if `{n}` better wordings were noted.
        CheckedButMany = "Nagekeken, met {n} verbeteringen", "Checked, with {n} corrections";
        /// It was checked on `{day}`.
        CheckedNotice = "Nagekeken op {day}. Bedankt!", "Checked on {day}. Thank you!";
        /// Button: it was not.
        Withdraw = "Toch niet nagekeken", "Not checked after all";
        /// Button: save the better wordings as a file.
        SaveCorrections = "Bewaar voor de maker van de studie", "Save for the maker of the study";
        /// It was saved as `{file}`.
        CorrectionsSaved =
            "Opgeslagen bij de downloads: {file}. Geef het aan wie de studie maakt.",
            "Saved among the downloads: {file}. Give it to whoever makes the study.";
        /// The texts of a language are being read.
        TextsLoading = "De teksten worden gelezen…", "The texts are being read…";
        /// They cannot be had.
        TextsMissing =
            "De teksten van deze taal staan nog niet op de tablet. Zorg voor wifi en open deze pagina opnieuw.",
            "The texts of this language are not on the tablet yet. See to it that there is Wi-Fi and open this page again.";
        /// Kind of text: what is asked.
        GroupQuestions = "Vragen", "Questions";
        /// Kind of text: meaning cards.
        GroupCards = "Kaarten", "Cards";
        /// Kind of text: what can be chosen.
        GroupChoices = "Stapels en antwoorden", "Piles and answers";
        /// Kind of text: the rest.
        GroupWords = "Knoppen en zinnen", "Buttons and sentences";

        // --- Voices ---

        /// Below the heading.
        VoicesHint =
            "Spreek de teksten in met je eigen stem. Deelnemers horen dan jou in plaats van een computerstem. Kies een stille \
            plek en praat rustig. De opnames blijven op deze tablet.",
            "Speak the texts with your own voice. Participants then hear you instead of a computer voice. Choose a quiet place \
            and speak calmly. The recordings stay on this tablet.";
        /// What the links with names of languages choose.
        VoicesLanguage = "Taal van de opnames", "Language of the recordings";
        /// How far it is.
        RecordedOf = "{n} van {total} opgenomen", "{n} of {total} recorded";
        /// Button: one text after another.
        StepByStep = "Een voor een inspreken", "Record one by one";
        /// About it.
        StepByStepHint =
            "Groot in beeld, steeds de volgende tekst zonder opname.",
            "Large on the screen, always the next text without a recording.";
        /// Link: back from one by one.
        BackToList = "Terug naar de lijst", "Back to the list";
        /// Place in the list.
        PlaceOf = "{n} van {total}", "{n} of {total}";
        /// Button: begin to record.
        Record = "Opnemen", "Record";
        /// Button: stop recording.
        StopRecording = "Stop", "Stop";
        /// Waiting for the microphone.
        MicrophoneWait =
            "Wacht op de microfoon. Vraagt de browser iets, kies dan “Toestaan”.",
            "Waiting for the microphone. If the browser asks something, choose “Allow”.";
        /// Recording.
        Listening = "Spreek nu", "Speak now";
        /// Label of the meter.
        Level = "Hoe hard je praat", "How loud you speak";
        /// Seconds of seconds.
        Seconds = "{n} van {total} seconden", "{n} of {total} seconds";
        /// What was recorded is being made ready.
        RecordingWait = "Even wachten…", "One moment…";
        /// Button: hear the recording.
        HearRecording = "Luister", "Listen";
        /// Button: stop hearing.
        HushRecording = "Stil", "Quiet";
        /// Button: keep what was recorded.
        KeepRecording = "Bewaren", "Keep";
        /// Button: record again.
        RecordAgain = "Opnieuw", "Again";
        /// Button: throw away what was recorded just now.
        DiscardRecording = "Niet bewaren", "Don’t keep";
        /// Button: remove a recording.
        RemoveRecording = "Weghalen", "Remove";
        /// Before it is removed.
        RemoveAsk = "Deze opname weghalen?", "Remove this recording?";
        /// Button: yes.
        RemoveYes = "Ja, weghalen", "Yes, remove";
        /// A button and the text it is about, for who hears and does not see it.
        ButtonNamed = "{button}: {text}", "{button}: {text}";
        /// Tag: recorded on this tablet.
        IsRecorded = "opgenomen", "recorded";
        /// The name of the centre is said too.
        SayCentre = "Zeg ook de naam van jullie centrum.", "Say the name of your centre too.";
        /// Button: the text before.
        PreviousText = "Vorige", "Previous";
        /// Button: the text after.
        NextText = "Volgende", "Next";
        /// Button: the next text that has no recording.
        NextMissing = "Volgende zonder opname", "Next without a recording";
        /// Nothing is left to record.
        AllRecorded = "Alles is opgenomen. Mooi!", "Everything is recorded. Well done!";
        /// Heading: recordings of texts that are no longer in the study.
        OldRecordings = "Niet meer in de studie", "No longer in the study";
        /// About them.
        OldRecordingsHint =
            "Deze opnames horen bij teksten die veranderd zijn. Niemand hoort ze meer.",
            "These recordings belong to texts that have changed. Nobody hears them any more.";
        /// The microphone is not allowed.
        MicrophoneRefused =
            "De microfoon mag niet gebruikt worden. Tik op het slotje (of “aA”) bij het adres bovenin, zet de microfoon op \
            “Toestaan” en probeer het opnieuw.",
            "The microphone may not be used. Tap the lock (or “aA”) beside the address at the top, set the microphone to \
            “Allow” and try again.";
        /// There is none.
        MicrophoneAbsent =
            "Er is geen microfoon gevonden. Sluit er een aan, of neem op met een andere tablet en neem dat bestand hier over.",
            "No microphone was found. Connect one, or record with another tablet and take that file over here.";
        /// Another app has it.
        MicrophoneBusy =
            "De microfoon gaat niet aan. Misschien gebruikt een andere app hem: sluit die en probeer het opnieuw.",
            "The microphone does not start. Maybe another app uses it: close that one and try again.";
        /// The page came without https.
        MicrophoneInsecure =
            "Zonder https geeft de browser geen microfoon. Vraag de beheerder van de site om https, of neem op met een andere \
            tablet en neem dat bestand hier over.",
            "Without https the browser gives no microphone. Ask whoever looks after the site for https, or record with another \
            tablet and take that file over here.";
        /// The browser cannot record.
        MicrophoneUnable =
            "Deze browser kan niet opnemen. Werk hem bij, of open deze pagina in Chrome, Firefox of Safari.",
            "This browser cannot record. Update it, or open this page in Chrome, Firefox or Safari.";
        /// It came to nothing.
        MicrophoneLost = "De opname is niet gelukt. Probeer het opnieuw.", "The recording came to nothing. Try again.";
        /// Nobody spoke.
        NothingHeard =
            "Er is niets te horen. Praat wat harder, dichter bij de tablet, en probeer het opnieuw.",
            "Nothing can be heard. Speak a little louder, nearer to the tablet, and try again.";
        /// The loudspeaker does not start.
        NoLoudspeaker =
            "De tablet geeft nu geen geluid. Zet het geluid aan, sluit andere apps met geluid, en probeer het opnieuw.",
            "The tablet gives no sound now. Switch its sound on, close other apps with sound, and try again.";
        /// It cannot be played.
        NotPlayed =
            "Deze opname is niet af te spelen. Neem de tekst opnieuw op.",
            "This recording cannot be played. Record the text again.";
        /// No room for a recording.
        RecordingFull =
            "De tablet heeft geen ruimte meer voor deze opname; een oudere opname blijft. Haal foto’s of apps weg en druk nog eens \
            op “Bewaren”.",
            "The tablet has no room left for this recording; an older one stays. Remove photos or apps and press “Keep” once \
            more.";

        // --- Voices as a file ---

        /// Heading.
        VoicesFile = "Opnames in een bestand", "Recordings in a file";
        /// Below it.
        VoicesFileHint =
            "Eén bestand met alle opnames van deze tablet, in alle talen: voor een andere tablet, of voor wie de studie maakt.",
            "One file with all recordings of this tablet, in all languages: for another tablet, or for whoever makes the study.";
        /// Button.
        PackVoices = "Bewaar als bestand", "Save as a file";
        /// Under way.
        PackingVoices = "Het bestand wordt gemaakt…", "The file is being made…";
        /// Saved as `{file}`: one recording.
        PackedOne = "Opgeslagen bij de downloads: {file}, met 1 opname.", "Saved among the downloads: {file}, with 1 recording.";
        /// Saved as `{file}`: `{n}` recordings.
        PackedMany =
            "Opgeslagen bij de downloads: {file}, met {n} opnames.",
            "Saved among the downloads: {file}, with {n} recordings.";
        /// There are none.
        PackedNothing = "Er zijn nog geen opnames om te bewaren.", "There are no recordings to save yet.";
        /// Label of the field for a file.
        TakeVoices = "Neem over uit bestand", "Take over from a file";
        /// About it.
        TakeVoicesHint =
            "Kies het bestand dat begint met “betekenis-stemmen”. Wat al is opgenomen, blijft tenzij je anders kiest.",
            "Choose the file that begins with “betekenis-stemmen”. What is recorded already stays unless you choose otherwise.";
        /// Under way.
        TakingVoices = "De opnames worden overgenomen…", "The recordings are being taken over…";
        /// Another recording of one text is here already.
        ReplaceAskOne =
            "Van 1 tekst is hier al een andere opname. Wat moet daarmee gebeuren?",
            "There is another recording of 1 text here already. What is to happen with it?";
        /// Other recordings of `{n}` texts are here already.
        ReplaceAskMany =
            "Van {n} teksten is hier al een andere opname. Wat moet daarmee gebeuren?",
            "There are other recordings of {n} texts here already. What is to happen with them?";
        /// Button.
        ReplaceYes = "Vervangen door die uit het bestand", "Replace with those in the file";
        /// Button.
        ReplaceNo = "Laten zoals ze zijn", "Leave as they are";
        /// Taken over: one.
        TakenOne = "Gelukt: 1 opname overgenomen.", "Done: 1 recording was taken over.";
        /// Taken over: `{n}`.
        TakenMany = "Gelukt: {n} opnames overgenomen.", "Done: {n} recordings were taken over.";
        /// Besides: one was the very same.
        TakenSameOne = "1 was er al.", "1 was here already.";
        /// Besides: `{n}` were the very same.
        TakenSameMany = "{n} waren er al.", "{n} were here already.";
        /// Besides: one was left as it was.
        TakenLeftOne = "1 bleef zoals die was.", "1 was left as it was.";
        /// Besides: `{n}` were left as they were.
        TakenLeftMany = "{n} bleven zoals ze waren.", "{n} were left as they were.";
        /// Besides: one text is not in this study.
        TakenForeignOne = "1 tekst staat niet in deze studie.", "1 text is not in this study.";
        /// Besides: `{n}` texts are not in this study.
        TakenForeignMany = "{n} teksten staan niet in deze studie.", "{n} texts are not in this study.";
        /// Besides: one is broken.
        TakenBrokenOne = "1 opname in het bestand is kapot.", "1 recording in the file is broken.";
        /// Besides: `{n}` are broken.
        TakenBrokenMany = "{n} opnames in het bestand zijn kapot.", "{n} recordings in the file are broken.";
        /// The file is broken.
        TakeBroken =
            "Dit bestand is kapot of niet compleet. Kopieer het opnieuw. Er is niets veranderd.",
            "This file is broken or not complete. Copy it again. Nothing has changed.";
        /// The file is another one.
        TakeForeign =
            "In dit bestand zitten geen opnames van Betekenis. Kies een bestand dat begint met “betekenis-stemmen”. Er is niets \
            veranderd.",
            "There are no recordings of Betekenis in this file. Choose a file that begins with “betekenis-stemmen”. Nothing has \
            changed.";
        /// The file cannot be read.
        TakeUnreadable =
            "Dit bestand is niet te lezen. Zet het op de tablet zelf en kies het opnieuw. Wat al is overgenomen, blijft.",
            "This file cannot be read. Put it on the tablet itself and choose it again. What was taken over already stays.";
        /// The tablet has no room.
        TakeFull =
            "De tablet heeft geen ruimte voor alle opnames. Haal foto’s of apps weg en kies het bestand opnieuw. Wat al is \
            overgenomen, blijft.",
            "The tablet has no room for all recordings. Remove photos or apps and choose the file again. What was taken over \
            already stays.";

        // --- This study ---

        /// Heading: the study on this tablet.
        Study = "Deze studie", "This study";
        /// While it is read.
        StudyLoading = "De studie wordt gelezen…", "The study is being read…";
        /// There is none.
        StudyMissing =
            "Er is geen studie op deze tablet. Verbind de tablet met internet en laad deze pagina opnieuw.",
            "There is no study on this tablet. Connect the tablet to the internet and load this page again.";
        /// The file has a mistake.
        StudyBroken =
            "In het bestand van de studie zit een fout. Geef dit door aan wie de studie maakt:",
            "The file of the study has a mistake. Pass this on to whoever makes the study:";
        /// Which file.
        BrokenFile = "Bestand", "File";
        /// Where in the file.
        BrokenWhere = "Waar", "Where";
        /// Nowhere in particular.
        BrokenWhole = "het hele bestand", "the whole file";
        /// What stands there.
        BrokenFound = "Gevonden", "Found";
        /// What should stand there.
        BrokenExpected = "Verwacht", "Expected";
        /// An older file is used.
        BrokenKept =
            "De laatste goede versie blijft in gebruik.",
            "The last good version stays in use.";
        /// There is no older file.
        BrokenNone =
            "Er is geen eerdere goede versie op deze tablet: deelnemers kunnen nog niet beginnen.",
            "There is no earlier good version on this tablet: participants cannot begin yet.";
        /// Version of the study.
        StudyVersion = "Versie", "Version";
        /// Its languages.
        StudyLanguages = "Talen", "Languages";
        /// After the name of a language.
        DraftLanguage =
            "nog niet nagekeken door een moedertaalspreker",
            "not yet checked by a native speaker";
        /// Number of cards.
        StudyCards = "Kaarten", "Cards";
        /// Number of questions.
        StudyQuestions = "Vragen", "Questions";
        /// A goal of the neighbourhood.
        LevelNeighbourhood = "Wijk", "Neighbourhood";
        /// A goal of residents.
        LevelResident = "Bewoner", "Resident";
        /// Parts of a goal.
        Subgoals = "Subdoelen", "Subgoals";
        /// Signs of a goal.
        Indicators = "Indicatoren, met hun kaarten en vragen", "Indicators, with their cards and questions";
        /// Before the text of a card.
        OneCard = "Kaart", "Card";
        /// Before the text of a question.
        OneQuestion = "Vraag", "Question";
        /// An indicator that no card or question is about.
        NoEvidence = "Nog geen kaart of vraag.", "No card or question yet.";
        /// Cards and questions that are about no indicator.
        BesideFramework = "Buiten het veranderverhaal", "Beside the story of change";

        // --- This tablet ---

        /// Heading: what the tablet itself can do.
        Tablet = "Deze tablet", "This tablet";
        /// The app is on the tablet.
        OfflineReady =
            "De app staat op deze tablet en werkt zonder netwerk.",
            "The app is on this tablet and works without a network.";
        /// Not yet.
        OfflineNotYet =
            "De app werkt nog niet zonder netwerk. Laat deze pagina even open terwijl er wifi is.",
            "The app does not work without a network yet. Leave this page open for a while when there is Wi-Fi.";
        /// It never will be.
        OfflineNever =
            "Zonder https werkt de app alleen zolang er netwerk is.",
            "Without https the app only works while there is a network.";
        /// The page came over https, or from the device itself.
        Secure = "De verbinding met deze site is beveiligd.", "The connection to this site is secure.";
        /// It did not.
        Insecure =
            "De verbinding met deze site is niet beveiligd: https ontbreekt. Vraag de beheerder van de site daarom.",
            "The connection to this site is not secure: https is missing. Ask whoever looks after the site for it.";
        /// `{version}` is a number.
        AppVersion = "Versie van de app: {version}", "Version of the app: {version}";
        /// It looks like a private window.
        Private =
            "Dit lijkt een privévenster. Sluit je het, dan is alles weg. Open de app in een gewoon venster.",
            "This looks like a private window. If you close it, everything is gone. Open the app in a normal window.";
        /// Responses have been on this tablet only for a week.
        OnlyHere =
            "Er zijn antwoorden die al een week alleen op deze tablet staan. Verstuur ze, of maak een reservekopie.",
            "There are responses that have been on this tablet only for a week. Send them, or make a backup.";
        /// Little room left; `{used}` and `{left}` are numbers of bytes.
        LittleRoom =
            "Er is weinig ruimte: {used} in gebruik, nog {left} vrij. Verstuur de antwoorden, en haal foto’s of apps weg.",
            "There is little room: {used} in use, {left} left. Send the responses, and remove photos or apps.";
        /// What Safari does with what is not used.
        SevenDays =
            "Safari wist alles na zeven dagen zonder gebruik. Zet de app op het beginscherm: tik op de deelknop, kies “Zet \
            op beginscherm” en open de app daar. Ze begint daar leeg: verstuur dus eerst alles.",
            "Safari clears everything after seven days without use. Put the app on the home screen: tap the share button, \
            choose “Add to Home Screen” and open the app there. It begins empty there: so send everything first.";
        /// The browser may clear what is stored.
        NotPersisted =
            "De browser mag antwoorden wissen als de tablet vol raakt. Vraag hem om alles te bewaren.",
            "The browser may clear responses when the tablet gets full. Ask it to keep everything.";
        /// It does not.
        Persisted = "De browser wist niets uit zichzelf.", "The browser clears nothing by itself.";
        /// Room; `{used}` and `{left}` are numbers of bytes.
        Room = "Ruimte: {used} in gebruik, nog {left} vrij.", "Room: {used} in use, {left} left.";
        /// The app is on the home screen.
        Installed = "De app staat op het beginscherm.", "The app is on the home screen.";
        /// It is a page in a browser.
        Tab =
            "De app is nu een tabblad van de browser. Op het beginscherm staat ze veiliger: kies in het menu van de browser \
            “App installeren” of “Toevoegen aan startscherm”.",
            "The app is a tab of the browser now. It is safer on the home screen: choose “Install app” or “Add to home \
            screen” in the menu of the browser.";
        /// Day of the last receipt.
        LastSent = "Laatst verstuurd: {day}.", "Last sent: {day}.";
        /// No receipt ever.
        NeverSent = "Er is nog nooit iets verstuurd.", "Nothing has ever been sent.";
        /// Day of the last backup.
        LastBackup = "Laatste reservekopie: {day}.", "Last backup: {day}.";
        /// No backup ever.
        NeverBackedUp = "Er is nog geen reservekopie gemaakt.", "No backup has been made yet.";
        /// The months of the year, with spaces between.
        Months =
            "januari februari maart april mei juni juli augustus september oktober november december",
            "January February March April May June July August September October November December";
        /// Button: ask the browser to keep everything.
        Persist = "Vraag de browser om alles te bewaren", "Ask the browser to keep everything";
        /// It will.
        PersistYes = "De browser heeft beloofd alles te bewaren.", "The browser has promised to keep everything.";
        /// It will not; it decides by itself.
        PersistNo =
            "De browser zegt nog nee. Zet de app op het beginscherm, open haar daar, en vraag het dan opnieuw.",
            "The browser still says no. Put the app on the home screen, open it there, and then ask again.";
        /// It will not, although the app is on the home screen.
        PersistNoInstalled =
            "De browser zegt nog nee. Vraag het over een paar dagen opnieuw, en maak tot dan elke dag een reservekopie.",
            "The browser still says no. Ask again in a few days, and until then make a backup every day.";
        /// It will not; a person was asked.
        PersistNotAllowed =
            "De browser kreeg geen toestemming. Vraag het opnieuw, en kies dan “Toestaan”.",
            "The browser was not allowed to. Ask again, and then choose “Allow”.";

        // --- Backup ---

        /// Heading: everything in one file.
        Backup = "Reservekopie", "Backup";
        /// Below it.
        BackupHint =
            "Alles van deze tablet in één bestand, ook zonder netwerk. Bewaar het op een veilige plek: er staan antwoorden \
            van mensen in. Sleutels en wachtwoorden staan er niet in. Opnames van stemmen bewaar je apart, bij “Stemmen”.",
            "Everything on this tablet in one file, also without a network. Keep it in a safe place: it holds what people \
            have answered. Keys and passwords are not in it. Recordings of voices are saved apart, under “Voices”.";
        /// Button: make a backup.
        BackUp = "Reservekopie maken", "Make a backup";
        /// While it is made.
        BackingUp = "De reservekopie wordt gemaakt…", "The backup is being made…";
        /// It was made, of one finished response.
        BackedUpOne =
            "Gelukt: 1 antwoord en {drafts} niet af staan in {file}, bij de downloads.",
            "Done: 1 response and {drafts} not finished are in {file}, among the downloads.";
        /// It was made, of `{n}` finished responses.
        BackedUpMany =
            "Gelukt: {n} antwoorden en {drafts} niet af staan in {file}, bij de downloads.",
            "Done: {n} responses and {drafts} not finished are in {file}, among the downloads.";
        /// Besides: `{n}` things could not be read.
        BackedUpWithout =
            "Let op: {n} keer was iets niet te lezen. Al het andere staat erin. Laat de tablet zo en vraag de beheerder.",
            "Mind: {n} times something could not be read. Everything else is in it. Leave the tablet as it is and ask whoever \
            looks after it.";
        /// Nothing at all could be read.
        BackedUpNothing =
            "Er is geen reservekopie gemaakt: de opslag van deze tablet antwoordt niet. Wis niets, start de tablet opnieuw op, \
            en probeer het nog eens.",
            "No backup was made: the storage of this tablet does not answer. Clear nothing, restart the tablet, and try \
            once more.";
        /// Label: choose a backup to take in.
        Restore = "Reservekopie terugzetten", "Restore a backup";
        /// About it.
        RestoreHint =
            "Kies het bestand dat begint met “betekenis-reservekopie”. Wat al op deze tablet staat, blijft zoals het is.",
            "Choose the file that begins with “betekenis-reservekopie”. What is on this tablet already stays as it is.";
        /// While it is taken in.
        Restoring = "De reservekopie wordt gelezen…", "The backup is being read…";
        /// How far it is.
        Percent = "{n} %", "{n} %";
        /// Taken in: one new response.
        RestoredOne = "Gelukt: 1 antwoord erbij.", "Done: 1 response was added.";
        /// Taken in: `{n}` new responses.
        RestoredMany = "Gelukt: {n} antwoorden erbij.", "Done: {n} responses were added.";
        /// Besides: one was here already.
        RestoredKnownOne = "1 was er al.", "1 was here already.";
        /// Besides: `{n}` were here already.
        RestoredKnownMany = "{n} waren er al.", "{n} were here already.";
        /// Besides: `{settings}` were taken over.
        RestoredSettings = "Overgenomen: {settings}.", "Taken over: {settings}.";
        /// Besides: `{n}` activities are otherwise in the backup; a list follows.
        RestoredActivitiesDiffer =
            "{n} keer staat er in de kopie iets anders over een activiteit. Hier is niets veranderd; kijk zelf wat klopt:",
            "{n} times the backup says something else about an activity. Nothing was changed here; see for yourself what is right:";
        /// Besides: a name is joined otherwise in the backup, or did not fit; a list follows.
        RestoredNamesDifferOne =
            "1 naam was in de kopie anders samengevoegd, of paste er niet meer bij. Hier is er niets aan veranderd; kijk zelf wat klopt:",
            "1 name was joined otherwise in the backup, or no longer fitted. It was not changed here; see for yourself what is right:";
        /// Besides: `{n}` of them.
        RestoredNamesDifferMany =
            "{n} namen waren in de kopie anders samengevoegd, of pasten er niet meer bij. Hier is er niets aan veranderd; kijk zelf wat klopt:",
            "{n} names were joined otherwise in the backup, or no longer fitted. They were not changed here; see for yourself what is right:";
        /// A setting that was taken over.
        SettingActivity = "de activiteit", "the activity";
        /// A setting that was taken over.
        SettingLanguage = "de taal van deze pagina", "the language of this page";
        /// A setting that was taken over.
        SettingChecking = "wat is nagekeken", "what was checked";
        /// A setting that was taken over.
        SettingCentres = "de centra", "the centres";
        /// A setting: names that count as one.
        SettingNames = "de namen die samen tellen", "the names that count as one";
        /// A setting that was taken over.
        SettingActivities = "de eerdere activiteiten", "the earlier activities";
        /// A setting that was taken over.
        SettingCodings = "de ingedeelde teksten", "the coded texts";
        /// A setting that was taken over.
        SettingDeclined = "hoeveel mensen liever niet meededen", "how many people would rather not";
        /// Besides: one of those that were here says something else in the backup.
        RestoredOtherOne =
            "1 ervan heeft hier een andere inhoud dan in de reservekopie. Wat hier staat, blijft; bewaar de reservekopie.",
            "1 of them has other content here than in the backup. What is here stays; keep the backup.";
        /// Besides: `{n}` of those that were here say something else in the backup.
        RestoredOtherMany =
            "{n} ervan hebben hier een andere inhoud dan in de reservekopie. Wat hier staat, blijft; bewaar de reservekopie.",
            "{n} of them have other content here than in the backup. What is here stays; keep the backup.";
        /// The file is no backup.
        RestoreForeign =
            "Dit is geen reservekopie van Betekenis. Kies een bestand dat begint met “betekenis-reservekopie”. Er is niets \
            veranderd.",
            "This is no backup of Betekenis. Choose a file that begins with “betekenis-reservekopie”. Nothing has changed.";
        /// A newer app made it; `{version}` is its kind.
        RestoreNewer =
            "Deze reservekopie is van een nieuwere app ({version}). Open deze pagina met wifi, wacht op de nieuwe versie, en \
            probeer het dan opnieuw. Er is niets veranderd.",
            "This backup is from a newer app ({version}). Open this page with Wi-Fi, wait for the new version, and then try \
            again. Nothing has changed.";
        /// Its end is missing.
        RestoreCutOff =
            "Deze reservekopie is niet compleet: het einde ontbreekt. Kopieer het bestand opnieuw. Er is niets veranderd.",
            "This backup is not complete: its end is missing. Copy the file again. Nothing has changed.";
        /// Its checksum is wrong.
        RestoreAltered =
            "Dit bestand is niet meer zoals het gemaakt is. Kopieer het opnieuw, of maak een nieuwe reservekopie. Er is \
            niets veranderd.",
            "This file is not as it was made. Copy it again, or make a new backup. Nothing has changed.";
        /// A line of it is wrong.
        RestoreBroken =
            "In dit bestand klopt regel {line} niet. Kopieer het opnieuw, of maak een nieuwe reservekopie. Er is niets \
            veranderd.",
            "Line {line} of this file is wrong. Copy it again, or make a new backup. Nothing has changed.";
        /// It cannot be read to its end.
        RestoreUnreadable =
            "Dit bestand is niet helemaal te lezen. Zet het op de tablet zelf en kies het opnieuw. Wat al erbij is, blijft.",
            "This file cannot be read to its end. Put it on the tablet itself and choose it again. What was added already \
            stays.";
        /// The storage failed half-way.
        RestoreAgain =
            "Kies daarna het bestand opnieuw. Wat al erbij is, blijft.",
            "Then choose the file again. What was added already stays.";

        // --- List ---

        /// Heading: the list of all responses.
        Ledger = "Lijst van alle antwoorden", "List of all responses";
        /// Below the sum.
        LedgerHint =
            "De lijst noemt elk antwoord dat hier gemaakt is, zonder wat erin staat. Wie de server beheert, ziet ermee of alles \
            is aangekomen (collector reconcile).",
            "The list names every response that was made here, without what is in it. Whoever looks after the server can tell \
            by it whether everything has arrived (collector reconcile).";
        /// Button: save the list.
        LedgerSave = "Lijst opslaan", "Save the list";
        /// It was saved as `{file}`, with `{n}` lines.
        LedgerSaved =
            "Opgeslagen bij de downloads: {file}, met {n} antwoorden.",
            "Saved among the downloads: {file}, with {n} responses.";
        /// Button: send everything once more.
        SendAllAgain = "Alles nog eens versturen", "Send everything again";
        /// Before it is done.
        SendAllAgainAsk =
            "Er gaan {n} antwoorden opnieuw naar de server. Doe dit als de server antwoorden mist. Wat hij al heeft, bewaart hij \
            maar één keer.",
            "{n} responses go to the server again. Do this if the server misses responses. What it has already, it keeps only \
            once.";
        /// Button: yes.
        SendAllAgainYes = "Ja, alles versturen", "Yes, send everything";
        /// Button: no.
        No = "Niet doen", "Don’t";

        // --- Clearing ---

        /// Heading: clear what was sent.
        Clearing = "Ruimte maken", "Make room";
        /// Below it.
        ClearingHint =
            "Alleen verstuurde antwoorden gaan weg. Van elk blijven kenmerk en dag in de lijst.",
            "Only responses that were sent go. Of each, id and day stay in the list.";
        /// Button: clear; `{n}` is how many.
        Clear = "Verstuurde antwoorden wissen ({n})", "Clear what was sent ({n})";
        /// Before one is cleared.
        ClearAskOne =
            "1 verstuurd antwoord gaat van deze tablet. Kenmerk en dag blijven in de lijst. Wat nog niet verstuurd is, blijft \
            altijd.",
            "1 sent response goes from this tablet. Its id and day stay in the list. What has not been sent always stays.";
        /// Before `{n}` are cleared.
        ClearAskMany =
            "{n} verstuurde antwoorden gaan van deze tablet. Kenmerk en dag blijven in de lijst. Wat nog niet verstuurd is, \
            blijft altijd.",
            "{n} sent responses go from this tablet. Their ids and days stay in the list. What has not been sent always stays.";
        /// Besides: the last responses are in no backup.
        ClearNoBackup =
            "Let op: na de laatste antwoorden is geen reservekopie gemaakt.",
            "Mind: no backup has been made since the last responses.";
        /// Button: yes.
        ClearYes = "Ja, wissen", "Yes, clear";
        /// One was cleared.
        ClearedOne = "1 antwoord is gewist.", "1 response was cleared.";
        /// `{n}` were cleared.
        ClearedMany = "{n} antwoorden zijn gewist.", "{n} responses were cleared.";
        /// Label: when what was sent is cleared by itself.
        Retention = "Vanzelf wissen", "Clear by itself";
        /// About it.
        RetentionHint =
            "Zo lang na het versturen. Wat nog niet verstuurd is, blijft altijd.",
            "So long after sending. What has not been sent always stays.";
        /// Never.
        RetentionNever = "nooit", "never";
        /// After `{n}` days.
        RetentionDays = "na {n} dagen", "after {n} days";

        /// A newer version waits.
        UpdateWaiting =
            "Een nieuwe versie van de app staat klaar. Die komt er vanzelf als niemand bezig is.",
            "A new version of the app is ready. It comes by itself when nobody is taking part.";

        // --- Which responses, and results of them ---

        /// Label of a group of lists: which responses are meant.
        Filter = "Welke antwoorden", "Which responses";
        /// In such a list: no choice is made.
        FilterAll = "alle", "all";
        /// Label of such a list: the language in which was answered.
        FilterLanguage = "Taal", "Language";
        /// Where responses are counted: a text is broken.
        UnreadableOne =
            "Eén antwoord kan de app niet lezen. Het is bewaard en staat in het bestand met alles (JSON), maar telt hier niet mee.",
            "The app cannot read one response. It is kept and stands in the file with everything (JSON), but does not count here.";
        /// Likewise.
        Unreadable =
            "{n} antwoorden kan de app niet lezen. Ze zijn bewaard en staan in het bestand met alles (JSON), maar tellen hier niet mee.",
            "The app cannot read {n} responses. They are kept and stand in the file with everything (JSON), but do not count here.";
        /// Where responses are counted.
        NotUnderstoodOne =
            "Eén antwoord begrijpt deze versie van de app niet helemaal. Het is bewaard en staat in de bestanden, maar telt hier niet of niet helemaal mee. Werk deze tablet bij.",
            "This version of the app does not wholly understand one response. It is kept and stands in the files, but counts here not at all or not wholly. Update this tablet.";
        /// Likewise.
        NotUnderstood =
            "{n} antwoorden begrijpt deze versie van de app niet helemaal. Ze zijn bewaard en staan in de bestanden, maar tellen hier niet of niet helemaal mee. Werk deze tablet bij.",
            "This version of the app does not wholly understand {n} responses. They are kept and stand in the files, but count here not at all or not wholly. Update this tablet.";
        /// Where the centre is.
        Neighbourhood = "Wijk", "Neighbourhood";
        /// What kind of place the centre is.
        CentreType = "Soort centrum", "Type of centre";
        /// Mode: taken over from paper.
        ModePaper = "op papier", "on paper";
        /// The worker that makes results could not be loaded.
        ReporterSilent =
            "De app kan de uitkomsten nu niet maken. Er is niets weg. Laad deze pagina opnieuw.",
            "The app cannot make the results now. Nothing is lost. Reload this page.";
        /// The worker that makes results gives no sign of life.
        ReporterHung =
            "De app rekent, maar er komt niets. Er is niets weg. Sluit andere apps en tabbladen, en laad deze pagina opnieuw.",
            "The app is working, but nothing comes. Nothing is lost. Close other apps and tabs, and reload this page.";
        /// The worker that makes results could not do it.
        ReporterFailed =
            "De uitkomsten konden niet gemaakt worden. Er is niets weg.",
            "The results could not be made. Nothing is lost.";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_says_something_in_both_languages_with_the_same_places_to_fill() {
        check::<Phrase>();
        check::<data::DataPhrase>();
        check::<gate::GatePhrase>();
        check::<help::HelpPhrase>();
        check::<paper::PaperPhrase>();
        check::<plan::PlanPhrase>();
        check::<results::ResultsPhrase>();
        check::<setup::SetupPhrase>();
        check::<story::StoryPhrase>();
    }

    #[track_caller]
    fn check<P: Said>() {
        for phrase in P::ALL {
            let [dutch, english] = Language::ALL.map(|language| language.say(*phrase));
            assert!(!dutch.trim().is_empty() && !english.trim().is_empty(), "{phrase:?}");
            assert_eq!(places(dutch), places(english), "{phrase:?}");
            assert!(!dutch.contains("  ") && !english.contains("  "), "{phrase:?} has two spaces");
        }
    }

    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn what_is_filled_in_is_not_filled_in_again() {
        let said = Language::Dutch.say_with(Phrase::SendingCount, &[("n", "{total}"), ("total", "3")]);

        assert_eq!(said, "{total} van 3");
    }

    #[test]
    fn one_is_not_many() {
        let count = |n| Language::English.say_count(n, Phrase::SentOne, Phrase::SentMany);

        assert_eq!(count(1), "Done: 1 response was sent.");
        assert_eq!(count(2), "Done: 2 responses were sent.");
    }

    #[test]
    fn a_day_is_told_in_words() {
        assert_eq!(Language::Dutch.day("2026-03-07"), "7 maart 2026");
        assert_eq!(Language::English.day("2026-12-31"), "31 December 2026");
        assert_eq!(Language::Dutch.day(""), "");
        for language in Language::ALL {
            assert_eq!(language.say(Phrase::Months).split(' ').count(), 12);
        }
    }

    #[test]
    fn a_size_is_told_with_the_sign_of_the_language() {
        for (bytes, dutch, english) in [
            (0, "0 kB", "0 kB"),
            (150, "0,1 kB", "0.1 kB"),
            (1_234_567, "1,2 MB", "1.2 MB"),
            (99_999_999, "99 MB", "99 MB"),
            (999_999_999, "999 MB", "999 MB"),
            (10_737_418_240, "10 GB", "10 GB"),
            (5_500_000_000, "5,5 GB", "5.5 GB"),
        ] {
            let told = Language::ALL.map(|language| language.size(bytes));
            assert_eq!(told, [dutch, english], "{bytes}");
        }
    }

    #[test]
    fn a_language_that_is_not_there_becomes_dutch() {
        assert_eq!(Language::of("en"), Language::English);
        assert_eq!(Language::of("fy"), Language::Dutch);
    }
}
