//! Keeps several settings: all of them, or none.

use crate::ports::response_store::StoreError;

/// Something that is kept, and how to keep what was there before in its place.
pub struct Step<'a> {
    /// Keeps it.
    pub keep: Box<dyn Fn() -> Result<(), StoreError> + 'a>,
    /// Keeps what was there before.
    pub undo: Box<dyn Fn() -> Result<(), StoreError> + 'a>,
}

/// Why not all was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct NotKept {
    /// What went wrong.
    pub error: StoreError,
    /// All is as it was before.
    pub is_undone: bool,
}

/// Keeps all, one after the other. If one cannot be kept, what was kept before it is undone.
///
/// # Errors
///
/// [`NotKept`], which says whether all is as it was.
pub fn all_or_none(steps: &[Step<'_>]) -> Result<(), NotKept> {
    for (at, step) in steps.iter().enumerate() {
        if let Err(error) = (step.keep)() {
            // Each is tried, whatever became of the others.
            let n_stuck = steps[..at].iter().rev().filter(|step| (step.undo)().is_err()).count();
            return Err(NotKept { error, is_undone: n_stuck == 0 });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// Keeps three things in `kept`; `fails` cannot be kept, and `sticks` not undone.
    fn run(fails: Option<usize>, sticks: Option<usize>, kept: &RefCell<Vec<usize>>) -> Result<(), NotKept> {
        let steps: Vec<Step<'_>> = (0..3)
            .map(|n| Step {
                keep: Box::new(move || {
                    if fails == Some(n) {
                        return Err(StoreError::Full);
                    }
                    kept.borrow_mut().push(n);
                    Ok(())
                }),
                undo: Box::new(move || {
                    if sticks == Some(n) {
                        return Err(StoreError::Full);
                    }
                    kept.borrow_mut().retain(|one| *one != n);
                    Ok(())
                }),
            })
            .collect();
        all_or_none(&steps)
    }

    #[test]
    fn all_are_kept_or_none_and_it_is_told_where_that_failed() {
        let kept = RefCell::default();
        assert_eq!(run(None, None, &kept), Ok(()));
        assert_eq!(*kept.borrow(), [0, 1, 2]);

        let kept = RefCell::default();
        assert_eq!(run(Some(2), None, &kept), Err(NotKept { error: StoreError::Full, is_undone: true }));
        assert!(kept.borrow().is_empty());

        let kept = RefCell::default();
        assert_eq!(run(Some(2), Some(0), &kept), Err(NotKept { error: StoreError::Full, is_undone: false }));
        assert_eq!(*kept.borrow(), [0]);
    }
}
