//! Scans and receipts: sealed, seen only by whom they concern and by whoever must check them, and
//! deleted once they are no longer needed.

use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_store::uploads::{self, UploadRow};
use rimessa_store::{cases, members, papers, proposals};
use serde::Serialize;
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::indemnity::Evidence;
use crate::scan::Checked;
use crate::scene::{Concerns, Scene};
use crate::seal::Keys;
use crate::trouble::Trouble;
use crate::when::show_moment;

/// What uploads are sealed for.
pub(crate) const UPLOAD: &str = "upload";

/// What a member's uploads are for, of the documents that staff verify.
pub const PURPOSES: [&str; 4] =
    ["licence-front", "licence-back", "identity-front", "identity-back"];

/// What a device of a vehicle took a picture of.
pub(crate) const PHOTO: &str = "photo";

/// So many uploads of a member are kept.
const MOST: usize = 200;

/// An upload, without what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UploadView {
    /// Its id.
    pub id: String,
    /// What it is for: `licence-front`, `licence-back`, `identity-front`, `identity-back`, `receipt`,
    /// `photo`.
    pub purpose: String,
    /// `image/jpeg` or `application/pdf`.
    pub media_type: String,
    /// Its size.
    pub size_bytes: i64,
    /// When it came, RFC 3339.
    pub made: String,
    /// When it will be deleted, RFC 3339; `null`: not decided yet.
    pub deleted_at: Option<String>,
}

impl From<&UploadRow> for UploadView {
    fn from(row: &UploadRow) -> Self {
        Self {
            id: show_id(row.id),
            purpose: row.purpose.clone(),
            media_type: row.media_type.clone(),
            size_bytes: row.size_bytes,
            made: show_moment(row.made),
            deleted_at: row.delete.map(show_moment),
        }
    }
}

/// What an upload holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// `image/jpeg` or `application/pdf`.
    pub media_type: String,
    /// The picture as it was written anew, or the PDF.
    pub bytes: Vec<u8>,
}

impl Scene<'_, '_> {
    /// Keeps an upload for something (`member`, `draft`, `case`), sealed with `keys`; its id.
    pub(crate) fn keep_upload(
        &mut self,
        keys: &Keys,
        (subject, subject_id): (&str, u128),
        purpose: &str,
        checked: &Checked,
    ) -> Result<UploadRow, Trouble> {
        let row = UploadRow {
            id: self.id(),
            subject: subject.to_owned(),
            subject_id,
            purpose: purpose.to_owned(),
            media_type: checked.media_type.to_owned(),
            size_bytes: i64::try_from(checked.bytes.len()).unwrap_or(i64::MAX),
            made: self.now(),
            delete: None,
        };
        let sealed = keys.seal(UPLOAD, &checked.bytes);
        uploads::insert(self.tx, self.operator.id, &row, &sealed)?;
        Ok(row)
    }

    /// What an upload holds, if it belongs to that.
    pub(crate) fn open_upload(
        &mut self,
        keys: &Keys,
        id: u128,
        subject_id: u128,
    ) -> Result<Opened, Trouble> {
        let op = self.operator.id;
        let row = uploads::get(self.tx, op, id)?.filter(|row| row.subject_id == subject_id);
        let row = row.ok_or(Trouble::NotFound("upload"))?;
        let sealed = uploads::sealed(self.tx, op, id)?.unwrap_or_default();
        let bytes = keys
            .open(UPLOAD, &sealed)
            .ok_or_else(|| rimessa_store::Failure::Corrupt("upload: no key opens it".to_owned()))?;
        Ok(Opened { media_type: row.media_type, bytes })
    }
}

/// Puts an upload in the place of the one of that purpose. The documents wait to be verified then.
///
/// # Errors
/// [`Trouble::Invalid`] if the purpose is unknown; [`Trouble`].
pub fn put(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
    purpose: &str,
    checked: &Checked,
) -> Result<UploadView, Trouble> {
    if !PURPOSES.contains(&purpose) {
        return Err(Trouble::NotFound("purpose"));
    }
    let row = scene.lock_member(member)?;
    let (op, at) = (scene.operator.id, scene.now());
    if members::person(scene.tx, op, member)?.is_none() {
        return Err(Trouble::NotFound("member"));
    }
    uploads::delete(scene.tx, op, member.0, Some(purpose))?;
    let keys = scene.app.keys();
    let upload = scene.keep_upload(keys, ("member", member.0), purpose, checked)?;
    scene.apply_again(&row.state, member)?;
    let event = Event { kind: "upload", of: Some(purpose.to_owned()), ..Event::default() };
    let concerns =
        Concerns { member: Some(member), subject: Some(upload.id), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    Ok(UploadView::from(&upload))
}

/// Keeps a receipt of a member.
///
/// # Errors
/// [`Trouble`].
pub fn receipt(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
    checked: &Checked,
) -> Result<UploadView, Trouble> {
    scene.keep_of_member(member, "receipt", checked)
}

/// Keeps a photo that a device of the vehicle took during a booking: it belongs to who booked.
///
/// # Errors
/// [`Trouble::NotFound`], also for what is not at the device; [`Trouble`].
pub fn photo(
    scene: &mut Scene<'_, '_>,
    booking: BookingId,
    checked: &Checked,
) -> Result<UploadView, Trouble> {
    let booking = scene.booking(booking)?.ok_or(Trouble::NotFound("booking"))?;
    scene.keep_of_member(booking.member, PHOTO, checked)
}

impl Scene<'_, '_> {
    fn keep_of_member(
        &mut self,
        member: MemberId,
        purpose: &str,
        checked: &Checked,
    ) -> Result<UploadView, Trouble> {
        self.lock_member(member)?;
        let (op, keys) = (self.operator.id, self.app.keys());
        let kept = uploads::of_subject(self.tx, op, member.0)?;
        if kept.len() >= MOST {
            return Err(Trouble::invalid("file", "too-many-at-once", ""));
        }
        let upload = self.keep_upload(keys, ("member", member.0), purpose, checked)?;
        let event = Event { kind: "upload", of: Some(purpose.to_owned()), ..Event::default() };
        let concerns =
            Concerns { member: Some(member), subject: Some(upload.id), ..Concerns::default() };
        self.note(self.now(), &event, None, concerns)?;
        Ok(UploadView::from(&upload))
    }

    /// Puts a member into the queue of those whose documents wait, at its end.
    pub(crate) fn apply_again(&mut self, state: &str, member: MemberId) -> Result<(), Trouble> {
        let (op, at) = (self.operator.id, self.now());
        let mut paper = papers::get(self.tx, op, member)?;
        if paper.applied.is_none() {
            paper.applied = Some(at);
            papers::put(self.tx, op, member, &paper)?;
        }
        if ["refused", "incomplete"].contains(&state) {
            members::set_state(self.tx, op, member, "applied")?;
        }
        Ok(())
    }
}

/// A member's uploads.
///
/// # Errors
/// [`Trouble`].
pub fn list(scene: &mut Scene<'_, '_>, member: MemberId) -> Result<Vec<UploadView>, Trouble> {
    let rows = uploads::of_subject(scene.tx, scene.operator.id, member.0)?;
    Ok(rows.iter().map(UploadView::from).collect())
}

/// Looks at an upload of a member. Every look is in the journal.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn look(scene: &mut Scene<'_, '_>, member: MemberId, id: u128) -> Result<Opened, Trouble> {
    let keys = scene.app.keys();
    let opened = scene.open_upload(keys, id, member.0)?;
    let event = Event { kind: "look", ..Event::default() };
    let concerns = Concerns { member: Some(member), subject: Some(id), ..Concerns::default() };
    scene.note(scene.now(), &event, None, concerns)?;
    Ok(opened)
}

/// Looks at a photo or paper that was sent with a case, whoever uploaded it. Every look is in the journal.
///
/// # Errors
/// [`Trouble::NotFound`], also for what was not sent with this one, and for scans of documents; [`Trouble`].
pub fn of_case(scene: &mut Scene<'_, '_>, case: u128, id: u128) -> Result<Opened, Trouble> {
    let op = scene.operator.id;
    let row = cases::get(scene.tx, op, case)?.ok_or(Trouble::NotFound("case"))?;
    let named = show_id(id);
    let is_sent = |json: &str| {
        let all: Vec<String> = serde_json::from_str(json).unwrap_or_default();
        all.contains(&named)
    };
    let entries = cases::entries(scene.tx, op, case)?;
    let is_sent = entries.iter().any(|entry| is_sent(&entry.uploads_json));
    let upload = uploads::get(scene.tx, op, id)?;
    let upload = upload.filter(|row| is_sent && !PURPOSES.contains(&row.purpose.as_str()));
    let upload = upload.ok_or(Trouble::NotFound("upload"))?;
    let keys = scene.app.keys();
    let opened = scene.open_upload(keys, id, upload.subject_id)?;
    let event = Event { kind: "look", ..Event::default() };
    let concerns = Concerns { member: row.member, subject: Some(id), ..Concerns::default() };
    scene.note(scene.now(), &event, None, concerns)?;
    Ok(opened)
}

/// Looks at a photo or paper on which an indemnity rests, whoever uploaded it. Every look is in the journal.
///
/// # Errors
/// [`Trouble::NotFound`], also for what is no evidence of this one; [`Trouble`].
pub fn evidence(scene: &mut Scene<'_, '_>, indemnity: u128, id: u128) -> Result<Opened, Trouble> {
    let op = scene.operator.id;
    let row = proposals::get(scene.tx, op, indemnity)?.ok_or(Trouble::NotFound("indemnity"))?;
    let named: Evidence = serde_json::from_str(&row.evidence_json).unwrap_or_default();
    let upload = uploads::get(scene.tx, op, id)?;
    let upload = upload.filter(|_| named.uploads.contains(&show_id(id)));
    let upload = upload.ok_or(Trouble::NotFound("upload"))?;
    let keys = scene.app.keys();
    let opened = scene.open_upload(keys, id, upload.subject_id)?;
    let event = Event { kind: "look", ..Event::default() };
    let concerns = Concerns { member: Some(row.member), subject: Some(id), ..Concerns::default() };
    scene.note(scene.now(), &event, None, concerns)?;
    Ok(opened)
}
