//! What every document has at its top: who sends it to whom, about what, when and how it looks.

use jiff::civil::Date;

/// What every document has at its top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number; letters may have none.
    pub number: Option<String>,
    /// The day on which it was issued.
    pub date: Date,
    /// The language in which it is written.
    pub language: Language,
    /// The currency, by its three letters (ISO 4217); its minor unit is a hundredth.
    pub currency: String,
    /// The operator's hue, in degrees, as on its pages.
    pub hue: u16,
    /// Who sends it.
    pub seller: Seller,
    /// To whom.
    pub buyer: Buyer,
    /// The place that it is about: the car park of a contract.
    pub site: Option<Site>,
    /// The contract that it is about, by its number.
    pub contract: Option<String>,
    /// The days that it is about.
    pub period: Option<Period>,
    /// What the member needs to log in for the first time, until that has happened.
    pub first_login: Option<FirstLogin>,
}

/// A place, with what the operator calls such a place: `Parc`, `CARDINET`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// What such a place is called, in the document's language.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// Days from the first to the last, both inside, as they stand on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: Date,
    /// The last day; never before the first.
    pub last: Date,
}

/// What a member needs to log in for the first time.
#[derive(Clone, PartialEq, Eq)]
pub struct FirstLogin {
    /// The web identifier: the customer number.
    pub identifier: String,
    /// The temporary password.
    pub password: String,
    /// Where to log in, if it is to be said.
    pub address: Option<String>,
}

/// Does not tell the password.
impl core::fmt::Debug for FirstLogin {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FirstLogin").field("identifier", &self.identifier).finish_non_exhaustive()
    }
}

/// Who sends a document and is owed what it says: the operator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seller {
    /// The registered name (BT-27).
    pub name: String,
    /// Where it is.
    pub address: Address,
    /// The VAT identifier with its country (BT-31).
    pub vat_id: Option<String>,
    /// The entry in a register of companies (BT-30).
    pub registration: Option<Registration>,
    /// What the law wants to be said of it besides: form, capital, register court (BT-33).
    pub legal: Option<String>,
    /// Where transfers go.
    pub account: Option<Account>,
    /// The SEPA creditor identifier (BT-90).
    pub creditor_id: Option<String>,
    /// The telephone number for questions.
    pub phone: Option<String>,
    /// The e-mail address for questions.
    pub email: Option<String>,
    /// The site, or the customers' space.
    pub web: Option<String>,
}

/// An entry in a register of companies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// What it is called on paper: `SIRET`, `FN`, `REA`.
    pub name: String,
    /// The number.
    pub id: String,
    /// The scheme of the number (ISO 6523: `0002` SIREN, `0009` SIRET), if it has one.
    pub scheme: Option<String>,
}

/// An account at a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The IBAN, with or without spaces.
    pub iban: String,
    /// The bank's BIC; within SEPA the IBAN is enough.
    pub bic: Option<String>,
    /// The bank's name.
    pub bank: Option<String>,
}

/// Who is sent a document: the member, or who pays for the member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Buyer {
    /// The customer number.
    pub number: String,
    /// How the person is addressed before the name: `Monsieur`.
    pub salutation: Option<String>,
    /// The name as it stands in the address (BT-44).
    pub name: String,
    /// Given and family name, if it is a person; `None`: an organisation.
    pub person: Option<Person>,
    /// Where to.
    pub address: Address,
    /// The e-mail address.
    pub email: Option<String>,
    /// The VAT identifier with its country (BT-48).
    pub vat_id: Option<String>,
    /// The Italian tax code (codice fiscale).
    pub tax_code: Option<String>,
    /// Where the Italian exchange system delivers; `None`: to the buyer's box there.
    pub recipient: Option<Recipient>,
}

/// The parts of a person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
}

/// Where the Italian exchange system delivers an e-invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// The recipient's code: seven signs, of a public body six.
    Code(String),
    /// A certified e-mail address (PEC).
    Pec(String),
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Street and house number; further lines.
    pub lines: Vec<String>,
    /// The postal code.
    pub postal_code: String,
    /// The town.
    pub city: String,
    /// The province, by its two letters, where addresses have one (Italy).
    pub province: Option<String>,
    /// The country, by its two letters (ISO 3166-1).
    pub country: String,
}

/// A language that documents are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// French.
    French,
    /// German.
    German,
    /// Italian.
    Italian,
    /// English.
    English,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::French, Self::German, Self::Italian, Self::English];

    /// The language of a code (`fr`, `de-AT`); English for any other.
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code.split(['-', '_']).next() {
            Some("fr") => Self::French,
            Some("de") => Self::German,
            Some("it") => Self::Italian,
            _ => Self::English,
        }
    }

    /// Its code (ISO 639-1).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::German => "de",
            Self::Italian => "it",
            Self::English => "en",
        }
    }
}
