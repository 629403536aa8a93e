//! Telling members, at once, what has become of their bookings.

use rimessa_domain::booking::Booking;
use rimessa_rulebook::explain::Explainer;
use rimessa_rulebook::texts::Arg;

use crate::scene::Scene;
use crate::tell::News;
use crate::trouble::Trouble;

impl Scene<'_, '_> {
    /// Tells whoever drives a booking something. The sentence may speak of `start`, `end` and `phone`, and
    /// of what is in `more`.
    pub(crate) fn tell_of_booking(
        &mut self,
        booking: &Booking,
        kind: &str,
        more: &[(&str, &str)],
    ) -> Result<(), Trouble> {
        let operator = self.operator;
        let reader = self.reader_of(booking)?;
        let language = self.language_of(reader)?;
        let book = operator.book_at(booking.made);
        let explainer = Explainer { rulebook: book, language: &language };
        let mut args: Vec<(&str, Arg<'_>)> = vec![
            ("start", explainer.moment(booking.start).into()),
            ("end", explainer.moment(booking.end).into()),
            ("phone", operator.settings.assistance_phone.as_str().into()),
        ];
        args.extend(more.iter().map(|(name, value)| (*name, Arg::from(*value))));
        let news = News { kind, booking: Some(booking.id), urgent: true, args: &args };
        self.tell(reader, &news)
    }
}
