//! Where responses are sent.

use async_trait::async_trait;

use crate::domain::delivery::Answer;
use crate::domain::response::ResponseId;

/// Takes responses.
#[async_trait(?Send)]
pub trait Endpoint {
    /// Most responses that go into one request.
    fn batch_size(&self) -> usize;

    /// What a receipt for the responses `ids` is called in the ledger: where it came from, and for which batch.
    fn receipt(&self, ids: &[ResponseId]) -> String;

    /// Sends the responses `ids`, whose JSON texts are `responses` (as many, in the same order), in one request.
    ///
    /// Whatever happens is an [`Answer`]: being offline is an everyday outcome, not an error. The caller has to
    /// count on it that the request arrived and only the answer was lost.
    async fn send(&self, ids: &[ResponseId], responses: &[String]) -> Answer;
}
