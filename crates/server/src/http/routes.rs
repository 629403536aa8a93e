//! The routes, by what they are about, each with who may call it.

mod access;
mod bookings;
mod cases;
mod contracts_exits;
mod desk;
mod device_registry;
mod devices;
mod during_trips;
mod finding;
mod fleet;
mod indemnities;
mod items;
mod members;
mod messages;
mod notes;
mod paging;
mod papers;
mod passkeys;
mod profiles;
mod programs;
mod refunds;
mod regulation;
mod replacing;
mod sessions;
mod settings;
mod signups;
mod staff;

use utoipa_axum::router::OpenApiRouter;

pub(super) use signups::{TOKEN as SIGNUP_TOKEN, handed_out};

use super::web::Web;

/// All routes of the API.
pub(crate) fn all(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let mut router = router;
    for add in [
        sessions::add,
        fleet::add,
        finding::add,
        regulation::add,
        settings::add,
        bookings::add,
        replacing::add,
        members::add,
        desk::add,
        signups::add,
        papers::add,
        profiles::add,
        cases::add,
        indemnities::add,
        refunds::add,
        contracts_exits::add,
        during_trips::add,
        items::add,
        notes::add,
        passkeys::add,
        staff::add,
        programs::add,
        device_registry::add,
        access::add,
        devices::add,
        messages::add,
    ] {
        router = add(web, router);
    }
    router
}
