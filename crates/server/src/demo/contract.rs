//! Subscriptions and contracts in a history: who begins, uses and leaves them.

use rimessa_app::subscribe::{self, Wish};
use rimessa_app::{Actor, Trouble, exit as exit_of, parse_id, show_id};
use rimessa_domain::ids::ContractId;
use rimessa_domain::time::Span;

use super::play::{Act, Play};

/// Of so many who subscribe, one in a thousand leaves again.
const LEAVES: u32 = 220;
const WEEK: i64 = 7 * 86_400_000;

/// Somebody subscribes to a plan of the account, perhaps.
pub(super) fn subscribe(play: &mut Play, town: usize, member: usize) -> Result<(), Trouble> {
    let plans = play.towns[town].of.plans.clone();
    let none = 100_u32.saturating_sub(plans.iter().map(|(_, weight)| weight).sum());
    let weights = plans.iter().map(|(_, weight)| *weight).chain([none]);
    let Some((plan, _)) = play.chance.by_weight(weights).and_then(|at| plans.get(at)) else {
        return Ok(());
    };
    let actor = Actor::Member(play.towns[town].members[member].id);
    let wish = Wish { plan: Some(plan.clone()), ..Wish::default() };
    let reply =
        play.told(town, actor, "subscribe", move |scene| subscribe::subscribe(scene, &wish))?;
    if reply.done().is_some() && play.chance.permille(LEAVES) {
        let span = play.chance.span(120 * 1440, 380 * 1440);
        play.after(span, Act::Leave { town, member });
    }
    Ok(())
}

/// Somebody leaves the plan of the account.
pub(super) fn leave(play: &mut Play, town: usize, member: usize) -> Result<(), Trouble> {
    let actor = Actor::Member(play.towns[town].members[member].id);
    play.told(town, actor, "unsubscribe", |scene| subscribe::unsubscribe(scene, &Wish::default()))?;
    Ok(())
}

/// Somebody begins a contract, at the desk.
pub(super) fn sign(play: &mut Play, town: usize, member: usize) -> Result<(), Trouble> {
    let contracts = play.towns[town].of.contracts.clone();
    let Some(plan) = play.chance.weighted(&contracts).cloned() else { return Ok(()) };
    let (agent, id) = (play.towns[town].agent, play.towns[town].members[member].id);
    let member_named = Some(show_id(id.0));
    let wish = Wish { plan: Some(plan), member: member_named, ..Wish::default() };
    let reply =
        play.told(town, agent, "subscribe", move |scene| subscribe::subscribe(scene, &wish))?;
    let Some(contract) = reply.done().and_then(|view| view.contract) else { return Ok(()) };
    play.towns[town].members[member].contracts.push(contract);
    let number = play.towns[town].members[member].contracts.len() - 1;
    next_exit(play, town, member, number);
    if play.chance.permille(LEAVES) {
        let span = play.chance.span(60 * 1440, 360 * 1440);
        play.after(span, Act::Give { town, member, contract: number });
    }
    if play.chance.permille(120) {
        let span = play.chance.span(1440, 120 * 1440);
        play.after(span, Act::Sign { town, member });
    }
    Ok(())
}

fn next_exit(play: &mut Play, town: usize, member: usize, contract: usize) {
    let often = i64::from(play.towns[town].of.exits_a_week);
    if often > 0 {
        let usual = WEEK / often / 60_000;
        let span = play.chance.span(usual / 4, usual * 7 / 4);
        play.after(span, Act::Exit { town, member, contract });
    }
}

/// A contract is used: the exit of a car park.
pub(super) fn exit(
    play: &mut Play,
    town: usize,
    member: usize,
    contract: usize,
) -> Result<(), Trouble> {
    let Some(id) = contract_id(play, town, member, contract) else { return Ok(()) };
    let of = &play.towns[town];
    let device = of.kiosks[of.members[member].near];
    let reply = play.told(town, device, "exit", move |scene| exit_of::exit(scene, id))?;
    // Once the contract has ended, the barrier stays shut.
    if reply.done().is_some() {
        next_exit(play, town, member, contract);
    }
    Ok(())
}

fn contract_id(play: &Play, town: usize, member: usize, contract: usize) -> Option<ContractId> {
    let name = play.towns[town].members[member].contracts.get(contract)?;
    parse_id(name).map(ContractId)
}

/// Somebody gives a contract up.
pub(super) fn give_up(
    play: &mut Play,
    town: usize,
    member: usize,
    contract: usize,
) -> Result<(), Trouble> {
    let who = &play.towns[town].members[member];
    let actor = Actor::Member(who.id);
    let wish = Wish { contract: who.contracts.get(contract).cloned(), ..Wish::default() };
    play.told(town, actor, "unsubscribe", move |scene| subscribe::unsubscribe(scene, &wish))?;
    if play.chance.permille(300) {
        play.after(Span::days(40), Act::Sign { town, member });
    }
    Ok(())
}
