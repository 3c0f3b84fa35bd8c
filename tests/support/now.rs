//! Runs a future that never waits for anything: the doubles answer at once.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What `future` comes to.
///
/// # Panics
///
/// If it waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a double in memory answers at once"),
    }
}
