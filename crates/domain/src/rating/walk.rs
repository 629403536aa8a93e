//! Time at a price whose amount changes with the hour, or stands under caps.
//!
//! The stay is cut where a band, a cap, a tier or the offset of the clock changes; within a piece
//! everything is one multiplication. A unit belongs to where it begins. Each unit costs its price,
//! but never more than what is left under every cap that is running: so caps may lie within one
//! another or overlap, and a longer stay never costs less.

use smallvec::SmallVec;

use crate::fault::Overflow;
use crate::line::{Item, What};
use crate::money::{Exact, Rate};
use crate::rules::billing::{Cap, CapWindow, Tier};
use crate::time::{Instant, Span};
use crate::zone::Wall;

use super::time::{Applied, Stay, of_ticks, push, tier_limit};
use super::week::{self, DAY_MS, Stretch};

/// The price of `stay`, with its items appended.
///
/// # Errors
/// [`Overflow`] if an amount does not fit.
pub(super) fn price(
    applied: &Applied<'_>,
    stay: Stay,
    items: &mut Vec<Item>,
) -> Result<Exact, Overflow> {
    if let Some(total) = in_one_piece(applied, stay, items)? {
        return Ok(total);
    }
    let mut walk = Walk::new(applied, stay);
    while walk.done < stay.ticks {
        walk.step()?;
    }
    walk.close(items)
}

/// The usual short trip: nothing changes while it lasts, and no cap is reached.
fn in_one_piece(
    applied: &Applied<'_>,
    stay: Stay,
    items: &mut Vec<Item>,
) -> Result<Option<Exact>, Overflow> {
    let even = applied.rules.zone.even(stay.begin);
    let wall = Wall(stay.begin.0.saturating_add(even.offset.0));
    let before_last = (stay.ticks - 1).checked_mul(stay.tick.0).ok_or(Overflow)?;
    let last = stay.begin.plus(Span(before_last));
    let lasts = |stretch: &Stretch| last.0.saturating_add(even.offset.0) < stretch.until.0;
    let (mut found, first) = (None, applied.rate.tiers.first());
    for (index, band) in (0u16..).zip(&applied.rate.bands) {
        let stretch = week::hours(applied.rules, band.week, wall);
        if !lasts(&stretch) {
            return Ok(None);
        }
        if stretch.running.is_some() {
            found = Some((Some(index), band.rate));
            break;
        }
    }
    let (Some(tier), true) = (first, last < even.until) else { return Ok(None) };
    if found.is_none() && stay.ticks > tier_limit(tier, stay.tick, applied.unit)? {
        return Ok(None);
    }
    let (band, rate) = found.unwrap_or((None, tier.rate));
    let full = of_ticks(rate, stay.ticks, stay.tick, applied.unit)?;
    for cap in &applied.rate.caps {
        let stretch = cap_stretch(applied, stay.begin, cap, stay.begin, even.offset);
        let most = cap.amounts.first().copied().unwrap_or_default().times(1)?;
        if !lasts(&stretch) || (stretch.running.is_some() && full > most) {
            return Ok(None);
        }
    }
    push(applied, stay, stay.ticks, rate, band, items).map(Some)
}

/// The stretch of a cap that runs at `now`, for a stay that began at `begin`.
fn cap_stretch(
    applied: &Applied<'_>,
    begin: Instant,
    cap: &Cap,
    now: Instant,
    offset: Span,
) -> Stretch {
    let wall = Wall(now.0.saturating_add(offset.0));
    match cap.window {
        CapWindow::Each(span) => {
            let elapsed = now.since(begin).0;
            let nth = if elapsed < span.0 { 0 } else { elapsed / span.0.max(1) };
            let end = begin.plus(Span((nth + 1).saturating_mul(span.0)));
            Stretch { running: Some(nth), until: Wall(end.0.saturating_add(offset.0)) }
        }
        CapWindow::CalendarDay => {
            let day = wall.0.div_euclid(DAY_MS);
            Stretch { running: Some(day), until: Wall((day + 1) * DAY_MS) }
        }
        CapWindow::Hours(window) => week::hours(applied.rules, window, wall),
        CapWindow::Week { from_minute, until_minute } => {
            week::week(from_minute, until_minute, wall)
        }
    }
}

struct Walk<'a> {
    applied: &'a Applied<'a>,
    stay: Stay,
    /// Ticks done.
    done: i64,
    offset: Span,
    even_until: Instant,
    /// The band or tier that is running, and until when.
    running: (usize, Rate),
    running_until: Instant,
    /// Ticks by amount: the bands first, then the tiers.
    counted: SmallVec<[i64; 6]>,
    caps: SmallVec<[UnderCap; 4]>,
}

/// What has been spent under a cap.
#[derive(Clone, Copy)]
struct UnderCap {
    running: Option<i64>,
    /// The stretch that ran last: in the hour that comes twice it may be left and entered again.
    last: Option<i64>,
    until: Instant,
    stretches: usize,
    left: Exact,
    taken_off: Exact,
}

/// A piece of the stay in which nothing changes.
struct Piece {
    ticks: i64,
    slot: usize,
    rate: Rate,
}

impl<'a> Walk<'a> {
    fn new(applied: &'a Applied<'a>, stay: Stay) -> Self {
        let idle = UnderCap {
            running: None,
            last: None,
            until: Instant::MIN,
            stretches: 0,
            left: Exact::ZERO,
            taken_off: Exact::ZERO,
        };
        let slots = applied.rate.bands.len() + applied.rate.tiers.len();
        Self {
            applied,
            stay,
            done: 0,
            offset: Span::ZERO,
            even_until: Instant::MIN,
            running: (0, Rate(0)),
            running_until: Instant::MIN,
            counted: SmallVec::from_elem(0, slots),
            caps: SmallVec::from_elem(idle, applied.rate.caps.len()),
        }
    }

    fn step(&mut self) -> Result<(), Overflow> {
        let elapsed = self.done.checked_mul(self.stay.tick.0).ok_or(Overflow)?;
        let now = self.stay.begin.plus(Span(elapsed));
        if now >= self.even_until {
            let even = self.applied.rules.zone.even(now);
            (self.offset, self.even_until) = (even.offset, even.until);
        }
        if now >= self.running_until {
            let wall = self.wall(now);
            let mut until = self.even_until;
            self.running = self.amount(wall, &mut until)?;
            self.running_until = until;
        }
        let mut until = self.running_until;
        self.enter_caps(now, &mut until);
        let ticks = until.since(now).started(self.stay.tick).min(self.stay.ticks - self.done);
        let (slot, rate) = self.running;
        let ticks = self.within_tier(slot, ticks)?;
        self.spend(&Piece { ticks, slot, rate })?;
        self.done += ticks;
        Ok(())
    }

    fn wall(&self, now: Instant) -> Wall {
        Wall(now.0.saturating_add(self.offset.0))
    }

    /// The slot and the rate of a unit that begins at `wall`.
    fn amount(&self, wall: Wall, until: &mut Instant) -> Result<(usize, Rate), Overflow> {
        let rate = self.applied.rate;
        for (slot, band) in rate.bands.iter().enumerate() {
            let stretch = week::hours(self.applied.rules, band.week, wall);
            self.clip(stretch, until);
            if stretch.running.is_some() {
                return Ok((slot, band.rate));
            }
        }
        for (i, tier) in rate.tiers.iter().enumerate() {
            if self.done < self.tier_limit(tier)? {
                return Ok((rate.bands.len() + i, tier.rate));
            }
        }
        // The last tier is open (the checker sees to it): all units have been found above.
        Err(Overflow)
    }

    fn within_tier(&mut self, slot: usize, ticks: i64) -> Result<i64, Overflow> {
        let tier = slot.checked_sub(self.applied.rate.bands.len());
        match tier.and_then(|i| self.applied.rate.tiers.get(i)) {
            Some(tier) => {
                let left = self.tier_limit(tier)?.saturating_sub(self.done);
                if left <= ticks {
                    self.running_until = Instant::MIN; // The next unit is in the next tier.
                }
                Ok(ticks.min(left))
            }
            None => Ok(ticks),
        }
    }

    fn tier_limit(&self, tier: &Tier) -> Result<i64, Overflow> {
        tier_limit(tier, self.stay.tick, self.applied.unit)
    }

    /// Opens a new stretch under each cap whose window has changed.
    fn enter_caps(&mut self, now: Instant, until: &mut Instant) {
        for i in 0..self.caps.len() {
            if now >= self.caps[i].until {
                self.enter_cap(i, now);
            }
            *until = (*until).min(self.caps[i].until);
        }
    }

    fn enter_cap(&mut self, i: usize, now: Instant) {
        let cap = &self.applied.rate.caps[i];
        let stretch = cap_stretch(self.applied, self.stay.begin, cap, now, self.offset);
        let mut until = self.even_until;
        self.clip(stretch, &mut until);
        let under = &mut self.caps[i];
        under.until = until;
        if stretch.running.is_some() && stretch.running != under.last {
            under.last = stretch.running;
            let last = cap.amounts.len().saturating_sub(1);
            let amount = cap.amounts.get(under.stretches.min(last)).copied();
            under.left = amount.unwrap_or_default().times(1).unwrap_or_default();
            under.stretches += 1;
        }
        under.running = stretch.running;
    }

    fn clip(&self, stretch: Stretch, until: &mut Instant) {
        *until = (*until).min(Instant(stretch.until.0.saturating_sub(self.offset.0)));
    }

    fn spend(&mut self, piece: &Piece) -> Result<(), Overflow> {
        self.counted[piece.slot] += piece.ticks;
        let full = of_ticks(piece.rate, piece.ticks, self.stay.tick, self.applied.unit)?;
        let running = self.caps.iter_mut().filter(|cap| cap.running.is_some());
        let tightest = running.min_by_key(|cap| cap.left);
        let Some(tightest) = tightest else { return Ok(()) };
        let charged = full.min(tightest.left);
        tightest.taken_off = tightest.taken_off.plus(Exact(full.0 - charged.0))?;
        for cap in self.caps.iter_mut().filter(|cap| cap.running.is_some()) {
            cap.left.0 -= charged.0;
        }
        Ok(())
    }

    fn close(self, items: &mut Vec<Item>) -> Result<Exact, Overflow> {
        let (rate, mut total) = (self.applied.rate, Exact::ZERO);
        let (bands, tiers) = self.counted.split_at(rate.bands.len());
        for (index, (band, ticks)) in (0u16..).zip(rate.bands.iter().zip(bands)) {
            if *ticks > 0 {
                let amount = push(self.applied, self.stay, *ticks, band.rate, Some(index), items)?;
                total = total.plus(amount)?;
            }
        }
        for (tier, ticks) in rate.tiers.iter().zip(tiers) {
            if *ticks > 0 {
                let amount = push(self.applied, self.stay, *ticks, tier.rate, None, items)?;
                total = total.plus(amount)?;
            }
        }
        for (cap, under) in (0u16..).zip(&self.caps) {
            if under.taken_off > Exact::ZERO {
                total = total.plus(self.capped(cap, items)?)?;
            }
        }
        Ok(total)
    }

    /// Takes off what a cap does not allow.
    fn capped(&self, cap: u16, items: &mut Vec<Item>) -> Result<Exact, Overflow> {
        let under = &self.caps[usize::from(cap)];
        let off = under.taken_off;
        let quantity = i64::try_from(under.stretches).unwrap_or(i64::MAX);
        let off = match self.applied.percent {
            Some(percent) => off.at(percent)?,
            None => off,
        };
        let (price, rate) = (self.applied.price, self.applied.rate_index);
        let what = What::Capped { price, rate, cap };
        let first = self.applied.rate.caps.get(usize::from(cap)).and_then(|c| c.amounts.first());
        let rate = first.copied().unwrap_or_default();
        let (percent, amount) = (self.applied.percent, off.negated());
        items.push(Item { what, quantity, rate, percent, amount });
        Ok(amount)
    }
}
