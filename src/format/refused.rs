//! `refused/1`: the refused responses of a tablet for who looks after the server, one JSON object a line.

use crate::format::json::Json;

/// The line of the response `id`, whose text is `response`, with the server's `reason`.
pub fn line(id: &str, reason: &str, response: &str) -> String {
    // A text that is no JSON would make a line that is none.
    let response = Json::parse(response).unwrap_or_else(|_| response.into());
    let fields = vec![("id", id.into()), ("reason", reason.into()), ("response", response)];
    Json::object(fields).write() + "\n"
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
