//! WAV: recordings as every program can play them. 16 bits a sample, not compressed.

/// Samples of a file, each between -32,768 and 32,767.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wav {
    /// Samples in a second, of each channel.
    pub rate: u32,
    /// One list for each channel, all of the same length.
    pub channels: Vec<Vec<i16>>,
}

/// The file cannot be used: it is no WAV, or one of another kind than 16 bits a sample in one or two channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no WAV file with 16 bits a sample")]
pub struct NotWav;

/// Bytes before the first sample, in files that are written here.
const HEADER: usize = 44;

/// A file of one channel.
pub fn write_wav(samples: &[i16], rate: u32) -> Vec<u8> {
    let size = u32::try_from(samples.len() * 2).unwrap_or(u32::MAX);
    let mut bytes = Vec::with_capacity(HEADER + samples.len() * 2);
    bytes.extend(b"RIFF");
    bytes.extend((size.saturating_add(36)).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    // Not compressed, one channel.
    bytes.extend(1_u16.to_le_bytes());
    bytes.extend(1_u16.to_le_bytes());
    bytes.extend(rate.to_le_bytes());
    bytes.extend(rate.saturating_mul(2).to_le_bytes());
    bytes.extend(2_u16.to_le_bytes());
    bytes.extend(16_u16.to_le_bytes());
    bytes.extend(b"data");
    bytes.extend(size.to_le_bytes());
    bytes.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    bytes
}

/// Reads a file, passing over what is not about the sound.
///
/// # Errors
///
/// [`NotWav`].
pub fn read_wav(bytes: &[u8]) -> Result<Wav, NotWav> {
    if !bytes.starts_with(b"RIFF") || bytes.get(8..12) != Some(b"WAVE") {
        return Err(NotWav);
    }
    let mut rest = &bytes[12..];
    let mut form = None;
    while let Some((name, size)) = rest.get(..4).zip(number(rest, 4)) {
        let size = usize::try_from(size).map_err(|_| NotWav)?;
        let content = &rest[8..];
        match name {
            b"fmt " => form = Some(read_form(content)?),
            // Programs that write as they record leave the size at nothing, or at the most.
            b"data" => return samples(&content[..size.min(content.len())], form.ok_or(NotWav)?),
            _ => {}
        }
        // Parts of an odd length are followed by a byte of nothing.
        rest = content.get(size + size % 2..).ok_or(NotWav)?;
    }
    Err(NotWav)
}

/// Samples in a second and number of channels.
fn read_form(content: &[u8]) -> Result<(u32, usize), NotWav> {
    let short = |at: usize| Some(u16::from_le_bytes(content.get(at..at + 2)?.try_into().ok()?));
    let (kind, n_channels, bits) = (short(0), short(2), short(14));
    let rate = number(content, 4).filter(|rate| (4_000..=192_000).contains(rate)).ok_or(NotWav)?;
    match (kind, n_channels, bits) {
        // The second kind is a longer way to say the first.
        (Some(1 | 0xfffe), Some(n_channels @ (1 | 2)), Some(16)) => Ok((rate, usize::from(n_channels))),
        _ => Err(NotWav),
    }
}

fn samples(content: &[u8], (rate, n_channels): (u32, usize)) -> Result<Wav, NotWav> {
    let mut channels = vec![Vec::with_capacity(content.len() / 2 / n_channels); n_channels];
    for together in content.chunks_exact(2 * n_channels) {
        for (channel, sample) in channels.iter_mut().zip(together.chunks_exact(2)) {
            channel.push(i16::from_le_bytes([sample[0], sample[1]]));
        }
    }
    if channels[0].is_empty() { Err(NotWav) } else { Ok(Wav { rate, channels }) }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: [i16; 5] = [0, 1, -1, i16::MAX, i16::MIN];

    #[test]
    fn what_is_written_comes_back() {
        let wav = read_wav(&write_wav(&SAMPLES, 16_000)).unwrap();

        assert_eq!(wav, Wav { rate: 16_000, channels: vec![SAMPLES.to_vec()] });
    }

    #[test]
    fn the_file_is_to_the_byte_what_another_program_writes() {
        // Python's module `wave`.
        let other: &[u8] = include_bytes!("../../tests/fixtures/formats/recording.wav");
        let samples: Vec<i16> =
            (0..400).map(|at| i16::try_from((at * at * 7 + at * 13) % 65_536 - 32_768).unwrap()).collect();

        assert_eq!(write_wav(&samples, 16_000), other);
        assert_eq!(read_wav(other).unwrap().channels, [samples]);
    }

    #[test]
    fn the_file_is_as_every_program_expects_it() {
        let bytes = write_wav(&[1, -2], 16_000);

        assert_eq!(bytes[..4], *b"RIFF");
        assert_eq!(bytes[4..8], 40_u32.to_le_bytes());
        assert_eq!(bytes[8..16], *b"WAVEfmt ");
        assert_eq!(bytes[20..24], [1, 0, 1, 0]);
        assert_eq!(bytes[24..28], 16_000_u32.to_le_bytes());
        assert_eq!(bytes[28..32], 32_000_u32.to_le_bytes());
        assert_eq!(bytes[32..36], [2, 0, 16, 0]);
        assert_eq!(bytes[36..], [b'd', b'a', b't', b'a', 4, 0, 0, 0, 1, 0, 0xfe, 0xff]);
    }

    #[test]
    fn two_channels_and_what_other_programs_add_can_be_read() {
        let mut bytes = write_wav(&[1, 2, 3, 4], 44_100);
        bytes[22] = 2;
        // A part of an odd length between form and samples.
        bytes.splice(36..36, *b"LIST\x03\0\0\0abc\0");

        let wav = read_wav(&bytes).unwrap();

        assert_eq!(wav, Wav { rate: 44_100, channels: vec![vec![1, 3], vec![2, 4]] });
    }

    #[test]
    fn a_file_that_was_cut_off_gives_what_is_there() {
        let whole = write_wav(&[1, 2, 3], 16_000);

        assert_eq!(read_wav(&whole[..whole.len() - 3]).unwrap().channels, [vec![1]]);
    }

    #[test]
    fn what_is_no_recording_is_told() {
        let with = |at: usize, byte: u8| {
            let mut bytes = write_wav(&SAMPLES, 16_000);
            bytes[at] = byte;
            bytes
        };
        let compressed = with(20, 85);
        let eight_bits = with(34, 8);
        let huge_part = with(19, 0xff);
        let files: [&[u8]; 7] =
            [b"", b"RIFF", b"\xff\xfb\x90MP3", &write_wav(&[], 16_000), &compressed, &eight_bits, &huge_part];
        for file in files {
            assert_eq!(read_wav(file), Err(NotWav), "{file:?}");
        }
    }
}
