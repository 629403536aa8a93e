//! Who is meant: members by what a caller says of them.

use rimessa_domain::ids::{MemberId, VehicleId};

use crate::failure::Failure;
use crate::params;
use crate::tx::Tx;
use crate::value::OperatorId;

/// What is known of whoever is meant.
#[derive(Clone, Copy, Debug)]
pub struct Sought<'s> {
    /// What was said.
    pub text: &'s str,
    /// The last digits of a phone number, if that is one.
    pub digits: Option<&'s str>,
    /// How many at most.
    pub limit: i64,
}

/// The pattern of texts that hold this one.
fn holding(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Members who may be meant: by number, name, organisation, e-mail address or phone number. Those whose
/// data are restricted are found by their number alone.
///
/// # Errors
/// [`Failure`].
pub fn members(
    tx: &mut Tx<'_>,
    op: OperatorId,
    sought: &Sought<'_>,
) -> Result<Vec<MemberId>, Failure> {
    let sql = "SELECT m.member_id FROM member m LEFT JOIN person p
        ON p.operator_id = m.operator_id AND p.member_id = m.member_id
        WHERE m.operator_id = $1 AND (m.number = $2 OR (p.restricted_at IS NULL AND (
        LOWER(COALESCE(p.given_name, '') || ' ' || COALESCE(p.family_name, '') || ' '
        || COALESCE(p.given_name, '')) LIKE $3 ESCAPE '!'
        OR COALESCE(p.given_name, '') || ' ' || COALESCE(p.family_name, '') || ' '
        || COALESCE(p.given_name, '') LIKE $4 ESCAPE '!'
        OR LOWER(p.organisation) LIKE $3 ESCAPE '!' OR p.organisation LIKE $4 ESCAPE '!'
        OR p.email = $5 OR p.second_email = $5
        OR REPLACE(REPLACE(REPLACE(REPLACE(p.phone, ' ', ''), '-', ''), '.', ''), '/', '')
        LIKE $6 ESCAPE '!')))
        ORDER BY CASE WHEN m.number = $2 THEN 0 ELSE 1 END, m.number LIMIT $7";
    let lower = sought.text.to_lowercase();
    // No phone number is empty: without digits nobody is found by them.
    let phone = sought.digits.map_or_else(|| "!!".to_owned(), |digits| format!("%{digits}"));
    let (any_case, as_said) = (holding(&lower), holding(sought.text));
    let values = params![op, sought.text, &any_case, &as_said, &lower, &phone, sought.limit];
    tx.all(sql, values, |row| row.member(0))
}

/// The vehicle of that plate, however it is spaced, or of that fleet number.
///
/// # Errors
/// [`Failure`].
pub fn vehicle(tx: &mut Tx<'_>, op: OperatorId, text: &str) -> Result<Option<VehicleId>, Failure> {
    let sql = "SELECT vehicle_id FROM vehicle WHERE operator_id = $1 AND removed_at IS NULL
        AND (code = $2 OR UPPER(REPLACE(REPLACE(plate, ' ', ''), '-', '')) = $3)
        ORDER BY code LIMIT 1";
    let plate: String = text.chars().filter(|c| !" -".contains(*c)).collect();
    tx.one(sql, params![op, text, &plate.to_uppercase()], |row| row.vehicle(0))
}
