//! Claims: a member wants back what he advanced, with a receipt; staff look at it and decide.

use rimessa_domain::decide::Now;
use rimessa_domain::ids::MemberId;
use rimessa_domain::money::Money;
use rimessa_domain::refusal::RefusalCode;
use rimessa_domain::time::{Instant, Span};
use rimessa_rulebook::texts::Arg;
use rimessa_store::claims::{self, ClaimRow};
use rimessa_store::{cases, proposals, uploads};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::give_back::read_money;
use crate::identity::{parse_id, show_id};
use crate::open_case::check_text;
use crate::refund;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::tell::News;
use crate::trouble::Trouble;
use crate::when::show_moment;

/// What the words of a claim are sealed for.
pub(crate) const WORDS: &str = "claim.words";
/// How soon a claim is decided where the rulebook says nothing.
const WITHIN: Span = Span::days(30);

/// What was advanced.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RefundClaim)]
pub struct Wish {
    /// Of which kind, by the rulebook's name: `taxi`, `fuel`.
    pub kind: String,
    /// How much, like `18.00`.
    pub amount: String,
    /// About which booking, by id.
    pub booking: Option<String>,
    /// Whose claim it is, by id or customer number, where it is about no booking; left out: who is
    /// logged in.
    pub member: Option<String>,
    /// The receipt, by the id of its upload.
    pub upload: Option<String>,
    /// Why.
    pub text: String,
}

/// What staff see on the receipt.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CheckedReceipt)]
pub struct Checked {
    /// It is complete: date, amount, seller.
    pub receipt_complete: bool,
    /// It bears the member's name.
    pub receipt_in_name: bool,
}

/// A claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimView {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub member: String,
    /// About which booking.
    pub booking: Option<String>,
    /// The kind, by the rulebook's name.
    pub kind: String,
    /// How much is asked for, like `18.00`.
    pub amount: String,
    /// The receipt, by the id of its upload.
    pub upload: Option<String>,
    /// Why.
    pub text: String,
    /// `asked`; `paid`: credited with the next invoice; `refused`.
    pub state: String,
    /// When it was asked for, RFC 3339.
    pub asked: String,
    /// Until when it must be decided, RFC 3339.
    pub due: String,
    /// That moment has passed, and it is still undecided.
    pub overdue: bool,
    /// When it was decided, RFC 3339.
    pub decided: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
}

/// Claims, and where to go on reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimPage {
    /// The claims.
    pub claims: Vec<ClaimView>,
    /// Where to go on reading; `null`: this is all.
    pub next: Option<String>,
}

/// Claims what was advanced.
///
/// # Errors
/// [`Trouble`].
pub fn claim(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<ClaimView>, Trouble> {
    check_text("text", &wish.text, true)?;
    let wrong = || Trouble::invalid("amount", "not-an-amount", &wish.amount);
    let amount = read_money(&wish.amount).filter(|money| money.0 > 0).ok_or_else(wrong)?;
    let upload = match wish.upload.as_deref() {
        None => None,
        Some(name) => {
            Some(parse_id(name).ok_or_else(|| Trouble::invalid("upload", "not-an-id", name))?)
        }
    };
    let named = (wish.booking.as_deref(), wish.member.as_deref());
    let (booking, member) = scene.booking_or_member(named.0, named.1)?;
    scene.lock_member(member)?;
    if let Some(id) = upload {
        let found = uploads::get(scene.tx, scene.operator.id, id)?;
        if !found.is_some_and(|row| row.subject == "member" && row.subject_id == member.0) {
            return Err(Trouble::invalid("upload", "no-such-upload", &show_id(id)));
        }
    }
    let at = scene.now();
    let made = booking.as_ref().map_or(at, |booking| booking.made);
    let operator = scene.operator;
    let book = operator.book_at(made);
    let kind = book.rules.find_name(&wish.kind);
    let mut terms = book.rules.refunds.iter();
    let terms = terms.find(|terms| Some(terms.kind) == kind && terms.validity.holds(made));
    let Some(terms) = terms else {
        let refusal = Now { rules: &book.rules, at }.refuse(RefusalCode::NotOffered);
        return Ok(Reply::Refused(scene.refused(refusal, &book.rules, made)));
    };
    let mut within = book.regulation.refunds_within.iter();
    let within = within.find(|(id, _)| *id == terms.id).map_or(WITHIN, |(_, within)| *within);
    let row = ClaimRow {
        id: scene.id(),
        member,
        booking: booking.map(|booking| booking.id),
        kind: wish.kind.clone(),
        amount: amount.0,
        upload,
        text_sealed: scene.app.keys().seal(WORDS, wish.text.trim().as_bytes()),
        state: "asked".to_owned(),
        asked: at,
        due: at.plus(within),
        decided: None,
        decided_by: None,
        reason_sealed: None,
    };
    claims::insert(scene.tx, operator.id, &row)?;
    scene.note_claim(&row, "claim")?;
    Ok(Reply::Done(scene.show_claim(&row)))
}

/// Pays a claim: it is credited with the next invoice, as far as the regulation goes.
///
/// # Errors
/// [`Trouble::Invalid`]: it is decided.
pub fn pay(
    scene: &mut Scene<'_, '_>,
    id: u128,
    checked: Checked,
) -> Result<Reply<ClaimView>, Trouble> {
    let mut row = scene.lock_claim(id)?;
    let wish = refund::Wish {
        kind: row.kind.clone(),
        amount: Money(row.amount).to_string(),
        booking: row.booking.map(|booking| show_id(booking.0)),
        member: Some(show_id(row.member.0)),
        receipt_complete: Some(checked.receipt_complete),
        receipt_in_name: Some(checked.receipt_in_name),
    };
    let billed = match refund::pay_back(scene, &wish)? {
        Reply::Refused(refused) => return Ok(Reply::Refused(refused)),
        Reply::Done(billed) => billed,
    };
    row.state = "paid".to_owned();
    (row.decided, row.decided_by) = (Some(scene.now()), scene.actor.id());
    claims::update(scene.tx, scene.operator.id, &row)?;
    scene.note_claim(&row, "claim-pay")?;
    let credited = Money(billed.amount.0.saturating_neg());
    let currency = &scene.operator.versions.at(row.asked).currency;
    let amount = format!("{credited} {currency}");
    scene.tell_of_claim(&row, "refund-paid", &[("amount", amount.into())])?;
    Ok(Reply::Done(scene.show_claim(&row)))
}

/// Refuses a claim, with a reason.
///
/// # Errors
/// [`Trouble::Invalid`]: it is decided, or no reason is given.
pub fn refuse(
    scene: &mut Scene<'_, '_>,
    id: u128,
    reason: &str,
) -> Result<Reply<ClaimView>, Trouble> {
    check_text("reason", reason, true)?;
    let mut row = scene.lock_claim(id)?;
    row.state = "refused".to_owned();
    (row.decided, row.decided_by) = (Some(scene.now()), scene.actor.id());
    row.reason_sealed = Some(scene.app.keys().seal(WORDS, reason.trim().as_bytes()));
    claims::update(scene.tx, scene.operator.id, &row)?;
    scene.note_claim(&row, "claim-refuse")?;
    scene.tell_of_claim(&row, "refund-refused", &[("reason", reason.trim().into())])?;
    Ok(Reply::Done(scene.show_claim(&row)))
}

/// A claim.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn look(scene: &mut Scene<'_, '_>, id: u128) -> Result<ClaimView, Trouble> {
    let row = claims::get(scene.tx, scene.operator.id, id)?.ok_or(Trouble::NotFound("refund"))?;
    Ok(scene.show_claim(&row))
}

/// A member's claims, the latest first.
///
/// # Errors
/// [`Trouble`].
pub fn of_member(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
    before: Option<u128>,
    limit: i64,
) -> Result<ClaimPage, Trouble> {
    let (op, before) = (scene.operator.id, before.unwrap_or(u128::MAX));
    let rows = claims::of_member(scene.tx, op, member, before, limit + 1)?;
    Ok(page(scene, rows, limit))
}

/// All claims in a state, the oldest first.
///
/// # Errors
/// [`Trouble`].
pub fn in_state(
    scene: &mut Scene<'_, '_>,
    state: &str,
    after: Option<u128>,
    limit: i64,
) -> Result<ClaimPage, Trouble> {
    if !["asked", "paid", "refused"].contains(&state) {
        return Err(Trouble::invalid("state", "no-such-state", state));
    }
    let op = scene.operator.id;
    let rows = claims::page(scene.tx, op, state, after.unwrap_or(0), limit + 1)?;
    Ok(page(scene, rows, limit))
}

fn page(scene: &Scene<'_, '_>, mut rows: Vec<ClaimRow>, limit: i64) -> ClaimPage {
    let next = scene.cut(&mut rows, limit, |row| show_id(row.id));
    ClaimPage { claims: rows.iter().map(|row| scene.show_claim(row)).collect(), next }
}

/// Forgets all that a member wrote in cases, objections and claims, and what was answered: the person
/// is erased. That there were cases, and what was billed and paid, stays.
///
/// # Errors
/// [`Trouble`].
pub fn forget_words(scene: &mut Scene<'_, '_>, member: MemberId) -> Result<(), Trouble> {
    let (op, nothing) = (scene.operator.id, scene.app.keys().seal(WORDS, b""));
    cases::forget(scene.tx, op, member)?;
    proposals::forget(scene.tx, op, member)?;
    Ok(claims::forget(scene.tx, op, member, &nothing)?)
}

impl Scene<'_, '_> {
    /// A claim that is not decided, locked after its member.
    fn lock_claim(&mut self, id: u128) -> Result<ClaimRow, Trouble> {
        let op = self.operator.id;
        let found = claims::get(self.tx, op, id)?.ok_or(Trouble::NotFound("refund"))?;
        self.lock_member(found.member)?;
        let row = claims::lock(self.tx, op, id)?.ok_or(Trouble::NotFound("refund"))?;
        match row.state.as_str() {
            "asked" => Ok(row),
            _ => Err(Trouble::invalid("refund", "decided", "")),
        }
    }

    pub(crate) fn note_claim(&mut self, row: &ClaimRow, kind: &'static str) -> Result<(), Trouble> {
        let event = Event {
            kind,
            of: Some(row.kind.clone()),
            amount: Some(Money(row.amount).to_string()),
            ..Event::default()
        };
        let concerns = Concerns {
            member: Some(row.member),
            booking: row.booking,
            subject: Some(row.id),
            ..Concerns::default()
        };
        self.note(self.now(), &event, None, concerns)
    }

    fn tell_of_claim(
        &mut self,
        row: &ClaimRow,
        kind: &str,
        args: &[(&str, Arg<'_>)],
    ) -> Result<(), Trouble> {
        let news = News { kind, booking: row.booking, urgent: false, args };
        self.tell(row.member, &news)
    }

    pub(crate) fn show_claim(&self, row: &ClaimRow) -> ClaimView {
        let open = |sealed: &[u8]| {
            let text = self.app.keys().open(WORDS, sealed)?;
            String::from_utf8(text).ok()
        };
        let now: Instant = self.now();
        ClaimView {
            id: show_id(row.id),
            member: show_id(row.member.0),
            booking: row.booking.map(|booking| show_id(booking.0)),
            kind: row.kind.clone(),
            amount: Money(row.amount).to_string(),
            upload: row.upload.map(show_id),
            text: open(&row.text_sealed).unwrap_or_default(),
            state: row.state.clone(),
            asked: show_moment(row.asked),
            due: show_moment(row.due),
            overdue: row.state == "asked" && row.due <= now,
            decided: row.decided.map(show_moment),
            reason: row.reason_sealed.as_deref().and_then(open),
        }
    }
}
