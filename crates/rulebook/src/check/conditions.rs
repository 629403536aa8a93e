//! Whether conditions can hold, and whether two can hold at once.

use rimessa_domain::ids::{CategoryId, PlanId};
use rimessa_domain::rules::Category;
use rimessa_domain::rules::billing::Occasion;
use rimessa_domain::rules::when::{Energy, Left, When};

/// More cases than this are not analysed: they are taken to be possible.
const MOST_CASES: usize = 512;

/// The cases of a condition, without alternatives; the facts that must be so.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    channels: Option<u8>,
    pub(crate) categories: Option<Vec<CategoryId>>,
    pub(crate) plans: Option<Vec<PlanId>>,
    energy: Option<Energy>,
    left: Option<u8>,
    plugged_in: Option<bool>,
    procedure_complete: Option<bool>,
    extension_refused: Option<bool>,
    opened: Option<bool>,
    reserved_time_begun: Option<bool>,
    /// Facts that only a vehicle has which was brought back.
    returned: bool,
    /// Something contradicts something else.
    impossible: bool,
}

/// The cases of a condition: one of them holds whenever it does. `None`: too many.
pub(crate) fn cases(when: &When) -> Option<Vec<Case>> {
    let own = Case::of(when);
    if when.any.is_empty() {
        return Some(vec![own]);
    }
    let mut all = Vec::new();
    for alternative in &when.any {
        for case in cases(alternative)? {
            all.push(own.and(&case));
            if all.len() > MOST_CASES {
                return None;
            }
        }
    }
    Some(all)
}

/// The possible cases in which both hold on one of `occasions`. `None`: too many.
pub(crate) fn both(
    a: &[Case],
    b: &[Case],
    categories: &[Category],
    occasions: u16,
) -> Option<Vec<Case>> {
    if a.len().saturating_mul(b.len()) > MOST_CASES * MOST_CASES {
        return None;
    }
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| a.and(b)));
    Some(pairs.filter(|case| case.possible(categories, occasions)).collect())
}

impl Case {
    fn of(when: &When) -> Self {
        let returned = when.late_more_than.is_some()
            || when.left.is_some()
            || when.fuel_below.is_some()
            || when.plugged_in.is_some()
            || when.procedure_complete.is_some();
        Self {
            channels: when.channels,
            categories: when.categories.clone(),
            plans: when.plans.clone(),
            energy: when.energy,
            left: when.left,
            plugged_in: when.plugged_in,
            procedure_complete: when.procedure_complete,
            extension_refused: when.extension_refused,
            opened: when.opened,
            reserved_time_begun: when.reserved_time_begun,
            returned,
            impossible: false,
        }
    }

    /// Both.
    fn and(&self, other: &Self) -> Self {
        let mut impossible = self.impossible || other.impossible;
        let case = Self {
            channels: sets(self.channels, other.channels),
            categories: lists(self.categories.as_ref(), other.categories.as_ref()),
            plans: lists(self.plans.as_ref(), other.plans.as_ref()),
            energy: same(self.energy, other.energy, &mut impossible),
            left: sets(self.left, other.left),
            plugged_in: same(self.plugged_in, other.plugged_in, &mut impossible),
            procedure_complete: same(
                self.procedure_complete,
                other.procedure_complete,
                &mut impossible,
            ),
            extension_refused: same(
                self.extension_refused,
                other.extension_refused,
                &mut impossible,
            ),
            opened: same(self.opened, other.opened, &mut impossible),
            reserved_time_begun: same(
                self.reserved_time_begun,
                other.reserved_time_begun,
                &mut impossible,
            ),
            returned: self.returned || other.returned,
            impossible: false,
        };
        Self { impossible, ..case }
    }

    /// Whether there can be such a case on one of `occasions`.
    pub(crate) fn possible(&self, categories: &[Category], occasions: u16) -> bool {
        let empty = |set: Option<u8>| set == Some(0);
        let all_left = Left::ALL.iter().fold(0, |set, (left, _)| set | left.bit());
        let contradicts = self.impossible
            || empty(self.channels)
            || empty(self.left.map(|left| left & all_left))
            || self.plans.as_ref().is_some_and(Vec::is_empty)
            || self.without_vehicle(categories)
            || (self.returned && self.opened == Some(false));
        !contradicts && self.on_one_of(occasions)
    }

    /// Whether no category is left that is driven as asked.
    fn without_vehicle(&self, categories: &[Category]) -> bool {
        if categories.is_empty() {
            return self.categories.is_some();
        }
        !(0u16..).zip(categories).any(|(index, category)| {
            let asked = |list: &Vec<CategoryId>| list.contains(&CategoryId(index));
            self.categories.as_ref().is_none_or(asked)
                && self.energy.is_none_or(|energy| energy == category.energy)
        })
    }

    /// Whether one of `occasions` can have all these facts.
    fn on_one_of(&self, occasions: u16) -> bool {
        let set = |list: &[Occasion]| list.iter().fold(0, |set, occasion| set | occasion.bit());
        let mut possible = occasions;
        if self.returned {
            possible &= Occasion::Return.bit();
        }
        match self.opened {
            Some(true) => {
                possible &= set(&[Occasion::Return, Occasion::Extend, Occasion::Assess]);
            }
            Some(false) => possible &= !Occasion::Return.bit(),
            None => {}
        }
        possible != 0
    }
}

fn sets(a: Option<u8>, b: Option<u8>) -> Option<u8> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a & b),
        (one, other) => one.or(other),
    }
}

fn lists<T: Clone + PartialEq>(a: Option<&Vec<T>>, b: Option<&Vec<T>>) -> Option<Vec<T>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.iter().filter(|one| b.contains(one)).cloned().collect()),
        (one, other) => one.or(other).cloned(),
    }
}

fn same<T: Copy + PartialEq>(a: Option<T>, b: Option<T>, impossible: &mut bool) -> Option<T> {
    if let (Some(a), Some(b)) = (a, b) {
        *impossible |= a != b;
    }
    a.or(b)
}
