//! Reads what an endpoint answered. A status code is no receipt: the page of a Wi-Fi portal answers 200 too.

use std::time::Duration;

use crate::domain::delivery::{Answer, Trouble};
use crate::domain::settings::Preset;
use crate::format::json::Json;

/// An answer over HTTP, as far as it matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpAnswer {
    /// Status code.
    pub status: u16,
    /// The browser followed a redirect.
    pub was_redirected: bool,
    /// The header `Content-Type`.
    pub content_type: String,
    /// The header `Retry-After`, if it was given and may be read.
    pub retry_after: Option<String>,
    /// The body as text; cut off if it was very long.
    pub body: String,
}

/// What `answer` to a request with the responses `ids` means.
///
pub fn read_answer(preset: Preset, answer: &HttpAnswer, ids: &[String]) -> Answer {
    let json = Json::parse(&answer.body).ok();
    match answer.status {
        200..300 => {
            if answer.was_redirected {
                return no_receipt("it led to another page");
            }
            read_success(preset, answer, json.as_ref(), ids)
        }
        401 | 403 => Answer::Stop(Trouble::Unauthorised(answer.status)),
        413 => Answer::TooLarge(words(answer, json.as_ref())),
        400 | 409 | 422 => Answer::Bad(words(answer, json.as_ref())),
        408 | 425 | 429 | 500..600 => Answer::Later {
            after: answer
                .retry_after
                .as_deref()
                .and_then(|after| after.trim().parse().ok())
                .map(Duration::from_secs),
            why: Trouble::ServerTrouble(answer.status),
        },
        _ => Answer::Stop(Trouble::WrongAddress(answer.status)),
    }
}

fn read_success(preset: Preset, answer: &HttpAnswer, json: Option<&Json>, ids: &[String]) -> Answer {
    if let Some(receipt) = json.and_then(read_verdicts) {
        return receipt;
    }
    match preset {
        Preset::Collector => match json {
            None => no_receipt("the answer is not JSON"),
            Some(_) => no_receipt("the answer has no list \"accepted\""),
        },
        // Whatever its heading says: a page is a page.
        Preset::Generic
            if answer.content_type.contains("html") || answer.body.trim_start().starts_with('<') =>
        {
            no_receipt("the answer is a web page")
        }
        Preset::Generic => Answer::Receipt { accepted: ids.to_vec(), rejected: Vec::new() },
    }
}

/// `{"accepted":[ids],"rejected":[{"id","reason"}]}`; `rejected` may be left out.
fn read_verdicts(json: &Json) -> Option<Answer> {
    let accepted = json.get("accepted")?.as_list()?;
    let rejected = json.get("rejected").and_then(Json::as_list).unwrap_or_default();
    Some(Answer::Receipt {
        accepted: accepted.iter().filter_map(|id| id.as_text().map(str::to_owned)).collect(),
        rejected: rejected
            .iter()
            .filter_map(|item| {
                let id = item.get("id")?.as_text()?;
                let reason = item.get("reason").and_then(Json::as_text).unwrap_or("no reason was given");
                Some((id.to_owned(), reason.to_owned()))
            })
            .collect(),
    })
}

fn no_receipt(why: &str) -> Answer {
    Answer::Later { after: None, why: Trouble::NoReceipt(why.to_owned()) }
}

/// What the server said, in its own words: enough to find the mistake, short enough to keep.
fn words(answer: &HttpAnswer, json: Option<&Json>) -> String {
    const MOST: usize = 300;
    let said = json
        .and_then(|json| {
            ["error", "message", "reason", "detail"].iter().find_map(|key| json.get(key)?.as_text())
        })
        .unwrap_or(&answer.body);
    let said: String = said.chars().take(MOST).collect();
    if said.trim().is_empty() {
        format!("HTTP {}", answer.status)
    } else {
        format!("HTTP {}: {said}", answer.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(status: u16, body: &str) -> HttpAnswer {
        let content_type = "application/json".to_owned();
        HttpAnswer { status, content_type, body: body.to_owned(), ..HttpAnswer::default() }
    }

    #[track_caller]
    fn check(preset: Preset, answer: &HttpAnswer, expected: &Answer) {
        assert_eq!(read_answer(preset, answer, &["a".to_owned()]), *expected);
    }

    fn receipt(accepted: &[&str], rejected: &[(&str, &str)]) -> Answer {
        Answer::Receipt {
            accepted: accepted.iter().map(|id| (*id).to_owned()).collect(),
            rejected: rejected.iter().map(|(id, why)| ((*id).to_owned(), (*why).to_owned())).collect(),
        }
    }

    #[test]
    fn a_receipt_names_what_was_accepted_and_what_was_not() {
        let body = r#"{"accepted":["a"],"rejected":[{"id":"b","reason":"no card"},{"id":"c"}]}"#;
        let expected = receipt(&["a"], &[("b", "no card"), ("c", "no reason was given")]);

        check(Preset::Collector, &json(200, body), &expected);
        check(Preset::Generic, &json(200, body), &expected);
    }

    #[test]
    fn a_page_of_a_wifi_portal_is_no_receipt_whatever_its_status() {
        for preset in [Preset::Collector, Preset::Generic] {
            let mut portal = json(200, "<!doctype html><title>Wifi</title>");
            assert!(matches!(
                read_answer(preset, &portal, &[]),
                Answer::Later { why: Trouble::NoReceipt(_), .. }
            ));

            portal = json(200, "{}");
            portal.was_redirected = true;
            assert!(matches!(
                read_answer(preset, &portal, &[]),
                Answer::Later { why: Trouble::NoReceipt(_), .. }
            ));
        }
    }

    #[test]
    fn json_without_a_list_of_what_was_accepted_is_no_receipt_of_a_collector() {
        assert!(matches!(
            read_answer(Preset::Collector, &json(200, r#"{"ok":true}"#), &[]),
            Answer::Later { why: Trouble::NoReceipt(_), .. }
        ));
        check(Preset::Generic, &json(201, r#"{"ok":true}"#), &receipt(&["a"], &[]));
        check(Preset::Generic, &json(204, ""), &receipt(&["a"], &[]));
    }

    #[test]
    fn a_bad_request_is_told_in_the_words_of_the_server() {
        check(
            Preset::Collector,
            &json(400, r#"{"error":"responses[0]: no id"}"#),
            &Answer::Bad("HTTP 400: responses[0]: no id".to_owned()),
        );
        check(Preset::Generic, &json(422, ""), &Answer::Bad("HTTP 422".to_owned()));
    }

    #[test]
    fn a_busy_server_may_say_when() {
        let mut busy = json(429, "");
        busy.retry_after = Some("30".to_owned());
        check(
            Preset::Generic,
            &busy,
            &Answer::Later { after: Some(Duration::from_secs(30)), why: Trouble::ServerTrouble(429) },
        );
    }

    #[test]
    fn a_wrong_key_and_a_wrong_address_need_a_person() {
        check(Preset::Collector, &json(401, ""), &Answer::Stop(Trouble::Unauthorised(401)));
        check(Preset::Collector, &json(404, ""), &Answer::Stop(Trouble::WrongAddress(404)));
        check(Preset::Collector, &json(405, ""), &Answer::Stop(Trouble::WrongAddress(405)));
    }
}
