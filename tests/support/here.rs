//! The worker that makes results and files, without a worker: it answers at once, on this thread.

use std::cell::RefCell;
use std::time::Duration;

use async_trait::async_trait;
use betekenis::domain::same::Names;
use betekenis::format::asked::{Asks, Reported};
use betekenis::ports::reporter::{Reply, ReportError, Reporter, Sign};
use betekenis::workflow::ask::ask;
use betekenis::workflow::report::{Reports, Source};

use crate::now::now;

/// A [`Reporter`] over a store in memory.
pub(crate) struct Here<'a> {
    reports: RefCell<Reports<'a>>,
    answered: RefCell<Vec<Option<Result<Reply, ReportError>>>>,
}

impl<'a> Here<'a> {
    pub(crate) fn new(source: Source<'a>) -> Self {
        Self { reports: RefCell::new(Reports::new(source)), answered: RefCell::default() }
    }

    /// The answer to `question` as the page gets it.
    pub(crate) fn answers<Q: Asks>(&self, question: Q) -> Reported<Q::Answer> {
        self.answers_with(question, Names::default())
    }

    /// The same, told by `names`.
    pub(crate) fn answers_with<Q: Asks>(&self, question: Q, names: Names) -> Reported<Q::Answer> {
        now(ask(self, question, names)).unwrap().0
    }
}

#[async_trait(?Send)]
impl Reporter for Here<'_> {
    fn ask(&self, question: &str) -> Result<u32, ReportError> {
        let answer = now(self.reports.borrow_mut().answer(question));
        self.answered.borrow_mut().push(Some(answer));
        Ok(u32::try_from(self.answered.borrow().len()).unwrap() - 1)
    }

    async fn hear(&self, number: u32, _most: Duration) -> Sign {
        let answer = self.answered.borrow_mut()[number as usize].take();
        Sign::Answer(answer.expect("each question is answered once"))
    }

    fn end(&self) {}
}
