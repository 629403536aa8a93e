//! Lines and the ledger.

use rimessa_domain::ids::MemberId;
use rimessa_store::ledger::{self, Entry, Posting};
use rimessa_store::lines::{self, LineRow};
use rimessa_store::{Failure, OperatorId};

use crate::bench::{Bench, OP, OTHER, hour, promises};

promises!(
    a_line_comes_back_as_it_was,
    lines_are_paged_in_the_order_in_which_they_were_made,
    a_posting_sums_to_zero_or_is_none,
    a_balance_is_the_sum_of_what_was_posted,
);

fn line(id: u128, member: u128) -> LineRow {
    LineRow {
        id,
        member: MemberId(member),
        about: "booking".to_owned(),
        about_id: Some(5),
        rule: "time".to_owned(),
        source_no: 65_537,
        clause: "§ 1".to_owned(),
        vat: "standard".to_owned(),
        due: hour(1),
        made: hour(2),
        amount: -1250,
        rulebook_at: hour(0),
        items_json: "[]".to_owned(),
    }
}

fn a_line_comes_back_as_it_was(bench: &Bench) {
    let of_account = LineRow { about_id: None, amount: i64::MAX, ..line(2, 1) };
    let all = [line(1, 1), of_account];
    let entered = all.clone();
    bench.write(move |tx| entered.iter().try_for_each(|one| lines::insert(tx, OP, one)));
    assert_eq!(bench.read(|tx| lines::of_member(tx, OP, MemberId(1), 0, 9)), all);
    assert_eq!(bench.read(|tx| lines::about(tx, OP, 5)), all[..1]);
    assert_eq!(bench.read(|tx| lines::latest(tx, OP, MemberId(1), 1)), all[1..]);
    assert!(bench.read(|tx| lines::of_member(tx, OTHER, MemberId(1), 0, 9)).is_empty());
    assert!(bench.read(|tx| lines::about(tx, OTHER, 5)).is_empty());
    let twice = bench.store.write_now(|tx| lines::insert(tx, OP, &line(1, 1)));
    assert!(matches!(twice, Err(Failure::Corrupt(_))));
}

fn lines_are_paged_in_the_order_in_which_they_were_made(bench: &Bench) {
    bench.write(|tx| (1..=5).try_for_each(|id| lines::insert(tx, OP, &line(id, id % 2))));
    let ids = |rows: Vec<LineRow>| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(bench.read(|tx| lines::page(tx, OP, 0, 3))), [1, 2, 3]);
    assert_eq!(ids(bench.read(|tx| lines::page(tx, OP, 3, 3))), [4, 5]);
    assert_eq!(ids(bench.read(|tx| lines::of_member(tx, OP, MemberId(1), 1, 9))), [3, 5]);
    assert_eq!(ids(bench.read(|tx| lines::latest(tx, OP, MemberId(1), 2))), [5, 3]);
}

fn post(
    bench: &Bench,
    (id, op, unit, state): (u128, OperatorId, &'static str, &'static str),
    amounts: &'static [i64],
) -> Result<(), Failure> {
    bench.store.write_now(move |tx| {
        let posting = Posting { id, unit, at: hour(0), state, line: Some(id) };
        let entries = amounts.iter().enumerate().map(|(index, amount)| Entry {
            account: if index == 0 { "receivable" } else { "revenue" },
            member: (index == 0).then_some(MemberId(1)),
            amount: *amount,
        });
        ledger::post(tx, op, &posting, &entries.collect::<Vec<_>>())
    })
}

fn a_posting_sums_to_zero_or_is_none(bench: &Bench) {
    for amounts in [&[1, -2][..], &[5], &[i64::MAX, 1, i64::MIN, 1]] {
        let done = post(bench, (1, OP, "EUR", "posted"), amounts);
        assert!(matches!(done, Err(Failure::Corrupt(_))), "{amounts:?}: {done:?}");
    }
    let count = |tx: &mut rimessa_store::Tx<'_>| {
        tx.one("SELECT COUNT(*) FROM ledger_entry", &[], |row| row.int(0))
    };
    assert_eq!(bench.read(count), Some(0));
    post(bench, (1, OP, "EUR", "posted"), &[700, -400, -300]).unwrap();
    assert_eq!(bench.read(count), Some(3));
}

fn a_balance_is_the_sum_of_what_was_posted(bench: &Bench) {
    let balance =
        |op, unit: &'static str| bench.read(move |tx| ledger::balance(tx, op, MemberId(1), unit));
    assert_eq!(balance(OP, "EUR"), 0);
    post(bench, (1, OP, "EUR", "posted"), &[1250, -1250]).unwrap();
    post(bench, (2, OP, "EUR", "posted"), &[-300, 300]).unwrap();
    post(bench, (3, OP, "EUR", "pending"), &[9000, -9000]).unwrap();
    post(bench, (4, OP, "minutes", "posted"), &[30, -30]).unwrap();
    post(bench, (5, OTHER, "EUR", "posted"), &[77, -77]).unwrap();
    assert_eq!((balance(OP, "EUR"), balance(OP, "minutes")), (950, 30));
    assert_eq!((balance(OTHER, "EUR"), balance(OTHER, "CHF")), (77, 0));
}
