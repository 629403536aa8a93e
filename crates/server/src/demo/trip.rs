//! Trips in a history: thought of, booked, changed, begun, ended; and what comes of them.

use std::collections::BTreeMap;

use rimessa_app::{Actor, BookingView, Reply, Trouble, parse_id, show_moment};
use rimessa_app::{assess, book, cancel, change, extend, give_back, refund, report, unlock};
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::{Instant, Span};
use rimessa_domain::zone::Wall;

use super::play::{AHEAD, Act, Play};

const DAY: i64 = 86_400_000;
const QUARTER: i64 = 15 * 60_000;
/// How long before the start people book: minutes from and to, and weights.
const LEADS: [((i64, i64), u32); 4] =
    [((5, 120), 24), ((120, 1440), 32), ((1440, 4 * 1440), 24), ((4 * 1440, AHEAD * 1440), 20)];

/// A trip that somebody thinks of.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    town: usize,
    member: usize,
    start: Instant,
    end: Instant,
    channel: String,
    /// Where it will end, if not where it began: a station by its place.
    drop: Option<usize>,
    tries: u32,
}

/// A trip that was booked.
#[derive(Clone, Debug)]
pub(super) struct Trip {
    town: usize,
    member: usize,
    vehicle: usize,
    booking: BookingId,
    start: Instant,
    end: Instant,
    tries: u32,
}

/// What comes next of a trip.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Change,
    Cancel,
    Unlock,
    Report(&'static str),
    Extend,
    Return { proper: bool },
    Assess,
    Refund,
    BringHome,
}

/// The trips that begin on a day.
pub(super) fn think(play: &mut Play, town: usize, day: i64) {
    // 1 January 1970 was a Thursday; weeks begin on Monday.
    let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0);
    let of = &play.towns[town].of;
    let usual = of.trips_a_day_permille * u64::from(of.weekdays[weekday]) / 100;
    let usual = usual * play.plan.percent / 100;
    let more = play.chance.permille(u32::try_from(usual % 1000).unwrap_or(0));
    let spread = i64::try_from(usual / 1000).unwrap_or(0);
    let many = play.chance.between(spread * 3 / 4, spread * 5 / 4) + i64::from(more);
    for _ in 0..many {
        think_of_one(play, town, day, usize::from(weekday >= 5));
    }
}

fn think_of_one(play: &mut Play, town: usize, day: i64, kind: usize) {
    let of = play.towns[town].of.clone();
    let hour = play.chance.by_weight(of.hours[kind].iter().copied()).unwrap_or(9);
    let hour = i64::try_from(hour).unwrap_or(9);
    let wall = Wall(day * DAY + hour * 4 * QUARTER + play.chance.between(0, 3) * QUARTER);
    let start = play.instant(town, wall);
    let Some(minutes) = play.chance.weighted(&of.minutes).copied() else { return };
    let end = start.plus(Span::minutes(minutes));
    let Some((from, to)) = play.chance.weighted(&LEADS).copied() else { return };
    let at = start.minus(play.chance.span(from, to));
    // Nobody is under way when the history ends.
    let under_way = start < play.plan.until && end.plus(Span::hours(5)) > play.plan.until;
    let (Some(channel), false) = (play.chance.weighted(&of.channels).cloned(), under_way) else {
        return;
    };
    if at < play.now() {
        return;
    }
    // Some drive far more often than others.
    let members = play.towns[town].members.len();
    let member = play.chance.index(members).min(play.chance.index(members));
    let drop = play.chance.permille(of.one_way_percent * 10);
    let drop = drop.then(|| play.chance.index(of.stations.len()));
    play.later(at, Act::Book(Planned { town, member, start, end, channel, drop, tries: 0 }));
}

/// Who acts by that channel.
fn actor_by(play: &Play, planned: &Planned, member: MemberId, vehicle: usize) -> Actor {
    let Planned { town, channel, .. } = planned;
    let (town, vehicle) = (&play.towns[*town], &play.towns[*town].vehicles[vehicle]);
    match channel.as_str() {
        "web" | "app" => Actor::Member(member),
        "phone" | "office" => town.agent,
        "on-board" => vehicle.unit,
        _ => town.kiosks[vehicle.home],
    }
}

/// Somebody books.
pub(super) fn book_one(play: &mut Play, planned: Planned) -> Result<(), Trouble> {
    let Planned { town, member, start, end, tries, .. } = planned;
    if play.towns[town].members[member].locked {
        return Ok(());
    }
    let Some(vehicle) = choose(play, &planned) else { return Ok(()) };
    let who = play.towns[town].members[member].id;
    let actor = actor_by(play, &planned, who, vehicle);
    let of = &play.towns[town];
    let wish = book::Wish {
        member: Some(rimessa_app::show_id(who.0)),
        vehicle: Some(of.vehicles[vehicle].code.clone()),
        start: show_moment(start),
        end: show_moment(end),
        dropoff: planned.drop.map(|drop| of.of.stations[drop].code.clone()),
        channel: Some(planned.channel.clone()),
        ..book::Wish::default()
    };
    let reply = play.told(town, actor, "book", move |scene| book::book(scene, &wish))?;
    if reply.refused() == Some("account-locked") {
        play.towns[town].members[member].locked = true;
        return Ok(());
    }
    let Some(booked) = reply.done() else {
        if tries < 2 {
            let again = Planned { tries: tries + 1, ..planned };
            let span = play.chance.span(1, 4);
            play.after(span, Act::Book(again));
        }
        return Ok(());
    };
    let Some(booking) = parse_id(&booked.id).map(BookingId) else { return Ok(()) };
    let known = &mut play.towns[town].vehicles[vehicle];
    known.busy_until = known.busy_until.max(end);
    if let Some(drop) = planned.drop {
        known.at = drop;
    }
    let trip = Trip { town, member, vehicle, booking, start, end, tries: 0 };
    before(play, trip);
    Ok(())
}

/// The vehicle that somebody chooses: usually one that looks free.
fn choose(play: &mut Play, planned: &Planned) -> Option<usize> {
    let Planned { town, member, start, drop, .. } = *planned;
    let near = play.towns[town].members[member].near;
    let all = play.towns[town].vehicles.iter().enumerate();
    if drop.is_none() && play.chance.permille(300) {
        // The one that everybody there likes best, without looking whether it is free.
        return all.filter(|(_, v)| v.home == near).map(|(at, _)| at).next();
    }
    let free: Vec<usize> = all.filter(|(_, v)| v.busy_until <= start).map(|(at, _)| at).collect();
    let vehicles = &play.towns[town].vehicles;
    let nearest: Vec<usize> = free.iter().copied().filter(|at| vehicles[*at].at == near).collect();
    // None at the next station: somebody is ready to walk.
    let from = if nearest.is_empty() { &free } else { &nearest };
    play.chance.one(from).copied()
}

/// What happens before the start.
fn before(play: &mut Play, trip: Trip) {
    let (now, left) = (play.now(), trip.start.0 - play.now().0);
    let at = |play: &mut Play| now.plus(Span(play.chance.between(left / 10, left * 9 / 10)));
    if left > 30 * 60_000 && play.chance.permille(80) {
        let at = at(play);
        play.later(at, Act::Trip(trip, Step::Cancel));
    } else if left > 60 * 60_000 && play.chance.permille(70) {
        let at = at(play);
        play.later(at, Act::Trip(trip, Step::Change));
    } else if !play.chance.permille(14) {
        // Some come a little early, and must wait.
        let early = play.chance.permille(30);
        let delay = if early { Span::minutes(-6) } else { play.chance.span(1, 14) };
        play.later(trip.start.plus(delay), Act::Trip(trip, Step::Unlock));
    }
}

/// What comes next of a trip.
pub(super) fn go_on(play: &mut Play, mut trip: Trip, step: Step) -> Result<(), Trouble> {
    match step {
        Step::Change => changed(play, trip)?,
        Step::Cancel => {
            let id = trip.booking;
            let actor = Actor::Member(play.towns[trip.town].members[trip.member].id);
            play.told(trip.town, actor, "cancel", move |scene| {
                cancel::cancel(scene, id, &cancel::Wish::default())
            })?;
        }
        Step::Unlock => {
            let reply = opened(play, &trip)?;
            match reply.refused() {
                None => during(play, trip),
                // Too early, or the vehicle is not there yet: some more tries.
                Some(_) if trip.tries < 2 => {
                    trip.tries += 1;
                    let span = play.chance.span(8, 16);
                    play.after(span, Act::Trip(trip, Step::Unlock));
                }
                Some(_) => {}
            }
        }
        Step::Report(kind) => {
            let (id, actor) = (trip.booking, member(play, &trip));
            let wish = report::Wish { kind: kind.to_owned(), place: None };
            play.told(trip.town, actor, "report", move |scene| report::report(scene, id, &wish))?;
        }
        Step::Extend => extended(play, trip)?,
        Step::Return { proper } => brought_back(play, trip, proper)?,
        Step::Assess => assessed(play, &trip)?,
        Step::Refund => refunded(play, &trip)?,
        Step::BringHome => {
            let vehicle = &play.towns[trip.town].vehicles[trip.vehicle];
            let home = vehicle.home;
            play.bring_home(trip.town, trip.vehicle, home)?;
        }
    }
    Ok(())
}

fn member(play: &Play, trip: &Trip) -> Actor {
    Actor::Member(play.towns[trip.town].members[trip.member].id)
}

fn changed(play: &mut Play, mut trip: Trip) -> Result<(), Trouble> {
    let later = Span(play.chance.between(-4, 6) * QUARTER);
    let longer = Span(play.chance.between(-2, 4) * QUARTER);
    let (start, end) = (trip.start.plus(later), trip.end.plus(later).plus(longer));
    let (id, actor) = (trip.booking, member(play, &trip));
    let wish = change::Wish {
        start: Some(show_moment(start)),
        end: Some(show_moment(end)),
        ..change::Wish::default()
    };
    let reply =
        play.told(trip.town, actor, "change", move |scene| change::change(scene, id, &wish))?;
    if reply.done().is_some() {
        (trip.start, trip.end) = (start, end);
        let known = &mut play.towns[trip.town].vehicles[trip.vehicle];
        known.busy_until = known.busy_until.max(end);
    }
    let delay = play.chance.span(1, 12);
    play.later(trip.start.plus(delay), Act::Trip(trip, Step::Unlock));
    Ok(())
}

fn opened(play: &mut Play, trip: &Trip) -> Result<Reply<BookingView>, Trouble> {
    let app = play.chance.permille(600);
    let unit = play.towns[trip.town].vehicles[trip.vehicle].unit;
    let actor = if app { member(play, trip) } else { unit };
    let method = if app { "app" } else { "card" };
    let (id, method) = (trip.booking, Some(method.to_owned()));
    let wish = unlock::Wish { method, ..unlock::Wish::default() };
    play.told(trip.town, actor, "unlock", move |scene| unlock::unlock(scene, id, &wish))
}

/// What happens during a trip.
fn during(play: &mut Play, trip: Trip) {
    let length = trip.end.0 - play.now().0;
    if length > 60 * 60_000 && play.chance.permille(75) {
        let at = trip.end.minus(play.chance.span(35, 55)).max(play.now());
        play.later(at, Act::Trip(trip, Step::Extend));
    } else {
        ends(play, trip, 45);
    }
}

/// How a trip ends: early, in time, or late in so many of a thousand cases.
fn ends(play: &mut Play, trip: Trip, late: u32) {
    let now = play.now();
    let at = if play.chance.permille(late) {
        let reason = if play.chance.permille(60) { "force-majeure" } else { "delay" };
        if play.chance.permille(550) {
            let warned = trip.end.minus(play.chance.span(1, 20)).max(now);
            play.later(warned, Act::Trip(trip.clone(), Step::Report(reason)));
        }
        trip.end.plus(play.chance.span(4, 130))
    } else {
        let length = (trip.end.0 - now.0).max(0);
        trip.end.minus(Span(play.chance.between(0, length * 2 / 5) / 1000 * 1000))
    };
    play.later(at.max(now.plus(Span::minutes(1))), Act::Trip(trip, Step::Return { proper: false }));
}

fn extended(play: &mut Play, mut trip: Trip) -> Result<(), Trouble> {
    let end = trip.end.plus(Span(play.chance.between(2, 6) * QUARTER));
    let by_phone = play.chance.permille(250);
    let (id, own) = (trip.booking, member(play, &trip));
    let actor = if by_phone { play.towns[trip.town].agent } else { own };
    let wish = extend::Wish { end: show_moment(end), ..extend::Wish::default() };
    let reply =
        play.told(trip.town, actor, "extend", move |scene| extend::extend(scene, id, &wish))?;
    if reply.done().is_some() {
        trip.end = end;
        let known = &mut play.towns[trip.town].vehicles[trip.vehicle];
        known.busy_until = known.busy_until.max(end);
        ends(play, trip, 30);
    } else {
        ends(play, trip, 350);
    }
    Ok(())
}

fn brought_back(play: &mut Play, mut trip: Trip, proper: bool) -> Result<(), Trouble> {
    let of = play.towns[trip.town].of.clone();
    let category = play.towns[trip.town].vehicles[trip.vehicle].category.clone();
    let tank = category.is_some_and(|category| of.fuel.contains(&category));
    let elsewhere = !proper && play.chance.permille(of.drops_elsewhere_permille);
    let station = elsewhere.then(|| play.chance.index(of.stations.len()));
    let minutes = ((play.now().0 - trip.start.0) / 60_000).max(10);
    let distance = play.chance.between(minutes * 60, minutes * 380).min(900_000);
    let careless = !proper && play.chance.permille(9);
    let low = play.chance.permille(25);
    let fuel = if low { play.chance.between(5, 24) } else { play.chance.between(26, 100) };
    let wish = give_back::Wish {
        station: station.map(|at| of.stations[at].code.clone()),
        distance_m: u32::try_from(distance).unwrap_or(0),
        fuel_percent: tank.then(|| u8::try_from(fuel).unwrap_or(50)),
        plugged_in: (!tank).then_some(!careless),
        costs: BTreeMap::new(),
        ..give_back::Wish::default()
    };
    let (id, actor) = (trip.booking, member(play, &trip));
    let reply =
        play.told(trip.town, actor, "return", move |scene| give_back::give_back(scene, id, &wish))?;
    if reply.done().is_none() {
        if trip.tries < 6 {
            trip.tries += 1;
            let span = play.chance.span(5, 15);
            play.after(span, Act::Trip(trip, Step::Return { proper: true }));
        }
        return Ok(());
    }
    let now = play.now();
    let known = &mut play.towns[trip.town].vehicles[trip.vehicle];
    known.busy_until = known.busy_until.max(now);
    if elsewhere {
        let span = play.chance.span(60, 240);
        play.after(span, Act::Trip(trip.clone(), Step::BringHome));
    }
    if !of.assessments.is_empty() && play.chance.permille(16) {
        let span = play.chance.span(120, 5 * 1440);
        play.after(span, Act::Trip(trip.clone(), Step::Assess));
    }
    if !of.refunds.is_empty() && play.chance.permille(10) {
        let span = play.chance.span(60, 20 * 1440);
        play.after(span, Act::Trip(trip, Step::Refund));
    }
    Ok(())
}

fn assessed(play: &mut Play, trip: &Trip) -> Result<(), Trouble> {
    let all = play.towns[trip.town].of.assessments.clone();
    let Some(assessed) = play.chance.weighted(&all) else { return Ok(()) };
    let wish = assess::Wish {
        kind: assessed.kind.clone(),
        booking: Some(rimessa_app::show_id(trip.booking.0)),
        costs: assessed.costs.clone(),
        ..assess::Wish::default()
    };
    let billing = play.towns[trip.town].billing;
    play.told(trip.town, billing, "assess", move |scene| assess::assess(scene, &wish))?;
    Ok(())
}

fn refunded(play: &mut Play, trip: &Trip) -> Result<(), Trouble> {
    let all = play.towns[trip.town].of.refunds.clone();
    let Some(advanced) = play.chance.weighted(&all).cloned() else { return Ok(()) };
    let wish = refund::Wish {
        kind: advanced.kind,
        amount: advanced.amount,
        booking: Some(rimessa_app::show_id(trip.booking.0)),
        receipt_complete: Some(!play.chance.permille(80)),
        receipt_in_name: Some(!play.chance.permille(60)),
        ..refund::Wish::default()
    };
    let billing = play.towns[trip.town].billing;
    play.told(trip.town, billing, "refund", move |scene| refund::refund(scene, &wish))?;
    Ok(())
}
