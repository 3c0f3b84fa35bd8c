//! `refused/1`: the refused responses of a tablet for who looks after the server, one JSON object a line.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::format::codec::{without_space, write};

#[derive(Serialize)]
struct RefusedRecord<'a> {
    id: &'a str,
    reason: &'a str,
    response: Kept<'a>,
}

/// A response as it was kept. A text that is no JSON would make a line that is none.
#[derive(Serialize)]
#[serde(untagged)]
enum Kept<'a> {
    Json(Box<RawValue>),
    Text(&'a str),
}

/// The line of the response `id`, whose text is `response`, with the server's `reason`.
pub fn line(id: &str, reason: &str, response: &str) -> String {
    let json = without_space(response).ok().and_then(|json| RawValue::from_string(json).ok());
    let response = json.map_or(Kept::Text(response), Kept::Json);
    write(&RefusedRecord { id, reason, response }) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refused_response_is_one_line_with_the_words_of_the_server() {
        let line = line("a", "no \"centre\"\nat all", "{\n  \"id\": \"a\"\n}");

        let expected =
            "{\"id\":\"a\",\"reason\":\"no \\\"centre\\\"\\nat all\",\"response\":{\"id\":\"a\"}}\n";
        assert_eq!(line, expected);
    }

    #[test]
    fn a_text_that_is_no_json_makes_a_line_all_the_same() {
        assert_eq!(line("a", "", "{oh"), "{\"id\":\"a\",\"reason\":\"\",\"response\":\"{oh\"}\n");
    }
}
