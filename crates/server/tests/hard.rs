//! Hard input against the server as it is run: it says clearly what it does not take, its memory stays
//! flat, and others are served meanwhile.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// More than this, memory must not grow by what is refused.
const FLAT_KB: u64 = 24 * 1024;
/// What takes longer is stuck.
const LONGEST: Duration = Duration::from_secs(60);

/// A server that runs, on an installation of its own with one operator.
struct Serving {
    child: Child,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Serving {
    fn start(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("hard.db").display());
        let run = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_rimessa"));
            command.args(arguments).env("RIMESSA_DATABASE_URL", &database);
            command.env("RIMESSA_RATE_LIMIT", "0").env("RIMESSA_LISTEN", "127.0.0.1:0");
            command.envs(settings.iter().copied()).stderr(Stdio::null()).stdin(Stdio::null());
            command
        };
        let added = run(&["admin", "add-operator", "o", "--rulebook", "clem"]).output().unwrap();
        assert!(added.status.success(), "{added:?}");
        let mut child = run(&["serve"]).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.map_while(Result::ok).find_map(|line| {
            let (_, address) = line.split_once("listens on http://")?;
            address.parse().ok()
        });
        Self { child, address: address.expect("it says where it listens"), _folder: folder }
    }

    /// How much memory it has, in KB.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(LONGEST)).unwrap();
        stream.set_write_timeout(Some(LONGEST)).unwrap();
        stream
    }

    /// Sends a head and a body; the status and what is said.
    fn ask(&self, head: &str, body: &[u8]) -> (u16, String) {
        let mut stream = self.connect();
        let length = if body.is_empty() {
            String::new()
        } else {
            format!("content-length: {}\r\n", body.len())
        };
        let head = format!("{head}\r\nhost: h\r\nconnection: close\r\n{length}\r\n");
        // It may answer, and close, before all was sent.
        stream.write_all(head.as_bytes()).ok();
        stream.write_all(body).ok();
        heard(&mut stream)
    }

    fn post(&self, rest: &str, more: &str, body: &[u8]) -> (u16, String) {
        let head =
            format!("POST /api/v1/o/{rest} HTTP/1.1\r\ncontent-type: application/json{more}");
        self.ask(&head, body)
    }

    /// That somebody else is served.
    #[track_caller]
    fn serves(&self) {
        let begun = Instant::now();
        assert_eq!(self.ask("GET /healthz HTTP/1.1", b"").0, 200);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }

    /// How many connections it has, this one apart.
    fn connections(&self) -> u64 {
        let (_, said) = self.ask("GET /metrics HTTP/1.1", b"");
        let count = said.lines().find_map(|line| line.strip_prefix("rimessa_connections "));
        count.map_or(0, |count| count.trim().parse::<u64>().unwrap().saturating_sub(1))
    }

    /// Waits until all others were cut off.
    #[track_caller]
    fn empties(&self) {
        let begun = Instant::now();
        while self.connections() > 0 {
            assert!(begun.elapsed() < LONGEST, "{} connections are left", self.connections());
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// What is answered: the status and the rest; 0 if nothing is.
fn heard(stream: &mut TcpStream) -> (u16, String) {
    let mut said = Vec::new();
    let mut part = [0; 65_536];
    while let Ok(length @ 1..) = stream.read(&mut part) {
        said.extend_from_slice(&part[..length]);
    }
    let said = String::from_utf8_lossy(&said).into_owned();
    let status = said.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or_default(), said)
}

#[track_caller]
fn is_problem((status, said): &(u16, String), wanted: u16, code: &str) {
    assert_eq!(*status, wanted, "{said}");
    assert!(said.contains("application/problem+json"), "{said}");
    assert!(said.contains(&format!("\"code\":\"{code}\"")), "{code}: {said}");
}

#[test]
fn hard_bodies_are_refused_and_memory_stays_flat() {
    let server = Serving::start(&[]);
    let name =
        |length: usize| format!("{{\"login\":\"{}\",\"password\":\"p\"}}", "n".repeat(length));
    // What is used anyway.
    server.post("sessions", "", name(3).as_bytes());
    let before = server.memory();
    is_problem(&server.post("sessions", "", name(1_000_000).as_bytes()), 413, "too-large");
    is_problem(&server.post("sessions", "", name(200_000).as_bytes()), 401, "not-logged-in");
    is_problem(&server.post("sessions", "", b"{\"login\":\"\xff\xfe\"}"), 400, "invalid");
    is_problem(&server.post("sessions", "", &b"[".repeat(200_000)), 422, "not-of-the-form");
    is_problem(&server.post("sessions", "", b"[\"anna\",\"p\"]"), 422, "not-of-the-form");
    for deep in [format!("{{\"login\":{}", "{\"a\":".repeat(40_000)), "{\"a\":[".repeat(40_000)] {
        let (status, said) = server.post("sessions", "", deep.as_bytes());
        assert!(status == 400 || status == 422, "{said}");
    }
    let nul = b"{\"login\":\"a\\u0000b\",\"password\":\"p\"}";
    is_problem(&server.post("sessions", "", nul), 422, "holds-nul");
    let packed = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let more = "\r\ncontent-encoding: gzip";
    is_problem(&server.post("sessions", more, &packed.repeat(1_000)), 415, "encoded");
    for path in
        ["/api/v1/o/stations/%ff", "/api/v1/%c3%28/stations", "/api/v1/o/stations?after=%00"]
    {
        is_problem(&server.ask(&format!("GET {path} HTTP/1.1"), b""), 400, "not-understood");
    }
    let long = format!("GET /api/v1/o/stations/{} HTTP/1.1", "x".repeat(40_000));
    is_problem(&server.ask(&long, b""), 404, "no-such-station");
    let odd = "GET /api/v1/o/stations?limit=%ff&after=x HTTP/1.1";
    is_problem(&server.ask(odd, b""), 422, "invalid");
    // A body without end, in parts.
    let mut stream = server.connect();
    let head = "POST /api/v1/o/sessions HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let part = [b"10000\r\n".as_slice(), &[b' '; 65_536], b"\r\n"].concat();
    let sent = (0..1_000).take_while(|_| stream.write_all(&part).is_ok()).count();
    assert!(sent < 1_000, "it took 64 MB");
    for count in [200, 10_000] {
        let headers = "\r\nx-header: 1".repeat(count);
        let (status, said) = server.ask(&format!("GET /healthz HTTP/1.1{headers}"), b"");
        assert_eq!(status, 431, "{count}: {said}");
    }
    server.serves();
    let grown = server.memory().saturating_sub(before);
    assert!(grown < FLAT_KB, "grown by {grown} KB");
}

/// The first chunk of a PNG of that size, with what follows missing.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    let sum = !header.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 }
        })
    });
    let mut all = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    all.extend(header);
    all.extend(sum.to_be_bytes());
    all.extend(b"\0\0\0\x0aIDAT");
    all.extend(vec![0; 100_000]);
    all
}

/// A JPEG that says it is of that size.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut all = vec![0xff, 0xd8, 0xff, 0xc0, 0, 17, 8];
    all.extend(height.to_be_bytes());
    all.extend(width.to_be_bytes());
    all.extend([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
    all.extend([0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 0x3f, 0]);
    all.extend(vec![0; 100_000]);
    all
}

#[test]
fn scans_that_are_bombs_are_refused_and_memory_stays_flat() {
    let server = Serving::start(&[]);
    let (status, said) = server.post("signups", "", b"");
    assert_eq!(status, 201, "{said}");
    let token = said.split("\"token\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let token = token.unwrap_or_else(|| panic!("{said}"));
    let upload = |kind: &str, bytes: &[u8]| {
        let path = "/api/v1/o/signups/current/documents/licence-front";
        let head = format!("PUT {path} HTTP/1.1\r\nsignup-token: {token}\r\ncontent-type: {kind}");
        server.ask(&head, bytes)
    };
    let before = server.memory();
    for _ in 0..5 {
        for (kind, bytes) in [
            ("image/png", png(60_000, 60_000)),
            ("image/png", png(15_000, 15_000)),
            ("image/png", png(u32::MAX, u32::MAX)),
            ("image/jpeg", jpeg(60_000, 60_000)),
            ("image/jpeg", jpeg(15_999, 15_999)),
            ("image/png", b"PK\x03\x04 a zip that says it is a picture".to_vec()),
            ("application/pdf", b"%PDF-1.7 without an end".to_vec()),
        ] {
            is_problem(&upload(kind, &bytes), 422, "invalid");
        }
    }
    let (status, said) = upload("image/png", &vec![0; 12 * 1024 * 1024]);
    assert!(status == 422 || status == 413, "{said}");
    // What is in a PDF is never looked at, here: it is kept sealed, and handed out as a file.
    let packed = b"<< /Filter /FlateDecode /Length 4000000 >> stream\n".as_slice();
    let pdf = [b"%PDF-1.7\n", packed, &vec![b'x'; 4_000_000], b"\nendstream\n%%EOF"].concat();
    assert_eq!(upload("application/pdf", &pdf).0, 200);
    server.serves();
    let grown = server.memory().saturating_sub(before);
    // The PDF itself passes through a few buffers.
    assert!(grown < 2 * FLAT_KB, "grown by {grown} KB");
}

#[test]
fn slow_senders_and_slow_readers_are_cut_off_and_others_are_served() {
    let settings = [("RIMESSA_HEADER_SECONDS", "1"), ("RIMESSA_REQUEST_SECONDS", "2")];
    let server = Serving::start(&settings);
    let before = server.memory();
    let mut slow = Vec::new();
    for _ in 0..50 {
        // Nothing, half a head, half a body, and an answer that nobody reads.
        slow.push(server.connect());
        let mut half = server.connect();
        half.write_all(b"GET /healthz HTTP/1.1\r\nhost: h\r\nx-slow: ").unwrap();
        slow.push(half);
        let mut half = server.connect();
        let head = b"POST /api/v1/o/sessions HTTP/1.1\r\nhost: h\r\ncontent-length: 1000\r\n\r\n{";
        half.write_all(head).unwrap();
        slow.push(half);
    }
    let mut deaf = server.connect();
    let ask = b"GET /api/v1/openapi.json HTTP/1.1\r\nhost: h\r\n\r\n".repeat(400);
    deaf.write_all(&ask).unwrap();
    server.serves();
    // Whoever sends half a body is told.
    let mut third = slow.remove(2);
    let (status, said) = heard(&mut third);
    is_problem(&(status, said), 408, "too-slow");
    server.empties();
    server.serves();
    let grown = server.memory().saturating_sub(before);
    assert!(grown < FLAT_KB, "grown by {grown} KB");
    drop((slow, deaf));
}

/// A connection from an address of this machine.
fn from(address: [u8; 4], to: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::from(address)), 0)).unwrap();
        socket.connect(to).await.unwrap()
    });
    let stream = stream.into_std().unwrap();
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(LONGEST)).unwrap();
    stream
}

#[test]
fn idle_connections_of_one_address_leave_room_for_the_others() {
    let settings = [("RIMESSA_CONNECTIONS", "40"), ("RIMESSA_HEADER_SECONDS", "20")];
    let server = Serving::start(&settings);
    let health = b"GET /healthz HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n";
    let before = server.memory();
    // As many as a process may have here, again and again: as many refusals as of a hundred thousand.
    let mut refused = 0;
    for _ in 0..10 {
        let idle: Vec<TcpStream> = (0..200).map(|_| from([127, 0, 0, 1], server.address)).collect();
        let mut other = from([127, 0, 0, 2], server.address);
        other.write_all(health).unwrap();
        assert_eq!(heard(&mut other).0, 200, "another address is not served");
        let mut last = idle.into_iter().next_back().unwrap();
        last.write_all(health).ok();
        last.shutdown(Shutdown::Write).ok();
        let (status, said) = heard(&mut last);
        if status == 503 {
            assert!(said.contains("retry-after: 2") && said.contains("\"busy\""), "{said}");
            refused += 1;
        } else {
            assert_eq!(status, 0, "{said}");
        }
    }
    assert!(refused > 0, "nobody was told");
    let grown = server.memory().saturating_sub(before);
    assert!(grown < FLAT_KB, "grown by {grown} KB");
}
