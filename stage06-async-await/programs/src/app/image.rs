//! Small images.

/// How long and wide an image is.
const SIDE: u8 = 4;

/// A BMP file of 4 × 4 pixels, 102 bytes long: each number has a colour of its own, from bright to dark.
pub(crate) fn bmp(number: u8) -> Vec<u8> {
    const HEADERS: u32 = 14 + 40;
    const PIXELS: u32 = SIDE as u32 * SIDE as u32 * 3;
    let mut file = b"BM".to_vec();
    for field in [HEADERS + PIXELS, 0, HEADERS, 40, SIDE.into(), SIDE.into()] {
        file.extend(field.to_le_bytes());
    }
    file.extend([1, 0, 24, 0]); // one plane, 24 bits a pixel
    for field in [0, PIXELS, 2835, 2835, 0, 0] {
        file.extend(u32::to_le_bytes(field));
    }
    for row in 0..SIDE {
        for column in 0..SIDE {
            let shade = 255 - 16 * (row + column);
            file.extend([shade, number.wrapping_mul(25), shade / 2]); // blue, green, red
        }
    }
    file
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_size_is_what_the_header_says() {
        let file = super::bmp(3);
        assert_eq!(file.len(), 102);
        assert_eq!(file[2..6], 102u32.to_le_bytes());
        assert_eq!(file[10..14], 54u32.to_le_bytes());
    }
}
