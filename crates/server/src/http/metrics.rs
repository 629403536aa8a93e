//! What a server counts, for Prometheus: `/metrics`.

use std::sync::OnceLock;
use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use rimessa_app::Trouble;
use rimessa_store::{bookings, outbox, subscriptions};

use super::problem::Problem;
use super::web::Web;

/// Upper bounds of the classes of durations, in seconds.
const SECONDS: [f64; 13] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count, once in a process.
///
/// # Errors
/// In words, if something else counts already.
pub(crate) fn begin() -> Result<(), String> {
    if RECORDER.get().is_some() {
        return Ok(());
    }
    let builder = PrometheusBuilder::new();
    let matcher = Matcher::Suffix("_seconds".to_owned());
    let builder = builder.set_buckets_for_metric(matcher, &SECONDS).map_err(|e| e.to_string())?;
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_ok() {
        RECORDER.set(handle).ok();
        describe();
    }
    Ok(())
}

fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_counter!("rimessa_requests_total", "Requests by method, route and status");
    describe_histogram!("rimessa_request_seconds", "How long requests took, by route");
    describe_counter!(
        "rimessa_commands_total",
        "Commands by route and result: done, the code of a refusal, or failed"
    );
    describe_gauge!("rimessa_connections", "Open connections");
    describe_gauge!("rimessa_store_waiting", "Work that waits for the database, by kind");
    describe_counter!("rimessa_store_commits_total", "Commits of the database (SQLite: of groups)");
    describe_counter!("rimessa_store_commands_total", "Commands in these commits");
    describe_gauge!("rimessa_outbox_messages", "Messages by state; those sent are not counted");
    describe_gauge!("rimessa_due_behind_ms", "For how long what falls due has been waiting, in ms");
    describe_gauge!(
        "rimessa_clock_behind_ms",
        "By how much the machine's clock was set back, in ms"
    );
}

/// Counts a request that was answered.
pub(super) fn request(method: &str, route: &str, status: u16, took: Duration) {
    let (method, route) = (method.to_owned(), route.to_owned());
    let status = status.to_string();
    counter!("rimessa_requests_total", "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    histogram!("rimessa_request_seconds", "route" => route).record(took.as_secs_f64());
}

/// Counts a command with its result.
pub(super) fn command(route: &str, result: &str) {
    let (route, result) = (route.to_owned(), result.to_owned());
    counter!("rimessa_commands_total", "route" => route, "result" => result).increment(1);
}

/// `GET /metrics`.
pub(super) async fn show(State(web): State<Web>) -> Response {
    if let Err(problem) = measure(&web).await {
        return problem.into_response();
    }
    let text = RECORDER.get().map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// Measures what is not counted as it happens.
async fn measure(web: &Web) -> Result<(), Problem> {
    let load = web.app().store().load();
    gauge!("rimessa_store_waiting", "kind" => "write").set(number(load.writes_waiting));
    gauge!("rimessa_store_waiting", "kind" => "read").set(number(load.reads_waiting));
    counter!("rimessa_store_commits_total").absolute(load.commits);
    counter!("rimessa_store_commands_total").absolute(load.commands);
    let clock = web.app().clock().clone();
    gauge!("rimessa_clock_behind_ms").set(number(clock.behind_ms()));
    let now = clock.now();
    let read = web
        .aside("en", move |app| {
            app.store().read_now(move |tx| -> Result<_, Trouble> {
                let mut due = bookings::next_due(tx, now, 1)?;
                due.extend(subscriptions::next_due(tx, now, 1)?);
                let oldest = due.into_iter().map(|(_, _, at)| at).min();
                Ok((outbox::counts(tx)?, oldest))
            })
        })
        .await?;
    let (messages, oldest) = read;
    for state in ["waiting", "sending", "unsure", "dead"] {
        let count = messages.iter().find(|(known, _)| known == state).map_or(0, |(_, n)| *n);
        gauge!("rimessa_outbox_messages", "state" => state).set(number(count));
    }
    let behind = oldest.map_or(0, |at| now.0.saturating_sub(at.0));
    gauge!("rimessa_due_behind_ms").set(number(behind));
    Ok(())
}

/// A number as Prometheus takes it; those beyond 2³² are of no interest.
fn number(number: impl TryInto<u32>) -> f64 {
    f64::from(number.try_into().unwrap_or(u32::MAX))
}
