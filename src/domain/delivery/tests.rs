use super::*;
use crate::domain::response::ResponseId;

fn ids(names: &[&str]) -> Vec<ResponseId> {
    names.iter().map(|name| ResponseId::new(*name)).collect()
}

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn delivery(names: &[&str]) -> Delivery {
    let mut delivery = Delivery::new(10);
    delivery.offer(&ids(names), delivery.batch_size());
    delivery
}

#[track_caller]
fn check(delivery: &mut Delivery, answer: Answer, verdicts: &[(&str, Verdict)], next: &Next) {
    let verdicts: Vec<_> =
        verdicts.iter().map(|(id, verdict)| (ResponseId::new(*id), verdict.clone())).collect();
    assert_eq!(delivery.answered(answer, 1.0), verdicts);
    assert_eq!(delivery.next(), *next);
}

#[test]
fn only_what_the_receipt_names_is_sent() {
    check(
        &mut delivery(&["a", "b", "c"]),
        Answer::Receipt {
            accepted: texts(&["a", "other"]),
            rejected: vec![("b".to_owned(), "no".to_owned())],
        },
        &[("a", Verdict::Sent), ("b", Verdict::Refused("no".to_owned())), ("c", Verdict::Waiting)],
        &Next::Fetch,
    );
}

#[test]
fn a_receipt_for_other_responses_settles_nothing_and_waits() {
    let mut delivery = delivery(&["a"]);

    let verdicts = delivery.answered(Answer::Receipt { accepted: texts(&["x"]), rejected: vec![] }, 1.0);

    assert_eq!(verdicts, [(ResponseId::new("a"), Verdict::Waiting)]);
    assert!(matches!(delivery.next(), Next::Wait(_, Trouble::NoReceipt(_))));
}

#[test]
fn a_bad_batch_is_halved_until_the_bad_response_stands_alone() {
    let mut delivery = delivery(&["a", "b", "c"]);
    let mut refused = Vec::new();
    let mut sent = Vec::new();
    while let Next::Send(batch) = delivery.next() {
        let answer = if batch.iter().any(|id| *id == "b") {
            Answer::Bad("b is bad".to_owned())
        } else {
            Answer::Receipt { accepted: batch.iter().map(ResponseId::to_string).collect(), rejected: vec![] }
        };
        for (id, verdict) in delivery.answered(answer, 1.0) {
            match verdict {
                Verdict::Refused(why) => refused.push((id, why)),
                Verdict::Sent => sent.push(id),
                Verdict::Waiting => {}
            }
        }
    }

    assert_eq!(refused, [(ResponseId::new("b"), "b is bad".to_owned())]);
    assert_eq!(sent, ["a", "c"]);
}

#[test]
fn after_a_batch_too_large_the_following_ones_are_smaller() {
    let mut delivery = delivery(&["a", "b", "c", "d"]);
    delivery.answered(Answer::TooLarge("413".to_owned()), 1.0);

    assert_eq!(delivery.next(), Next::Send(ids(&["a", "b"])));
    assert_eq!(delivery.batch_size(), 2);
}

#[test]
fn what_was_offered_goes_in_its_order_some_in_each_request() {
    let mut delivery = Delivery::new(10);
    delivery.offer(&ids(&["a", "b", "c", "d", "e"]), 2);

    for names in [["a", "b"].as_slice(), &["c", "d"], &["e"]] {
        assert_eq!(delivery.next(), Next::Send(ids(names)));
        delivery.answered(Answer::Receipt { accepted: texts(names), rejected: vec![] }, 1.0);
    }
    assert_eq!(delivery.next(), Next::Fetch);
}

#[test]
fn after_a_batch_too_large_no_other_of_its_size_is_tried() {
    let mut delivery = Delivery::new(2);
    delivery.offer(&ids(&["a", "b", "c", "d"]), 2);
    delivery.answered(Answer::TooLarge("413".to_owned()), 1.0);

    for name in ["a", "b"] {
        assert_eq!(delivery.next(), Next::Send(ids(&[name])));
        delivery.answered(Answer::Receipt { accepted: texts(&[name]), rejected: vec![] }, 1.0);
    }
    assert_eq!((delivery.next(), delivery.batch_size()), (Next::Fetch, 1));
}

#[test]
fn waits_double_up_to_five_minutes_and_begin_anew_after_a_receipt() {
    let mut delivery = Delivery::new(1);
    let later = || Answer::Later { after: None, why: Trouble::Unreachable };
    let mut waits = Vec::new();
    for _ in 0..10 {
        delivery.offer(&ids(&["a"]), 10);
        delivery.answered(later(), 1.0);
        if let Next::Wait(wait, _) = delivery.next() {
            waits.push(wait.as_secs());
        }
        delivery.go_on();
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);

    delivery.offer(&ids(&["a"]), 10);
    delivery.answered(Answer::Receipt { accepted: texts(&["a"]), rejected: vec![] }, 1.0);
    delivery.offer(&ids(&["b"]), 10);
    check(
        &mut delivery,
        later(),
        &[("b", Verdict::Waiting)],
        &Next::Wait(Duration::from_secs(1), Trouble::Unreachable),
    );
}

#[test]
fn a_server_may_ask_for_a_longer_wait_but_not_for_a_day() {
    for (asked, waited) in [(90, 90), (86_400, 3600)] {
        let mut delivery = delivery(&["a"]);
        let after = Some(Duration::from_secs(asked));
        check(
            &mut delivery,
            Answer::Later { after, why: Trouble::ServerTrouble(503) },
            &[("a", Verdict::Waiting)],
            &Next::Wait(Duration::from_secs(waited), Trouble::ServerTrouble(503)),
        );
    }
}

#[test]
fn what_the_server_chokes_on_goes_last_and_then_alone() {
    let mut delivery = Delivery::new(4);
    let all = ids(&["a", "b", "c", "d", "e"]);
    let mut waiting = all.clone();
    let mut requests = Vec::new();
    for _ in 0..4 {
        delivery.go_on();
        loop {
            match delivery.next() {
                Next::Fetch if waiting.is_empty() => break,
                Next::Fetch => delivery.offer(&waiting, 4),
                Next::Send(batch) => {
                    requests.push(batch.concat());
                    let answer = if batch.iter().any(|id| *id == "b") {
                        Answer::Later { after: None, why: Trouble::ServerTrouble(500) }
                    } else {
                        Answer::Receipt {
                            accepted: batch.iter().map(ResponseId::to_string).collect(),
                            rejected: vec![],
                        }
                    };
                    let verdicts = delivery.answered(answer, 1.0);
                    waiting.retain(|id| {
                        verdicts.iter().all(|(one, verdict)| one != id || *verdict != Verdict::Sent)
                    });
                }
                Next::Wait(..) | Next::Stop(_) => break,
            }
        }
    }

    assert_eq!(requests, ["abcd", "e", "ab", "cd", "a", "b", "b"]);
    assert_eq!(waiting, ["b"]);
    assert_eq!(delivery.next(), Next::Wait(Duration::from_secs(2), Trouble::ServerTrouble(500)));
}

#[test]
fn one_that_fails_alone_waits_longer_every_time_though_others_arrive() {
    let mut delivery = Delivery::new(10);
    let mut waits = Vec::new();
    for name in ["b", "c", "d", "e"] {
        delivery.go_on();
        for batch in [ids(&[name]), ids(&["a"])] {
            delivery.offer(&batch, 10);
            let answer = if batch == ["a"] {
                Answer::Later { after: None, why: Trouble::ServerTrouble(500) }
            } else {
                Answer::Receipt {
                    accepted: batch.iter().map(ResponseId::to_string).collect(),
                    rejected: vec![],
                }
            };
            delivery.answered(answer, 1.0);
        }
        if let Next::Wait(wait, _) = delivery.next() {
            waits.push(wait.as_secs());
        }
    }

    assert_eq!(waits, [1, 2, 4, 8]);
}

#[test]
fn no_network_and_a_busy_server_break_up_no_batch() {
    for why in [Trouble::Offline, Trouble::ServerTrouble(429)] {
        let mut delivery = delivery(&["a", "b"]);
        delivery.answered(Answer::Later { after: None, why }, 1.0);
        delivery.go_on();
        delivery.offer(&ids(&["a", "b"]), 10);

        assert_eq!(delivery.next(), Next::Send(ids(&["a", "b"])));
    }
}

#[test]
fn an_id_in_capitals_is_the_same_id() {
    check(
        &mut delivery(&["a-1", "b-2"]),
        Answer::Receipt { accepted: texts(&["A-1"]), rejected: vec![("B-2".to_owned(), "no".to_owned())] },
        &[("a-1", Verdict::Sent), ("b-2", Verdict::Refused("no".to_owned()))],
        &Next::Fetch,
    );
}

#[test]
fn a_wrong_key_stops_until_somebody_asks_again() {
    let mut delivery = delivery(&["a"]);
    check(
        &mut delivery,
        Answer::Stop(Trouble::Unauthorised(401)),
        &[("a", Verdict::Waiting)],
        &Next::Stop(Trouble::Unauthorised(401)),
    );

    delivery.go_on();

    assert_eq!(delivery.next(), Next::Fetch);
}
