//! What is sent besides bills: statement of exits, receipt, reminder, mandate form.

use jiff::civil::{Date, DateTime};
use rimessa_domain::money::Money;

use crate::bill::Clause;
use crate::head::Head;

/// A letter or a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What every document has.
    pub head: Head,
    /// What it is, and what it says.
    pub kind: LetterKind,
}

/// What a letter is, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterKind {
    /// The exits of a contract that includes a number of them.
    Exits(Exits),
    /// That something was paid.
    Receipt(Receipt),
    /// That something is not paid yet.
    Reminder(Reminder),
    /// A mandate for direct debits, to sign or signed.
    Mandate(Mandate),
}

/// The exits of a contract in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exits {
    /// What the contract is called.
    pub contract: String,
    /// How many exits the month includes.
    pub included: u32,
    /// The exits, in their order.
    pub exits: Vec<Exit>,
    /// The clause behind what is charged beyond those.
    pub clause: Option<Clause>,
}

/// An exit from a car park.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    /// When, on the operator's wall clock.
    pub at: DateTime,
    /// Where: gate or car park.
    pub place: Option<String>,
    /// What it costs, VAT included; nothing while it is one of those included.
    pub gross: Money,
}

/// What was paid, and what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The payment.
    pub payment: Paid,
    /// What it settled; the rest went to the account.
    pub settled: Vec<Settled>,
    /// What is left to pay after it.
    pub left: Money,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// When.
    pub on: Date,
    /// By which means.
    pub means: Means,
    /// The payment's reference, if it has one.
    pub reference: Option<String>,
    /// How much.
    pub amount: Money,
}

/// By which means somebody paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Means {
    /// By card.
    Card,
    /// By transfer.
    Transfer,
    /// By direct debit.
    DirectDebit,
}

/// A document that a payment settled, wholly or in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The document's number.
    pub number: String,
    /// Its day.
    pub date: Date,
    /// How much of the payment went to it.
    pub amount: Money,
}

/// A letter about what is not paid yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Which one it is: 1 asks, 2 insists, from 3 on it is the last before the claim is handed on.
    pub stage: u8,
    /// What is open, the oldest first.
    pub open: Vec<Open>,
    /// What the reminder costs, if it costs something.
    pub fee: Option<Fee>,
    /// By which day it shall be paid now.
    pub due: Date,
    /// The reference for a transfer.
    pub reference: String,
}

/// An open document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Its number.
    pub number: String,
    /// Its day.
    pub date: Date,
    /// When it was to be paid.
    pub due: Date,
    /// What it was.
    pub amount: Money,
    /// What is left of it.
    pub left: Money,
}

/// What a reminder costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// How much.
    pub amount: Money,
    /// The clause it rests on.
    pub clause: Option<Clause>,
}

/// A mandate for direct debits (SEPA Core).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// Its reference, up to 35 signs.
    pub reference: String,
    /// Whose account it is, if not the buyer's.
    pub holder: Option<String>,
    /// The account, if it is known; otherwise it is filled in by hand.
    pub iban: Option<String>,
    /// The bank's BIC, if it is known.
    pub bic: Option<String>,
    /// How it was signed on line; `None`: to be signed on paper.
    pub signed: Option<Signed>,
    /// How many days before a collection the payer is told.
    pub notice_days: u16,
}

/// How a mandate was signed on line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// When, on the operator's wall clock.
    pub at: DateTime,
    /// The name as typed.
    pub name: String,
    /// Where, as typed.
    pub place: Option<String>,
}
