//! The kinds of server, in words and by their addresses.

use crate::domain::settings::Preset;
use crate::ui::text::Phrase;

/// Its name.
pub(in crate::ui::coordinator) fn preset_name(preset: Preset) -> Phrase {
    match preset {
        Preset::Collector => Phrase::PresetCollector,
        Preset::Generic => Phrase::PresetGeneric,
        Preset::Datasette => Phrase::PresetDatasette,
        Preset::CouchDb => Phrase::PresetCouchDb,
        Preset::PostgRest => Phrase::PresetPostgRest,
    }
}

/// What to fill in as address and key.
pub(super) fn preset_hint(preset: Preset) -> Phrase {
    match preset {
        Preset::Collector => Phrase::PresetCollectorHint,
        Preset::Generic => Phrase::PresetGenericHint,
        Preset::Datasette => Phrase::PresetDatasetteHint,
        Preset::CouchDb => Phrase::PresetCouchDbHint,
        Preset::PostgRest => Phrase::PresetPostgRestHint,
    }
}

/// An address as such a server has it.
pub(super) fn example(preset: Preset) -> &'static str {
    match preset {
        Preset::Collector => "https://example.org/api/batches",
        Preset::Generic => "https://example.org/in",
        Preset::Datasette => "https://example.org/meaning/responses/-/insert",
        Preset::CouchDb => "https://example.org/meaning/_bulk_docs",
        Preset::PostgRest => "https://example.org/responses",
    }
}

/// The kind of server that has such an address, if that can be told.
pub(super) fn kind_of(url: &str) -> Option<Preset> {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim().trim_end_matches('/');
    let ends = [
        ("/-/insert", Preset::Datasette),
        ("/_bulk_docs", Preset::CouchDb),
        ("/api/batches", Preset::Collector),
    ];
    let by_end = ends.into_iter().find(|(end, _)| path.ends_with(end)).map(|(_, preset)| preset);
    by_end.or_else(|| path.contains("/rest/v1/").then_some(Preset::PostgRest))
}
