//! Where to go on reading: lists come in pages, and the header `Link` leads to the next one.

use axum::Json;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use rimessa_app::{Actor, Trouble, parse_id};
use rimessa_domain::ids::MemberId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::guard::Caller;
use crate::http::problem::Problem;

/// Where to go on reading, and how far.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// Where the page before ended: its `next`, or follow the header `Link`.
    pub(super) after: Option<String>,
    /// How many at most: 1 to 500; 100 by default.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<u16>,
}

fn invalid(field: &str, code: &'static str, language: &str) -> Problem {
    Problem::new(&Trouble::invalid(field, code, ""), language)
}

/// A cursor that is none.
pub(super) fn not_a_cursor(language: &str) -> Problem {
    invalid("after", "not-a-cursor", language)
}

impl Page {
    /// How many at most.
    pub(super) fn limit(&self, language: &str) -> Result<i64, Problem> {
        match self.limit.unwrap_or(100) {
            limit @ 1..=500 => Ok(i64::from(limit)),
            _ => Err(invalid("limit", "beyond-500", language)),
        }
    }

    /// After which id, and how many.
    pub(super) fn read(&self, language: &str) -> Result<(Option<u128>, i64), Problem> {
        let after = match &self.after {
            None => None,
            Some(text) => Some(parse_id(text).ok_or_else(|| not_a_cursor(language))?),
        };
        Ok((after, self.limit(language)?))
    }

    /// After which text, and how many.
    pub(super) fn read_text(&self, language: &str) -> Result<(String, i64), Problem> {
        Ok((self.after.clone().unwrap_or_default(), self.limit(language)?))
    }

    /// This page of a list that is at hand as a whole, each thing of it with a name of its own.
    pub(super) fn cut<T>(
        &self,
        all: Vec<T>,
        name: impl Fn(&T) -> &str,
        language: &str,
    ) -> Result<Listed<T>, Problem> {
        let limit = self.limit(language)?;
        let skip = match &self.after {
            None => 0,
            Some(after) => {
                let at = all.iter().position(|one| name(one) == after);
                at.ok_or_else(|| not_a_cursor(language))? + 1
            }
        };
        let rest = all.into_iter().skip(skip).collect();
        Ok(Listed::cut(rest, limit, |one| name(one).to_owned()))
    }
}

/// A page of a list.
#[derive(Debug)]
pub(super) struct Listed<T> {
    pub(super) items: Vec<T>,
    next: Option<String>,
}

impl<T> Listed<T> {
    /// Cuts what was read one too far.
    pub(super) fn cut(mut items: Vec<T>, limit: i64, cursor: impl Fn(&T) -> String) -> Self {
        let page = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > page;
        items.truncate(page);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }

    /// Leads from an answer with these things to the next page of what is `at` this address.
    pub(super) fn lead(next: Option<&str>, at: &Uri, mut answer: Response) -> Response {
        let link = next.and_then(|next| HeaderValue::from_str(&link(at, next)).ok());
        if let Some(link) = link {
            answer.headers_mut().insert(header::LINK, link);
        }
        answer
    }
}

impl<T: Serialize> Listed<T> {
    /// The list, with the header that leads on from what is `at` this address.
    pub(super) fn answer(self, at: &Uri) -> Response {
        let Self { items, next } = self;
        Self::lead(next.as_deref(), at, Json(items).into_response())
    }

    /// The same from an answer that was made of its things.
    pub(super) fn answer_as(self, at: &Uri, made: impl FnOnce(Vec<T>) -> Response) -> Response {
        Self::lead(self.next.as_deref(), at, made(self.items))
    }
}

/// A page that says in its body where to go on, with the header that leads there.
pub(super) fn leading<T: Serialize>(
    view: T,
    next: impl Fn(&T) -> Option<&str>,
    at: &Uri,
) -> Response {
    let next = next(&view).map(str::to_owned);
    Listed::<()>::lead(next.as_deref(), at, Json(view).into_response())
}

/// The link from the page at an address to the next one.
fn link(at: &Uri, next: &str) -> String {
    let others = at.query().unwrap_or_default().split('&');
    let others = others.filter(|pair| !pair.is_empty() && !pair.starts_with("after="));
    let mut link = format!("<{}?", at.path());
    for pair in others {
        link.push_str(pair);
        link.push('&');
    }
    link.push_str("after=");
    for byte in next.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.push_str(&format!("%{byte:02X}"));
        }
    }
    link.push_str(">; rel=\"next\"");
    link
}

/// Which of many, for the staff, and where to go on reading.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct InState {
    /// In which state; left out: those that wait for a decision.
    pub(super) state: Option<String>,
    /// Those of this member, by id or customer number, in whatever state; the latest first.
    pub(super) member: Option<String>,
    /// Where the page before ended: its `next`, or follow the header `Link`.
    pub(super) after: Option<String>,
    /// How many at most: 1 to 500; 100 by default.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<u16>,
}

/// Why something is decided so.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    /// The reason; the member reads it.
    pub(super) reason: String,
}

/// The member who calls.
pub(super) fn member_of(caller: &Caller) -> Result<MemberId, Problem> {
    match caller.actor {
        Actor::Member(member) => Ok(member),
        _ => Err(Problem::new(&Trouble::Forbidden, &caller.language)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_on_with_the_rest_of_the_question() {
        let at = "/api/v1/o/x?state=open&after=a&limit=2".parse().unwrap();
        let wanted = "</api/v1/o/x?state=open&limit=2&after=%C3%A9%20%26b>; rel=\"next\"";
        assert_eq!(link(&at, "é &b"), wanted);
        let bare = "/api/v1/o/x".parse().unwrap();
        assert_eq!(link(&bare, "b"), "</api/v1/o/x?after=b>; rel=\"next\"");
    }

    #[test]
    fn a_list_is_cut_where_the_page_before_ended() {
        let all = || vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let page = |after: Option<&str>, limit| Page { after: after.map(str::to_owned), limit };
        let cut = |after, limit| {
            let listed = page(after, limit).cut(all(), |one| one, "en").unwrap();
            (listed.items, listed.next)
        };
        assert_eq!(
            cut(None, Some(2)),
            (vec!["a".to_owned(), "b".to_owned()], Some("b".to_owned()))
        );
        assert_eq!(cut(Some("b"), Some(2)), (vec!["c".to_owned()], None));
        assert_eq!(cut(Some("c"), None).0.len(), 0);
        assert!(page(Some("x"), None).cut(all(), |one| one, "en").is_err());
        assert!(page(None, Some(0)).cut(all(), |one| one, "en").is_err());
    }
}
