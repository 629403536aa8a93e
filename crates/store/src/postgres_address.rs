//! Where a PostgreSQL is, and whether the way there is encrypted and the server shows who it is.
//!
//! `sslmode` and `sslrootcert` mean what they mean to PostgreSQL's own programs; what the libraries do
//! not know of them is read here.

use std::error::Error;
use std::sync::Arc;

use postgres::config::SslMode;
use postgres::{Client, Config, NoTls};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::failure::Failure;
use crate::store::PATIENCE;

/// Where a PostgreSQL is and how to get there.
#[derive(Clone)]
pub(crate) struct Address {
    config: Config,
    tls: Option<Arc<ClientConfig>>,
}

/// What is asked of the way to the server.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Plain,
    Encrypted,
    /// … and signed by an authority that is trusted.
    OfAuthority,
    /// … for this very host.
    OfHost,
}

impl Mode {
    fn of(word: Option<&str>) -> Option<Self> {
        match word {
            None | Some("disable" | "allow" | "prefer") => Some(Self::Plain),
            Some("require") => Some(Self::Encrypted),
            Some("verify-ca") => Some(Self::OfAuthority),
            Some("verify-full") => Some(Self::OfHost),
            Some(_) => None,
        }
    }
}

fn wrong(what: &str) -> Failure {
    Failure::Unreachable(format!("the address of the database: {what}"))
}

/// An option of an address, taken out of it.
fn take(address: &mut String, name: &str) -> Option<String> {
    let is_url = address.contains("://");
    let (head, options, between) = match (is_url, address.split_once('?')) {
        (true, Some((head, options))) => (format!("{head}?"), options.to_owned(), '&'),
        (true, None) => return None,
        (false, _) => (String::new(), address.clone(), ' '),
    };
    let value_of = |part: &str| part.strip_prefix(name)?.strip_prefix('=').map(str::to_owned);
    let found = options.split(between).find_map(value_of)?;
    let others = options.split(between).filter(|part| value_of(part).is_none());
    let others = others.collect::<Vec<_>>().join(&between.to_string());
    *address = format!("{head}{others}");
    Some(if is_url { plain(&found) } else { found.trim_matches('\'').to_owned() })
}

/// A text of an address without its percent signs.
fn plain(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(&part.as_bytes()[2..]);
            }
            None => {
                bytes.push(b'%');
                bytes.extend_from_slice(part.as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// [`Failure::Unreachable`] with what is wrong about it.
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        let mut rest = text.to_owned();
        let (word, file) = (take(&mut rest, "sslmode"), take(&mut rest, "sslrootcert"));
        let mode = Mode::of(word.as_deref()).ok_or_else(|| {
            wrong("sslmode is one of disable, require, verify-ca and verify-full")
        })?;
        let mut config: Config =
            rest.parse().map_err(|error: postgres::Error| wrong(&error.to_string()))?;
        config.connect_timeout(PATIENCE).tcp_user_timeout(PATIENCE);
        config.application_name("rimessa");
        // As PostgreSQL's own programs do: an authority that is named is asked.
        let mode = match (mode, &file) {
            (Mode::Encrypted, Some(_)) => Mode::OfAuthority,
            (mode, _) => mode,
        };
        let tls = match mode {
            Mode::Plain => None,
            mode => Some(Arc::new(encryption(mode, file.as_deref())?)),
        };
        config.ssl_mode(if tls.is_some() { SslMode::Require } else { SslMode::Disable });
        Ok(Self { config, tls })
    }

    /// Connects.
    pub(crate) fn connect(&self) -> Result<Client, postgres::Error> {
        match &self.tls {
            None => self.config.connect(NoTls),
            Some(tls) => self.config.connect(MakeRustlsConnect::new(ClientConfig::clone(tls))),
        }
    }
}

fn encryption(mode: Mode, file: Option<&str>) -> Result<ClientConfig, Failure> {
    let provider = Arc::new(ring::default_provider());
    let inner = match mode {
        Mode::Plain | Mode::Encrypted => None,
        Mode::OfAuthority | Mode::OfHost => {
            let roots = Arc::new(authorities(file)?);
            let inner =
                WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&provider)).build();
            Some(inner.map_err(|error| wrong(&error.to_string()))?)
        }
    };
    let verifier =
        Verifier { inner, any_host: mode != Mode::OfHost, provider: Arc::clone(&provider) };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong(&error.to_string()))?;
    let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    Ok(builder.with_no_client_auth())
}

/// Whom to trust: the authorities of a file, or those that browsers trust.
fn authorities(file: Option<&str>) -> Result<RootCertStore, Failure> {
    let Some(file) = file.filter(|file| *file != "system") else {
        return Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() });
    };
    let unreadable = |why: &dyn std::fmt::Display| wrong(&format!("sslrootcert, {file}: {why}"));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))? {
        let certificate = certificate.map_err(|error| unreadable(&error))?;
        roots.add(certificate).map_err(|error| unreadable(&error))?;
    }
    if roots.is_empty() { Err(unreadable(&"there is no certificate in it")) } else { Ok(roots) }
}

/// Looks at what the server shows, as far as it was asked for.
#[derive(Debug)]
struct Verifier {
    /// `None`: whoever it is.
    inner: Option<Arc<WebPkiServerVerifier>>,
    any_host: bool,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(inner) = &self.inner else { return Ok(ServerCertVerified::assertion()) };
        match inner.verify_server_cert(certificate, between, name, ocsp, now) {
            Err(rustls::Error::InvalidCertificate(why)) if self.any_host && is_name(&why) => {
                Ok(ServerCertVerified::assertion())
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn is_name(why: &CertificateError) -> bool {
    matches!(why, CertificateError::NotValidForName)
        || matches!(why, CertificateError::NotValidForNameContext { .. })
}

/// What is wrong with the server's certificate and what to do, if it is that.
pub(crate) fn about_certificate(error: &postgres::Error) -> Option<String> {
    let mut cause = error.source();
    while let Some(now) = cause {
        let within = now.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let tls = now.downcast_ref().or_else(|| within?.downcast_ref::<rustls::Error>());
        if let Some(rustls::Error::InvalidCertificate(why)) = tls {
            return Some(match why {
                CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                    "its certificate is not signed by an authority \
                    that is trusted: let sslrootcert name the file with the right one"
                        .to_owned()
                }
                why if is_name(why) => "its certificate is for another host: write the name that \
                    stands in it, or sslmode=verify-ca"
                    .to_owned(),
                CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                    "its certificate has expired".to_owned()
                }
                why => format!("its certificate will not do: {why}"),
            });
        }
        cause = now.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_taken_out_of_an_address() {
        let taken = |address: &str| {
            let mut rest = address.to_owned();
            let found = take(&mut rest, "sslrootcert");
            (found, rest)
        };
        let some = |text: &str| Some(text.to_owned());
        for (address, found, rest) in [
            ("postgres://u@h/n", None, "postgres://u@h/n"),
            (
                "postgres://u@h/n?sslrootcert=/etc/ca%20one.pem&a=b",
                some("/etc/ca one.pem"),
                "postgres://u@h/n?a=b",
            ),
            ("host=h sslrootcert='/ca.pem' dbname=n", some("/ca.pem"), "host=h dbname=n"),
        ] {
            assert_eq!(taken(address), (found, rest.to_owned()), "{address}");
        }
        assert_eq!(plain("100%"), "100%");
        assert_eq!(plain("%zz%41"), "%zzA");
    }

    #[test]
    fn what_is_wrong_with_an_address_is_said() {
        for (address, words) in [
            ("postgres://u@h/n?sslmode=maybe", "verify-full"),
            ("postgres://u@h/n?sslmode=verify-full&sslrootcert=/no/such", "/no/such"),
            ("postgres://u@h:port/n", "address"),
        ] {
            let Err(Failure::Unreachable(why)) = Address::read(address) else {
                panic!("{address} was read");
            };
            assert!(why.contains(words), "{why}");
        }
        assert!(Address::read("postgres://u@h/n?sslmode=verify-full").is_ok());
    }
}
