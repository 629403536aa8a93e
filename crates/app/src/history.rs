//! An operator's history as a scenario: it can be replayed under any rulebook.

use std::collections::HashSet;

use rimessa_domain::ids::MemberId;
use rimessa_domain::money::Money;
use rimessa_domain::time::Instant;
use rimessa_store::{journal, lines, members};
use serde_json::{Map, Value, json};

use crate::identity::show_id;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::when::show_moment;

/// How many rows are read at once.
const BATCH: i64 = 5000;

/// The events that a scenario has. Others are of the store alone.
const KINDS: [&str; 18] = [
    "book",
    "change",
    "extend",
    "exchange",
    "cancel",
    "waive",
    "unlock",
    "return",
    "report",
    "assess",
    "refund",
    "subscribe",
    "unsubscribe",
    "exit",
    "validate",
    "invalidate",
    "lift",
    "enable",
];

/// The whole history until now, with the statement that came of it.
///
/// To be read when all that fell due before now is settled.
///
/// # Errors
/// [`Trouble`].
pub fn history(scene: &mut Scene<'_, '_>, until: Instant) -> Result<Value, Trouble> {
    let rules = scene.operator.versions.at(until);
    let has_moves = rules.booking.is_some();
    let mut refused = Vec::new();
    let events = events(scene, has_moves, &mut refused)?;
    let (lines, total) = written_lines(scene)?;
    // Whoever was given vehicles one by one had all of them at first.
    let enabled = events.iter().filter(|event| event["type"] == "enable");
    let enabled: HashSet<String> =
        enabled.filter_map(|event| event["by"].as_str().map(str::to_owned)).collect();
    Ok(json!({
        "title": format!("{}: history until {}", scene.operator.slug, show_moment(until)),
        "rulebook": &*rules.operator,
        "members": known_members(scene, &enabled)?,
        "bill_until": show_moment(until),
        "events": events,
        "expect": { "refused": refused, "lines": lines, "total": total },
    }))
}

fn events(
    scene: &mut Scene<'_, '_>,
    has_moves: bool,
    refused: &mut Vec<Value>,
) -> Result<Vec<Value>, Trouble> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let page = journal::page(scene.tx, scene.operator.id, after, BATCH)?;
        let Some(last) = page.last() else { break };
        after = last.position.seq;
        all.extend(page.into_iter().filter(|entry| {
            KINDS.contains(&entry.kind.as_str()) || has_moves && entry.kind == "move"
        }));
    }
    // Two processes may write the entries of one moment in another order than their moments.
    all.sort_by_key(|entry| (entry.at, entry.position.seq));
    let mut events = Vec::with_capacity(all.len());
    for (index, entry) in all.into_iter().enumerate() {
        let mut data: Map<String, Value> = serde_json::from_str(&entry.data).unwrap_or_default();
        data.insert("at".to_owned(), show_moment(entry.at).into());
        if let Some(code) = entry.refused {
            refused.push(json!({ "event": index, "reason": code }));
        }
        events.push(Value::Object(data));
    }
    Ok(events)
}

fn known_members(scene: &mut Scene<'_, '_>, enabled: &HashSet<String>) -> Result<Value, Trouble> {
    let (mut all, mut after) = (Map::new(), MemberId(0));
    loop {
        let page = members::page(scene.tx, scene.operator.id, after, BATCH)?;
        let Some(last) = page.last() else { return Ok(Value::Object(all)) };
        after = last.id;
        for row in page {
            let mut known = Map::new();
            known.insert("validated".to_owned(), row.validated_at_first.into());
            if row.vehicles_limited && !enabled.contains(&show_id(row.id.0)) {
                let enabled = members::vehicles(scene.tx, scene.operator.id, row.id)?;
                let enabled: Vec<Value> = enabled.iter().map(|v| show_id(v.0).into()).collect();
                known.insert("vehicles".to_owned(), enabled.into());
            }
            all.insert(show_id(row.id.0), Value::Object(known));
        }
    }
}

fn written_lines(scene: &mut Scene<'_, '_>) -> Result<(Vec<Value>, Value), Trouble> {
    let (mut written, mut after) = (Vec::new(), 0);
    let mut totals: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
    loop {
        let page = lines::page(scene.tx, scene.operator.id, after, BATCH)?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for row in page {
            let member = show_id(row.member.0);
            *totals.entry(member.clone()).or_default() += row.amount;
            written.push(json!({
                "member": member,
                "booking": row.about_id.map(show_id),
                "clause": row.clause,
                "amount": Money(row.amount).to_string(),
                "vat": row.vat,
            }));
        }
    }
    let total = totals.into_iter().map(|(member, cents)| (member, Money(cents).to_string().into()));
    Ok((written, Value::Object(total.collect())))
}
