//! Ids that the app makes itself, each of a type of its own: the id of an activity passes for no id of a response, and no other text
//! for either. Ids in a study (of cards, questions, languages) are words that people write, and stay text.

use std::borrow::Borrow;
use std::fmt::{self, Display, Formatter};
use std::ops::Deref;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The one that is written so.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// As it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// As text.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        /// It can be read as text wherever that is wanted.
        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        /// Found by its text: it compares as that does.
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.0 == **text
            }
        }

        impl Display for $name {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// What a response is called: on the tablet, in a batch and on every server. Random (UUID version 4), made before anything is
    /// written; version 7 would reveal the time. Of a response made elsewhere it is whatever stands there.
    ResponseId
}

id! {
    /// What an activity is called in its responses: that of its plan on its day (UUID version 5), the same on every tablet that has
    /// the plan. Empty before one was set; of a response made elsewhere it is whatever stands there.
    ActivityId
}
