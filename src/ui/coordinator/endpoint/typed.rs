//! An endpoint as it stands in the fields, and what makes settings of it.

use crate::domain::receiver::{
    AddressMistake, LONGEST_TIME_OUT, MOST_AT_A_TIME, check_address, is_header_char, is_header_name,
    may_set_header, server_of,
};
use crate::domain::settings::{EndpointSettings, Preset};
use crate::format::batch::Template;

/// What stands in the fields, right or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) preset: Preset,
    pub(super) url: String,
    pub(super) batch_size: String,
    pub(super) time_out: String,
    pub(super) template: String,
    pub(super) headers: Vec<TypedHeader>,
    pub(super) conflict_is_there: bool,
}

/// A row for a header. A value that was kept never comes back into its field: whoever holds the tablet cannot read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypedHeader {
    /// Tells rows apart while others come and go.
    pub(super) key: usize,
    pub(super) name: String,
    /// As it is typed; empty means the one that is kept, if there is one.
    pub(super) value: String,
    /// The place of its value in the settings that are kept, if there is one.
    pub(super) kept: Option<usize>,
}

/// What is wrong with what is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mistake {
    /// Neither empty nor an address that responses may go to.
    Address(AddressMistake),
    /// No number from 1 to [`MOST_AT_A_TIME`].
    BatchSize,
    /// No number from 1 to [`LONGEST_TIME_OUT`].
    TimeOut,
    /// A header without a value, or with one that was typed for another server.
    HeaderMissing,
    /// A header without a name, or with one that is none.
    HeaderName,
    /// A header that a browser sets itself; its name.
    HeaderForbidden(String),
    /// A header with a value that cannot be sent.
    HeaderValue,
    /// The template makes no body; in the words of the reader.
    Template(String),
}

/// Where the value of a header comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// From its field.
    Typed,
    /// From the settings that are kept.
    Kept,
    /// It is kept, but was typed for another server.
    OtherHost,
    /// From nowhere.
    Missing,
}

impl Typed {
    pub(super) fn of(settings: &EndpointSettings) -> Self {
        let headers = settings.headers.iter().enumerate().map(|(key, (name, value))| TypedHeader {
            key,
            name: name.clone(),
            value: String::new(),
            kept: (!value.is_empty()).then_some(key),
        });
        Self {
            preset: settings.preset,
            url: settings.url.clone(),
            batch_size: settings.batch_size.to_string(),
            time_out: settings.time_out_s.to_string(),
            template: settings.template.clone(),
            headers: headers.collect(),
            conflict_is_there: settings.conflict_is_there,
        }
    }

    /// Where the value of `header` comes from, while `set` is what is kept.
    pub(super) fn standing(&self, header: &TypedHeader, set: &EndpointSettings, origin: &str) -> Standing {
        if !header.value.trim().is_empty() {
            Standing::Typed
        } else if header.kept.is_none() {
            Standing::Missing
        } else if server_of(&self.url, origin) == server_of(&set.url, origin) {
            Standing::Kept
        } else {
            Standing::OtherHost
        }
    }

    /// What is typed as settings, or the first mistake in it. `set` is what is kept; pages of this site come from `origin`.
    pub(super) fn read(&self, set: &EndpointSettings, origin: &str) -> Result<EndpointSettings, Mistake> {
        let url = self.url.trim();
        if !url.is_empty() {
            check_address(url).map_err(Mistake::Address)?;
        }
        let batch_size = self.batch_size.trim().parse().ok();
        let batch_size =
            batch_size.filter(|size| (1..=MOST_AT_A_TIME).contains(size)).ok_or(Mistake::BatchSize)?;
        let time_out_s = self.time_out.trim().parse().ok();
        let time_out_s =
            time_out_s.filter(|seconds| (1..=LONGEST_TIME_OUT).contains(seconds)).ok_or(Mistake::TimeOut)?;
        let template = self.template.trim().to_owned();
        let mut settings = EndpointSettings {
            preset: self.preset,
            url: url.to_owned(),
            template,
            headers: Vec::new(),
            batch_size,
            time_out_s,
            conflict_is_there: self.conflict_is_there,
        };
        for header in &self.headers {
            settings.headers.extend(self.read_header(header, set, origin)?);
        }
        match Template::of(&settings) {
            Ok(_) => Ok(settings),
            Err(invalid) => Err(Mistake::Template(invalid.to_string())),
        }
    }

    /// Name and value; nothing for a row in which nothing stands.
    fn read_header(
        &self,
        header: &TypedHeader,
        set: &EndpointSettings,
        origin: &str,
    ) -> Result<Option<(String, String)>, Mistake> {
        let (name, mut value) = (header.name.trim(), header.value.trim());
        match self.standing(header, set, origin) {
            Standing::Missing if name.is_empty() => return Ok(None),
            Standing::Missing | Standing::OtherHost => return Err(Mistake::HeaderMissing),
            Standing::Typed => {}
            Standing::Kept => {
                let kept = header.kept.and_then(|at| set.headers.get(at));
                value = kept.map(|(_, value)| value.as_str()).ok_or(Mistake::HeaderMissing)?;
            }
        }
        if !is_header_name(name) {
            return Err(Mistake::HeaderName);
        }
        if !may_set_header(name) {
            return Err(Mistake::HeaderForbidden(name.to_owned()));
        }
        if !value.chars().all(is_header_char) {
            return Err(Mistake::HeaderValue);
        }
        Ok(Some((name.to_owned(), value.to_owned())))
    }

    /// Whether keeping this would change nothing about `set`.
    pub(super) fn is_like(&self, set: &EndpointSettings) -> bool {
        let tidy = |typed: &Self| Self {
            url: typed.url.trim().to_owned(),
            batch_size: typed.batch_size.trim().to_owned(),
            time_out: typed.time_out.trim().to_owned(),
            template: typed.template.trim().to_owned(),
            headers: typed.headers.iter().map(|header| TypedHeader { key: 0, ..header.clone() }).collect(),
            ..typed.clone()
        };
        tidy(self) == tidy(&Self::of(set))
    }
}
