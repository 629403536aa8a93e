//! Who may call what: every route says it, and nothing is reached without.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use rimessa_app::log_in::Principal;
use rimessa_app::{Actor, Operator, Trouble};
use rimessa_store::logins::INSTALLATION;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::describe;
use super::problem::Problem;
use super::signature;
use super::web::Web;

/// What somebody of the staff is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The call centre.
    Agent,
    /// Whoever is at the vehicles.
    Field,
    /// Bills, refunds, indemnities.
    Billing,
    /// Everything of an operator but its staff.
    Manager,
    /// Staff, devices, tokens, operators.
    Administrator,
}

impl Role {
    /// All roles with their words.
    pub(crate) const ALL: [(Self, &'static str); 5] = [
        (Self::Agent, "agent"),
        (Self::Field, "field"),
        (Self::Billing, "billing"),
        (Self::Manager, "manager"),
        (Self::Administrator, "administrator"),
    ];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Who {
    anyone: bool,
    members: bool,
    devices: bool,
    roles: u8,
    /// Programs whose token has this scope.
    scope: Option<&'static str>,
    /// Also whoever must change a temporary password first.
    unready: bool,
    /// Also whoever must set up a second factor first.
    factorless: bool,
    /// A call is an attempt to show who one is: fewer of them are let through.
    is_attempt: bool,
}

impl Who {
    /// Nobody: to be added to.
    const NOBODY: Self = Self {
        anyone: false,
        members: false,
        devices: false,
        roles: 0,
        scope: None,
        unready: false,
        factorless: false,
        is_attempt: false,
    };

    /// Anyone, logged in or not.
    pub(crate) const fn anyone() -> Self {
        Self { anyone: true, ..Self::NOBODY }
    }

    /// Members of the operator, for themselves.
    pub(crate) const fn members() -> Self {
        Self { members: true, ..Self::NOBODY }
    }

    /// … and members, for themselves.
    pub(crate) const fn and_members(self) -> Self {
        Self { members: true, ..self }
    }

    /// Staff of the operator in one of these roles.
    pub(crate) const fn staff(roles: &[Role]) -> Self {
        Self::NOBODY.and_staff(roles)
    }

    /// … and staff in one of these roles.
    pub(crate) const fn and_staff(mut self, roles: &[Role]) -> Self {
        let mut index = 0;
        while index < roles.len() {
            self.roles |= roles[index].bit();
            index += 1;
        }
        self
    }

    /// … and devices of the operator.
    pub(crate) const fn and_devices(self) -> Self {
        Self { devices: true, ..self }
    }

    /// … and programs whose token has this scope.
    pub(crate) const fn and_programs(self, scope: &'static str) -> Self {
        Self { scope: Some(scope), ..self }
    }

    /// … also before a temporary password was changed and a second factor was set up.
    pub(crate) const fn even_unready(self) -> Self {
        Self { unready: true, factorless: true, ..self }
    }

    /// … also before a second factor was set up.
    pub(crate) const fn even_factorless(self) -> Self {
        Self { factorless: true, ..self }
    }

    /// … but each call is an attempt to show who one is.
    pub(crate) const fn by_attempts(self) -> Self {
        self.even_unready().sparingly()
    }

    /// … but fewer calls are let through: each makes us hash, keep or send something.
    pub(crate) const fn sparingly(self) -> Self {
        Self { is_attempt: true, ..self }
    }

    /// Whether anyone may call, logged in or not.
    pub(super) const fn is_anyone(self) -> bool {
        self.anyone
    }

    /// Whether a call is an attempt to show who one is.
    pub(super) const fn is_attempt(self) -> bool {
        self.is_attempt
    }

    /// Whether devices may call.
    pub(super) const fn is_devices(self) -> bool {
        self.devices
    }

    /// The words for who may call, as the API's description lists them.
    pub(crate) fn words(self) -> Vec<String> {
        let kinds = [("anyone", self.anyone), ("member", self.members), ("device", self.devices)];
        let kinds = kinds.into_iter().filter(|(_, may)| *may).map(|(word, _)| word.to_owned());
        let roles = Role::ALL.iter().filter(|(role, _)| self.roles & role.bit() != 0);
        let roles = roles.map(|(_, word)| (*word).to_owned());
        let scope = self.scope.map(|scope| format!("program:{scope}"));
        kinds.chain(roles).chain(scope).collect()
    }

    /// Whether this principal may call for that operator.
    pub(super) fn check(self, principal: &Principal, operator: &Operator) -> Result<(), Trouble> {
        if principal.must_change && !self.unready {
            return Err(Trouble::Denied("must-change-password"));
        }
        if self.anyone {
            return Ok(());
        }
        if !self.lets(principal, operator) {
            return Err(Trouble::Forbidden);
        }
        let is_staff = matches!(principal.actor, Actor::Staff(_));
        let needs_factor = is_staff && operator.settings.staff_second_factor;
        if needs_factor && !principal.second_factor && !self.factorless {
            return Err(Trouble::Denied("second-factor-needed"));
        }
        Ok(())
    }

    fn lets(self, principal: &Principal, operator: &Operator) -> bool {
        let here = principal.operator == Some(operator.id);
        match principal.actor {
            Actor::Member(_) => self.members && here,
            Actor::Device(_) => self.devices && here,
            Actor::Program(_) => {
                here && self.scope.is_some_and(|s| principal.scopes.iter().any(|own| own == s))
            }
            Actor::Staff(_) => principal.grants.iter().any(|(op, role)| {
                let known = Role::ALL.iter().find(|(_, word)| word == role);
                (*op == operator.id || *op == INSTALLATION)
                    && known.is_some_and(|(role, _)| self.roles & role.bit() != 0)
            }),
            Actor::System | Actor::CommandLine | Actor::Stranger => false,
        }
    }
}

/// Who calls, and where.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) operator: Arc<Operator>,
    pub(crate) actor: Actor,
    pub(crate) language: String,
    pub(crate) token: Option<String>,
    /// From where, as far as that is known: of IPv6 the network.
    pub(crate) address: Option<IpAddr>,
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Self>().cloned();
        // A route without a guard has nobody to ask for.
        caller.ok_or_else(|| Problem::status(StatusCode::INTERNAL_SERVER_ERROR))
    }
}

/// Adds routes that `who` may call, and says so in their description.
pub(crate) fn add(
    router: OpenApiRouter<Web>,
    web: &Web,
    who: Who,
    (schemas, mut paths, methods): UtoipaMethodRouter<Web>,
) -> OpenApiRouter<Web> {
    let known = router.get_openapi().components.as_ref();
    let shared = describe::clash(known, &schemas);
    debug_assert_eq!(shared, None, "two types share this name; give one `#[schema(as = …)]`");
    for (path, item) in &mut paths.paths {
        for (method, operation) in describe::operations(item) {
            describe::describe(operation, method, path, who);
        }
    }
    let guarded = methods.route_layer(from_fn_with_state((web.clone(), who), guard));
    router.routes((schemas, paths, guarded))
}

/// Lets through who may call, and tells the handler who it is.
async fn guard(
    State((web, who)): State<(Web, Who)>,
    params: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
    next: Next,
) -> Response {
    let is_public = who.anyone
        && request.method() == Method::GET
        && !request.headers().contains_key(super::routes::SIGNUP_TOKEN);
    let let_in = match params {
        Ok(params) => let_in(&web, who, &params, request).await,
        // What stands in the address is no text.
        Err(_) => Err(Problem::said(StatusCode::BAD_REQUEST, &language(request.headers()))),
    };
    let mut response = match let_in {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    let (name, value) = if is_public {
        // It is told in the language of whoever asks, and some are told more.
        (header::VARY, "accept-language, authorization")
    } else {
        // What is said to one is nobody else's business.
        (header::CACHE_CONTROL, "no-store")
    };
    response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    response
}

async fn let_in(
    web: &Web,
    who: Who,
    params: &RawPathParams,
    request: Request,
) -> Result<Request, Problem> {
    let wanted = language(request.headers());
    let problem = |trouble: Trouble| Problem::new(&trouble, &wanted);
    web.limits().address(&request, who.is_attempt).map_err(problem)?;
    let address = web.limits().address_of(&request);
    if request.uri().path_and_query().is_some_and(|path| path.as_str().contains("%00")) {
        // No store takes it in a text.
        return Err(Problem::said(StatusCode::BAD_REQUEST, &wanted));
    }
    let encoding = request.headers().get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        // Little that becomes much: nobody needs that here.
        return Err(Problem::encoded(&wanted));
    }
    let slug = params.iter().find(|(name, _)| *name == "operator").map(|(_, value)| value);
    let directory = web.app().directory();
    let operator = slug.and_then(|slug| directory.by_slug(slug));
    let operator = operator.ok_or_else(|| problem(Trouble::NotFound("operator")))?;
    let language = operator.language(web.app().clock().now(), &wanted);
    let (mut request, token, principal) = if signature::is_there(&request) {
        let (request, signed) = signature::read(request, web.bounds().body, &wanted).await?;
        let device = web.device(operator.id, signed).await.map_err(problem)?;
        (request, None, Some(Arc::new(device)))
    } else {
        let token = token(request.headers());
        let principal = match &token {
            Some(token) => web.principal(token).await.map_err(problem)?,
            None => None,
        };
        (request, token, principal)
    };
    let operator = Arc::clone(operator);
    let caller = match principal {
        Some(principal) => {
            web.limits().principal(principal.actor).map_err(problem)?;
            who.check(&principal, &operator).map_err(problem)?;
            Caller { operator, actor: principal.actor, language, token, address }
        }
        None if who.anyone => {
            Caller { operator, actor: Actor::Stranger, language, token: None, address }
        }
        None => return Err(problem(Trouble::NotLoggedIn)),
    };
    request.extensions_mut().insert(caller);
    Ok(request)
}

/// The token that is shown.
fn token(headers: &HeaderMap) -> Option<String> {
    let shown = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = shown.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && token.len() <= 200).then(|| token.trim().to_owned())
}

/// The language that is asked for first, of those that Rimessa speaks; English otherwise.
pub(crate) fn language(headers: &HeaderMap) -> String {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let known = rimessa_rulebook::texts::engine_languages();
    let mut wanted = wanted
        .unwrap_or_default()
        .split(',')
        .map(|part| part.split([';', '-']).next().unwrap_or_default().trim().to_lowercase());
    wanted.find(|code| known.contains(&code.as_str())).unwrap_or_else(|| "en".to_owned())
}
