//! All pages, each beside a static answer of the same server in the same run; and what a first visit weighs.

use std::time::Duration;

use super::Measured;
use super::load::{self, Question};
use super::served::{Past, Served};
use crate::bench::{Row, median};

const ROUND: Duration = Duration::from_millis(700);
/// As many as a server of two cores has in the morning.
const CLIENTS: usize = 8;
const VEHICLES: usize = 1000;
const PAST: Past = Past { members: 2000, bookings: 100 };
/// A first visit over a slow network (400 kbit a second) is there within three seconds.
const FIRST_VISIT_BYTES: usize = 150_000;
/// So much longer than a static answer a page of a member, a kiosk or an on-board unit may take.
const OF_MEMBERS: f64 = 20.0;
/// … and one of agents or staff.
const OF_STAFF: f64 = 60.0;
/// Whose pages those are.
const MEMBERS: &[&str] = &[
    "",
    "find",
    "find?station=S1&from=DAY&until=NEXT",
    "book?vehicle=1&start=DAY&end=NEXT",
    "vehicles/1/calendar?from=MIDNIGHT&until=WEEK",
    "bookings",
    "BOOKING",
    "BOOKING/change",
    "BOOKING/cancel",
    "BOOKING/report",
    "account",
    "profile",
    "contracts",
    "cards",
    "requests",
    "contact",
    "consents",
    "my-data",
    "sessions",
    "password",
    "log-in",
];
const STAFF: &[&str] = &[
    "",
    "applications",
    "indemnities",
    "vehicles",
    "vehicles/1",
    "stations",
    "stations/S1",
    "timeline",
    "timeline?days=7",
    "timeline?days=7&station=S3",
    "BOOKING",
    "BOOKING/vehicle",
    "rulebook",
    "figures",
    "messages",
    "journal",
    "settings",
];

/// Measures pages.
///
/// # Errors
/// In words: the server does not answer, or a first visit weighs too much.
pub(crate) fn run() -> Result<Measured, String> {
    let served = Served::with_history(VEHICLES, CLIENTS, PAST)?;
    let slug = &served.slug;
    let named = Names::of(&served)?;
    let of_members = MEMBERS.iter().map(|page| (format!("/{slug}/{page}"), OF_MEMBERS));
    let kiosk = [(format!("/demo/{slug}/kiosk/S1"), OF_MEMBERS)];
    let of_agents = ["/desk/", "/desk/?find=member-7", "/desk/cases"];
    let of_agents = of_agents.map(|path| (path.to_owned(), OF_STAFF));
    let of_staff = STAFF.iter().map(|page| (format!("/desk/{slug}/{page}"), OF_STAFF));
    let all = of_members.chain(kiosk).chain(of_agents).chain(of_staff);
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    for (path, limit) in all {
        match row(&served, &named.fill(&path), (&path, limit)) {
            Ok(row) => rows.push(row),
            Err(why) => return Err(format!("{path}: {why}")),
        }
    }
    notes.push(first_visit(&served)?);
    Ok(Measured { rows, notes })
}

/// What stands for what in the paths above.
struct Names {
    booking: String,
    day: jiff::civil::Date,
}

impl Names {
    /// A booking of the first member that is to come, and the day after tomorrow.
    fn of(served: &Served) -> Result<Self, String> {
        let page = load::one_answer(served, &format!("/{}/bookings", served.slug))?;
        let page = String::from_utf8_lossy(&page);
        let begin = format!("href=\"/{}/bookings/", served.slug);
        let booking = page.split(&begin).nth(1).and_then(|rest| rest.split('"').next());
        let booking = booking.ok_or("a member has no booking")?.to_owned();
        let day = jiff::Zoned::now().date().saturating_add(jiff::Span::new().days(2));
        Ok(Self { booking, day })
    }

    fn fill(&self, path: &str) -> String {
        let (day, week) = (self.day, self.day.saturating_add(jiff::Span::new().days(7)));
        path.replace("BOOKING", &format!("bookings/{}", self.booking))
            .replace("DAY", &format!("{day}T10:00"))
            .replace("NEXT", &format!("{day}T12:00"))
            .replace("MIDNIGHT", &format!("{day}T00:00"))
            .replace("WEEK", &format!("{week}T00:00"))
    }
}

/// A page beside a static answer, in turn: the median of what each took.
fn row(served: &Served, path: &str, (name, limit): (&str, f64)) -> Result<Row, String> {
    let question = |path: &str| Question { path: path.to_owned(), body: String::new() };
    let (page, still) = (question(path), question("/healthz"));
    let (mut ours, mut bound) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        bound.push(load::by_members(served, &still, ROUND)?.percentile_ns(50));
        ours.push(load::by_members(served, &page, ROUND)?.percentile_ns(50));
    }
    Ok(Row {
        name: name.replace(&format!("/{}/", served.slug), "/…/"),
        bound: "a static answer".to_owned(),
        bound_ns: median(bound),
        ours_ns: median(ours),
        limit,
    })
}

/// What a browser that was never here loads for the start page.
fn first_visit(served: &Served) -> Result<String, String> {
    let page = load::one_answer(served, &format!("/{}/", served.slug))?;
    let html = String::from_utf8_lossy(&page);
    let mut parts = std::collections::BTreeSet::new();
    let begins = ["rel=\"stylesheet\" href=\"", "rel=\"icon\" href=\"", "src=\"", "<use href=\""];
    for begin in begins {
        let named = html.split(begin).skip(1).filter_map(|rest| rest.split(['"', '#']).next());
        parts.extend(named.map(str::to_owned));
    }
    let mut bytes = page.len();
    for part in &parts {
        bytes += load::one_answer(served, part)?.len();
    }
    let words = format!(
        "a first visit to the start page: {} requests, {} kB (limit {})",
        parts.len() + 1,
        bytes / 1000,
        FIRST_VISIT_BYTES / 1000
    );
    if bytes > FIRST_VISIT_BYTES { Err(words) } else { Ok(words) }
}
