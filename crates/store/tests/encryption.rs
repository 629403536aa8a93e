//! The way to PostgreSQL, encrypted, to a server that shows who it is.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rimessa_store::{Failure, Place, Settings, Store, Tx, pending};
use rimessa_testing::Server;

/// An authority.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut parameters = CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
}

/// A server whose certificate is for `localhost`, with the folder of its authority and of another one.
fn server() -> (Server, tempfile::TempDir) {
    let (ours, other) = (authority(), authority());
    let key = KeyPair::generate().unwrap();
    let parameters = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let shown = parameters.signed_by(&key, &ours).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ours.pem"), ours.pem()).unwrap();
    std::fs::write(folder.path().join("other.pem"), other.pem()).unwrap();
    std::fs::write(folder.path().join("empty.pem"), "").unwrap();
    (Server::start_encrypted(&shown.pem(), &key.serialize_pem()), folder)
}

/// Opens the database at that address; whether the way there is encrypted.
fn opened(address: &str) -> Result<bool, Failure> {
    let place: Place = address.parse().unwrap();
    pending(&place)?;
    let store = Store::open(&place, Settings { connections: 1, ..Settings::default() })?;
    store.read_now(|tx: &mut Tx<'_>| {
        let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        Ok(tx.one(sql, &[], |row| row.flag(0))?.unwrap())
    })
}

#[test]
fn the_way_is_as_safe_as_the_address_says() {
    let (server, folder) = server();
    let name = server.database();
    let name = name.rsplit('=').next().unwrap();
    let port = server.port().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let at = |host: &str, options: &str| {
        opened(&format!("postgres://rimessa@{host}:{port}/{name}{options}"))
    };
    assert_eq!(at("localhost", ""), Ok(false));
    assert_eq!(at("localhost", "?sslmode=disable"), Ok(false));
    assert_eq!(at("localhost", "?sslmode=require"), Ok(true));
    let full = |name: &str| format!("?sslmode=verify-full&sslrootcert={}", file(name));
    assert_eq!(at("localhost", &full("ours.pem")), Ok(true));
    let words = format!(
        "host=localhost port={port} user=rimessa dbname={name} sslmode=verify-full sslrootcert={}",
        file("ours.pem")
    );
    assert_eq!(opened(&words), Ok(true));
    let refused = |host: &str, options: &str, words: &str| match at(host, options) {
        Err(Failure::Unreachable(why)) => assert!(why.contains(words), "{options}: {why}"),
        other => panic!("{options}: {other:?}"),
    };
    refused("localhost", &full("other.pem"), "sslrootcert");
    // Nobody whom browsers trust signed it.
    refused("localhost", "?sslmode=verify-full", "sslrootcert");
    refused("localhost", &full("empty.pem"), "no certificate");
    refused("localhost", &full("none.pem"), "none.pem");
    refused("127.0.0.1", &full("ours.pem"), "another host");
    let authority = |name: &str| format!("?sslmode=verify-ca&sslrootcert={}", file(name));
    assert_eq!(at("127.0.0.1", &authority("ours.pem")), Ok(true));
    refused("127.0.0.1", &authority("other.pem"), "sslrootcert");
    // Asked for an authority, encryption alone will not do.
    let require = format!("?sslmode=require&sslrootcert={}", file("other.pem"));
    refused("localhost", &require, "sslrootcert");
}
