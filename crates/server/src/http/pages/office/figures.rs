//! Figures, as pages with charts and as files.

use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rimessa_app::emissions::Emitted;
use rimessa_app::figures::{self, Figure, Figures, Wish};
use rimessa_app::{Scene, Trouble};
use rimessa_pages::Errors;
use rimessa_pages::office::FiguresPage;
use serde::Deserialize;

use super::status;
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::asked;
use crate::http::pages::{html, wrong};
use crate::http::web::Web;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    from: String,
    until: String,
}

pub(super) async fn show(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { from, until } = asked(query.as_deref());
    let wish = Wish { from: from.clone(), until: until.clone() };
    let work = move |scene: &mut Scene<'_, '_>| figures::figures(scene, &wish);
    let (figures, errors) = match web.find_out(&desk.caller, work).await {
        Ok(figures) => (figures, Errors::default()),
        Err(trouble) => match wrong::at_fields(&trouble, &desk.caller.language) {
            Some(errors) => (Figures { from, until, ..Figures::default() }, errors),
            None => return desk.wrong(&web, &trouble),
        },
    };
    let (frame, status) = (desk.frame(&web), status(&errors));
    let set = &desk.caller.operator.settings;
    let (source, is_assumed) = (set.co2_source.clone(), set.co2_assumed);
    let page = FiguresPage { frame, figures, source, is_assumed, errors };
    (status, html(&page)).into_response()
}

pub(super) async fn file(
    State(web): State<Web>,
    desk: Desk,
    Path((_, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { from, until } = asked(query.as_deref());
    let wish = Wish { from, until };
    let work = move |scene: &mut Scene<'_, '_>| figures::figures(scene, &wish);
    let figures = match web.find_out(&desk.caller, work).await {
        Ok(figures) => figures,
        Err(trouble) => return desk.wrong(&web, &trouble),
    };
    let table = match name.as_str() {
        "vehicles.csv" => of(&figures.vehicles, &figures.currency),
        "stations.csv" => of(&figures.stations, &figures.currency),
        "hours.csv" => hours(&figures.hours),
        "co2.csv" => co2(&figures.driven_by_hour),
        _ => return desk.wrong(&web, &Trouble::NotFound("page")),
    };
    let named = format!("{}-{}-{name}", figures.from, figures.until);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{named}\"")),
    ];
    (headers, table).into_response()
}

/// A text as a cell: quoted where it must be, and never a formula.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

fn of(figures: &[Figure], currency: &str) -> String {
    let mut table = "code,name,trips,used_minutes,used_percent,revenue,currency,\
        distance_km,co2_kg,average_car_co2_kg\r\n"
        .to_owned();
    for one in figures {
        let percent = one
            .used_permille
            .map_or_else(String::new, |permille| format!("{}.{}", permille / 10, permille % 10));
        let (code, name) = (cell(&one.code), cell(&one.name));
        let Figure { trips, used_minutes, revenue, .. } = one;
        table.push_str(&format!(
            "{code},{name},{trips},{used_minutes},{percent},{revenue},{currency},{}\r\n",
            emitted(&one.driven)
        ));
    }
    table
}

/// Kilometres and kilograms; what is not known is empty.
fn emitted(driven: &Emitted) -> String {
    let thousandths = |number: i64| {
        let sign = if number < 0 { "-" } else { "" };
        format!("{sign}{}.{:03}", number.abs() / 1000, number.abs() % 1000)
    };
    let known = |grams: Option<i64>| grams.map(thousandths).unwrap_or_default();
    let Emitted { distance_m, own_g, average_g, .. } = *driven;
    format!("{},{},{}", thousandths(distance_m), known(own_g), known(average_g))
}

fn co2(hours: &[Emitted]) -> String {
    let rows = hours.iter().enumerate().map(|(hour, one)| format!("{hour},{}\r\n", emitted(one)));
    let head = "hour,distance_km,co2_kg,average_car_co2_kg\r\n".to_owned();
    std::iter::once(head).chain(rows).collect()
}

fn hours(hours: &[i64]) -> String {
    let rows = hours.iter().enumerate().map(|(hour, trips)| format!("{hour},{trips}\r\n"));
    std::iter::once("hour,trips\r\n".to_owned()).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        for (text, expected) in
            [("a", "a"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("=1+1", "'=1+1")]
        {
            assert_eq!(cell(text), expected);
        }
    }
}
