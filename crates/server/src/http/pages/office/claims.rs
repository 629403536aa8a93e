//! Refunds that members ask for: entered for them, looked at with the receipt, paid or refused.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::claim::{self, Checked, ClaimView};
use rimessa_app::profile::{self, ProfileView};
use rimessa_app::{Reply, Scene, Trouble, parse_id, uploads};
use rimessa_pages::office::{Act, Cell, Look, RegisterPage, Section, Table};
use rimessa_pages::{Control, DeskFrame, Errors, Input, Talk, Way};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::members::called;
use super::{PAGE, at, looked, onwards, status};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::{Sent, asked, once_of};
use crate::http::pages::upload::{self, Filled, fill};
use crate::http::pages::{Ground, gate, html, wrong};
use crate::http::routes::handed_out;
use crate::http::web::Web;

/// The states of a claim.
const STATES: [&str; 3] = ["asked", "paid", "refused"];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    state: String,
    after: String,
    told: String,
}

/// The claims in a state, with whose they are.
pub(super) async fn list(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { state, after, .. } = asked(query.as_deref());
    let state = STATES.into_iter().find(|known| *known == state).unwrap_or("asked");
    let from = parse_id(&after);
    let work = move |scene: &mut Scene<'_, '_>| {
        let found = claim::in_state(scene, state, from, PAGE)?;
        let named = found.claims.into_iter().map(|one| {
            let member = scene.member_there(&one.member)?;
            Ok((profile::profile(scene, member)?, one))
        });
        Ok((named.collect::<Result<Vec<_>, Trouble>>()?, found.next))
    };
    looked(&web, &desk, work, |frame, (claims, next)| {
        let further = onwards(&desk, "claims", &[("state", state)], next.as_deref());
        let named = |one: &str| frame.talk.t(&format!("register-claim-{one}"));
        let states = STATES
            .iter()
            .map(|one| (format!("{}?state={one}", frame.at("claims")), named(one), *one == state));
        let states = states.collect();
        let sections = vec![Section {
            id: "claims",
            table: Some(table(&frame, &claims)),
            ..Section::default()
        }];
        let title = frame.talk.t("register-claims");
        RegisterPage { states, sections, further, ..RegisterPage::new(frame, title) }
    })
    .await
}

fn table(frame: &DeskFrame, claims: &[(ProfileView, ClaimView)]) -> Table {
    let talk = &frame.talk;
    let keys =
        ["register-claim-what", "office-member", "office-amount", "register-when", "desk-due"];
    let rows = claims.iter().map(|(member, one)| {
        let due = Cell::new(talk.when(&one.due));
        vec![
            Cell::new(kind(talk, &one.kind)).to(format!("{}/{}", frame.at("claims"), one.id)),
            Cell::new(called(member)).to(format!("{}/{}", frame.at("members"), one.member)),
            Cell::new(talk.money(&one.amount)).looks(Look::Number),
            Cell::new(talk.when(&one.asked)),
            if one.overdue { due.looks(Look::Bad) } else { due },
        ]
    });
    Table {
        columns: keys.iter().map(|key| talk.t(key)).collect(),
        rows: rows.collect(),
        none: talk.t("register-claims-none"),
    }
}

/// What a kind of refund is called.
fn kind(talk: &Talk, kind: &str) -> String {
    let keys = [format!("line-{kind}-refund"), format!("line-{kind}")];
    let rule = keys.iter().find_map(|key| talk.rule(key));
    rule.unwrap_or_else(|| kind.to_owned())
}

pub(super) async fn one(
    State(web): State<Web>,
    desk: Desk,
    Path((_, named)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { told, .. } = asked(query.as_deref());
    show_one(&web, &desk, &named, &told, "", Errors::default()).await
}

async fn show_one(
    web: &Web,
    desk: &Desk,
    named: &str,
    told: &str,
    reason: &str,
    errors: Errors,
) -> Response {
    let Some(id) = parse_id(named) else { return desk.wrong(web, &Trouble::NotFound("refund")) };
    let work = move |scene: &mut Scene<'_, '_>| {
        let found = claim::look(scene, id)?;
        let member = scene.member_there(&found.member)?;
        Ok((profile::profile(scene, member)?, found))
    };
    let (member, found) = match web.find_out(&desk.caller, work).await {
        Ok(found) => found,
        Err(trouble) => return desk.wrong(web, &trouble),
    };
    let (frame, status) = (desk.frame(web), status(&errors));
    let talk = frame.talk.clone();
    let mut sections = vec![facts(&frame, &member, &found)];
    if found.state == "asked" && frame.may("billing manager") {
        sections.push(decision(&frame, &found, reason));
    }
    let title = format!("{} {}", kind(&talk, &found.kind), talk.money(&found.amount));
    let back = Some(Way { to: frame.at("claims"), words: talk.t("register-claims") });
    let told = if told.is_empty() { String::new() } else { talk.t("office-told-kept") };
    let page = RegisterPage { back, told, sections, errors, ..RegisterPage::new(frame, title) };
    (status, html(&page)).into_response()
}

fn facts(frame: &DeskFrame, member: &ProfileView, found: &ClaimView) -> Section {
    let talk = &frame.talk;
    let mut facts = vec![
        (talk.t("office-member"), format!("{} {}", called(member), member.number)),
        (talk.t("office-amount"), talk.money(&found.amount)),
        (talk.t("register-claim-why"), found.text.clone()),
        (talk.t("register-when"), talk.when(&found.asked)),
        (talk.t("desk-due"), talk.when(&found.due)),
        (talk.t("state"), talk.t(&format!("register-claim-{}", found.state))),
    ];
    if let Some(at) = &found.decided {
        facts.push((talk.t("office-decided"), talk.when(at)));
    }
    if let Some(reason) = &found.reason {
        facts.push((talk.t("office-reason"), reason.clone()));
    }
    let receipt = found.upload.as_ref().filter(|_| frame.may("billing manager"));
    let pictures = receipt.map(|_| Way {
        to: format!("{}/{}/receipt", frame.at("claims"), found.id),
        words: talk.t("office-receipt"),
    });
    Section {
        id: "facts",
        title: talk.t("register-claim"),
        facts,
        pictures: pictures.into_iter().collect(),
        ..Section::default()
    }
}

fn decision(frame: &DeskFrame, found: &ClaimView, reason: &str) -> Section {
    let talk = &frame.talk;
    let action = format!("{}/{}/decision", frame.at("claims"), found.id);
    let tick = |name: &str, key: &str| Input::new(name, talk.t(key), Control::Tick).optional();
    let pay = Act {
        action: action.clone(),
        hint: talk.t("register-claim-pay-hint"),
        inputs: vec![
            tick("receipt_complete", "register-receipt-complete"),
            tick("receipt_in_name", "register-receipt-in-name"),
        ],
        buttons: vec![("pay", talk.t("register-claim-pay"), false)],
        ..Act::default()
    };
    let why = Input::new("reason", talk.t("office-reason"), Control::Text)
        .with(reason)
        .hint(talk.t("office-reason-hint"))
        .optional();
    let refuse = Act {
        action,
        inputs: vec![why],
        buttons: vec![("refuse", talk.t("register-claim-refuse"), true)],
        ..Act::default()
    };
    let title = talk.t("office-decide");
    Section { id: "decide", title, acts: vec![pay, refuse], ..Section::default() }
}

/// The receipt of a claim. Every look is in the journal.
pub(super) async fn receipt(
    State(web): State<Web>,
    desk: Desk,
    Path((_, named)): Path<(String, String)>,
) -> Response {
    let Some(id) = parse_id(&named) else {
        return desk.wrong(&web, &Trouble::NotFound("refund"));
    };
    let (operator, actor) = (desk.caller.operator.clone(), desk.caller.actor);
    let opened = web.beside(move |app| {
        app.command_now(&operator, actor, move |scene| {
            let found = claim::look(scene, id)?;
            let member = scene.member_there(&found.member)?;
            let upload = found.upload.as_deref().and_then(parse_id);
            uploads::look(scene, member, upload.ok_or(Trouble::NotFound("upload"))?)
        })
    });
    match opened.await {
        Ok(opened) => handed_out(&opened),
        Err(trouble) => desk.wrong(&web, &trouble),
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Decided {
    act: String,
    receipt_complete: bool,
    receipt_in_name: bool,
    reason: String,
}

/// Pays a claim, or refuses it with a reason.
pub(super) async fn decide(
    State(web): State<Web>,
    desk: Desk,
    Path((_, named)): Path<(String, String)>,
    sent: Sent<Decided>,
) -> Response {
    let (once, typed) = (sent.once(&desk.caller), sent.fields);
    let Some(id) = parse_id(&named) else {
        return desk.wrong(&web, &Trouble::NotFound("refund"));
    };
    let wish = typed.clone();
    let work = move |scene: &mut Scene<'_, '_>| -> Result<Reply<ClaimView>, Trouble> {
        let (receipt_complete, receipt_in_name) = (wish.receipt_complete, wish.receipt_in_name);
        match wish.act.as_str() {
            "pay" => claim::pay(scene, id, Checked { receipt_complete, receipt_in_name }),
            "refuse" => claim::refuse(scene, id, &wish.reason),
            _ => Err(Trouble::invalid("act", "missing", "")),
        }
    };
    let done = web.carry_out(&desk.caller, once, work).await;
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(&desk, &format!("claims/{named}?told=decided"))),
        Err(Stopped::AtForm(errors)) => {
            show_one(&web, &desk, &named, "", &typed.reason, errors).await
        }
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}

/// A claim as it is typed for a member.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    kind: String,
    amount: String,
    text: String,
    booking: String,
}

/// The form of a claim for whoever sent a receipt.
pub(super) async fn blank(
    State(web): State<Web>,
    desk: Desk,
    Path((_, member)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: Typed = asked(query.as_deref());
    show_blank(&web, &desk, &member, typed, Errors::default()).await
}

async fn show_blank(web: &Web, desk: &Desk, named: &str, typed: Typed, errors: Errors) -> Response {
    let member = named.to_owned();
    let looked = web.find_out(&desk.caller, move |scene| {
        let id = scene.member_there(&member)?;
        let bookings = rimessa_app::show::bookings_of(scene, id, None, 10)?;
        Ok((profile::profile(scene, id)?, bookings))
    });
    let (member, bookings) = match looked.await {
        Ok(found) => found,
        Err(trouble) => return desk.wrong(web, &trouble),
    };
    let (frame, status) = (desk.frame(web), status(&errors));
    let talk = frame.talk.clone();
    let now = web.app().clock().now();
    let rules = &desk.caller.operator.book_at(now).rules;
    let terms = rules.refunds.iter().filter(|terms| terms.validity.holds(now));
    let kinds = terms.map(|terms| rules.name(terms.kind).to_owned());
    let kinds: Vec<_> = kinds.map(|one| (one.clone(), kind(&talk, &one))).collect();
    let trips = bookings.iter().map(|one| {
        let vehicle = talk.t1("vehicle-number", "vehicle", &one.vehicle);
        (one.id.clone(), format!("{} · {vehicle}", talk.span(&one.start, &one.end)))
    });
    let inputs = vec![
        Input::new("kind", talk.t("register-claim-what"), Control::One(kinds)).with(typed.kind),
        Input::new("amount", talk.t("office-amount"), Control::Line)
            .with(typed.amount)
            .hint(talk.t("register-claim-amount-hint")),
        Input::new("booking", talk.t("office-trip"), Control::One(trips.collect()))
            .with(typed.booking)
            .optional(),
        Input::new("text", talk.t("register-claim-why"), Control::Text).with(typed.text),
        Input::new("receipt", talk.t("office-receipt"), Control::File).optional(),
    ];
    let act = Act {
        action: format!("{}/{}/claim", frame.at("members"), member.member),
        inputs,
        buttons: vec![("claim", talk.t("register-claim-enter"), false)],
        ..Act::default()
    };
    let back =
        Way { to: format!("{}/{}", frame.at("members"), member.member), words: called(&member) };
    let sections = vec![Section {
        id: "claim",
        title: talk.t("register-claim"),
        acts: vec![act],
        ..Section::default()
    }];
    let title = talk.t("register-claim-new");
    let page =
        RegisterPage { back: Some(back), sections, errors, ..RegisterPage::new(frame, title) };
    (status, html(&page)).into_response()
}

/// Enters a claim with its receipt.
pub(super) async fn enter(
    State(web): State<Web>,
    desk: Desk,
    Path((_, member)): Path<(String, String)>,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let foreign = || wrong::foreign(&web, &desk.caller, Ground::Desk);
    let Ok(parts) = parts else { return foreign() };
    let filled = fill(parts).await;
    if gate::form_token(&desk.caller) != Some(filled.text("form")) {
        return foreign();
    }
    let typed = Typed {
        kind: filled.text("kind"),
        amount: filled.text("amount"),
        text: filled.text("text"),
        booking: filled.text("booking"),
    };
    let done = keep(&web, &desk, &member, filled, &typed).await;
    match done {
        Ok(id) => gate::onwards(&at(&desk, &format!("claims/{id}?told=entered"))),
        Err(Stopped::AtForm(errors)) => show_blank(&web, &desk, &member, typed, errors).await,
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}

#[derive(Deserialize)]
struct Kept {
    id: String,
}

/// Keeps the receipt, and then the claim that names it.
async fn keep(
    web: &Web,
    desk: &Desk,
    member: &str,
    filled: Filled,
    typed: &Typed,
) -> Result<String, Stopped> {
    let language = &desk.caller.language;
    let by = |trouble: Trouble| Stopped::by(trouble, language);
    if let Some(name) = filled.errors.first() {
        return Err(by(Trouble::invalid(name, "upload-too-large", "")));
    }
    let key = filled.text("key");
    let mut upload = None;
    for file in filled.files {
        let once = once_of(&desk.caller, &format!("{key}-receipt"), file.digest());
        let checked = upload::checked(web, file).await.map_err(|trouble| match trouble {
            Trouble::Invalid(mut all) => {
                all.iter_mut().for_each(|one| "receipt".clone_into(&mut one.field));
                by(Trouble::Invalid(all))
            }
            other => by(other),
        })?;
        let whose = member.to_owned();
        let work = move |scene: &mut Scene<'_, '_>| {
            let id = scene.member_there(&whose)?;
            uploads::receipt(scene, id, &checked).map(Reply::Done)
        };
        let kept = web.carry_out(&desk.caller, once, work).await;
        upload = Some(outcome::<Kept>(kept, language)?.id);
    }
    let digest = rimessa_app::digest(
        format!("{member}\n{}\n{}\n{}\n{upload:?}", typed.kind, typed.amount, typed.text)
            .as_bytes(),
    );
    let once = once_of(&desk.caller, &key, digest);
    let whose = member.to_owned();
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let wish = claim::Wish {
        kind: typed.kind.clone(),
        amount: typed.amount.trim().replace(',', "."),
        booking: given(&typed.booking),
        member: given(&typed.booking).is_none().then_some(whose),
        upload,
        text: typed.text.clone(),
    };
    let work = move |scene: &mut Scene<'_, '_>| claim::claim(scene, &wish);
    let done = web.carry_out(&desk.caller, once, work).await;
    Ok(outcome::<Kept>(done, language)?.id)
}
