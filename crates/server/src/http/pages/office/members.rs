//! Members: all of them, and the account of each with what can be done about it.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::desk::{self, FoundMember, Wish};
use rimessa_app::{Scene, parse_id};
use rimessa_domain::ids::MemberId;
use rimessa_pages::office::{Act, Cell, Look, RegisterPage, Section, Table};
use rimessa_pages::{Control, DeskFrame, Errors, Input, Way};
use serde::Deserialize;

use super::{PAGE, at, onwards, status};
use crate::http::pages::answered::Stopped;
use crate::http::pages::desk::Desk;
use crate::http::pages::html;
use crate::http::pages::sent::asked;
use crate::http::web::Web;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    find: String,
    after: String,
}

/// All members, or those who are looked for.
pub(super) async fn list(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { find, after } = asked(query.as_deref());
    let sought = find.trim().to_owned();
    let from = MemberId(parse_id(&after).unwrap_or_default());
    let looked = web.find_out(&desk.caller, move |scene: &mut Scene<'_, '_>| match &*sought {
        "" => desk::all(scene, from, PAGE + 1),
        text => desk::find(scene, &Wish { find: text.to_owned() }),
    });
    let (found, errors) = match looked.await {
        Ok(found) => (found, Errors::default()),
        Err(trouble) => match Stopped::by(trouble, &desk.caller.language) {
            Stopped::AtForm(errors) => (Vec::new(), errors),
            Stopped::Apart(trouble) => return desk.wrong(&web, &trouble),
        },
    };
    let (status, frame) = (status(&errors), desk.frame(&web));
    let (shown, further) = match find.trim() {
        "" => cut(&desk, found),
        _ => (found, String::new()),
    };
    let page = RegisterPage { further, errors, ..listed(frame, &find, &shown) };
    (status, html(&page)).into_response()
}

/// What fits on a page, and where it goes on.
fn cut(desk: &Desk, mut found: Vec<FoundMember>) -> (Vec<FoundMember>, String) {
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    let last = found.last().filter(|_| more).map(|last| last.member.clone());
    let further = onwards(desk, "members", &[], last.as_deref());
    (found, further)
}

fn listed(frame: DeskFrame, find: &str, found: &[FoundMember]) -> RegisterPage {
    let talk = frame.talk.clone();
    let members = frame.at("members");
    let columns = ["office-member-number", "office-name", "office-organisation", "office-mobile"];
    let mut columns: Vec<String> = columns.iter().map(|key| talk.t(key)).collect();
    columns.extend([talk.t("state"), talk.t("register-documents"), String::new()]);
    let rows = found.iter().map(|one| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let validated = match one.validated {
            true => Cell::new(talk.t("desk-validated")),
            false => Cell::new(talk.t("desk-not-validated")).looks(Look::Bad),
        };
        vec![
            Cell::new(one.number.clone()).to(format!("{members}/{}", one.member)),
            Cell::new(text(&one.name)),
            Cell::new(text(&one.organisation)),
            Cell::new(text(&one.mobile)),
            Cell::new(talk.t1("desk-member-state", "state", &one.state)),
            validated,
            Cell::new(talk.t("register-account")).to(format!("{members}/{}/account", one.member)),
        ]
    });
    let table = Table { columns, rows: rows.collect(), none: talk.t("desk-found-none") };
    let input = Input::new("find", talk.t("desk-calling"), Control::Line)
        .with(find)
        .hint(talk.t("desk-find-hint"))
        .optional();
    let search = Act {
        action: members.clone(),
        inputs: vec![input],
        buttons: vec![("", talk.t("desk-find"), false)],
        asks: true,
        ..Act::default()
    };
    let sections = vec![
        Section { id: "search", acts: vec![search], ..Section::default() },
        Section { id: "members", table: Some(table), ..Section::default() },
    ];
    let title = talk.t("register-members");
    RegisterPage { sections, ..RegisterPage::new(frame, title) }
}

/// The way back to somebody's page.
pub(super) fn back_to(desk: &Desk, member: &str, words: String) -> Way {
    Way { to: at(desk, &format!("members/{member}")), words }
}

/// What somebody is called.
pub(super) fn called(one: &rimessa_app::profile::ProfileView) -> String {
    let person = one.person.clone().unwrap_or_default();
    let names = [person.given_name, person.family_name].into_iter().flatten();
    let name = names.collect::<Vec<_>>().join(" ");
    match (name.is_empty(), person.organisation) {
        (true, Some(organisation)) => organisation,
        (true, None) => one.number.clone(),
        (false, _) => name,
    }
}
