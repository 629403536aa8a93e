//! What is handed out: invoices, credit notes, letters, forms, e-invoices, and the bank's files.
//!
//! Values in, bytes out. This crate knows no clock, file, network, database or operator; what it
//! is not handed it cannot show.
//!
//! - A [`Bill`] is what is owed, with its lines; [`split`] makes bills of an account's lines, as a
//!   country wants them, and [`Totals`] are its sums as EN 16931 wants them.
//! - A [`Letter`] is what else is sent: statement of exits, receipt, reminder, mandate form.
//!
//! Amounts are whole cents, with the sign of the account: what a member owes is positive. On a
//! credit note, positive is what the member gets back.

pub mod bill;
pub mod head;
pub mod letter;
pub mod split;
pub mod totals;
pub mod unfit;

pub use bill::{Bill, BillKind, Form, Line, Payment, Reason, Vat};
pub use head::{Buyer, Head, Language, Seller};
pub use letter::{Letter, LetterKind};
pub use split::split;
pub use totals::Totals;
pub use unfit::Unfit;
