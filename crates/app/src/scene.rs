//! What a use case works with: a transaction, an operator, and who acts.

use rimessa_domain::ids::{BookingId, MemberId, VehicleId};
use rimessa_domain::refusal::Refusal;
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::when::Channel;
use rimessa_domain::time::Instant;
use rimessa_store::{OperatorId, Tx, journal};

use crate::app::App;
use crate::event::{Event, KINDS};
use crate::operator::Operator;
use crate::reply::RefusedView;
use crate::trouble::Trouble;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member, in person.
    Member(MemberId),
    /// Somebody of the staff.
    Staff(u128),
    /// A device of the operator.
    Device(u128),
    /// A program with a token.
    Program(u128),
    /// Rimessa itself: what falls due.
    System,
    /// Whoever has the machine, on its command line.
    CommandLine,
    /// Anyone, who did not say who it is.
    Stranger,
}

impl Actor {
    /// The word for the kind of actor.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Member(_) => "member",
            Self::Staff(_) => "staff",
            Self::Device(_) => "device",
            Self::Program(_) => "program",
            Self::System => "system",
            Self::CommandLine => "command-line",
            Self::Stranger => "stranger",
        }
    }

    /// Which of them.
    #[must_use]
    pub fn id(self) -> Option<u128> {
        match self {
            Self::Member(MemberId(id)) | Self::Staff(id) | Self::Device(id) | Self::Program(id) => {
                Some(id)
            }
            Self::System | Self::CommandLine | Self::Stranger => None,
        }
    }

    /// The channel by which somebody comes who does not say it.
    #[must_use]
    pub fn channel(self) -> Channel {
        match self {
            Self::Staff(_) => Channel::Phone,
            Self::Device(_) => Channel::OnBoard,
            _ => Channel::Web,
        }
    }
}

/// What a use case works with.
pub struct Scene<'a, 'c> {
    /// The transaction.
    pub tx: &'a mut Tx<'c>,
    /// The operator.
    pub operator: &'a Operator,
    /// Who acts.
    pub actor: Actor,
    /// The language of whoever reads the answer.
    pub language: &'a str,
    /// The installation.
    pub app: &'a App,
}

/// What an entry of the journal is about.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Concerns {
    pub(crate) member: Option<MemberId>,
    pub(crate) booking: Option<BookingId>,
    pub(crate) vehicle: Option<VehicleId>,
    pub(crate) subject: Option<u128>,
    pub(crate) version: Option<i64>,
}

impl Scene<'_, '_> {
    /// The present moment. To be asked once what the use case is about has been locked.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.app.clock().now()
    }

    /// A new id.
    #[must_use]
    pub fn id(&self) -> u128 {
        self.app.ids().next(self.now())
    }

    /// Whether the member `id` is who acts, or somebody who acts for members.
    #[must_use]
    pub(crate) fn may_act_for(&self, id: MemberId) -> bool {
        match self.actor {
            Actor::Member(member) => member == id,
            Actor::Stranger => false,
            _ => true,
        }
    }

    /// Enters an event into the journal.
    pub(crate) fn note(
        &mut self,
        at: Instant,
        event: &Event,
        refusal: Option<Refusal>,
        concerns: Concerns,
    ) -> Result<(), Trouble> {
        self.note_as(at, event, refusal.map(|refusal| refusal.code.code()), concerns)
    }

    /// Enters an event, with the code of what stood in its way.
    pub(crate) fn note_as(
        &mut self,
        at: Instant,
        event: &Event,
        refused: Option<&str>,
        concerns: Concerns,
    ) -> Result<(), Trouble> {
        self.note_at(self.operator.id, at, event, refused, concerns)
    }

    /// Enters an event into the journal of that operator.
    pub(crate) fn note_at(
        &mut self,
        operator: OperatorId,
        at: Instant,
        event: &Event,
        refused: Option<&str>,
        concerns: Concerns,
    ) -> Result<(), Trouble> {
        debug_assert!(KINDS.contains(&event.kind), "no words for {}", event.kind);
        let data = serde_json::to_string(event).unwrap_or_default();
        let entry = journal::Entry {
            actor: self.actor.word(),
            actor_id: self.actor.id(),
            kind: event.kind,
            refused,
            member: concerns.member,
            booking: concerns.booking,
            vehicle: concerns.vehicle,
            subject: concerns.subject,
            version: concerns.version,
            data: &data,
        };
        Ok(journal::append(self.tx, operator, at, &entry)?)
    }

    /// A refusal in the language of whoever reads the answer.
    pub(crate) fn refused(&self, refusal: Refusal, rules: &Rules, at: Instant) -> RefusedView {
        RefusedView::new(refusal, rules, self.operator.book_at(at), self.language)
    }
}
