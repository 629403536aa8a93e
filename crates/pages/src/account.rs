//! What a member has to pay, and why.

use askama::Template;
use rimessa_app::preview::Preview;

use crate::frame::Frame;

/// The account of a member.
#[derive(Debug, Template)]
#[template(path = "account.html")]
pub struct Account {
    /// What stands around it.
    pub frame: Frame,
    /// What is left to pay, like `12.50`.
    pub balance: String,
    /// The next bill, so far.
    pub preview: Preview,
    /// Exits are counted on a contract of the member.
    pub exits: bool,
}
