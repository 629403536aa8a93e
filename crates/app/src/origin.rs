//! Where wrong codes come from, and when it has been enough.

use rimessa_domain::time::Span;
use rimessa_store::access;

use crate::reply::RefusedView;
use crate::scene::Scene;
use crate::trouble::Trouble;

/// How long wrong codes are counted together.
pub(crate) const WINDOW: Span = Span::minutes(15);

impl Scene<'_, '_> {
    /// A name for where something comes from, that cannot be read back.
    pub(crate) fn origin(&self, kind: &str, name: &str) -> Vec<u8> {
        self.app.marks().of("origin", format!("{kind}:{name}").as_bytes()).to_vec()
    }

    /// How many seconds whoever was wrong `most` times must wait; 0: none.
    pub(crate) fn must_wait(&mut self, origin: &[u8], most: i64) -> Result<i64, Trouble> {
        let at = self.now();
        let counted = access::attempts(self.tx, self.operator.id, origin)?;
        let until = counted.filter(|(_, failures)| *failures >= most);
        let left = until.map(|(since, _)| since.plus(WINDOW).since(at).0).filter(|left| *left > 0);
        Ok(left.map_or(0, |left| left / 1000 + 1))
    }

    /// Stops whoever was wrong `most` times.
    pub(crate) fn check_origin(&mut self, origin: &[u8], most: i64) -> Result<(), Trouble> {
        match self.must_wait(origin, most)? {
            0 => Ok(()),
            seconds => Err(Trouble::TooMany(seconds)),
        }
    }

    /// Counts once against an origin.
    pub(crate) fn count_against(&mut self, origin: &[u8]) -> Result<(), Trouble> {
        let (op, at) = (self.operator.id, self.now());
        let counted = access::attempts(self.tx, op, origin)?;
        let counted = counted.filter(|(since, _)| since.plus(WINDOW) > at);
        let (since, failures) = counted.unwrap_or((at, 0));
        Ok(access::put_attempts(self.tx, op, origin, (since, failures + 1))?)
    }

    /// A refusal that no clause knows: of a door, a card, a code.
    pub(crate) fn turned_away(&self, code: &str) -> RefusedView {
        let book = self.operator.book_at(self.now());
        let phone = [("phone", self.operator.settings.assistance_phone.as_str().into())];
        let key = format!("answer-{code}");
        RefusedView {
            code: code.to_owned(),
            clause: None,
            words: book.texts.get(self.language, &key, &phone).unwrap_or(key),
        }
    }
}
