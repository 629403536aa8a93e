//! Who a member is, and putting it right.

use rimessa_domain::ids::MemberId;
use rimessa_store::members::{self, Person};
use rimessa_store::{logins, papers};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::scene::{Actor, Concerns, Scene};
use crate::signup::fields::{Kind, wrong_text};
use crate::tag::unchanged;
use crate::trouble::{Invalid, Trouble};
use crate::when::show_moment;

/// A member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProfileView {
    /// The id.
    pub member: String,
    /// The customer number.
    pub number: String,
    /// The name to log in with.
    pub login: Option<String>,
    /// `applied`, `incomplete`, `active`, `refused` or `closed`.
    pub state: String,
    /// The documents are verified.
    pub validated: bool,
    /// The language of what is sent.
    pub language: String,
    /// The plan without subscription.
    pub plan: String,
    /// The plan that begins once the documents are verified.
    pub wished_plan: Option<String>,
    /// How the member wants to pay.
    pub payment_means: Option<String>,
    /// The services ticked.
    pub services: Vec<String>,
    /// The id of whoever pays, if it is another.
    pub payer: Option<String>,
    /// The rulebook's name for why the account is locked: no more bookings until staff lift that.
    pub locked: Option<String>,
    /// Since when the data are only kept and not used, RFC 3339.
    pub restricted: Option<String>,
    /// Who it is; `null`: erased, or not shown because it may only be kept.
    pub person: Option<PersonView>,
}

/// Who somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonView {
    /// Family name.
    pub family_name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Organisation.
    pub organisation: Option<String>,
    /// Main e-mail address.
    pub mail: Option<String>,
    /// When it was confirmed, RFC 3339.
    pub mail_confirmed: Option<String>,
    /// A second one.
    pub second_mail: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Date of birth.
    pub birth_date: Option<String>,
    /// Place of birth.
    pub birth_place: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// City.
    pub city: Option<String>,
    /// ISO 3166 code of the country.
    pub country: Option<String>,
    /// Number of the driving licence.
    pub licence_number: Option<String>,
    /// When it was issued.
    pub licence_issued: Option<String>,
    /// Its last day.
    pub licence_expires: Option<String>,
    /// What else was asked for, by its name in the rulebook.
    #[schema(value_type = serde_json::Value)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

impl From<Person> for PersonView {
    fn from(person: Person) -> Self {
        let other = person.other_json.as_deref().map(serde_json::from_str);
        Self {
            family_name: person.family_name,
            given_name: person.given_name,
            organisation: person.organisation,
            mail: person.email,
            mail_confirmed: person.email_confirmed.map(show_moment),
            second_mail: person.second_email,
            mobile: person.phone,
            birth_date: person.born_on,
            birth_place: person.birth_place,
            street: person.street,
            postal_code: person.postal_code,
            city: person.city,
            country: person.country,
            licence_number: person.licence_number,
            licence_issued: person.licence_issued_on,
            licence_expires: person.licence_expires_on,
            other: other.and_then(Result::ok).unwrap_or_default(),
        }
    }
}

/// Goes on only if a member is still as looked at (`seen`: the tag); the member is locked.
///
/// # Errors
/// [`Trouble::Stale`], [`Trouble::NotFound`]; [`Trouble`].
pub fn as_seen(scene: &mut Scene<'_, '_>, id: MemberId, seen: Option<&str>) -> Result<(), Trouble> {
    if seen.is_some() {
        scene.lock_member(id)?;
        unchanged(seen, Some(&profile(scene, id)?))?;
    }
    Ok(())
}

/// A member.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn profile(scene: &mut Scene<'_, '_>, id: MemberId) -> Result<ProfileView, Trouble> {
    let op = scene.operator.id;
    let row = members::get(scene.tx, op, id)?.ok_or(Trouble::NotFound("member"))?;
    let paper = papers::get(scene.tx, op, id)?;
    let (_, restricted) = papers::note(scene.tx, op, id)?;
    let own = scene.actor == Actor::Member(id);
    let person = members::person(scene.tx, op, id)?.filter(|_| own || restricted.is_none());
    Ok(ProfileView {
        member: show_id(id.0),
        number: row.number,
        login: logins::get(scene.tx, op, id.0)?.map(|login| login.name),
        state: row.state,
        validated: row.validated,
        language: row.language,
        plan: row.plan,
        wished_plan: paper.wished_plan,
        payment_means: paper.payment_means,
        services: papers::services(scene.tx, op, id)?,
        payer: paper.payer.map(|payer| show_id(payer.0)),
        locked: row.locked_by,
        restricted: restricted.map(show_moment),
        person: person.map(PersonView::from),
    })
}

/// What shall be put right; what is left out stays, and an empty text takes out what need not be there.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProfileCorrection)]
pub struct Correction {
    /// Main e-mail address: a link to confirm it is sent there.
    pub mail: Option<String>,
    /// A second one.
    pub second_mail: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// City.
    pub city: Option<String>,
    /// ISO 3166 code of the country.
    pub country: Option<String>,
    /// The language of what is sent.
    pub language: Option<String>,
    /// Family name: by staff.
    pub family_name: Option<String>,
    /// Given name: by staff.
    pub given_name: Option<String>,
    /// Organisation: by staff.
    pub organisation: Option<String>,
    /// Date of birth: by staff.
    pub birth_date: Option<String>,
    /// Place of birth: by staff.
    pub birth_place: Option<String>,
    /// Number of the driving licence: by staff.
    pub licence_number: Option<String>,
    /// When it was issued: by staff.
    pub licence_issued: Option<String>,
    /// Its last day: by staff.
    pub licence_expires: Option<String>,
}

/// What may be taken out.
const OPTIONAL: [&str; 2] = ["second_mail", "organisation"];

/// A field that is put right: its name, of which kind it is, whether only staff may, the new text, and
/// where it goes.
type Change<'a> = (&'static str, Kind, bool, Option<&'a String>, &'a mut Option<String>);

fn changes<'a>(wish: &'a Correction, person: &'a mut Person) -> [Change<'a>; 15] {
    use Kind::{Country, Date, Mail, Phone, Text};
    [
        ("mail", Mail, false, wish.mail.as_ref(), &mut person.email),
        ("second_mail", Mail, false, wish.second_mail.as_ref(), &mut person.second_email),
        ("mobile", Phone, false, wish.mobile.as_ref(), &mut person.phone),
        ("street", Text, false, wish.street.as_ref(), &mut person.street),
        ("postal_code", Text, false, wish.postal_code.as_ref(), &mut person.postal_code),
        ("city", Text, false, wish.city.as_ref(), &mut person.city),
        ("country", Country, false, wish.country.as_ref(), &mut person.country),
        ("family_name", Text, true, wish.family_name.as_ref(), &mut person.family_name),
        ("given_name", Text, true, wish.given_name.as_ref(), &mut person.given_name),
        ("organisation", Text, true, wish.organisation.as_ref(), &mut person.organisation),
        ("birth_date", Date, true, wish.birth_date.as_ref(), &mut person.born_on),
        ("birth_place", Text, true, wish.birth_place.as_ref(), &mut person.birth_place),
        ("licence_number", Text, true, wish.licence_number.as_ref(), &mut person.licence_number),
        ("licence_issued", Date, true, wish.licence_issued.as_ref(), &mut person.licence_issued_on),
        (
            "licence_expires",
            Date,
            true,
            wish.licence_expires.as_ref(),
            &mut person.licence_expires_on,
        ),
    ]
}

/// Puts right who a member is: members what concerns reaching them, staff the rest, too.
///
/// # Errors
/// [`Trouble::Invalid`]; [`Trouble::NotFound`] once erased; [`Trouble`].
pub fn correct(
    scene: &mut Scene<'_, '_>,
    id: MemberId,
    wish: &Correction,
) -> Result<ProfileView, Trouble> {
    let row = scene.lock_member(id)?;
    let (op, at) = (scene.operator.id, scene.now());
    let person = members::person(scene.tx, op, id)?.ok_or(Trouble::NotFound("member"))?;
    let mut changed = person.clone();
    scene.take_changes(wish, &mut changed)?;
    if changed.email != person.email {
        changed.email_confirmed = None;
    }
    members::put_person(scene.tx, op, id, &changed)?;
    if let Some(language) = &wish.language {
        if scene.operator.language(at, language) != *language {
            return Err(Trouble::invalid("language", "not-an-option", language));
        }
        papers::set_language(scene.tx, op, id, language)?;
    }
    if changed.email != person.email {
        // The old address hears of it, in case it was somebody else.
        scene.tell_at(&row, person.email.as_deref(), "mail-changed")?;
        scene.send_link(&row, &changed, "message-confirm-mail", None)?;
    }
    let event = Event { kind: "correct", by: Some(show_id(id.0)), ..Event::default() };
    let concerns = Concerns { member: Some(id), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    profile(scene, id)
}

impl Scene<'_, '_> {
    pub(crate) fn take_changes(
        &self,
        wish: &Correction,
        person: &mut Person,
    ) -> Result<(), Trouble> {
        let (today, is_member) = (self.today(), matches!(self.actor, Actor::Member(_)));
        let mut wrong = Vec::new();
        for (name, kind, by_staff, text, place) in changes(wish, person) {
            let Some(text) = text.map(|text| text.trim()) else { continue };
            let code = if by_staff && is_member {
                Some("ask-staff")
            } else if text.is_empty() {
                (!OPTIONAL.contains(&name)).then_some("missing")
            } else {
                // The fields of signing up are named with hyphens.
                wrong_text(&name.replace('_', "-"), &kind, text, today)
            };
            if let Some(code) = code {
                let found = text.chars().take(80).collect();
                wrong.push(Invalid { field: name.to_owned(), code, found });
                continue;
            }
            let text = match kind {
                Kind::Mail => text.to_lowercase(),
                Kind::Phone => text.replace(' ', ""),
                _ => text.to_owned(),
            };
            *place = (!text.is_empty()).then_some(text);
        }
        if wrong.is_empty() { Ok(()) } else { Err(Trouble::Invalid(wrong)) }
    }
}

/// The services that a member ticks, exactly these.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServicesWanted)]
pub struct Services {
    /// By the rulebook's names.
    pub services: Vec<String>,
}

/// Ticks and unticks services.
///
/// # Errors
/// [`Trouble::Invalid`] if the rulebook lets no such service be ticked; [`Trouble`].
pub fn set_services(
    scene: &mut Scene<'_, '_>,
    id: MemberId,
    wish: &Services,
) -> Result<ProfileView, Trouble> {
    scene.lock_member(id)?;
    let (op, at) = (scene.operator.id, scene.now());
    let book = scene.operator.book_at(at);
    let steps = book.regulation.signup.iter().filter(|item| item.validity.holds(at));
    let known: Vec<&str> = steps.flat_map(|step| &step.what.services).map(|one| &**one).collect();
    if let Some(unknown) = wish.services.iter().find(|one| !known.contains(&one.as_str())) {
        return Err(Trouble::invalid("services", "not-an-option", unknown));
    }
    papers::set_services(scene.tx, op, id, &wish.services)?;
    let event = Event { kind: "services", by: Some(show_id(id.0)), ..Event::default() };
    let concerns = Concerns { member: Some(id), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    profile(scene, id)
}
