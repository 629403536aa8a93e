//! A set of vehicles: a bit for each.

use super::VehicleNo;

/// A set of vehicles by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct VehicleSet {
    words: Vec<u64>,
}

impl VehicleSet {
    /// A set with room for the first `vehicles` numbers, and none of them in it.
    pub(super) fn with_room(vehicles: usize) -> Self {
        Self { words: vec![0; vehicles.div_ceil(64)] }
    }

    /// A set of the first `vehicles` numbers.
    pub(super) fn first(vehicles: usize) -> Self {
        let mut words = vec![u64::MAX; vehicles.div_ceil(64)];
        if let (Some(last), used @ 1..) = (words.last_mut(), vehicles % 64) {
            *last = (1 << used) - 1;
        }
        Self { words }
    }

    /// Puts a vehicle in or takes it out; makes room if there is none.
    pub(super) fn set(&mut self, no: VehicleNo, inside: bool) {
        let word = no.index() / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let bit = 1 << (no.0 % 64);
        if inside {
            self.words[word] |= bit;
        } else {
            self.words[word] &= !bit;
        }
    }

    /// Puts a vehicle in if `inside`, without branching; there must be room for it.
    pub(super) fn mark(&mut self, no: VehicleNo, inside: bool) {
        self.words[no.index() / 64] |= u64::from(inside) << (no.0 % 64);
    }

    pub(super) fn contains(&self, no: VehicleNo) -> bool {
        self.words.get(no.index() / 64).is_some_and(|word| word >> (no.0 % 64) & 1 == 1)
    }

    /// Takes out whoever is in `other`.
    pub(super) fn subtract(&mut self, other: &Self) {
        for (word, out) in self.words.iter_mut().zip(&other.words) {
            *word &= !out;
        }
    }

    /// Those in both sets.
    pub(super) fn intersection(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect() }
    }

    /// How many are in the set.
    pub(super) fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The vehicles of the set by their numbers, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = VehicleNo> {
        self.words.iter().zip((0_u32..).step_by(64)).flat_map(|(&word, base)| {
            let mut rest = word;
            core::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    VehicleNo(base + bit)
                })
            })
        })
    }

    /// Appends the vehicles of the set to `list`, ascending.
    pub(super) fn append_to(&self, list: &mut Vec<VehicleNo>) {
        list.reserve(self.len());
        for (&word, base) in self.words.iter().zip((0_u32..).step_by(64)) {
            let mut rest = word;
            while rest != 0 {
                list.push(VehicleNo(base + rest.trailing_zeros()));
                rest &= rest - 1;
            }
        }
    }
}
