//! What the description of the API says of every route: who may call, its name, its headers, and all
//! that it can answer.

use std::collections::BTreeMap;

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::Type;
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{
    Components, Content, ContentBuilder, Object, ObjectBuilder, OpenApi, Ref, RefOr, Required,
    Response, ResponseBuilder, Schema,
};

use super::body::{LONGEST_KEY, SHORTEST_OF_STRANGERS};
use super::guard::Who;
use super::problem;

/// A problem that routes answer with.
struct Kind {
    status: &'static str,
    /// Its name in the description.
    name: &'static str,
    words: &'static str,
    /// A header that comes with it, and what it says.
    header: Option<(&'static str, &'static str)>,
}

const RETRY: (&str, &str) = ("Retry-After", "Try again after so many seconds");

/// All problems that a route may answer with.
const PROBLEMS: &[Kind] = &[
    Kind { status: "400", name: "NotUnderstood", words: "It cannot be read", header: None },
    Kind {
        status: "401",
        name: "NotLoggedIn",
        words: "Log in first; or the login, the token or the signature is wrong",
        header: Some(("WWW-Authenticate", "How to show who one is")),
    },
    Kind { status: "403", name: "NotAllowed", words: "Not allowed", header: None },
    Kind {
        status: "404",
        name: "NotThere",
        words: "There is no such thing, or it is none of the caller's business",
        header: None,
    },
    Kind { status: "408", name: "TooSlow", words: "It did not arrive in time", header: None },
    Kind {
        status: "409",
        name: "Refused",
        words: "Refused: the code and the clause say why. Or the same request with this idempotency \
                key is being answered (`key-under-way`)",
        header: None,
    },
    Kind {
        status: "412",
        name: "Changed",
        words: "It has changed since it was looked at (`If-Match`): look again",
        header: None,
    },
    Kind { status: "413", name: "TooLarge", words: "Too large", header: None },
    Kind {
        status: "415",
        name: "NotJson",
        words: "Not JSON where JSON is expected; or packed",
        header: None,
    },
    Kind {
        status: "422",
        name: "Invalid",
        words: "Something in it is wrong: `errors` says what, field by field",
        header: None,
    },
    Kind { status: "429", name: "TooMany", words: "Too many calls", header: Some(RETRY) },
    Kind {
        status: "503",
        name: "Unavailable",
        words: "The store cannot be used now; nothing was changed",
        header: Some(RETRY),
    },
];

/// What the names in a path stand for.
const NAMES: &[(&str, &str)] = &[
    ("operator", "The operator's name in addresses"),
    ("booking", "The booking's id"),
    ("list", "What the list holds"),
    ("rulebook", "The version, as its author calls it"),
    ("station", "The station's code"),
    ("member", "The member's id or customer number"),
    ("case", "The case's id"),
    ("consent", "The consent's name in the rulebook"),
    ("contract", "The contract's id"),
    ("purpose", "`licence-front`, `licence-back`, `identity-front` or `identity-back`"),
    ("upload", "The upload's id"),
    ("indemnity", "The indemnity's id"),
    ("item", "The id of the fuel card or key"),
    ("refund", "The refund's id"),
    ("vehicle", "The vehicle's fleet number or id"),
    ("passkey", "The passkey's id"),
    ("session", "The session's id"),
    ("staff", "The id or login name of somebody of the staff"),
    ("role", "`agent`, `field`, `billing`, `manager` or `administrator`"),
    ("program", "The program's id"),
    ("device", "The device's id"),
    ("card", "The card's id"),
    ("command", "The command's id"),
    ("message", "The message's id"),
    ("procedure", "The procedure's name in the rulebook: `pickup`, `return` …"),
    ("step", "The step's name in the procedure"),
];

impl Kind {
    fn response(&self) -> Response {
        let schema = Some(Ref::from_schema_name("Problem"));
        let content: Content = ContentBuilder::new().schema(schema).build();
        let mut response = ResponseBuilder::new()
            .description(self.words)
            .content(problem::MEDIA_TYPE, content)
            .build();
        if let Some((name, words)) = self.header {
            response.headers.insert(name.to_owned(), header(words));
        }
        response
    }
}

/// Adds what all routes refer to.
pub(super) fn add_answers(components: &mut Components) {
    for kind in PROBLEMS {
        components.responses.insert(kind.name.to_owned(), kind.response().into());
    }
}

fn header(words: &str) -> RefOr<utoipa::openapi::Header> {
    let text = Object::with_type(Type::String);
    HeaderBuilder::new().schema(Some(text)).description(Some(words)).build().into()
}

/// Each operation of a path, with the name of its method.
pub(super) fn operations(
    item: &mut PathItem,
) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    let all = [("get", get), ("put", put), ("post", post), ("delete", delete), ("patch", patch)];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// The scopes that some route of a described API asks programs for.
pub(super) fn scopes(document: &OpenApi) -> Vec<String> {
    let mut document = document.clone();
    let operations = document.paths.paths.values_mut().flat_map(operations);
    let words = operations.filter_map(|(_, operation)| {
        operation.extensions.as_ref()?.get("x-who-may-call")?.as_array().cloned()
    });
    let words = words.flatten().filter_map(|word| word.as_str().map(str::to_owned));
    let mut scopes: Vec<String> =
        words.filter_map(|word| word.strip_prefix("program:").map(str::to_owned)).collect();
    scopes.sort();
    scopes.dedup();
    scopes
}

/// The name that stands in braces, if this part of a path is one.
fn named(part: &str) -> Option<&str> {
    part.strip_prefix('{').map(|rest| rest.trim_end_matches('}'))
}

/// The name of an operation: `postBookingExtend` for `POST …/bookings/{booking}/extend`.
fn name(method: &str, path: &str) -> String {
    let parts: Vec<&str> = path.trim_start_matches("/api/v1/").split('/').skip(1).collect();
    let mut name = method.to_owned();
    for (index, part) in parts.iter().enumerate() {
        let word = match (named(part), parts.get(index + 1).and_then(|next| named(next))) {
            (Some(own), _) => own,
            // `bookings/{booking}` is a booking.
            (None, Some(one)) if part.starts_with(&one[..one.len() - 1]) => continue,
            (None, _) if *part == "me" => "my",
            (None, _) => part,
        };
        for word in word.split(['-', '.', '_']) {
            let mut letters = word.chars();
            name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            name.push_str(letters.as_str());
        }
    }
    if parts.is_empty() { format!("{method}Operator") } else { name }
}

fn parameter(
    name: &str,
    place: ParameterIn,
    words: Option<&str>,
    schema: Object,
) -> RefOr<utoipa::openapi::path::Parameter> {
    let required = if place == ParameterIn::Path { Required::True } else { Required::False };
    let parameter = ParameterBuilder::new().name(name).parameter_in(place).required(required);
    parameter.description(words).schema(Some(schema)).build().into()
}

/// Describes an operation.
pub(super) fn describe(operation: &mut Operation, method: &str, path: &str, who: Who) {
    operation.operation_id = Some(name(method, path));
    let declares = |status: &str| operation.responses.responses.contains_key(status);
    let (is_conditional, is_tagged) = (declares("412"), declares("304"));
    let parameters = operation.parameters.get_or_insert_default();
    let queries = parameters.iter().filter_map(|parameter| match parameter {
        RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query => {
            Some(&*parameter.name)
        }
        _ => None,
    });
    let queries: Vec<String> = queries.map(str::to_owned).collect();
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let text = || Object::with_type(Type::String);
    for name in names {
        let known = NAMES.iter().find(|(known, _)| *known == name);
        parameters.push(parameter(name, ParameterIn::Path, known.map(|(_, words)| *words), text()));
    }
    let is_write = method != "get";
    if is_write {
        let words = "A key of your own for this question, a random UUID for example: asked again with the \
            same key, it has the same answer and no second effect";
        parameters.push(parameter("Idempotency-Key", ParameterIn::Header, Some(words), key(who)));
    }
    if is_conditional {
        let words = "The `ETag` that was looked at: nothing is done if it has changed since";
        parameters.push(parameter("If-Match", ParameterIn::Header, Some(words), text()));
    }
    if is_tagged {
        let words = "An `ETag` that is known: nothing is sent if it has not changed since";
        parameters.push(parameter("If-None-Match", ParameterIn::Header, Some(words), text()));
    }
    say_who(operation, who);
    say_bytes(operation);
    let queries = queries.iter().map(String::as_str).collect::<Vec<_>>();
    say_answers(operation, is_write, &queries);
}

/// Says who may call.
fn say_who(operation: &mut Operation, who: Who) {
    let extensions = operation.extensions.get_or_insert_default();
    extensions.insert("x-who-may-call".to_owned(), who.words().into());
    if !who.is_anyone() {
        let security = operation.security.get_or_insert_default();
        security.push(SecurityRequirement::new::<_, [&str; 0], &str>("token", []));
        if who.is_devices() {
            security.push(SecurityRequirement::new::<_, [&str; 0], &str>("device", []));
        }
    }
}

/// Says all that can be answered, with what comes in headers.
fn say_answers(operation: &mut Operation, is_write: bool, queries: &[&str]) {
    let declares = |status: &str| operation.responses.responses.contains_key(status);
    let (is_conditional, is_tagged) = (declares("412"), declares("304"));
    for kind in PROBLEMS {
        let comes = match kind.status {
            "409" | "413" | "415" => is_write,
            "412" => is_conditional,
            "422" => is_write || !queries.is_empty(),
            _ => true,
        };
        let all = &mut operation.responses.responses;
        if comes || all.contains_key(kind.status) {
            let named = RefOr::Ref(Ref::from_response_name(kind.name));
            all.insert(kind.status.to_owned(), named);
        }
    }
    let is_list = queries.contains(&"after");
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        let mut add = |name: &str, words: &str| {
            response.headers.insert(name.to_owned(), header(words));
        };
        if is_tagged {
            add("ETag", "The tag of this state, for `If-None-Match` and `If-Match`");
        }
        if is_list && status == "200" {
            add("Link", "`rel=\"next\"`: the next page, if there is one");
        }
        if is_write {
            add("Idempotency-Replayed", "`true`: this answer was given before, for the same key");
        }
    }
}

/// Says of files that they are bytes of a media type, not lists of numbers.
fn say_bytes(operation: &mut Operation) {
    let taken = operation.request_body.iter_mut().filter_map(|body| match body {
        RefOr::T(body) => Some(&mut body.content),
        RefOr::Ref(_) => None,
    });
    let given = operation.responses.responses.values_mut().filter_map(|answer| match answer {
        RefOr::T(answer) => Some(&mut answer.content),
        RefOr::Ref(_) => None,
    });
    for (kind, content) in taken.flatten().chain(given.flatten()) {
        let is_file = kind.starts_with("image/")
            || ["application/pdf", "application/octet-stream"].contains(&kind.as_str());
        if let (true, RefOr::T(content)) = (is_file, content) {
            let bytes = ObjectBuilder::new().schema_type(Type::String);
            let bytes = bytes.content_media_type(kind.as_str()).build();
            content.schema = Some(RefOr::T(Schema::Object(bytes)));
        }
    }
}

/// What a key looks like.
fn key(who: Who) -> Object {
    let shortest = if who.is_anyone() { SHORTEST_OF_STRANGERS } else { 1 };
    ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(shortest))
        .max_length(Some(LONGEST_KEY))
        .pattern(Some("^[!-~]+$"))
        .build()
}

/// The name that two different types share: whoever reads the description would take one for the other.
pub(super) fn clash<'s>(
    known: Option<&Components>,
    more: &'s [(String, RefOr<Schema>)],
) -> Option<&'s str> {
    let mut seen: BTreeMap<&str, &RefOr<Schema>> = BTreeMap::new();
    for (name, schema) in more {
        let before = seen.insert(name, schema);
        let before = before.or_else(|| known.and_then(|known| known.schemas.get(name)));
        if before.is_some_and(|before| before != schema) {
            return Some(name);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_have_readable_names() {
        for (method, path, wanted) in [
            ("get", "/api/v1/{operator}", "getOperator"),
            ("get", "/api/v1/{operator}/bookings", "getBookings"),
            ("get", "/api/v1/{operator}/bookings/{booking}", "getBooking"),
            ("post", "/api/v1/{operator}/bookings/{booking}/fuel-pin", "postBookingFuelPin"),
            ("get", "/api/v1/{operator}/me/statement", "getMyStatement"),
            ("post", "/api/v1/{operator}/imports/{list}", "postImportsList"),
            ("put", "/api/v1/{operator}/staff/{staff}/roles/{role}", "putStaffRole"),
            ("get", "/api/v1/{operator}/indemnities/{indemnity}", "getIndemnity"),
        ] {
            assert_eq!(name(method, path), wanted, "{method} {path}");
        }
    }

    #[test]
    fn two_types_of_one_name_are_found() {
        let named = |name: &str, kind| {
            let schema = Schema::Object(Object::with_type(kind));
            (name.to_owned(), RefOr::T(schema))
        };
        let mut known = Components::new();
        known.schemas.extend([named("A", Type::String)]);
        let clash = |more: &[_]| clash(Some(&known), more).map(str::to_owned);
        assert_eq!(clash(&[named("A", Type::String), named("B", Type::Integer)]), None);
        assert_eq!(clash(&[named("A", Type::Integer)]).as_deref(), Some("A"));
        let two = [named("B", Type::String), named("B", Type::Integer)];
        assert_eq!(clash(&two).as_deref(), Some("B"));
    }
}
