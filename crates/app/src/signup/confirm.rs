//! Confirming what was typed: the member, the consents, the documents, and the first booking where the
//! rulebook asks for one, all at once or nothing.

use rimessa_domain::ids::MemberId;
use rimessa_domain::member::Member;
use rimessa_store::logins::{self, LoginRow};
use rimessa_store::members::{self, Person};
use rimessa_store::papers::{self, Papers};
use rimessa_store::{drafts, uploads};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Draft, Typed, fields};
use crate::book;
use crate::identity::show_id;
use crate::join::{NewMember, join};
use crate::log_in::login_name;
use crate::reply::{RefusedView, Reply};
use crate::scene::{Actor, Scene};
use crate::trouble::{Invalid, Trouble};
use crate::uploads::UPLOAD;
use crate::view::BookingView;

/// A member who has just signed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SignupDone)]
pub struct Joined {
    /// The member's id.
    pub member: String,
    /// The customer number, with which one can log in, too.
    pub number: String,
    /// The first booking, if there is one. It opens nothing before the documents are verified, where
    /// the regulation says so.
    pub booking: Option<BookingView>,
    /// A link to confirm the e-mail address was sent.
    pub mail_sent: bool,
}

/// Confirms: whoever signed up becomes a member, whose documents wait to be verified.
///
/// # Errors
/// [`Trouble::Invalid`] with all that is missing or wrong; [`Trouble`].
pub fn confirm(scene: &mut Scene<'_, '_>, secret: &str) -> Result<Reply<Joined>, Trouble> {
    let draft = scene.draft(secret, true)?;
    let wrong = scene.all_wrong(&draft.typed)?;
    if !wrong.is_empty() {
        return Err(Trouble::Invalid(wrong));
    }
    let first = match scene.first_booking(&draft.typed)? {
        None => None,
        Some(Ok(wish)) => Some(wish),
        // Nothing was kept yet, and nothing will be.
        Some(Err(refused)) => return Ok(Reply::Refused(refused)),
    };
    let typed = &draft.typed;
    let person = person(scene, typed);
    let new = NewMember {
        person: person.clone(),
        language: scene.language.to_owned(),
        ..NewMember::default()
    };
    let id = join(scene, &new)?;
    scene.actor = Actor::Member(id);
    let row = members::get(scene.tx, scene.operator.id, id)?.ok_or(Trouble::NotFound("member"))?;
    let login = scene.first_login(id, &row.number, typed)?;
    scene.keep_choices(id, typed)?;
    scene.take_over_uploads(&draft, id)?;
    let booking = match first {
        None => None,
        // It was decided a moment ago, with the vehicle locked.
        Some(wish) => Some(book::book(scene, &wish)?.done().ok_or(Trouble::Stale)?),
    };
    let mail_sent = scene.welcome(&row, &person, &login)?;
    drafts::delete(scene.tx, scene.operator.id, &draft.hash)?;
    Ok(Reply::Done(Joined { member: show_id(id.0), number: row.number, booking, mail_sent }))
}

/// Who it is, from what was typed. What has no place of its own is kept by its name.
fn person(scene: &Scene<'_, '_>, typed: &Typed) -> Person {
    let mut values = typed.values.clone();
    values.retain(|_, text| !text.is_empty());
    for other in ["login", "plan", "payment-means", "community", "start", "end", "category"] {
        values.remove(other);
    }
    for other in ["pickup", "dropoff"] {
        values.remove(other);
    }
    let mut take = |name: &str| values.remove(name);
    let book = scene.operator.book_at(scene.now());
    let mut person = Person {
        family_name: take("family-name"),
        given_name: take("given-name"),
        organisation: take("organisation"),
        email: take("mail").map(|mail| mail.to_lowercase()),
        second_email: take("second-mail").map(|mail| mail.to_lowercase()),
        phone: take("mobile").map(|number| number.replace(' ', "")),
        born_on: take("birth-date"),
        birth_place: take("birth-place"),
        street: take("street"),
        postal_code: take("postal-code"),
        city: take("city"),
        country: take("country"),
        licence_number: take("licence-number"),
        licence_issued_on: take("licence-issued"),
        licence_expires_on: take("licence-expires"),
        ..Person::default()
    };
    if person.street.is_some() && person.country.is_none() {
        person.country = Some(book.regulation.country.to_string());
    }
    person.other_json =
        (!values.is_empty()).then(|| serde_json::to_string(&values).unwrap_or_default());
    person
}

impl Scene<'_, '_> {
    /// All that is missing or wrong.
    fn all_wrong(&mut self, typed: &Typed) -> Result<Vec<Invalid>, Trouble> {
        let (operator, at) = (self.operator, self.now());
        let steps = fields::steps(operator, at).ok_or(Trouble::NotFound("signup"))?;
        let mut wrong = Vec::new();
        for step in &steps {
            for field in fields::of_step(operator, at, &steps, step) {
                wrong.extend(self.wrong(&field, step, typed)?);
            }
        }
        Ok(wrong)
    }

    /// The first booking that was typed, with a vehicle that can be had, locked; or why none can.
    fn first_booking(
        &mut self,
        typed: &Typed,
    ) -> Result<Option<Result<book::Wish, RefusedView>>, Trouble> {
        let value = |name: &str| typed.values.get(name).filter(|text| !text.is_empty()).cloned();
        let (Some(start), Some(end)) = (value("start"), value("end")) else { return Ok(None) };
        let wish = book::Wish {
            vehicle: value("vehicle"),
            category: value("category"),
            start,
            end,
            pickup: value("pickup"),
            dropoff: value("dropoff"),
            ..book::Wish::default()
        };
        let mut member = Member::plain(MemberId(0));
        member.validated = false;
        self.any_vehicle(&member, wish).map(Some)
    }

    /// The login: by the name that was chosen, else by the e-mail address, else by the number.
    fn first_login(
        &mut self,
        id: MemberId,
        number: &str,
        typed: &Typed,
    ) -> Result<LoginRow, Trouble> {
        let op = self.operator.id;
        let mut name = number.to_owned();
        for field in ["login", "mail"] {
            let Some(wanted) = typed.values.get(field).map(|text| login_name(text)) else {
                continue;
            };
            if logins::by_name(self.tx, op, &wanted)?.is_none() {
                name = wanted;
                break;
            }
        }
        let login = LoginRow {
            operator: op,
            id: id.0,
            kind: "member".to_owned(),
            name,
            password_hash: typed.password.clone(),
            must_change: false,
            failures: 0,
            blocked_until: None,
            disabled: false,
        };
        logins::put(self.tx, &login, self.now())?;
        Ok(login)
    }

    /// Keeps plan, means of payment, services and consents.
    fn keep_choices(&mut self, id: MemberId, typed: &Typed) -> Result<(), Trouble> {
        let op = self.operator.id;
        let value = |name: &str| typed.values.get(name).filter(|text| !text.is_empty()).cloned();
        let paper = papers::get(self.tx, op, id)?;
        let paper =
            Papers { wished_plan: value("plan"), payment_means: value("payment-means"), ..paper };
        papers::put(self.tx, op, id, &paper)?;
        papers::set_services(self.tx, op, id, &typed.services)?;
        for (consent, given) in &typed.consents {
            self.record_consent(id, consent, *given)?;
        }
        Ok(())
    }

    /// Seals the uploads of a draft for the member, with the keys of the installation.
    fn take_over_uploads(&mut self, draft: &Draft, id: MemberId) -> Result<(), Trouble> {
        let op = self.operator.id;
        for row in uploads::of_subject(self.tx, op, draft.id)? {
            let opened = self.open_upload(&draft.keys, row.id, draft.id)?;
            let sealed = self.app.keys().seal(UPLOAD, &opened.bytes);
            uploads::give_to(self.tx, op, row.id, ("member", id.0), &sealed)?;
        }
        Ok(())
    }
}
