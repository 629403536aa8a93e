//! A browser that does what browsers do: it keeps cookies, and says where forms come from.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::kit::Server;

/// A browser: it keeps its cookies, and says where forms come from.
pub(super) struct Browser<'s> {
    pub(super) server: &'s Server,
    pub(super) cookies: Vec<(String, String)>,
}

/// A page as it came.
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) location: String,
    pub(super) html: String,
}

impl Page {
    /// The value of a hidden field.
    pub(super) fn hidden(&self, name: &str) -> String {
        let begin = format!("name=\"{name}\" value=\"");
        let rest = self.html.split(&begin).nth(1).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub(super) fn shows(&self, words: &str) -> &Self {
        assert!(self.html.contains(words), "no \"{words}\" in {}", self.html);
        self
    }
}

/// Fields as a form sends them.
pub(super) fn form(fields: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(fields);
    text.finish()
}

impl<'s> Browser<'s> {
    pub(super) fn new(server: &'s Server) -> Self {
        Self { server, cookies: Vec::new() }
    }

    /// A browser in which anna is logged in.
    pub(super) fn of_anna(server: &'s Server) -> Self {
        let mut browser = Self::new(server);
        let who = [("login", "anna"), ("password", "correct horse")];
        let page = browser.post(&format!("/{}/log-in", server.operator.slug), &who);
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        browser
    }

    /// A browser in which somebody new of the staff is logged in, with this role for the operator.
    pub(super) fn of_staff(server: &'s Server, role: &'static str) -> Self {
        Self { server, cookies: vec![("rimessa-desk".to_owned(), server.staff(role))] }
    }

    /// A browser with somebody's session.
    pub(super) fn with(server: &'s Server, token: &str) -> Self {
        Self { server, cookies: vec![("rimessa".to_owned(), token.to_owned())] }
    }

    fn send(&mut self, request: axum::http::request::Builder, body: impl Into<Body>) -> Page {
        let mut all: Vec<String> = vec!["rimessa-language=en".to_owned()];
        all.extend(self.cookies.iter().map(|(name, value)| format!("{name}={value}")));
        let request = request.header(header::COOKIE, all.join("; ")).header(header::HOST, "here");
        let answer = self.server.send(request.body(body.into()).unwrap());
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        let location = answer.headers.get(header::LOCATION);
        let location = location.map_or("", |value| value.to_str().unwrap()).to_owned();
        let html = answer.body.as_str().map_or_else(|| answer.body.to_string(), str::to_owned);
        Page { status: answer.status, location, html }
    }

    pub(super) fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), String::new())
    }

    pub(super) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = Request::post(path)
            .header(header::ORIGIN, "http://here")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, form(fields))
    }

    /// Sends a form with files: each with its field, its name, its type and its bytes.
    pub(super) fn post_files(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &str, &[u8])],
    ) -> Page {
        const LINE: &str = "----a-line-between";
        let mut body = Vec::new();
        for (name, text) in fields {
            let head =
                format!("--{LINE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), text.as_bytes(), b"\r\n"].concat());
        }
        for (name, file, kind, bytes) in files {
            let head = format!(
                "--{LINE}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                 content-type: {kind}\r\n\r\n"
            );
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(format!("--{LINE}--\r\n").as_bytes());
        let request = Request::post(path)
            .header(header::ORIGIN, "http://here")
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={LINE}"));
        self.send(request, body)
    }
}
