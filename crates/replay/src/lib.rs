//! Replay: a scenario goes in, a statement comes out.
//!
//! A scenario says what happened to a few members. An in-memory [`world`] gathers the facts, lets
//! the domain decide, and applies what it decided: the same decisions that the server takes, with
//! memory in the place of the store. There is no second model of anything here.

pub mod check;
pub mod event;
pub mod form;
pub mod names;
pub mod reasons;
pub mod scenario;
pub mod statement;
pub mod stream;
pub mod text;
pub mod wall;
pub mod world;
