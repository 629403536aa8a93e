//! Pages of members, each beside the API's answer to the same question; and what a first visit weighs.

use std::time::Duration;

use super::Measured;
use super::load::{self, Question};
use super::served::Served;
use crate::bench::{Row, median};

const ROUND: Duration = Duration::from_secs(3);
/// As many as a server of two cores has in the morning.
const CLIENTS: usize = 8;
const VEHICLES: usize = 2000;
/// A first visit over a slow network (400 kbit a second) is there within two seconds.
const FIRST_VISIT_BYTES: usize = 100_000;

/// Measures pages.
///
/// # Errors
/// In words: the server does not answer, or a first visit weighs too much.
pub(crate) fn run() -> Result<Measured, String> {
    let served = Served::with_fleet(None, VEHICLES, CLIENTS)?;
    // Members have something to look at.
    load::bookings(&served, CLIENTS, Duration::from_secs(2), 0)?;
    let (slug, api) = (&served.slug, format!("/api/v1/{}", served.slug));
    let (day, next) = ("2027-03-02T10:00", "2027-03-02T12:00");
    let slot = format!("{{\"vehicle\":\"1\",\"start\":\"{day}\",\"end\":\"{next}\"}}");
    let pairs = [
        ("start", format!("/{slug}/"), "bookings?limit=50".to_owned(), ""),
        (
            "find",
            format!("/{slug}/find?station=S1&from={day}&until={next}"),
            format!("vehicles/free?station=S1&from={day}&until={next}&limit=20"),
            "",
        ),
        (
            "price",
            format!("/{slug}/book?vehicle=1&start={day}&end={next}"),
            "quotes".to_owned(),
            &*slot,
        ),
        ("bookings", format!("/{slug}/bookings"), "bookings?limit=50".to_owned(), ""),
        ("account", format!("/{slug}/account"), "me/preview".to_owned(), ""),
    ];
    let mut rows = Vec::new();
    for (name, page, of_api, body) in pairs {
        let page = Question { path: page, body: String::new() };
        let same = Question { path: format!("{api}/{of_api}"), body: body.to_owned() };
        rows.push(row(&served, name, &page, &same)?);
    }
    Ok(Measured { rows, notes: vec![first_visit(&served)?] })
}

/// A page beside an answer of the API, in turn.
fn row(served: &Served, name: &str, page: &Question, same: &Question) -> Result<Row, String> {
    let (mut api, mut pages) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        api.push(load::by_members(served, same, ROUND)?.rate());
        pages.push(load::by_members(served, page, ROUND)?.rate());
    }
    let short = same.path.split('?').next().unwrap_or_default();
    Ok(Row {
        name: format!("the page {name}, {CLIENTS} clients"),
        bound: format!("the API's {}", short.rsplit('/').next().unwrap_or(short)),
        bound_ns: 1e9 / median(api),
        ours_ns: 1e9 / median(pages),
        limit: 3.0,
    })
}

/// What a browser that was never here loads for the start page.
fn first_visit(served: &Served) -> Result<String, String> {
    let page = load::one_answer(served, &format!("/{}/", served.slug))?;
    let html = String::from_utf8_lossy(&page);
    let head = html.split("</head>").next().unwrap_or_default();
    let mut parts = Vec::new();
    for begin in ["rel=\"stylesheet\" href=\"", "rel=\"icon\" href=\"", "<script src=\""] {
        parts.extend(head.split(begin).skip(1).filter_map(|rest| rest.split('"').next()));
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
