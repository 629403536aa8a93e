//! Fuel cards and keys: issued, lost, replaced.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::lost::{self, ItemView, New, Replacement};
use rimessa_app::{Reply, Scene, Trouble, parse_id};
use rimessa_pages::office::{Act, Cell, Look, RegisterPage, Section, Table};
use rimessa_pages::{Control, DeskFrame, Errors, Input};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{PAGE, at, onwards, status};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::web::Web;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    act: String,
    kind: String,
    label: String,
    vehicle: String,
    member: String,
    item: String,
    replacement: String,
    after: String,
    told: String,
}

pub(super) async fn list(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    shown(&web, &desk, asked(query.as_deref()), Errors::default()).await
}

async fn shown(web: &Web, desk: &Desk, typed: Typed, errors: Errors) -> Response {
    let from = parse_id(&typed.after);
    let work = move |scene: &mut Scene<'_, '_>| {
        let found = lost::all(scene, from, PAGE)?;
        let named = found.items.into_iter().map(|one| {
            let number = match &one.member {
                Some(id) => {
                    let id = scene.member_there(id)?;
                    rimessa_app::profile::profile(scene, id)?.number
                }
                None => String::new(),
            };
            Ok((one, number))
        });
        Ok((named.collect::<Result<Vec<_>, Trouble>>()?, found.next))
    };
    let (items, next) = match web.find_out(&desk.caller, work).await {
        Ok(found) => found,
        Err(trouble) => return desk.wrong(web, &trouble),
    };
    let (frame, status) = (desk.frame(web), status(&errors));
    let talk = frame.talk.clone();
    let told = if typed.told.is_empty() { String::new() } else { talk.t("office-told-kept") };
    let further = onwards(desk, "items", &[], next.as_deref());
    let sections = vec![
        Section { id: "items", table: Some(table(&frame, &items)), ..Section::default() },
        forms(&frame, &items, &typed),
    ];
    let title = talk.t("register-items");
    let page = RegisterPage { told, further, sections, errors, ..RegisterPage::new(frame, title) };
    (status, html(&page)).into_response()
}

fn table(frame: &DeskFrame, items: &[(ItemView, String)]) -> Table {
    let talk = &frame.talk;
    let keys = [
        "register-item-label",
        "register-item-kind",
        "vehicle",
        "office-member",
        "state",
        "register-item-issued",
        "register-item-lost",
        "desk-case",
    ];
    let rows = items.iter().map(|(one, number)| {
        let state = Cell::new(talk.t(&format!("register-item-{}", one.state)));
        let lost = one.lost.as_deref().map(|at| talk.when(at)).unwrap_or_default();
        let vehicle = one.vehicle.clone().unwrap_or_default();
        let to_vehicle = match vehicle.as_str() {
            "" => String::new(),
            code => format!("{}/{}", frame.at("vehicles"), super::fleet::escaped(code)),
        };
        let case = match &one.case {
            Some(id) => Cell::new(talk.t("desk-case")).to(format!("{}/{id}", frame.at("cases"))),
            None => Cell::default(),
        };
        let member = match (&one.member, frame.may("agent billing manager")) {
            (Some(id), true) => {
                Cell::new(number.clone()).to(format!("{}/{id}", frame.at("members")))
            }
            _ => Cell::new(number.clone()),
        };
        vec![
            Cell::new(one.label.clone()),
            Cell::new(talk.case_kind(&one.kind)),
            Cell::new(vehicle).to(to_vehicle),
            member,
            if one.state == "blocked" { state.looks(Look::Bad) } else { state },
            Cell::new(talk.when(&one.issued)),
            Cell::new(lost),
            case,
        ]
    });
    Table {
        columns: keys.iter().map(|key| talk.t(key)).collect(),
        rows: rows.collect(),
        none: talk.t("register-items-none"),
    }
}

/// Issuing one, and replacing one.
fn forms(frame: &DeskFrame, items: &[(ItemView, String)], typed: &Typed) -> Section {
    let talk = &frame.talk;
    let kinds = ["fuel-card", "key"].map(|kind| (kind.to_owned(), talk.case_kind(kind)));
    let issue = Act {
        action: frame.at("items"),
        inputs: vec![
            Input::new("kind", talk.t("register-item-kind"), Control::One(kinds.to_vec()))
                .with(typed.kind.as_str()),
            Input::new("label", talk.t("register-item-label"), Control::Line)
                .with(typed.label.as_str()),
            Input::new("vehicle", talk.t("register-item-vehicle"), Control::Line)
                .with(typed.vehicle.as_str())
                .optional(),
            Input::new("member", talk.t("register-item-member"), Control::Line)
                .with(typed.member.as_str())
                .optional(),
        ],
        buttons: vec![("issue", talk.t("register-item-issue"), false)],
        ..Act::default()
    };
    let open = items.iter().filter(|(one, _)| one.state != "replaced");
    let open: Vec<(String, String)> = open
        .map(|(one, _)| (one.id.clone(), format!("{} {}", talk.case_kind(&one.kind), one.label)))
        .collect();
    let mut acts = vec![issue];
    if !open.is_empty() {
        acts.push(Act {
            action: frame.at("items"),
            inputs: vec![
                Input::new("item", talk.t("register-item-which"), Control::One(open))
                    .with(typed.item.as_str()),
                Input::new("replacement", talk.t("register-item-new-label"), Control::Line)
                    .with(typed.replacement.as_str()),
            ],
            buttons: vec![("replace", talk.t("register-item-replace"), false)],
            ..Act::default()
        });
    }
    let title = talk.t("register-items-do");
    Section { id: "do", title, acts, ..Section::default() }
}

/// Issues a fuel card or a key, or replaces one.
pub(super) async fn act(State(web): State<Web>, desk: Desk, sent: Sent<Typed>) -> Response {
    let (once, typed) = (sent.once(&desk.caller), sent.fields);
    let wish = typed.clone();
    let work = move |scene: &mut Scene<'_, '_>| carried_out(scene, &wish);
    let done = web.carry_out(&desk.caller, once, work).await;
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(&desk, "items?told=kept")),
        Err(Stopped::AtForm(errors)) => shown(&web, &desk, typed, errors).await,
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}

fn carried_out(scene: &mut Scene<'_, '_>, typed: &Typed) -> Result<Reply<ItemView>, Trouble> {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let moved = |trouble: Trouble, to: &'static str| match trouble {
        Trouble::NotFound("member") => Trouble::invalid("member", "no-such-member", ""),
        Trouble::NotFound("vehicle") => {
            Trouble::invalid("vehicle", "no-such-vehicle-here", &typed.vehicle)
        }
        Trouble::Invalid(mut all) => {
            let label = all.iter_mut().filter(|one| one.field == "label");
            label.for_each(|one| to.clone_into(&mut one.field));
            Trouble::Invalid(all)
        }
        other => other,
    };
    match typed.act.as_str() {
        "issue" => {
            let new = New {
                kind: typed.kind.clone(),
                label: typed.label.clone(),
                vehicle: given(&typed.vehicle),
                member: given(&typed.member),
            };
            lost::issue(scene, &new).map_err(|trouble| moved(trouble, "label"))
        }
        "replace" => {
            let id =
                parse_id(&typed.item).ok_or_else(|| Trouble::invalid("item", "missing", ""))?;
            let wish = Replacement { label: typed.replacement.clone() };
            lost::replace(scene, id, &wish).map_err(|trouble| moved(trouble, "replacement"))
        }
        _ => Err(Trouble::invalid("act", "missing", "")),
    }
}
