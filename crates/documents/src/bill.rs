//! What is owed: invoices, credit notes, and notes of what is outside the scope of VAT.

use jiff::civil::Date;
use rimessa_domain::money::{Money, Percent};

use crate::head::{Head, Period};

/// An invoice, a credit note or a note of indemnities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// What every document has; the number is needed.
    pub head: Head,
    /// What it is.
    pub kind: BillKind,
    /// The documents that it corrects; a credit note names at least one.
    pub corrects: Vec<Reference>,
    /// What is charged or credited, in its order; at least one.
    pub lines: Vec<Line>,
    /// What was paid before it was issued (BT-113).
    pub paid: Money,
    /// How the rest is paid.
    pub payment: Payment,
    /// The stamp duty that the operator pays on it (Italy); not part of the total.
    pub stamp: Option<Money>,
    /// Further sentences at its end (BT-22).
    pub notes: Vec<String>,
    /// What a machine shall read.
    pub form: Form,
}

/// What a bill is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BillKind {
    /// An invoice (EN 16931: 380).
    Invoice,
    /// A credit note, which takes back what others charged (381); its amounts are positive.
    CreditNote,
    /// A note of what is outside the scope of VAT (380, category O), where it may not stand on
    /// an invoice with what is taxed (BR-O-11, BR-O-12).
    Indemnities,
}

/// A document that another one is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its number.
    pub number: String,
    /// Its day.
    pub date: Date,
}

/// One entry of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is for.
    pub title: String,
    /// The arithmetic, a step each, as it stands on the bill.
    pub steps: Vec<String>,
    /// The clause it rests on; `None`: the regulation is silent.
    pub clause: Option<Clause>,
    /// The trip or contract that it is about, in words.
    pub about: Option<String>,
    /// The days that it is about (BG-26).
    pub period: Option<Period>,
    /// How it is taxed.
    pub vat: Vat,
    /// The amount, VAT included.
    pub gross: Money,
}

/// A clause of the regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its id, as the regulation writes it.
    pub id: String,
    /// Its title, in the regulation's language.
    pub title: String,
}

/// How an amount is taxed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Vat {
    /// At a rate (category S; at zero per cent Z). The gross amount contains the tax.
    Rate(Percent),
    /// Exempt (category E).
    Exempt(Reason),
    /// Outside the scope of VAT (category O).
    Outside(Reason),
}

/// Why an amount is not taxed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reason {
    /// In words, with the law (BT-120).
    pub text: String,
    /// The Italian code of the reason (Natura): `N1`, `N4` …
    pub natura: Option<String>,
}

/// How what is left is paid, or is given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payment {
    /// By a transfer to the operator's account.
    Transfer {
        /// By which day.
        due: Date,
        /// With which reference.
        reference: String,
    },
    /// It is collected under a mandate. The document is the pre-notification.
    DirectDebit {
        /// On which day.
        on: Date,
        /// The mandate's reference.
        mandate: String,
        /// The account that is debited; only its end is shown.
        iban: String,
    },
    /// It is charged to the member's card, or was.
    Card {
        /// On which day.
        on: Date,
    },
    /// Nothing is to be done: it goes to the account, or there is nothing left.
    Account,
}

/// What a machine shall read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// EN 16931 in the PDF: Factur-X, ZUGFeRD.
    FacturX,
    /// FatturaPA beside the PDF, with the PDF inside.
    FatturaPa(Transmission),
    /// Nothing.
    Plain,
}

/// What FatturaPA must know besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transmission {
    /// The number of the file, never the same twice for a sender: one to ten letters and digits.
    pub progressive: String,
    /// Who sends it: the tax code, without the country, of the operator or its intermediary.
    pub sender: String,
    /// The operator's tax regime: `RF01` is the ordinary one.
    pub regime: String,
}
