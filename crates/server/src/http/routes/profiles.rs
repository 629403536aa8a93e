//! Who members are, what they agree to, on whose account they drive, and what is held on them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use rimessa_app::consents::{self, ConsentView};
use rimessa_app::contracts::{self, ContractView, PlanView};
use rimessa_app::drivers::{self, DriverView};
use rimessa_app::first_login::{self, Entered, First, Temporary};
use rimessa_app::held;
use rimessa_app::preview::{self, Preview, TripView};
use rimessa_app::privacy::{self, Erased, Restriction};
use rimessa_app::profile::{self, Correction, ProfileView, Services};
use rimessa_app::subscribe::{self, SubscriptionView};
use rimessa_app::{App, Once, Reply, Scene, Trouble, VehicleView, enable, parse_id, quote};
use rimessa_domain::ids::{BookingId, MemberId};
use serde_json::Value;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::{Page, member_of};
use super::papers::VERIFIERS;
use crate::http::body::{Body, Key, Nothing};
use crate::http::conditional::{if_match, tagged};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let own = Who::members();
    let desk = Who::staff(&[Role::Agent, Role::Billing, Role::Manager]);
    let (agents, verifiers) = (Who::staff(&[Role::Agent, Role::Manager]), Who::staff(&VERIFIERS));
    let manager = Who::staff(&[Role::Manager]);
    let people = own.and_staff(&[Role::Agent, Role::Manager]).and_programs("bookings");
    let all: [(Who, UtoipaMethodRouter<Web>); 31] = [
        (own, routes!(own_profile, correct_own)),
        (desk, routes!(profile_of)),
        (verifiers, routes!(correct_of)),
        (own, routes!(tick_own)),
        (agents, routes!(tick_of)),
        (own, routes!(own_vehicles)),
        (desk, routes!(vehicles_of)),
        (manager, routes!(enable_for)),
        (own, routes!(own_drivers)),
        (desk, routes!(drivers_of)),
        (agents, routes!(set_payer)),
        (own, routes!(own_consents)),
        (desk, routes!(consents_of)),
        (own, routes!(consent_own)),
        (agents, routes!(consent_of)),
        (own, routes!(own_data)),
        (manager, routes!(data_of)),
        (own, routes!(restrict_own)),
        (manager, routes!(restrict_of)),
        (own, routes!(erase_own)),
        (manager, routes!(erase_of)),
        (Who::anyone(), routes!(plans)),
        (people, routes!(subscribe_to)),
        (people, routes!(leave)),
        (own, routes!(own_contracts)),
        (desk, routes!(contracts_of)),
        (own, routes!(own_preview)),
        (desk, routes!(preview_of)),
        (people, routes!(trip)),
        (people, routes!(price)),
        (own.even_unready(), routes!(begin_own)),
    ];
    let router =
        all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes));
    let router = guard::add(router, web, agents, routes!(enter));
    guard::add(router, web, agents, routes!(temporary_password))
}

fn whose(scene: &mut Scene<'_, '_>, member: &str) -> Result<MemberId, Trouble> {
    scene.member_there(member)
}

/// Who I am, as far as it is known here. Its `ETag` is for changing it.
#[utoipa::path(get, path = "/api/v1/{operator}/me/profile", tag = "members",
    responses((status = 200, body = ProfileView), (status = 304)))]
async fn own_profile(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let member = member_of(&caller)?;
    Ok(tagged(&headers, web.ask(&caller, move |scene| profile::profile(scene, member)).await?))
}

/// Who a member is. Its `ETag` is for changing it.
#[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/profile", tag = "members",
    responses((status = 200, body = ProfileView), (status = 304)))]
async fn profile_of(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let work = move |scene: &mut Scene<'_, '_>| {
        let member = whose(scene, &member)?;
        profile::profile(scene, member)
    };
    Ok(tagged(&headers, web.ask(&caller, work).await?))
}

/// Questions about a member: for the member, and for the staff.
macro_rules! questions {
    ($(
        $(#[$own_meta:meta])* $own:ident,
        $(#[$of_meta:meta])* $of:ident: $view:ty = $work:path;
    )*) => {$(
        $(#[$own_meta])*
        async fn $own(State(web): State<Web>, caller: Caller) -> Result<Json<$view>, Problem> {
            let member = member_of(&caller)?;
            web.ask(&caller, move |scene| $work(scene, member)).await.map(Json)
        }

        $(#[$of_meta])*
        async fn $of(
            State(web): State<Web>,
            caller: Caller,
            Path((_, member)): Path<(String, String)>,
        ) -> Result<Json<$view>, Problem> {
            let work = move |scene: &mut Scene<'_, '_>| {
                let member = whose(scene, &member)?;
                $work(scene, member)
            };
            web.ask(&caller, work).await.map(Json)
        }
    )*};
}

questions! {
    /// All data held on me, with where they come from and what they are for.
    #[utoipa::path(get, path = "/api/v1/{operator}/me/data", tag = "privacy",
        responses((status = 200, body = Value)))]
    own_data,
    /// All data held on a member.
    #[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/data", tag = "privacy",
        responses((status = 200, body = Value)))]
    data_of: Value = held::export;

    /// What my next bill will say, so far.
    #[utoipa::path(get, path = "/api/v1/{operator}/me/preview", tag = "bills",
        responses((status = 200, body = Preview)))]
    own_preview,
    /// What a member's next bill will say, so far.
    #[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/preview", tag = "bills",
        responses((status = 200, body = Preview)))]
    preview_of: Preview = preview::preview;
}

/// Lists about a member: for the member, and for the staff; each thing named by a field of its own.
macro_rules! lists {
    ($(
        $(#[$own_meta:meta])* $own:ident,
        $(#[$of_meta:meta])* $of:ident: $view:ty = $work:path, $name:ident;
    )*) => {$(
        $(#[$own_meta])*
        async fn $own(
            State(web): State<Web>,
            caller: Caller,
            at: Uri,
            Query(page): Query<Page>,
        ) -> Result<Response, Problem> {
            let member = member_of(&caller)?;
            let all: Vec<$view> = web.ask(&caller, move |scene| $work(scene, member)).await?;
            Ok(page.cut(all, |one| &one.$name, &caller.language)?.answer(&at))
        }

        $(#[$of_meta])*
        async fn $of(
            State(web): State<Web>,
            caller: Caller,
            Path((_, member)): Path<(String, String)>,
            at: Uri,
            Query(page): Query<Page>,
        ) -> Result<Response, Problem> {
            let work = move |scene: &mut Scene<'_, '_>| {
                let member = whose(scene, &member)?;
                $work(scene, member)
            };
            let all: Vec<$view> = web.ask(&caller, work).await?;
            Ok(page.cut(all, |one| &one.$name, &caller.language)?.answer(&at))
        }
    )*};
}

lists! {
    /// The vehicles that I may have.
    #[utoipa::path(get, path = "/api/v1/{operator}/me/vehicles", tag = "members",
        params(Page), responses((status = 200, body = Vec<VehicleView>)))]
    own_vehicles,
    /// The vehicles that a member may have.
    #[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/vehicles", tag = "members",
        params(Page), responses((status = 200, body = Vec<VehicleView>)))]
    vehicles_of: VehicleView = enable::list, code;

    /// Who may drive on my account.
    #[utoipa::path(get, path = "/api/v1/{operator}/me/drivers", tag = "members",
        params(Page), responses((status = 200, body = Vec<DriverView>)))]
    own_drivers,
    /// Who may drive on a member's account.
    #[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/drivers", tag = "members",
        params(Page), responses((status = 200, body = Vec<DriverView>)))]
    drivers_of: DriverView = drivers::list, member;

    /// What I agreed to, with the texts that I read.
    #[utoipa::path(get, path = "/api/v1/{operator}/me/consents", tag = "privacy",
        params(Page), responses((status = 200, body = Vec<ConsentView>)))]
    own_consents,
    /// What a member agreed to.
    #[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/consents", tag = "privacy",
        params(Page), responses((status = 200, body = Vec<ConsentView>)))]
    consents_of: ConsentView = consents::list, consent;
}

/// Changes about a member: by the member, and by the staff.
macro_rules! changes {
    ($(
        $(#[$own_meta:meta])* $own:ident,
        $(#[$of_meta:meta])* $of:ident: $wish:ty = $work:expr;
    )*) => {$(
        $(#[$own_meta])*
        async fn $own(
            State(web): State<Web>,
            caller: Caller,
            headers: HeaderMap,
            body: Body<$wish>,
        ) -> Result<Response, Problem> {
            let (member, once, wish) = (member_of(&caller)?, body.once(&caller), body.value);
            let seen = if_match(&headers);
            let work = move |scene: &mut Scene<'_, '_>| {
                profile::as_seen(scene, member, seen.as_deref())?;
                ($work)(scene, member, &wish)
            };
            web.command(&caller, once, StatusCode::OK, work).await
        }

        $(#[$of_meta])*
        async fn $of(
            State(web): State<Web>,
            caller: Caller,
            Path((_, member)): Path<(String, String)>,
            headers: HeaderMap,
            body: Body<$wish>,
        ) -> Result<Response, Problem> {
            let (once, wish) = (body.once(&caller), body.value);
            let seen = if_match(&headers);
            let work = move |scene: &mut Scene<'_, '_>| {
                let member = whose(scene, &member)?;
                profile::as_seen(scene, member, seen.as_deref())?;
                ($work)(scene, member, &wish)
            };
            web.command(&caller, once, StatusCode::OK, work).await
        }
    )*};
}

/// What is done by a function that refuses nothing.
macro_rules! done {
    ($work:path) => {
        |scene: &mut Scene<'_, '_>, member, wish: &_| $work(scene, member, wish).map(Reply::Done)
    };
}

changes! {
    /// Put right how I can be reached.
    #[utoipa::path(patch, path = "/api/v1/{operator}/me/profile", tag = "members",
        request_body = Correction, responses((status = 200, body = ProfileView), (status = 412)))]
    correct_own,
    /// Put right who a member is.
    #[utoipa::path(patch, path = "/api/v1/{operator}/members/{member}/profile", tag = "members",
        request_body = Correction, responses((status = 200, body = ProfileView), (status = 412)))]
    correct_of: Correction = done!(profile::correct);

    /// Tick the services that I want, exactly these.
    #[utoipa::path(put, path = "/api/v1/{operator}/me/services", tag = "members",
        request_body = Services, responses((status = 200, body = ProfileView), (status = 412)))]
    tick_own,
    /// Tick the services that a member wants, exactly these.
    #[utoipa::path(put, path = "/api/v1/{operator}/members/{member}/services", tag = "members",
        request_body = Services, responses((status = 200, body = ProfileView), (status = 412)))]
    tick_of: Services = done!(profile::set_services);

    /// Have my data only kept and not used, or lift that.
    #[utoipa::path(put, path = "/api/v1/{operator}/me/restriction", tag = "privacy",
        request_body = Restriction, responses((status = 200, body = ProfileView), (status = 412)))]
    restrict_own,
    /// Have a member's data only kept and not used, or lift that.
    #[utoipa::path(put, path = "/api/v1/{operator}/members/{member}/restriction",
        tag = "privacy",
        request_body = Restriction, responses((status = 200, body = ProfileView), (status = 412)))]
    restrict_of: Restriction = done!(privacy::restrict);

    /// Have erased who I am. The answer says what is gone, and what the law keeps.
    #[utoipa::path(post, path = "/api/v1/{operator}/me/erasure", tag = "privacy",
        responses((status = 200, body = Erased), (status = 412)))]
    erase_own,
    /// Erase who a member is, on the member's wish.
    #[utoipa::path(post, path = "/api/v1/{operator}/members/{member}/erasure", tag = "privacy",
        responses((status = 200, body = Erased), (status = 412)))]
    erase_of: Nothing = |scene: &mut Scene<'_, '_>, member, _: &_| privacy::erase(scene, member);
}

/// Enable exactly these vehicles for a member; without a list, all.
#[utoipa::path(put, path = "/api/v1/{operator}/members/{member}/vehicles", tag = "members",
    request_body = enable::Wish, responses((status = 200, body = Vec<VehicleView>)))]
async fn enable_for(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    body: Body<enable::Wish>,
) -> Result<Response, Problem> {
    let (once, wish) = (body.once(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| {
        let member = whose(scene, &member)?;
        enable::enable(scene, member, &wish)
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Let a member drive on another's account; without a payer, on the own one. The drivers of that account.
#[utoipa::path(put, path = "/api/v1/{operator}/members/{member}/payer", tag = "members",
    request_body = drivers::Wish, responses((status = 200, body = Vec<DriverView>)))]
async fn set_payer(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    body: Body<drivers::Wish>,
) -> Result<Response, Problem> {
    let (once, wish) = (body.once(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| {
        let member = whose(scene, &member)?;
        drivers::set_payer(scene, member, &wish).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Give or withdraw a consent.
#[utoipa::path(put, path = "/api/v1/{operator}/me/consents/{consent}", tag = "privacy",
    request_body = consents::Wish, responses((status = 200, body = Vec<ConsentView>)))]
async fn consent_own(
    State(web): State<Web>,
    caller: Caller,
    Path((_, consent)): Path<(String, String)>,
    body: Body<consents::Wish>,
) -> Result<Response, Problem> {
    let (member, once, wish) = (member_of(&caller)?, body.once(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| {
        consents::set(scene, member, &consent, &wish).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Give or withdraw a consent, on the member's word.
#[utoipa::path(put, path = "/api/v1/{operator}/members/{member}/consents/{consent}",
    tag = "privacy",
    request_body = consents::Wish, responses((status = 200, body = Vec<ConsentView>)))]
async fn consent_of(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member, consent)): Path<(String, String, String)>,
    body: Body<consents::Wish>,
) -> Result<Response, Problem> {
    let (once, wish) = (body.once(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| {
        let member = whose(scene, &member)?;
        consents::set(scene, member, &consent, &wish).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// The plans that can be chosen, each with its prices in words.
#[utoipa::path(get, path = "/api/v1/{operator}/plans", tag = "contracts",
    params(Page), responses((status = 200, body = Vec<PlanView>)))]
async fn plans(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let all = web.ask(&caller, contracts::plans).await?;
    Ok(page.cut(all, |one| &one.plan, &caller.language)?.answer(&at))
}

/// Subscribe to a plan, or begin a contract.
#[utoipa::path(post, path = "/api/v1/{operator}/subscriptions", tag = "contracts",
    request_body = subscribe::Wish, responses((status = 201, body = SubscriptionView)))]
async fn subscribe_to(
    State(web): State<Web>,
    caller: Caller,
    body: Body<subscribe::Wish>,
) -> Result<Response, Problem> {
    let (once, wish) = (body.once(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| subscribe::subscribe(scene, &wish);
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// Leave a plan or a contract.
#[utoipa::path(post, path = "/api/v1/{operator}/subscriptions/leave", tag = "contracts",
    request_body = subscribe::Wish, responses((status = 200, body = Option<SubscriptionView>)))]
async fn leave(
    State(web): State<Web>,
    caller: Caller,
    body: Body<subscribe::Wish>,
) -> Result<Response, Problem> {
    let (once, wish) = (body.once(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| subscribe::unsubscribe(scene, &wish);
    web.command(&caller, once, StatusCode::OK, work).await
}

fn opened<T>(reply: Reply<T>, caller: &Caller) -> Result<Json<T>, Problem> {
    match reply {
        Reply::Done(done) => Ok(Json(done)),
        Reply::Refused(refused) => Err(Problem::refused(&refused, &caller.language)),
    }
}

/// What tells a contract from others of the same member.
fn contract_name(view: &ContractView) -> &str {
    view.subscription.contract.as_deref().unwrap_or(&view.subscription.plan)
}

/// My contracts, running and ended, with who pays and who drives.
#[utoipa::path(get, path = "/api/v1/{operator}/me/contracts", tag = "contracts",
    params(Page), responses((status = 200, body = Vec<ContractView>), (status = 409)))]
async fn own_contracts(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let member = member_of(&caller)?;
    let reply = web.ask(&caller, move |scene| contracts::list(scene, member)).await?;
    let Json(all) = opened(reply, &caller)?;
    Ok(page.cut(all, contract_name, &caller.language)?.answer(&at))
}

/// The contracts of a member.
#[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/contracts", tag = "contracts",
    params(Page), responses((status = 200, body = Vec<ContractView>), (status = 409)))]
async fn contracts_of(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let work = move |scene: &mut Scene<'_, '_>| {
        let member = whose(scene, &member)?;
        contracts::list(scene, member)
    };
    let Json(all) = opened(web.ask(&caller, work).await?, &caller)?;
    Ok(page.cut(all, contract_name, &caller.language)?.answer(&at))
}

/// A trip as it was recorded: booked, opened, closed, billed.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}/trip", tag = "trips",
    responses((status = 200, body = TripView)))]
async fn trip(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
) -> Result<Json<TripView>, Problem> {
    let id = parse_id(&booking).map(BookingId);
    let id = id.ok_or_else(|| Problem::new(&Trouble::NotFound("booking"), &caller.language))?;
    web.ask(&caller, move |scene| scene.trip(id)).await.map(Json)
}

/// What a booking would cost, or why it would be refused. Nothing is kept.
#[utoipa::path(post, path = "/api/v1/{operator}/quotes", tag = "bookings",
    request_body = rimessa_app::book::Wish, responses((status = 200, body = quote::Quote)))]
async fn price(
    State(web): State<Web>,
    caller: Caller,
    body: Body<rimessa_app::book::Wish>,
) -> Result<Json<quote::Quote>, Problem> {
    let wish = body.value;
    let reply = web.ask(&caller, move |scene| quote::quote(scene, &wish)).await?;
    opened(reply, &caller)
}

/// Enter a customer. A temporary password is made apart.
#[utoipa::path(post, path = "/api/v1/{operator}/members", tag = "members",
    request_body = Entered, responses((status = 201, body = ProfileView)))]
async fn enter(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Entered>,
) -> Result<Response, Problem> {
    let (once, wish) = (body.once(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| first_login::enter(scene, &wish).map(Reply::Done);
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// Make a temporary password for a member. It is shown once.
#[utoipa::path(post, path = "/api/v1/{operator}/members/{member}/temporary-password",
    tag = "members", responses((status = 201, body = Temporary)))]
async fn temporary_password(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    key: Key,
) -> Result<Response, Problem> {
    let once = key.once(&caller, b"").map(Once::secret);
    let (operator, actor) = (caller.operator.clone(), caller.actor);
    let work = move |app: &App| first_login::temporary(app, &operator, actor, member);
    let made = web.apart(&caller, once, StatusCode::CREATED, work).await;
    web.forget_all();
    made
}

/// The first login with a temporary password: set another one, and one or two e-mail addresses.
#[utoipa::path(post, path = "/api/v1/{operator}/me/first-login", tag = "members",
    request_body = First, responses((status = 200, body = ProfileView)))]
async fn begin_own(
    State(web): State<Web>,
    caller: Caller,
    body: Body<First>,
) -> Result<Response, Problem> {
    let (member, operator) = (member_of(&caller)?, caller.operator.clone());
    let (once, wish) = (body.secret(&caller), body.value);
    let work = move |app: &App| first_login::first_login(app, &operator, member, wish);
    web.apart(&caller, once, StatusCode::OK, work).await
}
