//! Which sentences the blocks need.

use super::billing::bill_id;
use crate::finding::Place;
use crate::rulebook::TextKey;
use crate::syntax::Document;
use crate::syntax::head::Head;

/// The keys that the document needs, each once, in its order.
pub(crate) fn of(document: &Document) -> Vec<TextKey> {
    let mut keys = Keys(Vec::new());
    billing(&mut keys, document);
    for category in &document.categories {
        keys.add("category", &category.id.value, category.place, true);
    }
    keys.all("plan", document.plans.iter().map(|block| &block.head));
    keys.all("rule", document.limits.iter().map(|block| &block.head));
    keys.all("rule", document.requirements.iter().map(|block| &block.head));
    keys.all("rule", document.waivers.iter().map(|block| &block.head));
    for lock in &document.locks {
        keys.add("rule", &lock.head.id.value, lock.head.place, false);
    }
    for name in super::names::of(document) {
        keys.add("cost", &name, Place::default(), false);
    }
    people(&mut keys, document);
    keys.0
}

fn billing(keys: &mut Keys, document: &Document) {
    for price in &document.prices {
        for bill in &price.bills {
            keys.add("line", &bill_id(price, bill).value, bill.place, true);
        }
        keys.add("price", &price.head.id.value, price.head.place, false);
        for rate in &price.rates {
            for band in &rate.bands {
                keys.add("band", &band.id.value, band.place, false);
            }
            for cap in &rate.caps {
                keys.add("cap", &cap.id.value, cap.place, false);
            }
        }
    }
    keys.all("line", document.fees.iter().map(|block| &block.head));
    keys.all("line", document.exceptions.iter().map(|block| &block.head));
    keys.all("line", document.subscriptions.iter().map(|block| &block.head));
    keys.all("line", document.allowances.iter().map(|block| &block.head));
    keys.all("line", document.usages.iter().map(|block| &block.head));
    keys.all("line", document.refunds.iter().map(|block| &block.head));
}

fn people(keys: &mut Keys, document: &Document) {
    let people = &document.people;
    keys.all("access", people.access.iter().map(|block| &block.head));
    keys.all("condition", people.conditions.iter().map(|block| &block.head));
    for procedure in &people.procedures {
        keys.add("procedure", &procedure.head.id.value, procedure.head.place, false);
        for step in &procedure.what {
            keys.add(&procedure.head.id.value, &step.id.value, step.place, true);
        }
    }
    keys.all("confirmation", people.confirmations.iter().map(|block| &block.head));
    keys.all("consent", people.consents.iter().map(|block| &block.head));
    keys.all("document", people.documents.iter().map(|block| &block.head));
    keys.all("duty", people.duties.iter().map(|block| &block.head));
    keys.all("forbidden", people.forbidden.iter().map(|block| &block.head));
    keys.all("service", people.services.iter().map(|block| &block.head));
    keys.all("faq", people.questions.iter().map(|block| &block.head));
    for question in &people.questions {
        let id = format!("{}-answer", question.head.id.value);
        keys.add("faq", &id, question.head.place, true);
    }
    keys.all("signup", people.signup.iter().map(|block| &block.head));
    keys.all("text", people.texts.iter().map(|block| &block.head));
}

struct Keys(Vec<TextKey>);

impl Keys {
    fn all<'a>(&mut self, prefix: &str, heads: impl Iterator<Item = &'a Head>) {
        for head in heads {
            self.add(prefix, &head.id.value, head.place, true);
        }
    }

    fn add(&mut self, prefix: &str, id: &str, place: Place, required: bool) {
        let key = format!("{prefix}-{id}").into_boxed_str();
        match self.0.iter_mut().find(|known| known.key == key) {
            Some(known) => known.required |= required,
            None => self.0.push(TextKey { key, required, place }),
        }
    }
}
