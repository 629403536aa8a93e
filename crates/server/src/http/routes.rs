//! The routes, by what they are about, each with who may call it.

mod bookings;
mod fleet;
mod members;
mod sessions;

use utoipa_axum::router::OpenApiRouter;

use super::web::Web;

/// All routes of the API.
pub(crate) fn all(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let mut router = router;
    for add in [sessions::add, fleet::add, bookings::add, members::add] {
        router = add(web, router);
    }
    router
}
