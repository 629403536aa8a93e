//! Who a member is, as far as members change it themselves.

use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use rimessa_app::Reply;
use rimessa_app::profile::{self, Correction, PersonView, ProfileView};
use rimessa_pages::{Control, Errors, FormPage, Here, Input, LANGUAGES, Way};
use serde::Deserialize;

use super::{Settled, carry_out, find_out, settled};
use crate::http::guard::{Caller, Who};
use crate::http::pages::form::{self, Blank};
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{Page, both, wrong};
use crate::http::web::Web;

pub(super) fn pages() -> Vec<Page> {
    vec![Page::new(Who::members(), "/{operator}/profile", both(get(show).post(save)))]
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    mail: String,
    second_mail: String,
    mobile: String,
    street: String,
    postal_code: String,
    city: String,
    country: String,
    language: String,
    told: String,
}

impl Typed {
    fn of(profile: &ProfileView) -> Self {
        let person = profile.person.clone().unwrap_or_default();
        let PersonView { mail, second_mail, mobile, street, postal_code, city, country, .. } =
            person;
        Self {
            mail: mail.unwrap_or_default(),
            second_mail: second_mail.unwrap_or_default(),
            mobile: mobile.unwrap_or_default(),
            street: street.unwrap_or_default(),
            postal_code: postal_code.unwrap_or_default(),
            city: city.unwrap_or_default(),
            country: country.unwrap_or_default(),
            language: profile.language.clone(),
            told: String::new(),
        }
    }

    /// Only what is different is changed: what was never known need not be filled in now.
    fn correction(&self, known: &Self) -> Correction {
        let changed = |new: &String, old: &String| (new.trim() != old).then(|| new.clone());
        Correction {
            mail: changed(&self.mail, &known.mail),
            second_mail: changed(&self.second_mail, &known.second_mail),
            mobile: changed(&self.mobile, &known.mobile),
            street: changed(&self.street, &known.street),
            postal_code: changed(&self.postal_code, &known.postal_code),
            city: changed(&self.city, &known.city),
            country: changed(&self.country, &known.country),
            language: changed(&self.language, &known.language),
            ..Correction::default()
        }
    }
}

pub(super) async fn show(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let Typed { told, .. } = asked(query.as_deref());
    match find_out(&web, &caller, profile::profile).await {
        Ok(profile) => {
            let mut page = page(&web, &caller, &profile, &Typed::of(&profile));
            if told == "kept" {
                page.told = page.frame.talk.t("profile-kept");
            }
            form::show(&page)
        }
        Err(trouble) => wrong::page(&web, &caller, &trouble),
    }
}

fn page(web: &Web, caller: &Caller, profile: &ProfileView, typed: &Typed) -> FormPage {
    let blank = Blank {
        at: "profile".to_owned(),
        title: "profile-title",
        button: "keep",
        here: Here::Account,
    };
    let mut page = blank.page(web, caller, Vec::new());
    let talk = page.frame.talk.clone();
    let label = |name: &str| {
        let key = format!("field-{}", name.replace('_', "-"));
        talk.rule(&key).unwrap_or_else(|| name.to_owned())
    };
    let line = |name, control, value: &String| {
        Input::new(name, label(name), control).with(value.as_str()).optional()
    };
    let languages = talk.languages().into_iter().map(|(id, own)| (id.to_owned(), own.to_owned()));
    let languages = languages.filter(|(id, _)| LANGUAGES.iter().any(|(known, _)| known == id));
    page.inputs = vec![
        line("mail", Control::Mail, &typed.mail).known_as("email"),
        line("second_mail", Control::Mail, &typed.second_mail),
        line("mobile", Control::Phone, &typed.mobile).known_as("tel"),
        line("street", Control::Line, &typed.street).known_as("street-address"),
        line("postal_code", Control::Line, &typed.postal_code).known_as("postal-code"),
        line("city", Control::Line, &typed.city).known_as("address-level2"),
        line("country", Control::Line, &typed.country).known_as("country"),
        Input::new("language", talk.t("profile-language"), Control::One(languages.collect()))
            .with(typed.language.as_str()),
    ];
    let person = profile.person.clone().unwrap_or_default();
    let name = [person.given_name, person.family_name].into_iter().flatten();
    let name = name.chain([profile.number.clone()]).collect::<Vec<_>>().join(" · ");
    page.lead = vec![name, talk.t("profile-lead")];
    let way = |path: &str, key: &str| Way { to: page.frame.at(path), words: talk.t(key) };
    page.ways = vec![way("password", "password-title"), way("passkeys", "passkeys-title")];
    page
}

/// Keeps what was changed.
pub(super) async fn save(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let typed = sent.fields.clone();
    let done = carry_out(&web, &caller, &sent, move |scene, member| {
        let known = Typed::of(&profile::profile(scene, member)?);
        profile::correct(scene, member, &typed.correction(&known)).map(Reply::Done)
    });
    match settled(&web, &caller, done.await, "profile?told=kept") {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => again(&web, &caller, &sent.fields, errors).await,
    }
}

async fn again(web: &Web, caller: &Caller, typed: &Typed, errors: Errors) -> Response {
    match find_out(web, caller, profile::profile).await {
        Ok(profile) => form::show(&FormPage { errors, ..page(web, caller, &profile, typed) }),
        Err(trouble) => wrong::page(web, caller, &trouble),
    }
}
