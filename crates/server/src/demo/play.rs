//! Playing a history through the use cases: what happens when, under a clock that is set.

use std::collections::BTreeMap;
use std::sync::Arc;

use rimessa_app::join::NewMember;
use rimessa_app::{Actor, App, Reply, Scene, Trouble, settle_all, validate};
use rimessa_domain::time::{Instant, Span};
use rimessa_domain::zone::Wall;
use rimessa_store::{Tx, outbox};

use super::chance::Chance;
use super::data::Data;
use super::town::{self, Town, Vehicle};
use super::trip::{Planned, Step, Trip};
use super::{cards, contract, desk, trip};

/// Trips are thought of so many days before they begin, at the most.
pub(super) const AHEAD: i64 = 21;
const DAY: i64 = 86_400_000;
/// So long before the history ends something is left on the desks.
const LEFT: (Span, Span) = (Span::days(5), Span::hours(2));

/// What is played.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// From when on.
    pub(crate) from: Instant,
    /// Until when.
    pub(crate) until: Instant,
    /// How much of what usually happens, in percent.
    pub(crate) percent: u64,
    /// What decides the rest.
    pub(crate) seed: u64,
}

/// How often what happened: a kind of event, and how it was answered.
pub(crate) type Tally = BTreeMap<(&'static str, String), u64>;

/// Something that will happen.
pub(super) enum Act {
    /// The trips that begin on a day, so many days from then, are thought of.
    Day {
        town: usize,
        day: i64,
    },
    /// At night, vehicles that stand elsewhere are brought home.
    Tidy {
        town: usize,
    },
    Join {
        town: usize,
    },
    Validate {
        town: usize,
        member: usize,
    },
    Subscribe {
        town: usize,
        member: usize,
    },
    Leave {
        town: usize,
        member: usize,
    },
    Sign {
        town: usize,
        member: usize,
    },
    Exit {
        town: usize,
        member: usize,
        contract: usize,
    },
    Give {
        town: usize,
        member: usize,
        contract: usize,
    },
    Book(Planned),
    Trip(Trip, Step),
    /// Members and staff leave something on the desks.
    Desk {
        town: usize,
        early: bool,
    },
}

/// A history while it is played.
pub(super) struct Play {
    pub(super) app: App,
    pub(super) towns: Vec<Town>,
    pub(super) chance: Chance,
    pub(super) plan: Plan,
    pub(super) tally: Tally,
    pub(super) password_hash: String,
    /// What people write, by language and key.
    pub(super) said: BTreeMap<String, BTreeMap<String, String>>,
    acts: BTreeMap<(Instant, u64), Act>,
    numbered: u64,
    settled: Instant,
}

/// Sets up the operators and plays their history; what happened how often.
///
/// # Errors
/// What went wrong, and where.
pub(crate) fn play(
    app: &App,
    data: &Data,
    plan: Plan,
    password_hash: &str,
    told: &dyn Fn(Instant, u64),
) -> Result<Tally, String> {
    let mut chance = Chance::new(plan.seed);
    app.clock().set(plan.from);
    let mut towns = Vec::new();
    for of in &data.operators {
        towns.push(town::found(app, data, of, &mut chance)?);
    }
    town::hire(app, data, &mut towns, password_hash)?;
    let mut play = Play {
        app: app.clone(),
        towns,
        chance,
        plan,
        tally: Tally::new(),
        password_hash: password_hash.to_owned(),
        said: data.said.clone(),
        acts: BTreeMap::new(),
        numbered: 0,
        settled: plan.from,
    };
    play.begin();
    play.run(told)?;
    Ok(play.tally)
}

impl Play {
    /// When the present moment of the history is.
    pub(super) fn now(&self) -> Instant {
        self.app.clock().now()
    }

    /// Something will happen, unless it is beyond the end of the history.
    pub(super) fn later(&mut self, at: Instant, act: Act) {
        if at < self.plan.until {
            self.numbered += 1;
            self.acts.insert((at.max(self.now()), self.numbered), act);
        }
    }

    /// Something happens in a while.
    pub(super) fn after(&mut self, span: Span, act: Act) {
        self.later(self.now().plus(span), act);
    }

    /// The town's wall clock.
    pub(super) fn wall(&self, town: usize, at: Instant) -> Wall {
        self.towns[town].operator.versions.at(at).zone.wall(at)
    }

    /// When the town's wall clock shows this.
    pub(super) fn instant(&self, town: usize, wall: Wall) -> Instant {
        self.towns[town].operator.versions.at(self.now()).zone.instant(wall)
    }

    fn begin(&mut self) {
        let span = self.plan.until.0 - self.plan.from.0;
        for town in 0..self.towns.len() {
            let many = self.towns[town].of.members as u64 * self.plan.percent.clamp(10, 100) / 100;
            let many = usize::try_from(many).unwrap_or(0).max(4);
            for number in 0..many {
                // Three quarters are there from the beginning on.
                let at = if number * 4 < many * 3 { 0 } else { self.chance.between(0, span) };
                self.later(self.plan.from.plus(Span(at)), Act::Join { town });
            }
            for (early, left) in [(true, LEFT.0), (false, LEFT.1)] {
                self.later(self.plan.until.minus(left), Act::Desk { town, early });
            }
            let first = self.wall(town, self.plan.from).0 / DAY;
            for day in first..=first + AHEAD {
                self.later(self.plan.from.plus(Span::minutes(10)), Act::Day { town, day });
            }
            let last = self.wall(town, self.plan.until).0 / DAY;
            for day in first + 1..=last {
                let at = self.instant(town, Wall(day * DAY));
                self.later(at, Act::Day { town, day: day + AHEAD });
                self.later(at.plus(Span::hours(3)), Act::Tidy { town });
            }
        }
    }

    fn run(&mut self, told: &dyn Fn(Instant, u64)) -> Result<(), String> {
        let mut month = 0;
        while let Some(((at, _), act)) = self.acts.pop_first() {
            while self.settled.plus(Span::hours(1)) <= at {
                self.settled = self.settled.plus(Span::hours(1));
                self.app.clock().set(self.settled);
                self.hour().map_err(|trouble| format!("{:?}: {trouble}", self.settled))?;
            }
            self.app.clock().set(at);
            let what = self.act(act);
            what.map_err(|trouble| format!("{}: {trouble}", rimessa_app::show_moment(at)))?;
            if at.0 / (30 * DAY) != month {
                month = at.0 / (30 * DAY);
                told(at, self.trips());
            }
        }
        self.app.clock().set(self.plan.until);
        self.hour().map_err(|trouble| trouble.to_string())?;
        told(self.plan.until, self.trips());
        Ok(())
    }

    /// How many trips ended.
    fn trips(&self) -> u64 {
        self.tally.get(&("return", "done".to_owned())).copied().unwrap_or(0)
    }

    /// What falls due is settled; what was to be sent was sent.
    fn hour(&self) -> Result<(), Trouble> {
        let now = self.now();
        settle_all(&self.app, now)?;
        // The messages of the last day stay, to be looked at.
        if self.plan.until.0 - now.0 < DAY {
            return Ok(());
        }
        let sent = move |tx: &mut Tx<'_>| -> Result<(), Trouble> {
            for medium in ["mail", "sms"] {
                let lease = (now, now.plus(Span::hours(1)));
                for message in outbox::take(tx, medium, lease, 1000)? {
                    let about = (message.operator, message.id, message.attempts + 1);
                    let (sent, purge) = (Some(message.made), true);
                    let ended =
                        outbox::Ended { state: "sent", problem: None, next: None, sent, purge };
                    outbox::ended(tx, about, &ended)?;
                }
            }
            Ok(())
        };
        self.app.store().write_now(sent)
    }

    fn act(&mut self, act: Act) -> Result<(), Trouble> {
        match act {
            Act::Day { town, day } => trip::think(self, town, day),
            Act::Tidy { town } => return self.tidy(town),
            Act::Join { town } => return self.join(town),
            Act::Validate { town, member } => {
                let id = self.towns[town].members[member].id;
                let agent = self.towns[town].agent;
                self.told(town, agent, "validate", move |scene| validate::validate(scene, id))?;
                self.settle_in(town, member);
            }
            Act::Subscribe { town, member } => contract::subscribe(self, town, member)?,
            Act::Leave { town, member } => contract::leave(self, town, member)?,
            Act::Sign { town, member } => contract::sign(self, town, member)?,
            Act::Exit { town, member, contract } => contract::exit(self, town, member, contract)?,
            Act::Give { town, member, contract } => {
                contract::give_up(self, town, member, contract)?;
            }
            Act::Book(planned) => trip::book_one(self, planned)?,
            Act::Trip(trip, step) => trip::go_on(self, trip, step)?,
            Act::Desk { town, early: true } => desk::early(self, town)?,
            Act::Desk { town, early: false } => desk::late(self, town)?,
        }
        Ok(())
    }

    /// Does something for an operator, and counts how it was answered.
    pub(super) fn told<T: Send + 'static>(
        &mut self,
        town: usize,
        actor: Actor,
        kind: &'static str,
        work: impl Fn(&mut Scene<'_, '_>) -> Result<Reply<T>, Trouble> + Send + 'static,
    ) -> Result<Reply<T>, Trouble> {
        let operator = Arc::clone(&self.towns[town].operator);
        let reply = self.app.command_now(&operator, actor, work)?;
        let how = reply.refused().unwrap_or("done").to_owned();
        *self.tally.entry((kind, how)).or_default() += 1;
        Ok(reply)
    }

    fn join(&mut self, town: usize) -> Result<(), Trouble> {
        let new: NewMember =
            town::newcomer(&self.towns[town], &self.password_hash, &mut self.chance);
        // Those who are there from the beginning on were verified long ago.
        let at_once = self.now() == self.plan.from;
        let id = town::admit(&self.app, &self.towns[town], new, at_once)?;
        let operator = Arc::clone(&self.towns[town].operator);
        if cards::are_used(&operator, self.now()) {
            let agent = self.towns[town].agent;
            self.app.command_now(&operator, agent, move |scene| cards::give(scene, id))?;
        }
        let weights = self.towns[town].of.stations.iter().map(|station| {
            station
                .vehicles
                .values()
                .sum::<u32>()
                .max(u32::from(self.towns[town].vehicles.is_empty()))
        });
        let near = self.chance.by_weight(weights).unwrap_or(0);
        self.towns[town].members.push(town::Member {
            id,
            near,
            contracts: Vec::new(),
            locked: false,
        });
        let member = self.towns[town].members.len() - 1;
        // Where nothing can be booked, nobody verifies documents.
        let books = self.towns[town].operator.versions.at(self.now()).booking.is_some();
        if at_once || !books {
            self.settle_in(town, member);
        } else {
            let span = self.chance.span(120, 3 * 1440);
            self.after(span, Act::Validate { town, member });
        }
        Ok(())
    }

    /// Somebody whose documents are there subscribes, perhaps.
    fn settle_in(&mut self, town: usize, member: usize) {
        let span = self.chance.span(20, 20 * 1440);
        if !self.towns[town].of.contracts.is_empty() {
            self.after(span, Act::Sign { town, member });
        } else if !self.towns[town].of.plans.is_empty() {
            self.after(span, Act::Subscribe { town, member });
        }
    }

    /// Vehicles that are left elsewhere are brought home, if nobody waits for them there.
    fn tidy(&mut self, town: usize) -> Result<(), Trouble> {
        let now = self.now();
        for at in 0..self.towns[town].vehicles.len() {
            let Vehicle { home, at: place, busy_until, .. } = &self.towns[town].vehicles[at];
            let (home, away) = (*home, place != home && busy_until.plus(Span::hours(6)) < now);
            if away && self.chance.permille(400) {
                self.bring_home(town, at, home)?;
            }
        }
        Ok(())
    }

    /// Staff bring a vehicle home.
    pub(super) fn bring_home(
        &mut self,
        town: usize,
        vehicle: usize,
        home: usize,
    ) -> Result<(), Trouble> {
        let of = &self.towns[town];
        let (code, to) = (of.vehicles[vehicle].code.clone(), of.of.stations[home].code.clone());
        let field = of.field;
        self.told(town, field, "move", move |scene| {
            rimessa_app::move_vehicle::move_vehicle(scene, &code, &to)
        })?;
        self.towns[town].vehicles[vehicle].at = home;
        Ok(())
    }
}
