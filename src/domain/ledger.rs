//! Where each response stands, apart from its text: what was made, and what became of it on which day.

use crate::domain::day::Day;
use crate::domain::delivery::{State, Verdict};
use crate::domain::response::ResponseId;

/// What the tablet remembers of one finished response. Days are local; none means never, or not known (an older app wrote the
/// entry).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Id of the response.
    pub id: ResponseId,
    /// Where it stands.
    pub state: State,
    /// Day of the last change of state; trying to send is none.
    pub day: Option<Day>,
    /// Why it was refused, in the endpoint's words; empty unless it is refused.
    pub reason: String,
    /// Day on which it was finished.
    pub finished: Option<Day>,
    /// Day on which it was refused last.
    pub refused: Option<Day>,
    /// Day of the receipt.
    pub sent: Option<Day>,
    /// Which receipt: the host of the endpoint and the id of the batch, with a space between; empty unless it is sent.
    pub receipt: String,
}

impl Entry {
    /// A response that was finished on `day`.
    pub fn finished(id: &ResponseId, day: Day) -> Self {
        Self { finished: Some(day), ..Self::bare(id, State::Waiting, Some(day)) }
    }

    /// All that stays of a response once its text is cleared: its id and the day.
    pub fn cleared(id: &ResponseId, day: impl Into<Option<Day>>) -> Self {
        Self::bare(id, State::Cleared, day.into())
    }

    /// A response of which nothing else is known: it waits.
    pub fn unknown(id: &ResponseId) -> Self {
        Self::bare(id, State::Waiting, None)
    }

    fn bare(id: &ResponseId, state: State, day: Option<Day>) -> Self {
        Self {
            id: id.clone(),
            state,
            day,
            reason: String::new(),
            finished: None,
            refused: None,
            sent: None,
            receipt: String::new(),
        }
    }

    /// It has to be sent, or was on its way when the app stopped.
    pub fn is_unsent(&self) -> bool {
        matches!(self.state, State::Waiting | State::Sending)
    }

    /// It goes into a request; `None` if it is not to be sent.
    pub fn sending(mut self) -> Option<Self> {
        self.is_unsent().then(|| {
            self.state = State::Sending;
            self
        })
    }

    /// `verdict` is what became of it on `day`, by `receipt`; `None` if that changes nothing: what is sent stays so, and
    /// what is cleared too.
    pub fn settled(mut self, verdict: &Verdict, day: impl Into<Option<Day>>, receipt: &str) -> Option<Self> {
        if matches!(self.state, State::Sent | State::Cleared) {
            return None;
        }
        let day = day.into();
        self.reason.clear();
        match verdict {
            Verdict::Waiting => self.state = State::Waiting,
            Verdict::Sent => {
                self.state = State::Sent;
                (self.day, self.sent) = (day, day);
                receipt.clone_into(&mut self.receipt);
            }
            Verdict::Refused(reason) => {
                self.state = State::Refused;
                (self.day, self.refused) = (day, day);
                reason.clone_into(&mut self.reason);
            }
        }
        Some(self)
    }

    /// Somebody wants it sent again; `None` if it is to be sent anyway, or its text is gone.
    pub fn again(mut self) -> Option<Self> {
        matches!(self.state, State::Refused | State::Sent).then(|| {
            self.state = State::Waiting;
            self.reason.clear();
            self.receipt.clear();
            self
        })
    }

    /// Its text is cleared on `day`; `None` unless it was sent.
    pub fn clear(self, day: Day) -> Option<Self> {
        (self.state == State::Sent).then(|| Self::cleared(&self.id, day))
    }
}

/// How many there are of what. Together they are all that was ever made on the tablet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not finished.
    pub drafts: usize,
    /// Waiting to be sent.
    pub waiting: usize,
    /// In a request whose answer is not known.
    pub sending: usize,
    /// With a receipt.
    pub sent: usize,
    /// Not wanted by the endpoint.
    pub refused: usize,
    /// With a receipt, and cleared from the tablet since.
    pub cleared: usize,
}

impl Counts {
    /// Everything that was made.
    pub fn made(&self) -> usize {
        self.drafts + self.waiting + self.sending + self.sent + self.refused + self.cleared
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;

    fn entry() -> Entry {
        Entry::finished(&ResponseId::new("a"), day("2026-11-01"))
    }

    fn sent() -> Entry {
        entry().settled(&Verdict::Sent, day("2026-11-02"), "example.org b").unwrap()
    }

    #[test]
    fn each_change_leaves_its_day() {
        let refused = entry().settled(&Verdict::Refused("no".to_owned()), day("2026-11-02"), "h b").unwrap();
        assert_eq!((refused.refused, refused.reason.as_str()), (Some(day("2026-11-02")), "no"));
        assert_eq!(refused.receipt, "");

        let again = refused.again().unwrap();
        assert_eq!((again.state, again.reason.as_str()), (State::Waiting, ""));
        let sent = again.sending().unwrap().settled(&Verdict::Sent, day("2026-11-03"), "h b").unwrap();

        let days = [sent.finished, sent.refused, sent.sent, sent.day];
        assert_eq!(days, ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-03"].map(Day::of));
        assert_eq!(sent.receipt, "h b");
    }

    #[test]
    fn a_try_that_comes_to_nothing_leaves_no_trace() {
        let tried = entry().sending().unwrap().settled(&Verdict::Waiting, day("2026-11-02"), "h b").unwrap();

        assert_eq!(tried, entry());
    }

    #[test]
    fn what_is_sent_stays_sent_until_somebody_wants_it_sent_again() {
        assert_eq!(sent().settled(&Verdict::Waiting, day("2026-11-03"), "h c"), None);
        assert_eq!(sent().settled(&Verdict::Refused("late".to_owned()), day("2026-11-03"), "h c"), None);
        assert_eq!(sent().sending(), None);

        assert_eq!(sent().again().map(|again| again.state), Some(State::Waiting));
    }

    #[test]
    fn only_what_is_sent_is_cleared_and_then_only_id_and_day_stay() {
        let refused = entry().settled(&Verdict::Refused("no".to_owned()), day("2026-11-02"), "h b").unwrap();
        for unsent in [
            entry(),
            entry().sending().unwrap(),
            refused,
            Entry::cleared(&ResponseId::new("a"), day("2026-11-02")),
        ] {
            assert_eq!(unsent.clear(day("2026-11-09")), None);
        }

        let cleared = sent().clear(day("2026-11-09")).unwrap();

        assert_eq!(cleared, Entry::cleared(&ResponseId::new("a"), day("2026-11-09")));
        assert_eq!(cleared.clone().again(), None);
        assert_eq!(cleared.settled(&Verdict::Sent, day("2026-11-10"), "h b"), None);
    }
}
