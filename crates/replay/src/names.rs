//! Names of a scenario and the ids that stand for them: one after the other, from 0.

use rustc_hash::FxHashMap;

/// Names in the order in which they came up.
#[derive(Clone, Debug, Default)]
pub struct Names {
    all: Vec<Box<str>>,
    /// Only kept once there are more than a few names.
    index: FxHashMap<Box<str>, u32>,
}

const FEW: usize = 16;

impl Names {
    /// The id of a name that has come up.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        if self.all.len() > FEW {
            return self.index.get(name).copied();
        }
        (0u32..).zip(&self.all).find(|(_, known)| &***known == name).map(|(id, _)| id)
    }

    /// The id of a name, new or known.
    pub fn id(&mut self, name: &str) -> u32 {
        self.find(name).unwrap_or_else(|| self.add(name))
    }

    /// The name of an id; empty for none.
    #[must_use]
    pub fn name(&self, id: u128) -> &str {
        usize::try_from(id).ok().and_then(|id| self.all.get(id)).map_or("", |name| name)
    }

    fn add(&mut self, name: &str) -> u32 {
        let id = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        if self.all.len() == FEW {
            self.index.extend(self.all.iter().cloned().zip(0..));
        }
        if self.all.len() >= FEW {
            self.index.insert(name.into(), id);
        }
        self.all.push(name.into());
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_past_a_few_names() {
        let mut names = Names::default();
        for round in 0..2 {
            for n in 0..40u32 {
                assert_eq!(names.id(&format!("b{n}")), n, "round {round}");
            }
        }
        assert_eq!(names.name(39), "b39");
        assert_eq!(names.find("b40"), None);
    }
}
