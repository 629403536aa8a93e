//! What one can do with Rimessa: a file per use case.
//!
//! Each use case gathers the facts, lets the domain decide, and applies what was decided, in one
//! transaction. Nothing is decided here; no SQL, no HTTP, no frames stand here.

mod accident;
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
mod tell;
mod trouble;
mod view;
mod when;

pub mod assess;
pub mod assist;
pub mod book;
pub mod cancel;
pub mod case_file;
pub mod change;
pub mod claim;
pub mod device;
pub mod exit;
pub mod extend;
pub mod finding;
pub mod give_back;
pub mod history;
pub mod indemnity;
pub mod join;
pub mod late;
pub mod log_in;
pub mod lost;
pub mod mailbox;
pub mod move_vehicle;
pub mod odometer;
pub mod open_case;
pub mod overdue;
pub mod password;
pub mod program;
pub mod reconstruct;
pub mod refund;
pub mod report;
pub mod reseal;
pub mod retain;
pub mod running;
pub mod scan;
pub mod second_factor;
pub mod set_up;
pub mod show;
pub mod staff;
pub mod subscribe;
pub mod unlock;
pub mod uploads;
pub mod validate;
pub mod work_case;

pub use accident::{Accident, OtherParty};
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
