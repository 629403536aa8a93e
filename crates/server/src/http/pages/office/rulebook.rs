//! The rulebook: versions, the regulation with its rules beside it, and a new version.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::rulebooks::{self, Files, Wish};
use rimessa_app::{Scene, Trouble};
use rimessa_pages::office::{NewRulebookPage, RulebookPage, RulebooksPage, TextForm};
use rimessa_pages::{Errors, LANGUAGES};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{at, looked, status};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::web::Web;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    told: String,
}

pub(super) async fn list(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { told } = asked(query.as_deref());
    // What was added a moment ago is in the directory, not in what this request began with.
    let directory = web.app().directory();
    let operator = directory.by_id(desk.caller.operator.id).unwrap_or(&desk.caller.operator);
    let versions = rulebooks::list(web.app(), operator);
    let page = RulebooksPage { frame: desk.frame(&web), versions, told: told == "kept" };
    html(&page).into_response()
}

pub(super) async fn one(
    State(web): State<Web>,
    desk: Desk,
    Path((_, name)): Path<(String, String)>,
) -> Response {
    let work = move |scene: &mut Scene<'_, '_>| rulebooks::beside(scene, &name);
    looked(&web, &desk, work, |frame, beside| RulebookPage { frame, beside }).await
}

/// A new version as it is typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Typed {
    toml: String,
    text_en: String,
    text_fr: String,
    text_de: String,
    text_it: String,
    from: String,
    /// `check` or `keep`.
    act: String,
}

/// Files as they are kept: browsers send other ends of lines.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

impl Typed {
    fn text(&self, language: &str) -> &str {
        match language {
            "en" => &self.text_en,
            "fr" => &self.text_fr,
            "de" => &self.text_de,
            "it" => &self.text_it,
            _ => "",
        }
    }

    fn of(files: &Files) -> Self {
        let text = |language: &str| files.texts.get(language).cloned().unwrap_or_default();
        Self {
            toml: files.toml.clone(),
            text_en: text("en"),
            text_fr: text("fr"),
            text_de: text("de"),
            text_it: text("it"),
            ..Self::default()
        }
    }

    fn wish(&self) -> Wish {
        let texts = LANGUAGES.into_iter().map(|(code, _)| (code, self.text(code)));
        let texts = texts.filter(|(_, text)| !text.trim().is_empty());
        let texts: BTreeMap<_, _> =
            texts.map(|(code, text)| (code.to_owned(), lines(text))).collect();
        let dry_run = self.act != "keep";
        Wish { toml: lines(&self.toml), texts, from: self.from.clone(), dry_run }
    }
}

/// The files of the version that is in force, to begin with.
pub(super) async fn new(State(web): State<Web>, desk: Desk) -> Response {
    let versions = rulebooks::list(web.app(), &desk.caller.operator);
    let current = versions.into_iter().find(|one| one.in_force).map(|one| one.version);
    let work = move |scene: &mut Scene<'_, '_>| {
        rulebooks::files(scene, current.as_deref().unwrap_or_default())
    };
    match web.find_out(&desk.caller, work).await {
        Ok(files) => show(&web, &desk, &Typed::of(&files), None, Errors::default()),
        Err(trouble) => desk.wrong(&web, &trouble),
    }
}

fn show(
    web: &Web,
    desk: &Desk,
    typed: &Typed,
    findings: Option<Vec<rulebooks::Found>>,
    errors: Errors,
) -> Response {
    let text =
        |(language, called)| TextForm { language, called, text: typed.text(language).to_owned() };
    let texts = LANGUAGES.into_iter().map(text).collect();
    let (frame, status) = (desk.frame(web), status(&errors));
    let (toml, from) = (typed.toml.clone(), typed.from.clone());
    (status, html(&NewRulebookPage { frame, toml, texts, from, findings, errors })).into_response()
}

/// Checks a new version, or keeps it.
pub(super) async fn add(State(web): State<Web>, desk: Desk, sent: Sent<Typed>) -> Response {
    let once = sent.once(&desk.caller);
    let (typed, wish) = (sent.fields.clone(), sent.fields.wish());
    let (operator, actor) = (Arc::clone(&desk.caller.operator), desk.caller.actor);
    if wish.dry_run {
        let tried = web.beside(move |app| rulebooks::add(app, &operator, actor, &wish)).await;
        return match tried {
            Ok(added) => show(&web, &desk, &typed, Some(added.findings), Errors::default()),
            Err(trouble) => stopped(&web, &desk, &typed, trouble),
        };
    }
    let work = move |app: &rimessa_app::App| {
        app.apart(&operator, once, |app| rulebooks::add(app, &operator, actor, &wish))
    };
    let done = web.beside(work).await;
    match outcome::<IgnoredAny>(done, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(&desk, "rulebook?told=kept")),
        Err(Stopped::AtForm(errors)) => show(&web, &desk, &typed, None, errors),
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}

fn stopped(web: &Web, desk: &Desk, typed: &Typed, trouble: Trouble) -> Response {
    match Stopped::by(trouble, &desk.caller.language) {
        Stopped::AtForm(errors) => show(web, desk, typed, None, errors),
        Stopped::Apart(trouble) => desk.wrong(web, &trouble),
    }
}
