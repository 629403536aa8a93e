//! A story as it is replayed: event by event, with a look at the world in between.

use rimessa_domain::booking::Booking;
use rimessa_domain::ids::BookingId;
use rimessa_domain::line::About;
use rimessa_domain::refusal::RefusalCode;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::Instant;
use rimessa_replay::event::Event;
use rimessa_replay::form::Form;
use rimessa_replay::scenario::RawEvent;
use rimessa_replay::statement::written;
use rimessa_replay::world::World;

use crate::story::{Stage, Told};

/// A world in which nothing has happened to the members of these stages.
pub(crate) fn world<'r>(rules: &'r Rules, stages: &[Stage]) -> World<'r> {
    let mut world = World::new(rules);
    for stage in stages {
        // All others are plain members.
        world.member(&stage.name('m', 1), false, None, None, None);
        let own = stage.name('v', 0);
        world.member(&stage.name('m', 2), true, None, None, Some(&[&own]));
    }
    world
}

/// Lets one event happen; `look` sees it and how it was answered.
pub(crate) fn happens(
    world: &mut World<'_>,
    told: &Told,
    look: &mut dyn FnMut(&Event<'_>, Option<RefusalCode>),
) -> Option<RefusalCode> {
    let raw: RawEvent<'_> = serde_json::from_str(&told.json).unwrap();
    let form = Form { source: &told.json, rules: world.rules() };
    let event = form.event(0, &raw, &mut world.places).unwrap_or_else(|e| panic!("{told:?}: {e}"));
    let refusal = world.happen(&event).unwrap_or_else(|trouble| panic!("{told:?}: {trouble:?}"));
    let code = refusal.map(|refusal| refusal.code);
    look(&event, code);
    code
}

/// Lets all of it happen; how each event was answered.
pub(crate) fn all_happens(world: &mut World<'_>, story: &[Told]) -> Vec<Option<RefusalCode>> {
    story.iter().map(|told| happens(world, told, &mut |_, _| {})).collect()
}

/// The whole story up to `until`: the answers, and the lines.
pub(crate) fn replay(
    rules: &Rules,
    stages: &[Stage],
    story: &[Told],
    until: i64,
) -> (Vec<Option<RefusalCode>>, Vec<String>) {
    let mut world = world(rules, stages);
    let answers = all_happens(&mut world, story);
    world.finish(Some(Instant(until))).unwrap();
    (answers, lines(&world))
}

/// The lines so far, one as a text each: member, booking, clause, amount, VAT.
pub(crate) fn lines(world: &World<'_>) -> Vec<String> {
    let all = world.lines().iter().map(|line| {
        let line = written(world, line);
        let booking = line.booking.unwrap_or("–");
        format!("{} {booking} {} {} {}", line.member, line.clause, line.amount.0, line.vat)
    });
    all.collect()
}

/// The bookings accepted so far.
pub(crate) fn bookings<'w>(world: &'w World<'_>) -> impl Iterator<Item = &'w Booking> {
    (0u128..).map_while(|id| world.booking(About::Booking(BookingId(id))))
}
