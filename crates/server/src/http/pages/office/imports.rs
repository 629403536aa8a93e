//! Importing lists: tried first, so that every bad row is seen; then all of it, or nothing.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::import::{self, How};
use rimessa_app::{Scene, digest};
use rimessa_pages::office::{Act, Cell, Look, RegisterPage, Section, Table};
use rimessa_pages::{Control, DeskFrame, Errors, Input, Way};
use serde::Deserialize;

use super::status;
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::once_of;
use crate::http::pages::upload::fill_lists;
use crate::http::pages::{Ground, gate, html, wrong};
use crate::http::web::Web;

/// What came of an import, as the use case answers.
#[derive(Deserialize)]
struct Report {
    dry_run: bool,
    rows: usize,
    added: usize,
    changed: usize,
    unchanged: usize,
    wrong: Vec<Wrong>,
}

#[derive(Deserialize)]
struct Wrong {
    line: u64,
    column: String,
    detail: String,
}

/// What was typed or chosen.
#[derive(Clone, Default)]
struct Typed {
    list: String,
    text: String,
}

pub(super) async fn blank(State(web): State<Web>, desk: Desk) -> Response {
    show(&web, &desk, &Typed::default(), None, Errors::default())
}

fn show(web: &Web, desk: &Desk, typed: &Typed, report: Option<Report>, errors: Errors) -> Response {
    let (frame, status) = (desk.frame(web), status(&errors));
    let talk = frame.talk.clone();
    let mut sections = Vec::new();
    let told = report.as_ref().filter(|report| !report.dry_run && report.wrong.is_empty());
    let told = told.map(|report| counted(&frame, report)).unwrap_or_default();
    if let Some(report) = report.filter(|report| report.dry_run) {
        sections.push(found(&frame, &report));
    }
    sections.push(form(&frame, typed));
    let title = talk.t("register-import");
    let back = Some(Way { to: frame.at("equipment"), words: talk.t("register-equipment") });
    let page = RegisterPage { back, told, sections, errors, ..RegisterPage::new(frame, title) };
    (status, html(&page)).into_response()
}

/// How many rows did what.
fn counted(frame: &DeskFrame, report: &Report) -> String {
    let talk = &frame.talk;
    let parts = [
        ("register-import-rows", report.rows),
        ("register-import-added", report.added),
        ("register-import-changed", report.changed),
        ("register-import-unchanged", report.unchanged),
    ];
    parts.map(|(key, count)| talk.count(key, count)).join(" · ")
}

/// What would come of it.
fn found(frame: &DeskFrame, report: &Report) -> Section {
    let talk = &frame.talk;
    let rows = report.wrong.iter().map(|one| {
        vec![
            Cell::new(one.line.to_string()),
            Cell::new(one.column.clone()),
            Cell::new(one.detail.clone()).looks(Look::Bad),
        ]
    });
    let keys = ["register-import-line", "register-import-column", "office-problem"];
    let table = Table {
        columns: keys.iter().map(|key| talk.t(key)).collect(),
        rows: rows.collect(),
        none: talk.t("register-import-well"),
    };
    Section {
        id: "tried",
        title: talk.t("register-import-tried"),
        hint: counted(frame, report),
        table: Some(table),
        ..Section::default()
    }
}

fn form(frame: &DeskFrame, typed: &Typed) -> Section {
    let talk = &frame.talk;
    let lists = import::LISTS.map(|list| {
        let columns = import::columns_of(list).join(", ");
        let columns = if columns.is_empty() { columns } else { format!(": {columns}") };
        (list.to_owned(), format!("{}{columns}", talk.t(&format!("register-list-{list}"))))
    });
    let inputs = vec![
        Input::new("list", talk.t("register-import-what"), Control::One(lists.to_vec()))
            .with(typed.list.as_str()),
        Input::new("file", talk.t("register-import-file"), Control::File)
            .hint(talk.t("register-import-file-hint"))
            .optional(),
        Input::new("text", talk.t("register-import-text"), Control::Text)
            .with(typed.text.as_str())
            .optional(),
    ];
    let act = Act {
        action: frame.at("import"),
        hint: talk.t("register-import-hint"),
        inputs,
        buttons: vec![
            ("try", talk.t("register-import-try"), false),
            ("import", talk.t("register-import-do"), false),
        ],
        ..Act::default()
    };
    let title = talk.t("register-import-list");
    Section { id: "import", title, acts: vec![act], ..Section::default() }
}

/// Tries a list, or imports it.
pub(super) async fn take_in(
    State(web): State<Web>,
    desk: Desk,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let foreign = || wrong::foreign(&web, &desk.caller, Ground::Desk);
    let Ok(parts) = parts else { return foreign() };
    let filled = fill_lists(parts).await;
    if gate::form_token(&desk.caller) != Some(filled.text("form")) {
        return foreign();
    }
    let mut typed = Typed { list: filled.text("list"), text: filled.text("text") };
    let mut bytes = typed.text.clone().into_bytes();
    let (act, key) = (filled.text("act"), filled.text("key"));
    if let Some(name) = filled.errors.first() {
        let trouble = rimessa_app::Trouble::invalid(name, "upload-too-large", "");
        let errors = super::wrong_at(&desk, name, &trouble);
        return show(&web, &desk, &typed, None, errors);
    }
    if let Some(file) = filled.files.into_iter().next() {
        // It stands in the form then, to be put right and sent again.
        bytes = file.into_bytes();
        typed.text = String::from_utf8_lossy(&bytes).into_owned();
    }
    let how = How { dry_run: act != "import" };
    let asked = digest(&[act.as_bytes(), typed.list.as_bytes(), &bytes[..]].concat());
    let once = once_of(&desk.caller, &key, asked);
    let list = typed.list.clone();
    let work = move |scene: &mut Scene<'_, '_>| import::import(scene, &list, &bytes, how);
    let done = web.carry_out(&desk.caller, once, work).await;
    match outcome::<Report>(done, &desk.caller.language) {
        Ok(report) => show(&web, &desk, &typed, Some(report), Errors::default()),
        Err(Stopped::AtForm(errors)) => show(&web, &desk, &typed, None, errors),
        Err(Stopped::Apart(rimessa_app::Trouble::NotFound(_))) => {
            let trouble = rimessa_app::Trouble::invalid("list", "missing", "");
            show(&web, &desk, &typed, None, super::wrong_at(&desk, "list", &trouble))
        }
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}
