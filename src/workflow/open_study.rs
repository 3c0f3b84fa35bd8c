//! Opens the study, or the last good one if what came is broken.

use crate::domain::study::Study;
use crate::format::codec::Invalid;
use crate::ports::response_store::ResponseStore;

/// What was opened, and what was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The study to use, if there is one.
    pub study: Option<Study>,
    /// What is wrong with the file that came; the study is then the one kept before.
    pub broken: Option<Invalid>,
}

/// Reads `file`, the study at `address`, and keeps it if it is good; otherwise takes the one kept before.
///
/// `file` is `None` if there was nothing to read (no network and nothing stored): the kept one is used as well.
/// `read_study` is what reads it: `format::study::read_study` for participants, `check_study` for who has to hear of mistakes.
/// A store that fails is no reason not to begin: then there is just no older study to fall back on.
pub async fn open_study(
    store: &dyn ResponseStore,
    address: &str,
    file: Option<&str>,
    read_study: fn(&str) -> Result<Study, Invalid>,
) -> Opened {
    let read = file.map(read_study);
    if let (Some(Ok(study)), Some(file)) = (&read, file) {
        let study = Some(study.clone());
        if store.kept_study(address).await.ok().flatten().as_deref() != Some(file) {
            // Not kept is not lost: the next start reads the same file again.
            let _ = store.keep_study(address, file).await;
        }
        return Opened { study, broken: None };
    }
    let kept = store.kept_study(address).await.ok().flatten();
    Opened { study: kept.and_then(|kept| read_study(&kept).ok()), broken: read.and_then(Result::err) }
}
