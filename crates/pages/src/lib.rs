//! What people see: each page is a view of what a use case answered, put into words and a template.
//!
//! Pages know no HTTP, no store and no clock. All of them work without scripts.

mod account;
mod book;
mod bookings;
mod day;
mod desk;
mod find;
mod form;
mod frame;
mod front;
mod guide;
mod info;
mod kiosk;
mod me;
pub mod office;
mod on_board;
mod signup;
mod start;
mod styles;
mod talk;
mod times;
mod web;
mod week;

pub use account::Account;
pub use book::{Confirm, Offer, QuoteShown, Wanted};
pub use bookings::{Bookings, Cancelling, Cited, Details, Told};
pub use day::{Day, Stretch, day_of};
pub use desk::{
    Acts, DeskBook, DeskBooking, DeskCase, DeskCases, DeskFactor, DeskFrame, DeskLogIn, DeskMember,
    DeskMessage, DeskMissing, DeskNewCase, DeskPassword, DeskStart, DeskTimes, Driver, Factor,
    FoundAt, Queued, SCRIPT, SCRIPT_VERSION, Shown, Typed, Workplace,
};
pub use find::{Found, Search};
pub use form::{Control, Errors, FormPage, Input, Way, Wrong};
pub use frame::{Frame, Here};
pub use front::{Communities, Community, LogIn, Message};
pub use guide::{GUIDE_STYLE, Guide};
pub use info::{Faq, Places, Question};
pub use kiosk::{Kiosk, Screen, Slot, pressed};
pub use me::{
    Cards, Case, Cases, Consents, Contracts, Exits, MyData, Newsletter, Passkeys, Sessions,
};
pub use on_board::{Aboard, CardAtHand, ITSELF, Obstacle, OnBoard, TripAboard};
pub use signup::{SignUp, SignUpBegin, input_of};
pub use start::{Next, Start};
pub use styles::{
    Brand, KIOSK_SCRIPT, OFFICE_SCRIPT, PAGE_SCRIPT, PASSKEY_SCRIPT, STYLE, VERSION, WORKER_SCRIPT,
};
pub use talk::{LANGUAGES, Talk};
pub use times::Times;
pub(crate) use web::sprite;
pub use web::{Island, Tiles, WEB, WebFile, island, web_file};
pub use week::TakenShown;

use askama::Template;

/// A page as it is sent.
///
/// # Panics
/// If a template is broken, which its test finds.
#[must_use]
pub fn show(page: &impl Template) -> String {
    page.render().expect("a template can always be rendered")
}
