//! What everybody may read: all stations, and what is asked often.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rimessa_app::{consents, places};
use rimessa_pages::{Faq, Places, Question};

use super::{Page, frame, gate, html, shown, wrong};
use crate::http::guard::{Caller, Who};
use crate::http::web::Web;

pub(super) fn pages() -> Vec<Page> {
    let page = |path, methods| Page::new(Who::anyone(), path, methods);
    vec![
        page("/{operator}/stations", shown(get(stations))),
        page("/{operator}/faq", shown(get(faq))),
    ]
}

/// The pages that stand at the foot of each page: those for which the operator has something to say.
pub(super) fn more(web: &Web, caller: &Caller) -> Vec<&'static str> {
    let now = web.app().clock().now();
    let said = &caller.operator.book_at(now).regulation;
    let asks = said.questions.iter().any(|item| item.validity.holds(now));
    let writes = said
        .consents
        .iter()
        .any(|item| &*item.id == consents::NEWSLETTER && item.validity.holds(now));
    let all = [("stations", true), ("faq", asks), ("newsletter", writes)];
    all.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name).collect()
}

async fn stations(State(web): State<Web>, caller: Caller) -> Response {
    match web.find_out(&caller, places::list).await {
        Ok(all) => {
            let path = format!("/{}/stations", caller.operator.slug);
            let frame = frame(&web, &caller, &path, gate::ELSEWHERE);
            html(&Places { frame, all }).into_response()
        }
        Err(trouble) => wrong::page(&web, &caller, &trouble),
    }
}

async fn faq(State(web): State<Web>, caller: Caller) -> Response {
    let path = format!("/{}/faq", caller.operator.slug);
    let frame = frame(&web, &caller, &path, gate::ELSEWHERE);
    let now = web.app().clock().now();
    let book = caller.operator.book_at(now);
    let asked = book.regulation.questions.iter().filter(|item| item.validity.holds(now));
    let all = asked.filter_map(|item| {
        Some(Question {
            id: item.id.to_string(),
            words: frame.talk.rule(&format!("faq-{}", item.id))?,
            answer: frame.talk.rule(&format!("faq-{}-answer", item.id))?,
            clause: item.clause.map_or("", |clause| book.rules.clause(clause)).to_owned(),
        })
    });
    let all = all.collect();
    html(&Faq { frame, all }).into_response()
}
