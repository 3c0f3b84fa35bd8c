//! Why a transaction came to nothing.

use indexed_db_futures::error::{DomException, Error, OpenDbError};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::alarm::LATE;
use crate::ports::response_store::StoreError;

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Full => Self::Full,
            Failure::Late => Self::Unavailable(LATE.to_owned()),
            Failure::Other(detail) => Self::Unavailable(detail),
        }
    }
}

/// Why a transaction came to nothing.
pub(super) enum Failure {
    Full,
    /// It has not answered in time.
    Late,
    Other(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::DomException(exception) => Self::from(exception),
            // By name: their own words bring the printing of every kind of number into the download.
            Error::Serialisation(_) => Self::Other("a record cannot be read".to_owned()),
            Error::MissingData(_) => Self::Other("the transaction was aborted".to_owned()),
            Error::Unknown(_) => Self::Other("unknown error".to_owned()),
        }
    }
}

impl From<DomException> for Failure {
    fn from(exception: DomException) -> Self {
        let exception: web_sys::DomException = exception.into();
        if exception.name() == "QuotaExceededError" {
            Self::Full
        } else {
            Self::Other(format!("{}: {}", exception.name(), exception.message()))
        }
    }
}

pub(super) fn open_error(error: OpenDbError) -> Failure {
    match error {
        OpenDbError::Base(error) => error.into(),
        _ => Failure::Other("this browser has no IndexedDB".to_owned()),
    }
}

/// What a call of IndexedDB itself has thrown.
pub(super) fn thrown(error: JsValue) -> Failure {
    match error.dyn_into::<web_sys::DomException>() {
        Ok(exception) => Failure::from(DomException::from(exception)),
        Err(_) => Failure::Other("the storage cannot be called".to_owned()),
    }
}
