//! What happened, in words: each kind of event has its sentence.

use rimessa_app::desk::Happened;

use crate::talk::Talk;

impl Talk {
    /// What happened.
    #[must_use]
    pub fn did(&self, event: &Happened) -> String {
        self.t(&format!("desk-did-{}", event.kind))
    }

    /// What more there is to say of it: which vehicle, when, by what; empty: nothing.
    #[must_use]
    pub fn details(&self, event: &Happened) -> String {
        let said = event.said();
        let mut all = Vec::new();
        if let Some(vehicle) = &event.vehicle {
            all.push(self.t1("vehicle-number", "vehicle", vehicle));
        }
        match (&said.start, &said.end) {
            (Some(start), Some(end)) => all.push(self.span(start, end)),
            (Some(start), None) => all.push(self.t1("desk-from", "from", &self.when(start))),
            (None, Some(end)) => all.push(self.t1("trip-until", "until", &self.when(end))),
            (None, None) => {}
        }
        all.extend(said.channel.map(|channel| self.t(&format!("desk-channel-{channel}"))));
        all.extend(said.method.map(|method| self.t(&format!("desk-method-{method}"))));
        all.extend(said.of.and_then(|of| self.of_kind(&event.kind, &of)));
        all.extend(said.amount.map(|amount| self.money(&amount)));
        all.join(" · ")
    }

    /// The word for what an event was about, if it has one.
    fn of_kind(&self, event: &str, of: &str) -> Option<String> {
        let ours = match event {
            event if event.starts_with("case-") => format!("desk-case-{of}"),
            "remote-door" => format!("desk-door-{of}"),
            "command" => format!("desk-command-{of}"),
            "report" => format!("desk-report-{of}"),
            _ => {
                let keys = ["line", "refusal", "gate"].map(|what| format!("{what}-{of}"));
                return keys.iter().find_map(|key| self.rule(key));
            }
        };
        let words = self.t(&ours);
        // A rulebook may have kinds of its own.
        (words != ours).then_some(words)
    }

    /// The word for the kind of a case.
    #[must_use]
    pub fn case_kind(&self, kind: &str) -> String {
        self.t(&format!("desk-case-{kind}"))
    }

    /// The word for the state of a case, or for how it ended.
    #[must_use]
    pub fn case_state(&self, state: &str) -> String {
        self.t(&format!("desk-case-state-{state}"))
    }

    /// The word for what something said in a case is.
    #[must_use]
    pub fn entry_kind(&self, kind: &str) -> String {
        self.t(&format!("desk-entry-{kind}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_event_has_words_in_every_language() {
        for (language, _) in crate::LANGUAGES {
            let talk = Talk::plain(language);
            for kind in rimessa_app::KINDS {
                let key = format!("desk-did-{kind}");
                assert_ne!(talk.t(&key), key, "{language}");
            }
        }
    }
}
