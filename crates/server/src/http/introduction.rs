//! What whoever writes a program against the API reads first.

use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{Info, Tag};

/// The introduction: paragraphs, with code between backticks.
const TEXT: &str = "\
Station-based car sharing: find a vehicle, book it, open it, bring it back, and see what it costs. All \
addresses begin with `/api/v1/` and the name of an operator; `GET /api/v1/{operator}` tells its time zone, \
currency and languages.

Finding a vehicle needs no login: `…/vehicles/free?lat=49.76&lon=4.72&from=…&until=…` gives the nearest free \
ones, `…/stations` and `…/vehicles` everything there is. Trip planners that speak GBFS begin at `…/gbfs/gbfs`.

Members and staff log in with `POST …/sessions` and show the token with every request: \
`Authorization: Bearer …`. Programs show a token that an administrator made (`POST …/programs`), which opens \
what its scopes say. Devices sign their calls. Each route says who may call it; what is another's is answered \
as if it were not there.

Times are RFC 3339, like `2026-03-02T10:00:00Z`; without an offset they are read on the operator's wall clock. \
Amounts are texts like `12.50` in the operator's currency. Words come in the language that `Accept-Language` \
asks for, if the operator speaks it.

Send an `Idempotency-Key` with every write: a random UUID. Sent again with the same key, it has the same answer \
and no second effect; the header `Idempotency-Replayed` says so. Keys hold for seven days.

What is shown with an `ETag` is not sent again to whoever has it (`If-None-Match`), and is changed only as it was \
looked at (`If-Match`): else the answer is 412, and nothing was changed.

Lists come in pages of at most `limit`; the header `Link` with `rel=\"next\"` leads to the next one.

Whatever stands in the way is answered as a problem (RFC 9457, `application/problem+json`): `code` is stable, \
`detail` is for people, `errors` names field by field what is wrong, and `request` is the number to tell whoever \
looks into it. What the regulation refuses is 409, with the `clause` it rests on. 429 and 503 say in \
`Retry-After` when to try again.";

/// What the routes are about, in the order in which one comes to them.
const TAGS: [(&str, &str); 20] = [
    ("operator", "Who the operator is, its rulebook, lists to import, its whole history."),
    ("fleet", "Stations, vehicles, what is free where and when, what stands at stations."),
    ("sessions", "Logging in and out, passwords, the second factor."),
    ("bookings", "Prices, booking, changing, extending, cancelling."),
    ("trips", "Opening, bringing back, and what happens in between."),
    ("bills", "What there is to pay, and why."),
    ("signing up", "From a visitor to a member, in steps that survive a break."),
    ("members", "Who members are, on whose account they drive, what they may have."),
    ("documents", "Licences and other papers, and verifying them."),
    ("contracts", "Plans, subscriptions, contracts and the exits that they count."),
    ("privacy", "Consents, all data on a person, restriction and erasure."),
    ("access", "Cards, codes, PINs, and procedures step by step."),
    ("cases", "Accidents, breakdowns, lost property, questions; and seeing to them."),
    ("indemnities", "What staff propose, the member objects to, and somebody decides."),
    ("refunds", "What members advanced and want back."),
    ("items", "Fuel cards and keys."),
    ("messages", "What was sent, and what could not be."),
    ("staff", "Who works for the operator, in which roles."),
    ("programs", "Tokens for programs."),
    (
        "devices",
        "Kiosks, on-board units, chargers, SMS gateways: registering them, and what they call.",
    ),
];

/// Title and introduction.
pub(super) fn info() -> Info {
    Info::builder().title("The API of Rimessa").version("1").description(Some(TEXT)).build()
}

/// What the routes are about.
pub(super) fn tags() -> Vec<Tag> {
    let tag = |(name, words)| TagBuilder::new().name(name).description(Some(words)).build();
    TAGS.into_iter().map(tag).collect()
}
