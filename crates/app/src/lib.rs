//! What one can do with Rimessa: a file per use case.
//!
//! Each use case gathers the facts, lets the domain decide, and applies what was decided, in one
//! transaction. Nothing is decided here; no SQL, no HTTP, no frames stand here.

mod app;
mod apply;
mod clock;
mod due;
mod event;
mod gather;
mod identity;
mod items;
mod message;
mod operator;
mod reply;
mod scene;
mod seal;
mod trouble;
mod view;
mod when;

pub mod assess;
pub mod book;
pub mod cancel;
pub mod change;
pub mod exit;
pub mod extend;
pub mod give_back;
pub mod history;
pub mod join;
pub mod log_in;
pub mod mailbox;
pub mod move_vehicle;
pub mod refund;
pub mod report;
pub mod set_up;
pub mod show;
pub mod subscribe;
pub mod unlock;
pub mod validate;

pub use app::{Answer, App, Once};
pub use clock::Clock;
pub use due::settle_all;
pub use identity::{Ids, digest, parse_id, random_id, show_id};
pub use message::Letter;
pub use operator::{Directory, Operator, Settings};
pub use reply::{RefusedView, Reply};
pub use scene::{Actor, Scene};
pub use seal::{Keys, WrongKey};
pub use trouble::{Invalid, Trouble};
pub use view::{BookingView, LineView, Statement, StationView, VehicleView};
pub use when::show_moment;
