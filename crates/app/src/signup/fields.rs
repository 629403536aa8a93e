//! What signing up asks for: the fields of the rulebook's steps, what may be typed into them, and what
//! may be chosen.

use jiff::civil::Date;
use rimessa_domain::time::Instant;
use rimessa_rulebook::explain::Explainer;
use rimessa_rulebook::regulation::{Item, Signup};
use rimessa_store::{logins, stations};

use super::{Choice, Typed};
use crate::operator::Operator;
use crate::scene::Scene;
use crate::trouble::{Invalid, Trouble};
use crate::when::moment;

/// No text is longer.
pub(crate) const LONGEST: usize = 200;

/// What may be typed into a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Date,
    Mail,
    Phone,
    Country,
    Login,
    Password,
    Consent,
    Services,
    Choice,
    Time,
    Upload,
}

impl Kind {
    /// The word for it.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::Mail => "mail",
            Self::Phone => "phone",
            Self::Country => "country",
            Self::Login => "login",
            Self::Password => "password",
            Self::Consent => "consent",
            Self::Services => "services",
            Self::Choice => "choice",
            Self::Time => "time",
            Self::Upload => "upload",
        }
    }
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
}

/// What of a rulebook means that members are entered by the operator, and cannot sign up themselves.
const ENTERED_BY_OPERATOR: &str = "customer-number";
/// What of a rulebook means that nothing is kept before all is confirmed.
const CONFIRMED_FIRST: &str = "confirmation";

/// The steps that hold at `at`, in order; `None`: nobody signs up here.
pub(crate) fn steps(operator: &Operator, at: Instant) -> Option<Vec<&Item<Signup>>> {
    let book = operator.book_at(at);
    let all = book.regulation.signup.iter().filter(|item| item.validity.holds(at));
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|item| item.what.step);
    let closed = has_field(&all, ENTERED_BY_OPERATOR);
    (!all.is_empty() && !closed).then_some(all)
}

/// Whether the regulation says that nothing is kept before all is confirmed.
pub(crate) fn is_confirmed_first(steps: &[&Item<Signup>]) -> bool {
    has_field(steps, CONFIRMED_FIRST)
}

/// Whether a step asks for this.
pub(crate) fn has_field(steps: &[&Item<Signup>], name: &str) -> bool {
    steps.iter().any(|item| item.what.fields.iter().any(|field| &**field == name))
}

/// The fields of a step. Consents that no step names belong to the last one.
pub(crate) fn of_step(
    operator: &Operator,
    at: Instant,
    steps: &[&Item<Signup>],
    step: &Item<Signup>,
) -> Vec<Field> {
    let book = operator.book_at(at);
    let consents = || book.regulation.consents.iter().filter(|item| item.validity.holds(at));
    let mut fields = Vec::new();
    for name in &step.what.fields {
        match consents().find(|consent| consent.id == *name) {
            Some(consent) => fields.push(field(name, Kind::Consent, consent.what.required)),
            None => of_name(name, &mut fields),
        }
    }
    if steps.last().is_some_and(|last| last.id == step.id) {
        let unnamed = consents().filter(|consent| !has_field(steps, &consent.id));
        fields.extend(unnamed.map(|one| field(&one.id, Kind::Consent, one.what.required)));
    }
    fields
}

fn field(name: &str, kind: Kind, required: bool) -> Field {
    Field { name: name.to_owned(), kind, required }
}

fn of_name(name: &str, fields: &mut Vec<Field>) {
    let all: &[(&str, Kind, bool)] = match name {
        CONFIRMED_FIRST => &[],
        "address" | "domicile" => &[
            ("street", Kind::Text, true),
            ("postal-code", Kind::Text, true),
            ("city", Kind::Text, true),
            ("country", Kind::Country, false),
        ],
        "licence-scan" | "licence-copy" => {
            &[("licence-front", Kind::Upload, true), ("licence-back", Kind::Upload, false)]
        }
        "identity-card-copy" => {
            &[("identity-front", Kind::Upload, true), ("identity-back", Kind::Upload, false)]
        }
        "password" => {
            &[("password", Kind::Password, true), ("password-again", Kind::Password, true)]
        }
        // It comes with the password.
        "password-again" => &[],
        "birth-date" | "licence-issued" | "licence-expires" => &[(name, Kind::Date, true)],
        "mail" => &[(name, Kind::Mail, true)],
        "second-mail" => &[(name, Kind::Mail, false)],
        "mobile" => &[(name, Kind::Phone, true)],
        "login" => &[(name, Kind::Login, true)],
        "services" => &[(name, Kind::Services, false)],
        "start" | "end" => &[(name, Kind::Time, true)],
        "dropoff" => &[(name, Kind::Choice, false)],
        "community" | "plan" | "payment-means" | "category" | "pickup" => {
            &[(name, Kind::Choice, true)]
        }
        _ => &[(name, Kind::Text, true)],
    };
    fields.extend(all.iter().map(|(name, kind, required)| field(name, kind.clone(), *required)));
}

/// How members can pay.
const PAYMENT_MEANS: [&str; 3] = ["card", "direct-debit", "transfer"];

impl Scene<'_, '_> {
    /// What may be chosen in a field.
    pub(crate) fn choices(
        &mut self,
        field: &Field,
        step: &Item<Signup>,
    ) -> Result<Vec<Choice>, Trouble> {
        let (operator, at) = (self.operator, self.now());
        let book = operator.book_at(at);
        let explainer = Explainer { rulebook: book, language: self.language };
        let named = |prefix: &str, id: &str| Choice {
            value: id.to_owned(),
            words: explainer.words(&format!("{prefix}-{id}"), &[]),
        };
        Ok(match field.name.as_str() {
            "community" => self.communities(),
            "plan" => book.rules.plans.iter().map(|plan| named("plan", &plan.id)).collect(),
            "category" => {
                book.rules.categories.iter().map(|one| named("category", &one.id)).collect()
            }
            "payment-means" => PAYMENT_MEANS.iter().map(|id| named("payment", id)).collect(),
            "services" => step.what.services.iter().map(|id| named("service", id)).collect(),
            "pickup" | "dropoff" => {
                let all = stations::all(self.tx, operator.id)?;
                all.into_iter().map(|row| Choice { value: row.code, words: row.name }).collect()
            }
            _ => Vec::new(),
        })
    }

    /// The operators of this installation at which one can sign up.
    fn communities(&self) -> Vec<Choice> {
        let at = self.now();
        let all = self.app.directory().all();
        let open = all.iter().filter(|operator| steps(operator, at).is_some());
        open.map(|operator| Choice {
            value: operator.slug.clone(),
            words: operator.book_at(at).name.to_string(),
        })
        .collect()
    }

    /// What is wrong with what was typed into a field.
    pub(crate) fn wrong(
        &mut self,
        field: &Field,
        step: &Item<Signup>,
        typed: &Typed,
    ) -> Result<Option<Invalid>, Trouble> {
        let invalid = |code, found: &str| {
            let found = found.chars().take(80).collect();
            Ok(Some(Invalid { field: field.name.clone(), code, found }))
        };
        let missing = || if field.required { invalid("missing", "") } else { Ok(None) };
        match field.kind {
            Kind::Consent => {
                let given = typed.consents.get(&field.name).copied().unwrap_or(false);
                return if given {
                    Ok(None)
                } else if field.required {
                    invalid("consent-needed", "")
                } else {
                    Ok(None)
                };
            }
            Kind::Upload => {
                return if typed.uploads.contains(&field.name) { Ok(None) } else { missing() };
            }
            Kind::Password => return if typed.password.is_some() { Ok(None) } else { missing() },
            Kind::Services => {
                let known = self.choices(field, step)?;
                let unknown =
                    typed.services.iter().find(|id| !known.iter().any(|c| c.value == **id));
                return unknown.map_or(Ok(None), |id| invalid("not-an-option", id));
            }
            _ => {}
        }
        let Some(text) = typed.values.get(&field.name).filter(|text| !text.is_empty()) else {
            return missing();
        };
        let code = match field.kind {
            Kind::Choice => {
                let known = self.choices(field, step)?.iter().any(|choice| choice.value == *text);
                match (known, field.name.as_str()) {
                    (false, _) => Some("not-an-option"),
                    (true, "community") if *text != self.operator.slug => Some("begin-there"),
                    _ => None,
                }
            }
            Kind::Login => match wrong_login(text) {
                None => {
                    let name = crate::log_in::login_name(text);
                    let taken = logins::by_name(self.tx, self.operator.id, &name)?.is_some();
                    taken.then_some("taken")
                }
                wrong => wrong,
            },
            Kind::Time => {
                let zone = &self.operator.versions.at(self.now()).zone;
                moment(zone, &field.name, text).is_err().then_some("not-a-time")
            }
            _ => wrong_text(&field.name, &field.kind, text, self.today()),
        };
        code.map_or(Ok(None), |code| invalid(code, text))
    }

    /// Today, on the operator's wall.
    pub(crate) fn today(&self) -> Date {
        let at = self.now();
        self.operator.versions.at(at).zone.date(at)
    }
}

/// What is wrong with a text of that kind.
pub(crate) fn wrong_text(name: &str, kind: &Kind, text: &str, today: Date) -> Option<&'static str> {
    if text.chars().count() > LONGEST {
        return Some("too-long");
    }
    if text.chars().any(char::is_control) {
        return Some("not-a-text");
    }
    match kind {
        Kind::Mail => (!is_mail(text)).then_some("not-a-mail-address"),
        Kind::Phone => (!is_phone(text)).then_some("not-a-phone-number"),
        Kind::Country => {
            let well = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
            (!well).then_some("not-a-country")
        }
        Kind::Date => wrong_date(name, text, today),
        _ => None,
    }
}

fn wrong_date(name: &str, text: &str, today: Date) -> Option<&'static str> {
    let date = (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten();
    let Some(date) = date else { return Some("not-a-date") };
    match name {
        "licence-expires" if date < today => Some("licence-expired"),
        "birth-date" | "licence-issued" if date > today => Some("in-the-future"),
        "birth-date" if date.year() < today.year() - 120 => Some("not-a-date"),
        _ => None,
    }
}

fn is_mail(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let plain =
        |part: &str| !part.chars().any(|c| c.is_whitespace() || "<>()[],;:\\\"@".contains(c));
    !local.is_empty()
        && local.len() <= 64
        && plain(local)
        && plain(domain)
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty() && label.len() <= 63)
}

fn is_phone(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('+') else { return false };
    let digits: Vec<u8> = rest.bytes().filter(|b| *b != b' ').collect();
    (6..=15).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
}

fn wrong_login(text: &str) -> Option<&'static str> {
    let name = text.trim();
    let well = |c: char| c.is_alphanumeric() || ".-_@+".contains(c);
    let length = name.chars().count();
    // Numbers are those of customers.
    let number = name.bytes().all(|b| b.is_ascii_digit());
    (!(3..=60).contains(&length) || !name.chars().all(well) || number).then_some("not-a-login")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_checked_by_their_kind() {
        let today = Date::constant(2026, 3, 2);
        let long = "x".repeat(201);
        for (name, kind, text, code) in [
            ("mail", Kind::Mail, "anna@example.org", None),
            ("mail", Kind::Mail, "anna@localhost", Some("not-a-mail-address")),
            ("mail", Kind::Mail, "a b@example.org", Some("not-a-mail-address")),
            ("mail", Kind::Mail, "@example.org", Some("not-a-mail-address")),
            ("mobile", Kind::Phone, "+39 333 0000001", None),
            ("mobile", Kind::Phone, "0333 0000001", Some("not-a-phone-number")),
            ("country", Kind::Country, "FR", None),
            ("country", Kind::Country, "France", Some("not-a-country")),
            ("birth-date", Kind::Date, "1980-02-29", None),
            ("birth-date", Kind::Date, "1981-02-29", Some("not-a-date")),
            ("birth-date", Kind::Date, "2027-01-01", Some("in-the-future")),
            ("birth-date", Kind::Date, "1880-01-01", Some("not-a-date")),
            ("licence-expires", Kind::Date, "2026-03-01", Some("licence-expired")),
            ("licence-expires", Kind::Date, "2026-03-02", None),
            ("city", Kind::Text, "Sedan\n", Some("not-a-text")),
            ("city", Kind::Text, &long, Some("too-long")),
        ] {
            assert_eq!(wrong_text(name, &kind, text, today), code, "{name}: {text}");
        }
        for (login, code) in
            [("anna", None), ("an", Some("not-a-login")), ("100001", Some("not-a-login"))]
        {
            assert_eq!(wrong_login(login), code, "{login}");
        }
    }
}
