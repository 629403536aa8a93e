//! Members: what decisions need of them, and who they are, in tables apart.

use rimessa_domain::ids::{MemberId, VehicleId};
use rimessa_domain::member::Member;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::Instant;

use crate::bookings::plan_word;
use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::subscriptions;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// A member's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// Its id.
    pub id: MemberId,
    /// The customer number.
    pub number: String,
    /// When it was made.
    pub created: Instant,
    /// The language of what is sent to the member.
    pub language: String,
    /// The plan that holds while there is no subscription.
    pub plan: String,
    /// How far the account has come: `applied`, `active`, `refused`, `closed`.
    pub state: String,
    /// The documents are verified.
    pub validated: bool,
    /// They were from the beginning.
    pub validated_at_first: bool,
    /// Only enabled vehicles may be booked.
    pub vehicles_limited: bool,
    /// There is a subscription of the account.
    pub has_subscription: bool,
    /// The lock on the account, by the rulebook's name.
    pub locked_by: Option<String>,
    /// What counts towards a lock: `[["lock", instant], …]`.
    pub counted_json: Option<String>,
    /// Who pays for what the member books; `None`: the member.
    pub payer: Option<MemberId>,
    /// How often something happened to it.
    pub version: i64,
}

const COLUMNS: &str = "SELECT member_id, number, created_at, language, plan, state, validated,
    validated_at_first, vehicles_limited, has_subscription, locked_by, counted_json, version,
    payer_id FROM member";

fn read(row: &Row<'_>) -> Result<MemberRow, Failure> {
    Ok(MemberRow {
        id: row.member(0)?,
        number: row.string(1)?,
        created: row.instant(2)?,
        language: row.string(3)?,
        plan: row.string(4)?,
        state: row.string(5)?,
        validated: row.flag(6)?,
        validated_at_first: row.flag(7)?,
        vehicles_limited: row.flag(8)?,
        has_subscription: row.flag(9)?,
        locked_by: row.string_or_null(10)?,
        counted_json: row.string_or_null(11)?,
        version: row.int(12)?,
        payer: row.id_or_null(13)?.map(MemberId),
    })
}

/// Enters a member.
///
/// # Errors
/// [`Failure`].
pub fn insert(tx: &mut Tx<'_>, op: OperatorId, member: &MemberRow) -> Result<(), Failure> {
    let sql = "INSERT INTO member (operator_id, member_id, number, created_at, language, plan,
        state, validated, validated_at_first, vehicles_limited, has_subscription, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)";
    let values = params![
        op,
        member.id,
        &member.number,
        member.created,
        &member.language,
        &member.plan,
        &member.state,
        member.validated,
        member.validated_at_first,
        member.vehicles_limited,
        member.has_subscription,
    ];
    tx.run(sql, values).map(drop)
}

/// A member, as it stands.
///
/// # Errors
/// [`Failure`].
pub fn get(tx: &mut Tx<'_>, op: OperatorId, id: MemberId) -> Result<Option<MemberRow>, Failure> {
    const SQL: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND member_id = $2");
    tx.one(SQL, params![op, id], read)
}

/// A member, locked: nothing happens to the account until this transaction ends.
///
/// # Errors
/// [`Failure`].
pub fn lock(tx: &mut Tx<'_>, op: OperatorId, id: MemberId) -> Result<Option<MemberRow>, Failure> {
    const ONE: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND member_id = $2");
    const LOCKED: &str = const_format::concatcp!(ONE, " FOR UPDATE");
    let sql = match tx.dialect() {
        Dialect::Sqlite => ONE,
        Dialect::Postgres => LOCKED,
    };
    tx.one(sql, params![op, id], read)
}

/// The member of that customer number.
///
/// # Errors
/// [`Failure`].
pub fn by_number(
    tx: &mut Tx<'_>,
    op: OperatorId,
    number: &str,
) -> Result<Option<MemberRow>, Failure> {
    const SQL: &str = const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND number = $2");
    tx.one(SQL, params![op, number], read)
}

/// The next free customer number: six digits and more, one up from the highest.
///
/// # Errors
/// [`Failure`].
pub fn next_number(tx: &mut Tx<'_>, op: OperatorId) -> Result<String, Failure> {
    let sql = "SELECT number FROM member WHERE operator_id = $1 AND number >= '100000'
        AND number < ':' AND LENGTH(number) = (SELECT MAX(LENGTH(number)) FROM member
        WHERE operator_id = $2) ORDER BY number DESC LIMIT 1";
    let highest = tx.one(sql, params![op, op], |row| row.string(0))?;
    let highest = highest.and_then(|number| number.parse::<u64>().ok());
    Ok(highest.map_or(100_001, |number| number + 1).to_string())
}

/// The member of that main e-mail address; `None` also if several have it.
///
/// # Errors
/// [`Failure`].
pub fn by_email(tx: &mut Tx<'_>, op: OperatorId, email: &str) -> Result<Option<MemberId>, Failure> {
    let sql = "SELECT member_id FROM person WHERE operator_id = $1 AND email = $2 LIMIT 2";
    let found = tx.all(sql, params![op, email], |row| row.member(0))?;
    Ok(if found.len() == 1 { found.first().copied() } else { None })
}

/// All members, by id, from after `after` on.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    op: OperatorId,
    after: MemberId,
    limit: i64,
) -> Result<Vec<MemberRow>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id > $2 ORDER BY member_id LIMIT $3"
    );
    tx.all(SQL, params![op, after, limit], read)
}

/// The account as decisions see it, in the names of `rules`.
///
/// # Errors
/// [`Failure`].
pub fn account(
    tx: &mut Tx<'_>,
    op: OperatorId,
    row: &MemberRow,
    rules: &Rules,
) -> Result<Member, Failure> {
    let mut member = Member::plain(row.id);
    member.validated = row.validated;
    member.plan = rules.find_plan(&row.plan).unwrap_or(member.plan);
    if row.vehicles_limited {
        member.vehicles = Some(vehicles(tx, op, row.id)?);
    }
    if row.has_subscription {
        member.subscription = subscriptions::of_account(tx, op, row.id, rules)?;
    }
    let lock = |name: &str| {
        let position = rules.locks.iter().position(|lock| *lock.id == *name);
        position.and_then(|index| u16::try_from(index).ok())
    };
    member.locked_by = row.locked_by.as_deref().and_then(lock);
    if let Some(json) = &row.counted_json {
        let all: Vec<(String, i64)> = serde_json::from_str(json).map_err(corrupt)?;
        let counted = all.iter().filter_map(|(name, at)| Some((lock(name)?, Instant(*at))));
        member.counted.extend(counted);
    }
    Ok(member)
}

/// The vehicles enabled for a member.
///
/// # Errors
/// [`Failure`].
pub fn vehicles(tx: &mut Tx<'_>, op: OperatorId, id: MemberId) -> Result<Vec<VehicleId>, Failure> {
    let sql = "SELECT vehicle_id FROM member_vehicle WHERE operator_id = $1 AND member_id = $2
        ORDER BY vehicle_id";
    tx.all(sql, params![op, id], |row| row.vehicle(0))
}

/// Enables exactly these vehicles for a member; `None`: all.
///
/// # Errors
/// [`Failure`].
pub fn set_vehicles(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
    vehicles: Option<&[VehicleId]>,
) -> Result<(), Failure> {
    let sql = "DELETE FROM member_vehicle WHERE operator_id = $1 AND member_id = $2";
    tx.run(sql, params![op, id])?;
    for vehicle in vehicles.unwrap_or_default() {
        let sql = "INSERT INTO member_vehicle (operator_id, member_id, vehicle_id)
            VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        tx.run(sql, params![op, id, *vehicle])?;
    }
    let sql = "UPDATE member SET vehicles_limited = $1, version = version + 1
        WHERE operator_id = $2 AND member_id = $3";
    tx.run(sql, params![vehicles.is_some(), op, id]).map(drop)
}

/// Keeps what has become of an account: plan, validation, locks, subscription.
///
/// # Errors
/// [`Failure`].
pub fn update(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: &Member,
    rules: &Rules,
) -> Result<(), Failure> {
    let name = |lock: u16| rules.locks.get(usize::from(lock)).map_or("", |lock| &lock.id);
    let counted: Vec<(&str, i64)> =
        member.counted.iter().map(|(lock, at)| (name(*lock), at.0)).collect();
    let counted = if counted.is_empty() {
        None
    } else {
        Some(serde_json::to_string(&counted).map_err(corrupt)?)
    };
    let sql = "UPDATE member SET plan = $1, validated = $2, has_subscription = $3, locked_by = $4,
        counted_json = $5, version = version + 1 WHERE operator_id = $6 AND member_id = $7";
    let values = params![
        plan_word(rules, member.plan),
        member.validated,
        member.subscription.is_some(),
        member.locked_by.map(name),
        counted.as_ref(),
        op,
        member.id,
    ];
    tx.run(sql, values).map(drop)
}

/// Keeps how far an account has come.
///
/// # Errors
/// [`Failure`].
pub fn set_state(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
    state: &str,
) -> Result<(), Failure> {
    let sql = "UPDATE member SET state = $1, version = version + 1
        WHERE operator_id = $2 AND member_id = $3";
    tx.run(sql, params![state, op, id]).map(drop)
}

/// Who a member is. Everything here is personal, and goes when the person is erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Family name.
    pub family_name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Organisation, if the member is one.
    pub organisation: Option<String>,
    /// Main e-mail address.
    pub email: Option<String>,
    /// When the address was confirmed.
    pub email_confirmed: Option<Instant>,
    /// Mobile number, with `+` and country code.
    pub phone: Option<String>,
    /// Date of birth, `YYYY-MM-DD`.
    pub born_on: Option<String>,
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
    /// When it was issued, `YYYY-MM-DD`.
    pub licence_issued_on: Option<String>,
    /// When it expires, `YYYY-MM-DD`.
    pub licence_expires_on: Option<String>,
    /// A second e-mail address.
    pub second_email: Option<String>,
    /// Place of birth.
    pub birth_place: Option<String>,
    /// What else the rulebook asks for: an object of texts.
    pub other_json: Option<String>,
}

const PERSON: &str =
    "SELECT family_name, given_name, organisation, email, email_confirmed_at, phone,
    born_on, street, postal_code, city, country, licence_number, licence_issued_on,
    licence_expires_on, second_email, birth_place, other_json FROM person";

fn read_person(row: &Row<'_>) -> Result<Person, Failure> {
    Ok(Person {
        family_name: row.string_or_null(0)?,
        given_name: row.string_or_null(1)?,
        organisation: row.string_or_null(2)?,
        email: row.string_or_null(3)?,
        email_confirmed: row.instant_or_null(4)?,
        phone: row.string_or_null(5)?,
        born_on: row.string_or_null(6)?,
        street: row.string_or_null(7)?,
        postal_code: row.string_or_null(8)?,
        city: row.string_or_null(9)?,
        country: row.string_or_null(10)?,
        licence_number: row.string_or_null(11)?,
        licence_issued_on: row.string_or_null(12)?,
        licence_expires_on: row.string_or_null(13)?,
        second_email: row.string_or_null(14)?,
        birth_place: row.string_or_null(15)?,
        other_json: row.string_or_null(16)?,
    })
}

/// Who a member is; `None` once erased.
///
/// # Errors
/// [`Failure`].
pub fn person(tx: &mut Tx<'_>, op: OperatorId, id: MemberId) -> Result<Option<Person>, Failure> {
    const SQL: &str = const_format::concatcp!(PERSON, " WHERE operator_id = $1 AND member_id = $2");
    tx.one(SQL, params![op, id], read_person)
}

/// Keeps who a member is.
///
/// # Errors
/// [`Failure`].
pub fn put_person(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: MemberId,
    person: &Person,
) -> Result<(), Failure> {
    let sql = "INSERT INTO person (operator_id, member_id, family_name, given_name, organisation,
        email, email_confirmed_at, phone, born_on, street, postal_code, city, country,
        licence_number, licence_issued_on, licence_expires_on, second_email, birth_place,
        other_json) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17, $18, $19)
        ON CONFLICT (operator_id, member_id) DO UPDATE SET family_name = excluded.family_name,
        given_name = excluded.given_name, organisation = excluded.organisation,
        email = excluded.email, email_confirmed_at = excluded.email_confirmed_at,
        phone = excluded.phone, born_on = excluded.born_on, street = excluded.street,
        postal_code = excluded.postal_code, city = excluded.city, country = excluded.country,
        licence_number = excluded.licence_number,
        licence_issued_on = excluded.licence_issued_on,
        licence_expires_on = excluded.licence_expires_on,
        second_email = excluded.second_email, birth_place = excluded.birth_place,
        other_json = excluded.other_json";
    let values = params![
        op,
        id,
        person.family_name.as_ref(),
        person.given_name.as_ref(),
        person.organisation.as_ref(),
        person.email.as_ref(),
        person.email_confirmed,
        person.phone.as_ref(),
        person.born_on.as_ref(),
        person.street.as_ref(),
        person.postal_code.as_ref(),
        person.city.as_ref(),
        person.country.as_ref(),
        person.licence_number.as_ref(),
        person.licence_issued_on.as_ref(),
        person.licence_expires_on.as_ref(),
        person.second_email.as_ref(),
        person.birth_place.as_ref(),
        person.other_json.as_ref(),
    ];
    tx.run(sql, values).map(drop)
}

#[allow(clippy::needless_pass_by_value)] // As `map_err` hands it over.
pub(crate) fn corrupt(error: serde_json::Error) -> Failure {
    Failure::Corrupt(error.to_string())
}
