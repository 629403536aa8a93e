//! Applying what was decided: to the booking, the vehicle, the account, the subscription; and keeping
//! the lines, each posted to the ledger.

use rimessa_domain::booking::{Booking, BookingEvent};
use rimessa_domain::decide::Outcome;
use rimessa_domain::line::{About, Lines, Source};
use rimessa_domain::member::{AccountEvent, Member};
use rimessa_domain::rules::Rules;
use rimessa_domain::subscription::Subscription;
use rimessa_domain::time::Instant;
use rimessa_store::lines::LineRow;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{bookings, ledger, lines, members, subscriptions, vehicles};

use crate::items;
use crate::scene::Scene;
use crate::trouble::Trouble;

impl Scene<'_, '_> {
    /// Applies what happened to a booking at `at`.
    pub(crate) fn apply_to_booking(
        &mut self,
        rules: &Rules,
        booking: &mut Booking,
        vehicle: Option<&VehicleRow>,
        event: &BookingEvent,
        at: Instant,
    ) -> Result<(), Trouble> {
        booking.apply(event);
        bookings::update(self.tx, self.operator.id, rules, booking)?;
        if matches!(event, BookingEvent::Opened) {
            bookings::set_opened(self.tx, self.operator.id, booking.id, at)?;
        }
        let Some(row) = vehicle else { return Ok(()) };
        let left = match event {
            BookingEvent::Returned { at, place } => Some((*at, *place)),
            _ => row.left,
        };
        Ok(vehicles::touch(self.tx, self.operator.id, row.id, row.first_pickup, left)?)
    }

    /// Applies what happened to an account and its subscription, and keeps the lines.
    pub(crate) fn apply_to_account(
        &mut self,
        rules: &Rules,
        member: &mut Member,
        outcome: &Outcome,
        at: Instant,
    ) -> Result<(), Trouble> {
        if !outcome.account.is_empty() {
            outcome.account.iter().for_each(|event| member.apply(event));
            members::update(self.tx, self.operator.id, member, rules)?;
            if outcome.account.iter().any(|event| matches!(event, AccountEvent::Locked(_))) {
                self.tell_of_lock(member.id, "account-locked")?;
            }
        }
        if let Some(subscription) = &mut member.subscription
            && !outcome.subscription.is_empty()
        {
            outcome.subscription.iter().for_each(|event| subscription.apply(event));
            subscriptions::put(self.tx, self.operator.id, subscription, rules)?;
        }
        self.keep_lines(rules, &outcome.lines, at)
    }

    /// Applies what happened to a subscription or contract, and keeps the lines.
    pub(crate) fn apply_to_subscription(
        &mut self,
        rules: &Rules,
        subscription: &mut Subscription,
        outcome: &Outcome,
        at: Instant,
    ) -> Result<(), Trouble> {
        outcome.subscription.iter().for_each(|event| subscription.apply(event));
        subscriptions::put(self.tx, self.operator.id, subscription, rules)?;
        self.keep_lines(rules, &outcome.lines, at)
    }

    /// Keeps lines as they came of the rules, and posts them: the member owes, the operator earns.
    pub(crate) fn keep_lines(
        &mut self,
        rules: &Rules,
        all: &Lines,
        at: Instant,
    ) -> Result<(), Trouble> {
        let rulebook_at = self.operator.versions.since(at);
        for line in all {
            let (about, about_id) = match line.about {
                About::Account => ("account", None),
                About::Booking(id) => ("booking", Some(id.0)),
                About::Contract(id) => ("contract", Some(id.0)),
            };
            let row = LineRow {
                id: self.id(),
                member: line.member,
                about: about.to_owned(),
                about_id,
                rule: rules.rule_id(line.source).to_owned(),
                source_no: items::source_no(line.source),
                clause: line.clause.map_or("", |clause| rules.clause(clause)).to_owned(),
                vat: rules.vat[usize::from(line.vat)].name.to_string(),
                due: line.due,
                made: self.now(),
                amount: line.amount.0,
                rulebook_at,
                items_json: items::write(all.items(line)),
            };
            lines::insert(self.tx, self.operator.id, &row)?;
            self.post_line(rules, &row, line.source)?;
        }
        Ok(())
    }

    fn post_line(&mut self, rules: &Rules, row: &LineRow, source: Source) -> Result<(), Trouble> {
        let posting = ledger::Posting {
            id: row.id,
            unit: &rules.currency,
            at: row.due,
            state: "posted",
            line: Some(row.id),
        };
        let earned = if matches!(source, Source::Refund(_)) { "refunds" } else { "revenue" };
        let receivable =
            ledger::Entry { account: "receivable", member: Some(row.member), amount: row.amount };
        let other = ledger::Entry { account: earned, member: None, amount: -row.amount };
        Ok(ledger::post(self.tx, self.operator.id, &posting, &[receivable, other])?)
    }
}
