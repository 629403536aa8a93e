//! Scans, receipts and photos of the demo: pictures that are drawn here, of cards and papers that never were.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use rimessa_app::Trouble;
use rimessa_app::scan::{Checked, check};

const WIDTH: u32 = 720;
const HEIGHT: u32 = 452;
/// So large is a point of a letter.
const DOT: u32 = 5;
/// A letter is three points wide and five high.
const LETTER: (u32, u32) = (3, 5);

const INK: Rgb<u8> = Rgb([36, 40, 56]);
const FAINT: Rgb<u8> = Rgb([150, 156, 170]);

/// A card or a paper with these lines on it, in that tone of paper; `with_face`: with a picture of somebody.
///
/// # Errors
/// [`Trouble`]: it could not be drawn.
pub(super) fn drawn(lines: &[String], tone: [u8; 3], with_face: bool) -> Result<Checked, Trouble> {
    let mut sheet = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| paper(tone, x, y));
    fill(&mut sheet, (0, 0), (WIDTH, 58), Rgb(tone.map(|part| part / 2)));
    let left = if with_face { 250 } else { 40 };
    if with_face {
        face(&mut sheet);
    }
    for (row, line) in lines.iter().enumerate() {
        let row = u32::try_from(row).unwrap_or(0);
        let (at, ink) = match row {
            0 => ((40, 16), Rgb([255, 255, 255])),
            row => ((left, 40 + row * 48), INK),
        };
        write(&mut sheet, at, line, ink);
    }
    let mut bytes = Cursor::new(Vec::new());
    let written = sheet.write_to(&mut bytes, ImageFormat::Png);
    written.map_err(|_| Trouble::invalid("file", "upload-damaged", ""))?;
    check(bytes.get_ref(), Some("image/png"))
}

/// Paper with a fine pattern.
fn paper(tone: [u8; 3], x: u32, y: u32) -> Rgb<u8> {
    let wave = (x / 6 + y / 4) % 9 < 2;
    let light = |part: u8| if wave { part.saturating_sub(8) } else { part };
    Rgb(tone.map(light))
}

fn fill(sheet: &mut RgbImage, (x, y): (u32, u32), (width, height): (u32, u32), ink: Rgb<u8>) {
    for down in y..(y + height).min(HEIGHT) {
        for right in x..(x + width).min(WIDTH) {
            sheet.put_pixel(right, down, ink);
        }
    }
}

/// The outline of a head and shoulders.
fn face(sheet: &mut RgbImage) {
    fill(sheet, (40, 92), (180, 230), Rgb([222, 226, 234]));
    let inside = |x: i64, y: i64, (cx, cy): (i64, i64), (rx, ry): (i64, i64)| {
        let (dx, dy) = (x - cx, y - cy);
        dx * dx * ry * ry + dy * dy * rx * rx <= rx * rx * ry * ry
    };
    for y in 92..322_i64 {
        for x in 40..220_i64 {
            let is_head = inside(x, y, (130, 176), (44, 56));
            if is_head || inside(x, y, (130, 322), (82, 78)) {
                let (x, y) = (u32::try_from(x).unwrap_or(0), u32::try_from(y).unwrap_or(0));
                sheet.put_pixel(x, y, FAINT);
            }
        }
    }
}

/// Writes a line in capital letters.
fn write(sheet: &mut RgbImage, (x, y): (u32, u32), line: &str, ink: Rgb<u8>) {
    let (wide, high) = LETTER;
    let room = (WIDTH.saturating_sub(x)) / (DOT * (wide + 1));
    let room = usize::try_from(room).unwrap_or(0);
    for (place, letter) in line.to_uppercase().chars().take(room).enumerate() {
        let points = points(letter);
        let start = x + u32::try_from(place).unwrap_or(0) * DOT * (wide + 1);
        for point in 0..wide * high {
            // The first point of the first row is the highest bit.
            if (points >> (wide * high - 1 - point)) & 1 == 1 {
                let at = (start + point % wide * DOT, y + point / wide * DOT);
                fill(sheet, at, (DOT, DOT), ink);
            }
        }
    }
}

/// The points of a letter, a digit of three points for each of its five rows.
fn points(letter: char) -> u32 {
    match letter {
        'A' | 'À' | 'Â' | 'Ä' => 0o25755,
        'B' => 0o65656,
        'C' | 'Ç' => 0o34443,
        'D' => 0o65556,
        'E' | 'É' | 'È' | 'Ê' | 'Ë' => 0o74647,
        'F' => 0o74644,
        'G' => 0o34553,
        'H' => 0o55755,
        'I' | 'Î' | 'Ï' => 0o72227,
        'J' => 0o11152,
        'K' => 0o55655,
        'L' => 0o44447,
        'M' => 0o57755,
        'N' => 0o65555,
        'O' | 'Ô' | 'Ö' | 'Ò' => 0o25552,
        'P' => 0o65644,
        'Q' => 0o25563,
        'R' => 0o65655,
        'S' => 0o34216,
        'T' => 0o72222,
        'U' | 'Ü' | 'Ù' => 0o55557,
        'V' => 0o55552,
        'W' => 0o55775,
        'X' => 0o55255,
        'Y' => 0o55222,
        'Z' => 0o71247,
        '0' => 0o75557,
        '1' => 0o26227,
        '2' => 0o61247,
        '3' => 0o61216,
        '4' => 0o55711,
        '5' => 0o74616,
        '6' => 0o34652,
        '7' => 0o71222,
        '8' => 0o25252,
        '9' => 0o25316,
        '-' | '–' => 0o00700,
        '.' | ',' => 0o00002,
        ':' => 0o02020,
        '/' => 0o11244,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_a_picture_that_says_whose_it_is() {
        let of =
            |name: &str| drawn(&["Licence".to_owned(), name.to_owned()], [230, 235, 245], true);
        let (anna, bea) = (of("Anna").unwrap(), of("Bea").unwrap());
        assert_eq!(anna.media_type, "image/jpeg");
        assert!(anna.bytes.len() > 5_000 && anna.bytes != bea.bytes);
        assert_eq!(anna, of("Anna").unwrap(), "drawn again, it is the same");
    }
}
