//! `batch/1` and every other body that an endpoint may want.

use uuid::Uuid;

use crate::domain::response::ResponseId;
use crate::domain::settings::{EndpointSettings, Preset};
use crate::format::codec::{Invalid, without_space};

/// Where the responses go, and where one goes if each is a request of its own.
const PLACES: [&str; 2] = [r#""$responses""#, r#""$response""#];

/// The body that `preset` gets unless a template is set.
pub fn default_template(preset: Preset) -> &'static str {
    match preset {
        Preset::Collector => r#"{"schema":"batch/1","batch":"$batch","responses":"$responses"}"#,
        Preset::Datasette => r#"{"rows":"$responses","ignore":true}"#,
        Preset::CouchDb => r#"{"docs":"$responses"}"#,
        Preset::PostgRest | Preset::Generic => r#""$responses""#,
    }
}

/// A response as `preset` wants it in the body; the text itself goes in to the byte.
fn item(preset: Preset, id: &str, response: &str) -> String {
    match preset {
        Preset::Collector | Preset::Generic => response.to_owned(),
        // A table with two columns, which stays as it is when responses get further fields.
        Preset::Datasette | Preset::PostgRest => format!(r#"{{"id":"{id}","response":{response}}}"#),
        // The id of the document, by which CouchDB tells repeats.
        Preset::CouchDb => match response.trim_start().strip_prefix('{') {
            Some(rest) => format!(r#"{{"_id":"{id}",{rest}"#),
            None => response.to_owned(),
        },
    }
}

/// A body template that can be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    preset: Preset,
    json: String,
    is_single: bool,
}

impl Template {
    /// Reads the template of `settings`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is no JSON, or has not exactly one of `"$responses"` and `"$response"` as a value.
    pub fn of(settings: &EndpointSettings) -> Result<Self, Invalid> {
        let template = if settings.template.trim().is_empty() {
            default_template(settings.preset)
        } else {
            &settings.template
        };
        let json = without_space(template)?;
        let [many, single] = PLACES.map(|place| json.matches(place).count());
        // It would be filled in as a key too, and at the end of another text.
        let is_else = |place| json.contains(&format!("{place}:")) || json.contains(&format!("\\{place}"));
        if many + single != 1 || PLACES.into_iter().any(is_else) {
            let expected = "\"$responses\" or \"$response\" exactly once, as a value";
            return Err(Invalid::new("", "something else", expected));
        }
        Ok(Self { preset: settings.preset, json, is_single: single == 1 })
    }

    /// Each response needs a request of its own.
    pub fn is_single(&self) -> bool {
        self.is_single
    }

    /// The body with `responses` (JSON texts, put in as they are, to the byte), which have these `ids`, in the batch
    /// called `batch`.
    pub fn fill(&self, batch: &str, ids: &[ResponseId], responses: &[String]) -> String {
        let items: Vec<String> =
            ids.iter().zip(responses).map(|(id, response)| item(self.preset, id, response)).collect();
        // The text between quotation marks cannot occur but as a value: `of` has looked.
        let with_batch = self.json.replace("\"$batch\"", &format!("\"{batch}\""));
        if self.is_single {
            with_batch.replace(PLACES[1], items.first().map_or("null", String::as_str))
        } else {
            with_batch.replace(PLACES[0], &format!("[{}]", items.join(",")))
        }
    }
}

/// The id of the batch with these responses: the same responses are the same batch, however often it is sent.
pub fn batch_id(ids: &[ResponseId]) -> String {
    let mut sorted: Vec<&str> = ids.iter().map(ResponseId::as_str).collect();
    sorted.sort_unstable();
    Uuid::new_v5(&Uuid::NAMESPACE_OID, sorted.join(" ").as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(template: &str) -> EndpointSettings {
        EndpointSettings { template: template.to_owned(), ..EndpointSettings::default() }
    }

    #[track_caller]
    fn check(template: &str, expected: &str) {
        let template = Template::of(&settings(template)).unwrap();
        let ids = ["1", "2"].map(ResponseId::new);
        let responses = [r#"{"id":"1"}"#.to_owned(), r#"{"id":"2"}"#.to_owned()];
        assert_eq!(template.fill("B", &ids, &responses), expected);
    }

    #[test]
    fn the_default_body_is_a_batch() {
        check("", r#"{"schema":"batch/1","batch":"B","responses":[{"id":"1"},{"id":"2"}]}"#);
    }

    #[test]
    fn any_json_may_stand_around_the_responses() {
        check(
            "{ \"docs\": \"$responses\",\n\t\"new \\\" edits\" : [1.50, -0e2] }",
            r#"{"docs":[{"id":"1"},{"id":"2"}],"new \" edits":[1.50,-0e2]}"#,
        );
    }

    #[test]
    fn a_template_may_ask_for_one_response_at_a_time() {
        check(r#"{"record":"$response"}"#, r#"{"record":{"id":"1"}}"#);
    }

    #[test]
    fn a_template_without_a_place_for_responses_is_refused() {
        for broken in [
            r#"{"a":1}"#,
            r#"["$responses","$response"]"#,
            r#"{"$responses" :1}"#,
            r#"["a\"$responses"]"#,
            "not json",
        ] {
            assert!(Template::of(&settings(broken)).is_err(), "{broken}");
        }
    }

    #[test]
    fn the_same_responses_are_the_same_batch_in_any_order() {
        let ids = |names: &[&str]| names.iter().map(|name| ResponseId::new(*name)).collect::<Vec<_>>();

        assert_eq!(batch_id(&ids(&["a", "b"])), batch_id(&ids(&["b", "a"])));
        assert_ne!(batch_id(&ids(&["a", "b"])), batch_id(&ids(&["a"])));
    }
}
