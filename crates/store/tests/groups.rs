//! Commands that are committed together are undone one by one.

use std::sync::mpsc;

use rimessa_store::{Failure, Place, Settings, Store, operators};

/// What a command of a group does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Succeed,
    /// Fails before it has changed anything.
    FailFirst,
    /// Fails after it has changed something.
    FailLate,
    BreakOff,
}
use Does::{BreakOff, FailFirst, FailLate, Succeed};

/// Does commands in one group; how each ended, and which of them are kept.
fn together(all: &'static [Does]) -> (Vec<Result<(), Failure>>, Vec<usize>) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("store.db"));
    let store = Store::open(&place, Settings::default()).unwrap();
    let (go, gone) = mpsc::channel::<()>();
    // Whoever comes meanwhile waits, and goes into this one's group.
    store.write(
        move |_| {
            gone.recv().ok();
            Ok::<_, Failure>(())
        },
        drop,
    );
    let (tell, told) = mpsc::channel();
    for (number, does) in all.iter().enumerate() {
        let tell = tell.clone();
        let work = move |tx: &mut rimessa_store::Tx<'_>| {
            if *does == FailFirst {
                return Err(Failure::Conflict);
            }
            operators::insert(tx, &number.to_string(), rimessa_domain::time::Instant(0), "{}")?;
            match does {
                FailLate => Err(Failure::Conflict),
                BreakOff => panic!("as planned"),
                Succeed | FailFirst => Ok(()),
            }
        };
        store.write(work, move |done| tell.send((number, done)).unwrap());
    }
    drop((go, tell));
    let mut ended: Vec<(usize, Result<(), Failure>)> = told.iter().collect();
    ended.sort_by_key(|(number, _)| *number);
    let kept = store.read_now(operators::all).unwrap();
    let kept = kept.into_iter().map(|row| row.slug.parse().unwrap()).collect();
    assert_eq!(store.load().commits, 1, "all of it is one group");
    (ended.into_iter().map(|(_, done)| done).collect(), kept)
}

#[test]
fn each_is_undone_by_itself() {
    let all = &[Succeed, FailLate, Succeed, BreakOff, FailFirst, FailLate, Succeed];
    let (ended, kept) = together(all);
    assert_eq!(kept, [0, 2, 6]);
    for (does, done) in all.iter().zip(ended) {
        match does {
            Succeed => assert_eq!(done, Ok(())),
            FailFirst | FailLate => assert_eq!(done, Err(Failure::Conflict)),
            BreakOff => assert!(matches!(done, Err(Failure::Corrupt(_))), "{done:?}"),
        }
    }
}

#[test]
fn one_that_changed_nothing_leaves_the_others_as_they_are() {
    let (ended, kept) = together(&[Succeed, FailFirst, Succeed]);
    assert_eq!(ended, [Ok(()), Err(Failure::Conflict), Ok(())]);
    assert_eq!(kept, [0, 2]);
}

#[test]
fn the_last_one_can_be_undone_too() {
    let (ended, kept) = together(&[Succeed, Succeed, FailLate]);
    assert_eq!(ended, [Ok(()), Ok(()), Err(Failure::Conflict)]);
    assert_eq!(kept, [0, 1]);
}
