//! How a text gets from one device to another: camera, clipboard, share sheet.

use std::rc::Rc;

use async_trait::async_trait;

/// Hands texts over and takes them in. Only the coordinator's page uses it.
#[async_trait(?Send)]
pub trait Courier {
    /// Begins to look for QR codes through the camera, which may ask the person; what it sees is shown in the `<video>` with
    /// the id `place`.
    ///
    /// # Errors
    ///
    /// [`NoCamera`].
    async fn look(&self, place: &str) -> Result<Rc<dyn Look>, NoCamera>;

    /// Puts `text` on the clipboard; returns whether it is there.
    async fn copy(&self, text: &str) -> bool;

    /// Whether the device has a share sheet for links.
    fn can_share(&self) -> bool;

    /// Opens the share sheet with `link`; returns when it was closed.
    async fn share(&self, title: &str, link: &str);
}

/// The camera is looking. It is let go when this is dropped, at the latest.
#[async_trait(?Send)]
pub trait Look {
    /// The text of the next QR code; `None` once the camera was let go, or the page is out of sight.
    async fn next(&self) -> Option<String>;

    /// Lets the camera go.
    fn end(&self);
}

/// Why nothing can be scanned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoCamera {
    /// Somebody, or a setting, does not allow it.
    #[error("the camera may not be used")]
    Refused,
    /// The device has none.
    #[error("there is no camera")]
    Absent,
    /// It does not start: another app has it.
    #[error("the camera does not start")]
    Busy,
    /// The page came without https: browsers give it no camera.
    #[error("there is no camera without https")]
    Insecure,
    /// The browser cannot.
    #[error("this browser has no camera")]
    Unable,
}
