//! What the app asks of the world: a store on the tablet, an endpoint, a clock. Each with a double in memory.

pub mod archive;
pub mod courier;
pub mod endpoint;
pub mod file;
pub mod memory;
pub mod pin;
pub mod recordings;
pub mod reporter;
pub mod response_store;
pub mod rows;
pub mod sound;
pub mod tablet;
