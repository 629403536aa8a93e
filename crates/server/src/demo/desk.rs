//! What lies on the desks when the history ends: requests with scans, cases, indemnities, refunds, things
//! lost, vehicles out of service; done by members and staff through the use cases.

use std::sync::Arc;

use rimessa_app::import::{self, How};
use rimessa_app::uploads::{self, UploadView};
use rimessa_app::{
    Actor, BookingView, Scene, Trouble, claim, finding, indemnity, lost, notes, open_case,
    out_of_service, parse_id, show, work_case,
};
use rimessa_domain::booking::State;
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_store::{bookings, trips};

use super::play::Play;
use super::pulse;
use super::scans;
use super::town;

const LICENCE: [u8; 3] = [244, 226, 232];
const IDENTITY: [u8; 3] = [226, 238, 232];
const RECEIPT: [u8; 3] = [250, 248, 240];
const PHOTO: [u8; 3] = [186, 194, 206];

/// So many wait for their documents to be verified.
const APPLICANTS: usize = 3;
/// So many members are looked through for what somebody drove.
const MEMBERS: usize = 40;

/// What was left some days before: meanwhile it is overdue.
pub(super) fn early(play: &mut Play, town: usize) -> Result<(), Trouble> {
    let operator = Arc::clone(&play.towns[town].operator);
    pulse::beat_of(&play.app, &operator, true)?;
    equipment(play, town)?;
    let trips = driven(play, town)?;
    for (kind, (member, trip)) in ["lost-property", "query"].into_iter().zip(&trips) {
        report(play, town, kind, *member, Some(trip))?;
    }
    Ok(())
}

/// What was left on the last day.
pub(super) fn late(play: &mut Play, town: usize) -> Result<(), Trouble> {
    for _ in 0..APPLICANTS {
        applicant(play, town)?;
    }
    let trips = driven(play, town)?;
    for (place, (member, trip)) in trips.iter().enumerate().take(4) {
        found(play, town, place, (*member, trip))?;
    }
    claims(play, town, &trips)?;
    handed_over(play, town, &trips)?;
    items(play, town, &trips)?;
    out(play, town)?;
    let agent = play.towns[town].agent;
    if let Some(member) = play.towns[town].members.first().map(|member| member.id) {
        let text = said(play, town, "note");
        run(play, town, agent, move |scene| notes::add(scene, member, &text).map(drop))?;
    }
    Ok(())
}

/// Does something for an operator that is not counted.
fn run<T: Send + 'static>(
    play: &Play,
    town: usize,
    actor: Actor,
    work: impl Fn(&mut Scene<'_, '_>) -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    let operator = Arc::clone(&play.towns[town].operator);
    play.app.command_now(&operator, actor, work)
}

/// A sentence that people of the town write, in its language.
fn said(play: &Play, town: usize, key: &str) -> String {
    let language = play.towns[town].operator.language(play.now(), "");
    play.said.get(&language).and_then(|all| all.get(key)).cloned().unwrap_or_default()
}

/// The last trips that ended, one of each member, with whose they are. Those come first before which somebody
/// else had the vehicle, who may have left it as it was found.
fn driven(play: &Play, town: usize) -> Result<Vec<(MemberId, BookingView)>, Trouble> {
    let members: Vec<MemberId> = play.towns[town].members.iter().map(|member| member.id).collect();
    run(play, town, Actor::System, move |scene| {
        let mut all = Vec::new();
        for member in &members {
            let own = show::bookings_of(scene, *member, None, 10)?;
            let trip = own.into_iter().find(|one| one.state == "returned");
            all.extend(trip.map(|trip| (*member, trip)));
        }
        let mut ranked = Vec::new();
        for (member, trip) in all {
            ranked.push((!had_a_driver_before(scene, &trip)?, member, trip));
        }
        ranked.sort_by_key(|(is_first, ..)| *is_first);
        Ok(ranked.into_iter().take(MEMBERS).map(|(_, member, trip)| (member, trip)).collect())
    })
}

fn had_a_driver_before(scene: &mut Scene<'_, '_>, trip: &BookingView) -> Result<bool, Trouble> {
    let (op, versions, id) = (scene.operator.id, &scene.operator.versions, booking_of(trip)?);
    let Some(stored) = bookings::get(scene.tx, op, versions, id)? else { return Ok(false) };
    let State::Returned(at) = stored.booking.state else { return Ok(false) };
    Ok(trips::before(scene.tx, op, stored.booking.vehicle, id, at)?.is_some())
}

fn booking_of(trip: &BookingView) -> Result<BookingId, Trouble> {
    parse_id(&trip.id).map(BookingId).ok_or(Trouble::NotFound("booking"))
}

/// Somebody applies, with scans of both documents.
fn applicant(play: &mut Play, town: usize) -> Result<(), Trouble> {
    let hash = play.password_hash.clone();
    let new = town::newcomer(&play.towns[town], &hash, &mut play.chance);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let name = format!("{} {}", text(&new.person.given_name), text(&new.person.family_name));
    let born = text(&new.person.born_on);
    let city = text(&new.person.city);
    let number = play.chance.digits("U########");
    let member = town::admit(&play.app, &play.towns[town], new, false)?;
    play.towns[town].members.push(town::Member {
        id: member,
        near: 0,
        contracts: Vec::new(),
        locked: false,
    });
    let cards = [
        ("licence-front", "Driving licence", LICENCE, true),
        ("licence-back", "Classes", LICENCE, false),
        ("identity-front", "Identity card", IDENTITY, true),
    ];
    for (purpose, title, tone, with_face) in cards {
        let lines = match purpose {
            "licence-back" => vec![title.to_owned(), "AM A1 B".to_owned(), number.clone()],
            _ => vec![title.to_owned(), name.clone(), born.clone(), city.clone(), number.clone()],
        };
        let checked = scans::drawn(&lines, tone, with_face)?;
        run(play, town, Actor::Member(member), move |scene| {
            uploads::put(scene, member, purpose, &checked).map(drop)
        })?;
    }
    Ok(())
}

/// A picture that a member sends.
fn picture(
    play: &Play,
    town: usize,
    member: MemberId,
    lines: &[String],
    tone: [u8; 3],
) -> Result<String, Trouble> {
    let checked = scans::drawn(lines, tone, false)?;
    let kept: UploadView = run(play, town, Actor::Member(member), move |scene| {
        uploads::receipt(scene, member, &checked)
    })?;
    Ok(kept.id)
}

/// Damage or dirt that somebody found: it is proposed to whoever had the vehicle before; of some
/// the member was
/// told, and one objects.
fn found(
    play: &Play,
    town: usize,
    place: usize,
    (member, trip): (MemberId, &BookingView),
) -> Result<(), Trouble> {
    let (what, text) = match place % 2 {
        0 => ("damage", "dent"),
        _ => ("dirt", "sand"),
    };
    let lines = ["Photo".to_owned(), trip.vehicle.clone(), what.to_owned()];
    let photo = picture(play, town, member, &lines, PHOTO)?;
    let id = booking_of(trip)?;
    let wish = finding::Wish {
        what: what.to_owned(),
        text: said(play, town, text),
        uploads: vec![photo],
        odometer_m: None,
    };
    run(play, town, Actor::Member(member), move |scene| finding::find(scene, id, &wish).map(drop))?;
    if place == 0 {
        return Ok(());
    }
    let billing = play.towns[town].billing;
    let told = run(play, town, billing, |scene| {
        let open = indemnity::in_state(scene, "proposed", None, 10)?;
        let Some(last) = open.indemnities.last() else { return Ok(None) };
        let id = parse_id(&last.id).ok_or(Trouble::NotFound("indemnity"))?;
        indemnity::notify(scene, id)?;
        Ok(parse_id(&last.member).map(|member| (id, MemberId(member))))
    })?;
    if let (Some((id, member)), 2) = (told, place) {
        let why = said(play, town, "objection");
        run(play, town, Actor::Member(member), move |scene| {
            indemnity::object(scene, id, &why).map(drop)
        })?;
    }
    Ok(())
}

/// A case that a member opens.
fn report(
    play: &Play,
    town: usize,
    kind: &'static str,
    member: MemberId,
    trip: Option<&BookingView>,
) -> Result<Option<u128>, Trouble> {
    let (text, topic) = match kind {
        "lost-property" => ("umbrella", None),
        "query" => ("query", None),
        "contact" => ("moving", Some("address")),
        _ => ("blinker", None),
    };
    let wish = open_case::Wish {
        kind: kind.to_owned(),
        text: said(play, town, text),
        topic: topic.map(str::to_owned),
        booking: trip.map(|trip| trip.id.clone()),
        ..open_case::Wish::default()
    };
    let opened =
        run(play, town, Actor::Member(member), move |scene| open_case::open(scene, &wish))?;
    Ok(opened.done().and_then(|file| parse_id(&file.case.id)))
}

/// Cases that are answered, taken and handed over.
fn handed_over(play: &Play, town: usize, trips: &[(MemberId, BookingView)]) -> Result<(), Trouble> {
    let agent = play.towns[town].agent;
    let (answer, note) = (said(play, town, "answer"), said(play, town, "garage"));
    let member = play.towns[town].members.first().map(|member| member.id);
    if let Some(case) =
        member.map(|member| report(play, town, "contact", member, None)).transpose()?.flatten()
    {
        run(play, town, agent, move |scene| {
            work_case::take(scene, case)?;
            let text = answer.clone();
            let answer = work_case::Answer { text, ..work_case::Answer::default() };
            work_case::reply(scene, case, &answer).map(drop)
        })?;
    }
    let Some((member, trip)) = trips.last() else { return Ok(()) };
    if let Some(case) = report(play, town, "other", *member, Some(trip))? {
        run(play, town, agent, move |scene| {
            work_case::take(scene, case)?;
            let wish = work_case::HandOver { note: note.clone(), ..Default::default() };
            work_case::hand_over(scene, case, &wish).map(drop)
        })?;
    }
    Ok(())
}

/// What members advanced and want back: with receipts, one paid and one refused already.
fn claims(play: &Play, town: usize, trips: &[(MemberId, BookingView)]) -> Result<(), Trouble> {
    let of = play.towns[town].of.clone();
    let billing = play.towns[town].billing;
    for (place, ((member, trip), (advanced, _))) in
        trips.iter().zip(of.refunds.iter().cycle()).take(4).enumerate()
    {
        let lines =
            ["Receipt".to_owned(), trip.end[..10].to_owned(), format!("EUR {}", advanced.amount)];
        let receipt = picture(play, town, *member, &lines, RECEIPT)?;
        let wish = claim::Wish {
            kind: advanced.kind.clone(),
            amount: advanced.amount.clone(),
            booking: Some(trip.id.clone()),
            upload: Some(receipt),
            text: said(play, town, "receipt"),
            ..claim::Wish::default()
        };
        let asked =
            run(play, town, Actor::Member(*member), move |scene| claim::claim(scene, &wish))?;
        let Some(id) = asked.done().and_then(|claim| parse_id(&claim.id)) else { continue };
        let why = said(play, town, "no-seller");
        match place {
            2 => run(play, town, billing, move |scene| {
                let checked = claim::Checked { receipt_complete: true, receipt_in_name: true };
                claim::pay(scene, id, checked).map(drop)
            })?,
            3 => run(play, town, billing, move |scene| claim::refuse(scene, id, &why).map(drop))?,
            _ => {}
        }
    }
    Ok(())
}

/// Fuel cards and keys, of which one is lost.
fn items(play: &Play, town: usize, trips: &[(MemberId, BookingView)]) -> Result<(), Trouble> {
    let field = play.towns[town].field;
    let of = &play.towns[town];
    let with_tank = of.vehicles.iter().filter(|vehicle| {
        vehicle.category.as_ref().is_some_and(|category| of.of.fuel.contains(category))
    });
    let cards = with_tank.take(6).map(|vehicle| ("fuel-card", vehicle.code.clone()));
    let keys = of.vehicles.iter().take(4).map(|vehicle| ("key", vehicle.code.clone()));
    let mut all: Vec<(&str, String)> = cards.chain(keys).collect();
    // What is lost belongs to a vehicle that somebody drove.
    if let Some((_, trip)) = trips.first() {
        all.retain(|(_, code)| *code != trip.vehicle);
        all.push(("key", trip.vehicle.clone()));
    }
    for (kind, code) in all {
        let new = lost::New {
            kind: kind.to_owned(),
            label: format!("{}-{code}", if kind == "key" { "K" } else { "T" }),
            vehicle: Some(code),
            member: None,
        };
        run(play, town, field, move |scene| lost::issue(scene, &new).map(drop))?;
    }
    let Some((member, trip)) = trips.first() else { return Ok(()) };
    let id = booking_of(trip)?;
    let wish = lost::Missing { what: "key".to_owned(), text: said(play, town, "no-key") };
    run(play, town, Actor::Member(*member), move |scene| lost::missing(scene, id, &wish).map(drop))
}

/// Chargers and kiosks, as somebody imports them.
fn equipment(play: &Play, town: usize) -> Result<(), Trouble> {
    let of = &play.towns[town].of;
    let (mut chargers, mut kiosks) =
        ("code,station,bay,power_w\n".to_owned(), "code,station\n".to_owned());
    for station in &of.stations {
        kiosks.push_str(&format!("K-{0},{0}\n", station.code));
        for bay in 1..=station.bays.min(2) {
            chargers.push_str(&format!("{0}-{bay},{0},{bay},11000\n", station.code));
        }
    }
    let actor = play.towns[town].field;
    for (list, table) in [("chargers", chargers), ("kiosks", kiosks)] {
        run(play, town, actor, move |scene| {
            import::import(scene, list, table.as_bytes(), How { dry_run: false }).map(drop)
        })?;
    }
    Ok(())
}

/// Vehicles that nobody has booked any more go to the garage.
fn out(play: &Play, town: usize) -> Result<(), Trouble> {
    let now = play.now();
    let idle = play.towns[town].vehicles.iter().filter(|vehicle| vehicle.busy_until < now);
    let idle: Vec<String> = idle.map(|vehicle| vehicle.code.clone()).collect();
    let field = play.towns[town].field;
    for code in idle.into_iter().rev().take(2) {
        run(play, town, field, move |scene| {
            out_of_service::take_out(scene, &code, &out_of_service::Wish::default()).map(drop)
        })?;
    }
    Ok(())
}
