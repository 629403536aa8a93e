//! What devices report and ask: events, cards, codes, text messages; and doors opened from afar.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::card::{self, CardDid};
use rimessa_app::device_report::{self, Reported, TakenEvents};
use rimessa_app::doors::{self, CommandView};
use rimessa_app::kiosk::{self, KioskDid};
use rimessa_app::readings::{ReadingView, readings};
use rimessa_app::sms::{self, Taken};
use rimessa_app::{Trouble, parse_id};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::Page;
use crate::http::body::Body;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let devices = Who::staff(&[]).and_devices();
    let desk = Who::staff(&[Role::Agent, Role::Manager]);
    let fleet = desk.and_staff(&[Role::Field]).and_programs("fleet");
    let all: [(Who, UtoipaMethodRouter<Web>); 8] = [
        (devices, routes!(events)),
        (devices, routes!(cards)),
        (devices, routes!(codes)),
        (devices, routes!(text_messages)),
        (devices, routes!(commands)),
        (devices, routes!(answered)),
        (desk, routes!(remote)),
        (fleet, routes!(known)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

/// One event, or a list of them.
#[derive(Debug, Default)]
struct Events(Vec<Reported>);

impl<'de> Deserialize<'de> for Events {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Events;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(out, "an event or a list of events")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, all: A) -> Result<Events, A::Error> {
                Deserialize::deserialize(SeqAccessDeserializer::new(all)).map(Events)
            }

            fn visit_map<A: MapAccess<'de>>(self, one: A) -> Result<Events, A::Error> {
                let one = Deserialize::deserialize(MapAccessDeserializer::new(one))?;
                Ok(Events(vec![one]))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

/// Report what happened at vehicles: one event or a list, each with the device's own number; counted
/// once however often it is sent.
#[utoipa::path(post, path = "/api/v1/{operator}/device/events", tag = "devices",
    request_body = Vec<Reported>, responses((status = 200, body = TakenEvents)))]
async fn events(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Events, true>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let events = body.value.0;
    web.command(&caller, once, StatusCode::OK, move |scene| device_report::report(scene, &events))
        .await
}

/// A card is held to the reader of a vehicle: it opens, at the end it closes and brings the vehicle
/// back, or it is seen while a member enables it.
#[utoipa::path(post, path = "/api/v1/{operator}/device/cards", tag = "devices",
    request_body = card::Shown, responses((status = 200, body = CardDid)))]
async fn cards(
    State(web): State<Web>,
    caller: Caller,
    body: Body<card::Shown>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let shown = body.value;
    web.command(&caller, once, StatusCode::OK, move |scene| card::show(scene, &shown)).await
}

/// A code is typed at a kiosk: the key slot opens, before the trip to take the key, during the trip to
/// put it back.
#[utoipa::path(post, path = "/api/v1/{operator}/device/codes", tag = "devices",
    request_body = kiosk::Typed, responses((status = 200, body = KioskDid)))]
async fn codes(
    State(web): State<Web>,
    caller: Caller,
    body: Body<kiosk::Typed>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let typed = body.value;
    web.command(&caller, once, StatusCode::OK, move |scene| kiosk::typed(scene, &typed)).await
}

/// A text message came in: counted once by the gateway's id, and answered by a text message.
#[utoipa::path(post, path = "/api/v1/{operator}/sms", tag = "devices",
    request_body = sms::Incoming, responses((status = 200, body = Taken)))]
async fn text_messages(
    State(web): State<Web>,
    caller: Caller,
    body: Body<sms::Incoming>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let incoming = body.value;
    web.command(&caller, once, StatusCode::OK, move |scene| sms::receive(scene, &incoming)).await
}

/// Of which vehicle.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Of {
    /// The vehicle, by fleet number or id.
    vehicle: String,
    /// Where the page before ended; follow the header `Link`.
    after: Option<String>,
    /// How many at most: 1 to 500; 100 by default.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u16>,
}

/// What a vehicle shall do and has not done.
#[utoipa::path(get, path = "/api/v1/{operator}/device/commands", tag = "devices",
    params(Of), responses((status = 200, body = Vec<CommandView>)))]
async fn commands(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(of): Query<Of>,
) -> Result<Response, Problem> {
    let Of { vehicle, after, limit } = of;
    let all = web.ask(&caller, move |scene| doors::waiting(scene, &vehicle)).await?;
    let page = Page { after, limit };
    Ok(page.cut(all, |one| &one.id, &caller.language)?.answer(&at))
}

/// Tell what came of a command.
#[utoipa::path(post, path = "/api/v1/{operator}/device/commands/{command}", tag = "devices",
    request_body = doors::Outcome, responses((status = 200, body = CommandView)))]
async fn answered(
    State(web): State<Web>,
    caller: Caller,
    Path((_, command)): Path<(String, String)>,
    body: Body<doors::Outcome>,
) -> Result<Response, Problem> {
    let id = parse_id(&command);
    let id = id.ok_or_else(|| Problem::new(&Trouble::NotFound("command"), &caller.language))?;
    let once = body.once(&caller);
    let outcome = body.value;
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| doors::answer(scene, id, &outcome);
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Open or close the doors of a vehicle for somebody who called and proved who it is.
#[utoipa::path(post, path = "/api/v1/{operator}/vehicles/{vehicle}/doors", tag = "trips",
    request_body = doors::Wish, responses((status = 200, body = CommandView)))]
async fn remote(
    State(web): State<Web>,
    caller: Caller,
    Path((_, vehicle)): Path<(String, String)>,
    body: Body<doors::Wish>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let wish = body.value;
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| doors::remote(scene, &vehicle, &wish);
    web.command(&caller, once, StatusCode::OK, work).await
}

/// What is known of a vehicle.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VehicleReadings)]
struct KnownOf {
    /// The last of each reading, and what its doors were told and have not done.
    readings: Vec<ReadingView>,
    /// What it was told and has not done.
    waiting: Vec<CommandView>,
}

/// What is known of a vehicle by its devices.
#[utoipa::path(get, path = "/api/v1/{operator}/vehicles/{vehicle}/readings", tag = "fleet",
    responses((status = 200, body = KnownOf)))]
async fn known(
    State(web): State<Web>,
    caller: Caller,
    Path((_, vehicle)): Path<(String, String)>,
) -> Result<Json<KnownOf>, Problem> {
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let readings = readings(scene, &vehicle)?;
        Ok(KnownOf { readings, waiting: doors::waiting(scene, &vehicle)? })
    };
    web.ask(&caller, work).await.map(Json)
}
