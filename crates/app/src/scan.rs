//! Checking what is uploaded: pictures are decoded and written anew, so that nothing but the picture is
//! kept; a PDF is kept as it is, and only ever handed out as a file.

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::trouble::Trouble;

/// The most that an upload may hold.
pub const LARGEST_BYTES: usize = 10 * 1024 * 1024;
/// A picture may have so many pixels: what a telephone makes, and a little more.
const MOST_PIXELS: u64 = 40_000_000;
/// The longest side of a picture.
const LONGEST_SIDE: u32 = 16_000;
/// A picture is kept with at most so many pixels on its longer side: enough to read a licence.
const KEPT_SIDE: u32 = 2_400;
/// The quality with which pictures are written.
const QUALITY: u8 = 85;

/// An upload that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// `image/jpeg` or `application/pdf`.
    pub media_type: &'static str,
    /// What is kept.
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Jpeg,
    Png,
    Pdf,
}

impl Sort {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            _ if bytes.starts_with(b"%PDF-") => Some(Self::Pdf),
            _ => None,
        }
    }

    /// Whether `said`, a media type, can mean this.
    fn is_meant_by(self, said: &str) -> bool {
        let said = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match said.as_str() {
            "image/jpeg" | "image/jpg" => self == Self::Jpeg,
            "image/png" => self == Self::Png,
            "application/pdf" => self == Self::Pdf,
            _ => true,
        }
    }
}

/// Checks an upload, which the sender says to be of the media type `said`. Slow: never in a
/// transaction.
///
/// # Errors
/// [`Trouble::Invalid`] about `file`: empty, too large, of no kind that is taken, damaged.
pub fn check(bytes: &[u8], said: Option<&str>) -> Result<Checked, Trouble> {
    let wrong = |code| Trouble::invalid("file", code, "");
    if bytes.is_empty() {
        return Err(wrong("upload-empty"));
    }
    if bytes.len() > LARGEST_BYTES {
        return Err(wrong("upload-too-large"));
    }
    let sort = Sort::of(bytes).ok_or_else(|| wrong("upload-wrong-kind"))?;
    if said.is_some_and(|said| !sort.is_meant_by(said)) {
        return Err(wrong("upload-not-what-it-says"));
    }
    match sort {
        Sort::Pdf => pdf(bytes).ok_or_else(|| wrong("upload-damaged")),
        Sort::Jpeg => picture(bytes, ImageFormat::Jpeg).map_err(wrong),
        Sort::Png => picture(bytes, ImageFormat::Png).map_err(wrong),
    }
}

fn pdf(bytes: &[u8]) -> Option<Checked> {
    let version = bytes.get(5..8)?;
    let known = matches!(version, [b'1' | b'2', b'.', b'0'..=b'9']);
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    let ended = tail.windows(5).any(|window| window == b"%%EOF");
    (known && ended).then(|| Checked { media_type: "application/pdf", bytes: bytes.to_vec() })
}

fn picture(bytes: &[u8], format: ImageFormat) -> Result<Checked, &'static str> {
    // One at a time, so that many at once need no more memory than one.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_PIXELS * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| code(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err("upload-too-many-pixels");
    }
    let orientation = decoder.orientation().map_err(|error| code(&error))?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| code(&error))?;
    if width.max(height) > KEPT_SIDE {
        picture = picture.thumbnail(KEPT_SIDE, KEPT_SIDE);
    }
    picture.apply_orientation(orientation);
    let mut written = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut written, QUALITY);
    let plain = DynamicImage::ImageRgb8(picture.into_rgb8());
    plain.write_with_encoder(encoder).map_err(|error| code(&error))?;
    Ok(Checked { media_type: "image/jpeg", bytes: written })
}

fn code(error: &image::ImageError) -> &'static str {
    match error {
        image::ImageError::Limits(_) => "upload-too-many-pixels",
        _ => "upload-damaged",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        let image = DynamicImage::new_rgb8(40, 30);
        image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        bytes
    }

    fn refused(bytes: &[u8], said: Option<&str>) -> &'static str {
        match check(bytes, said) {
            Err(Trouble::Invalid(all)) => all[0].code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pictures_are_written_anew() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let mut bytes = sample(format);
            bytes.extend_from_slice(b"<script>hidden</script>");
            let checked = check(&bytes, None).unwrap();
            assert_eq!(checked.media_type, "image/jpeg");
            assert!(!checked.bytes.windows(6).any(|window| window == b"hidden"));
        }
    }

    #[test]
    fn what_is_no_picture_and_no_pdf_is_refused() {
        assert_eq!(refused(b"", None), "upload-empty");
        assert_eq!(refused(b"GIF89a", None), "upload-wrong-kind");
        assert_eq!(refused(b"PK\x03\x04", Some("image/png")), "upload-wrong-kind");
        assert_eq!(refused(&vec![b'x'; LARGEST_BYTES + 1], None), "upload-too-large");
        let png = sample(ImageFormat::Png);
        assert_eq!(refused(&png, Some("application/pdf")), "upload-not-what-it-says");
        assert_eq!(refused(&png[..60], None), "upload-damaged");
        assert_eq!(refused(b"\xff\xd8\xff\xe0 no picture", None), "upload-damaged");
        assert_eq!(refused(b"%PDF-1.7 cut off", None), "upload-damaged");
        assert!(check(b"%PDF-1.7\n...\n%%EOF\n", Some("application/pdf")).is_ok());
    }

    /// A few bytes that say they are a picture of 60,000 × 60,000 pixels.
    #[test]
    fn a_bomb_is_refused_before_it_unfolds() {
        let mut png = sample(ImageFormat::Png);
        png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        let crc = crc(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(refused(&png, None), "upload-too-many-pixels");
        png[16..24].copy_from_slice(&[0, 0, 0x3a, 0x98, 0, 0, 0x3a, 0x98]);
        let crc = self::crc(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(refused(&png, None), "upload-too-many-pixels");
    }

    fn crc(bytes: &[u8]) -> u32 {
        let mut crc = u32::MAX;
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            }
        }
        !crc
    }
}
