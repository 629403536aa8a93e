//! What whoever writes a program against the API reads first.

use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{Info, Tag};

/// The introduction: paragraphs, with code between backticks.
const TEXT: &str = include_str!("introduction.md");

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
