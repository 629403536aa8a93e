//! Questions with a key: asked again with the same key, they have the same answer and no second effect.

use std::sync::Arc;

use rimessa_domain::time::{Instant, Span};
use rimessa_store::{Tx, idempotency};
use serde::Serialize;

use crate::app::App;
use crate::marks::Marks;
use crate::operator::Operator;
use crate::reply::Reply;
use crate::seal::Keys;
use crate::trouble::Trouble;

/// What answers with secrets are sealed for.
const PURPOSE: &str = "idempotency";
/// Kept in the place of an answer that is being made.
const UNDER_WAY: &str = "P";
/// Whoever has not answered after this time never will.
const LONGEST: Span = Span::minutes(1);

/// A question with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// Who asks.
    pub actor: String,
    /// The key.
    pub key: String,
    /// The digest of the question.
    pub digest: [u8; 32],
    /// The question or its answer holds a secret: the answer is kept sealed, the digest keyed.
    pub secret: bool,
}

impl Once {
    /// The same, where the question or its answer holds a secret.
    #[must_use]
    pub fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// The digest that this question is kept with.
    fn kept_digest(&self, marks: &Marks) -> [u8; 32] {
        if self.secret { marks.of(PURPOSE, &self.digest) } else { self.digest }
    }

    fn keep(
        &self,
        tx: &mut Tx<'_>,
        (app, operator): (&App, &Operator),
        kept: &str,
    ) -> Result<(), Trouble> {
        let digest = self.kept_digest(app.marks());
        let (named, at) = ((self.actor.as_str(), self.key.as_str()), app.clock().now());
        Ok(idempotency::keep(tx, operator.id, named, at, &digest, kept)?)
    }
}

/// An answer on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// It was refused; the JSON is that of the refusal.
    pub refused: bool,
    /// The answer, as JSON.
    pub json: String,
    /// It was given before.
    pub repeated: bool,
}

impl Answer {
    pub(crate) fn of<T: Serialize>(reply: &Reply<T>) -> Self {
        let (refused, json) = match reply {
            Reply::Done(done) => (false, serde_json::to_string(done)),
            Reply::Refused(refused) => (true, serde_json::to_string(refused)),
        };
        // All that is answered are plain structures, which can always be written.
        Self { refused, json: json.unwrap_or_default(), repeated: false }
    }

    /// Keeps it for whoever asks the same again.
    pub(crate) fn keep(
        &self,
        tx: &mut Tx<'_>,
        (app, operator): (&App, &Operator),
        once: &Once,
    ) -> Result<(), Trouble> {
        once.keep(tx, (app, operator), &self.kept(app.keys(), once.secret))
    }

    fn kept(&self, keys: &Keys, secret: bool) -> String {
        let plain = format!("{}{}", if self.refused { 'R' } else { 'D' }, self.json);
        if !secret {
            return plain;
        }
        let sealed = keys.seal(PURPOSE, plain.as_bytes());
        let hex: String = sealed.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("S{hex}")
    }

    /// What was kept, if a key opens it.
    fn read(keys: &Keys, kept: &str) -> Option<Self> {
        let (sort, rest) = kept.split_at_checked(1)?;
        if sort == "S" {
            let sealed = crate::device::from_hex(rest)?;
            let plain = String::from_utf8(keys.open(PURPOSE, &sealed)?).ok()?;
            return Self::read(keys, &plain);
        }
        Some(Self { refused: sort == "R", json: rest.to_owned(), repeated: true })
    }
}

/// The answer that was given for the same key.
pub(crate) fn given(
    tx: &mut Tx<'_>,
    (app, operator): (&App, &Operator),
    once: &Once,
) -> Result<Option<Answer>, Trouble> {
    let Some(given) = idempotency::find(tx, operator.id, &once.actor, &once.key)? else {
        return Ok(None);
    };
    if once.kept_digest(app.marks()).as_slice() != given.digest {
        return Err(Trouble::KeyUsed);
    }
    if given.answer == UNDER_WAY {
        return if is_over(given.made, app.clock().now()) {
            let named = (once.actor.as_str(), once.key.as_str());
            idempotency::forget(tx, operator.id, named)?;
            Ok(None)
        } else {
            Err(Trouble::UnderWay)
        };
    }
    // An answer that no key opens any more cannot be given again, nor may it be given anew.
    Answer::read(app.keys(), &given.answer).map(Some).ok_or(Trouble::KeyUsed)
}

fn is_over(begun: Instant, now: Instant) -> bool {
    now.since(begun) > LONGEST
}

impl App {
    /// Carries out work that takes several transactions, or waits for something slow between them.
    /// Never from a thread that must not wait.
    ///
    /// The key is taken before the work begins; whoever asks the same meanwhile is told to wait. If this
    /// process breaks off, the key is free again after a minute.
    ///
    /// # Errors
    /// [`Trouble::UnderWay`], [`Trouble::KeyUsed`]; [`Trouble`].
    pub fn apart<T: Serialize>(
        &self,
        operator: &Arc<Operator>,
        once: Option<Once>,
        work: impl FnOnce(&Self) -> Result<T, Trouble>,
    ) -> Result<Answer, Trouble> {
        let Some(once) = once else { return Ok(Answer::of(&Reply::Done(work(self)?))) };
        if let Some(given) = self.begin(operator, &once)? {
            return Ok(given);
        }
        let done = work(self).map(|done| Answer::of(&Reply::Done(done)));
        let kept = done.as_ref().ok().map(|answer| answer.kept(self.keys(), once.secret));
        let op = operator.id;
        let ended = self.store().write_now(move |tx| {
            let named = (once.actor.as_str(), once.key.as_str());
            match &kept {
                Some(kept) => idempotency::replace(tx, op, named, kept),
                None => idempotency::forget(tx, op, named),
            }
        });
        // What was done is done, even if its answer could not be kept.
        drop::<Result<(), rimessa_store::Failure>>(ended);
        done
    }

    /// Takes a key, unless it was answered before.
    fn begin(&self, operator: &Arc<Operator>, once: &Once) -> Result<Option<Answer>, Trouble> {
        let (app, operator, once) = (self.clone(), Arc::clone(operator), once.clone());
        self.store().write_now(move |tx| {
            let answer = given(tx, (&app, &operator), &once)?;
            if answer.is_none() {
                once.keep(tx, (&app, &operator), UNDER_WAY)?;
            }
            Ok(answer)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_answer_is_read_again_and_not_by_others() {
        let (mine, other) = (Keys::generate(), Keys::generate());
        let (mine, other) = (Keys::parse(&mine).unwrap(), Keys::parse(&other).unwrap());
        let answer =
            Answer { refused: false, json: "{\"key\":\"s3cret\"}".to_owned(), repeated: true };
        let kept = answer.kept(&mine, true);
        assert!(!kept.contains("s3cret"), "{kept}");
        assert_eq!(Answer::read(&mine, &kept), Some(answer.clone()));
        assert_eq!(Answer::read(&other, &kept), None);
        assert_eq!(Answer::read(&other, &answer.kept(&mine, false)), Some(answer));
    }

    #[test]
    fn what_a_secret_question_was_cannot_be_tried_out_without_the_keys() {
        let marks = Marks([3; 32]);
        let once = Once {
            actor: "stranger".to_owned(),
            key: "k".to_owned(),
            digest: [7; 32],
            secret: false,
        };
        assert_eq!(once.kept_digest(&marks), [7; 32]);
        assert_ne!(once.secret().kept_digest(&marks), [7; 32]);
    }
}
