//! How it went with an endpoint, in words: what is wrong in the fields, what a test has shown, whether it is kept.

use crate::domain::delivery::{Found, Trouble};
use crate::domain::receiver::AddressMistake;
use crate::ports::response_store::StoreError;
use crate::ui::coordinator::endpoint::typed::Mistake;
use crate::ui::coordinator::sentences::{Notice, Tone, probe_notice, store_notice};
use crate::ui::text::{Language, Phrase};

/// What was done last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Latest {
    Nothing,
    Wrong(Mistake),
    Testing,
    Tested(Result<Found, Trouble>),
    Saved,
    NotSaved(StoreError),
}

/// It in words; `is_changed`: something is typed that is not kept.
pub(super) fn latest_notice(latest: &Latest, is_changed: bool, language: Language) -> Option<Notice> {
    let notice = |tone, phrase| Notice::new(tone, language.say(phrase));
    match latest {
        Latest::Nothing if is_changed => Some(notice(Tone::Plain, Phrase::NotSaved)),
        Latest::Nothing => None,
        Latest::Wrong(mistake) => Some(mistake_notice(mistake, language)),
        Latest::Testing => Some(notice(Tone::Plain, Phrase::Testing)),
        Latest::Tested(found) => {
            let mut notice = probe_notice(found, language);
            if is_changed && found.is_ok() {
                notice.detail = Some(language.say(Phrase::TestNotSaved).to_owned());
            }
            Some(notice)
        }
        Latest::Saved => Some(notice(Tone::Good, Phrase::Saved)),
        Latest::NotSaved(error) => Some(store_notice(error, language)),
    }
}

/// What is wrong with what is typed, in words.
pub(super) fn mistake_notice(mistake: &Mistake, language: Language) -> Notice {
    let notice = |phrase| Notice::new(Tone::Trouble, language.say(phrase));
    match mistake {
        Mistake::Address(mistake) => Notice::new(Tone::Trouble, address_sentence(*mistake, language)),
        Mistake::BatchSize => notice(Phrase::MistakeBatchSize),
        Mistake::TimeOut => notice(Phrase::MistakeTimeOut),
        Mistake::HeaderMissing => notice(Phrase::MistakeHeaderMissing),
        Mistake::HeaderName => notice(Phrase::MistakeHeaderName),
        Mistake::HeaderForbidden(name) => {
            let text = language.say_with(Phrase::MistakeHeaderForbidden, &[("name", name)]);
            Notice::new(Tone::Trouble, text)
        }
        Mistake::HeaderValue => notice(Phrase::MistakeHeaderValue),
        Mistake::Template(said) => notice(Phrase::MistakeTemplate).with_detail(said, language),
    }
}

/// What is wrong with an address.
fn address_sentence(mistake: AddressMistake, language: Language) -> String {
    let number = |sign: char| format!("U+{:04X}", u32::from(sign));
    let phrase = match mistake {
        AddressMistake::Hidden(sign) => {
            return language.say_with(Phrase::MistakeHidden, &[("sign", &number(sign))]);
        }
        AddressMistake::Letter(letter) => {
            let parts = [("letter", letter.to_string()), ("sign", number(letter))];
            return language.say_with(
                Phrase::MistakeLetter,
                &parts.each_ref().map(|(name, text)| (*name, text.as_str())),
            );
        }
        AddressMistake::Scheme | AddressMistake::Password => Phrase::MistakeAddress,
        AddressMistake::Host => Phrase::MistakeHost,
        AddressMistake::Port => Phrase::MistakePort,
        AddressMistake::Long => Phrase::MistakeLong,
    };
    language.say(phrase).to_owned()
}
