//! What a speech program says, as plain samples: without silence around it, and as loud as every other text.

/// Silence is what stays below this part of the loudest sample.
const QUIET: f32 = 0.01;
/// Seconds that stay before the first sound: a cut right at it is heard as a click.
const BEFORE: f32 = 0.03;
/// Seconds that stay after the last sound, which dies away slowly.
const AFTER: f32 = 0.12;
/// How loud a text is on the whole (root mean square), of the most that a sample can be.
const LOUDNESS: f32 = 0.14;
/// The most that its loudest sample may be: the encoder adds a little.
const PEAK: f32 = 0.9;

/// Speech in one channel, of 16 bits a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Speech {
    /// Samples a second.
    pub(crate) rate: u32,
    pub(crate) samples: Vec<i16>,
}

impl Speech {
    /// Reads a WAV file. A program that writes to a pipe does not know the length before, so what is said of it is not
    /// believed.
    pub(crate) fn read(wav: &[u8]) -> Option<Self> {
        let (riff, mut rest) = wav.split_at_checked(12)?;
        if !riff.starts_with(b"RIFF") || !riff.ends_with(b"WAVE") {
            return None;
        }
        let mut rate = None;
        loop {
            let (head, content) = rest.split_at_checked(8)?;
            let size = u32::from_le_bytes(head[4..].try_into().ok()?) as usize;
            let content = &content[..size.min(content.len())];
            match &head[..4] {
                b"fmt " => {
                    let plain = [1, 0, 1, 0];
                    let bits = [16, 0];
                    if content.get(..4)? != plain || content.get(14..16)? != bits {
                        return None;
                    }
                    rate = Some(u32::from_le_bytes(content[4..8].try_into().ok()?));
                }
                b"data" => {
                    let samples = content.chunks_exact(2).map(|two| i16::from_le_bytes([two[0], two[1]]));
                    return Some(Self { rate: rate?, samples: samples.collect() });
                }
                _ => {}
            }
            // A part of an odd size has a byte more.
            rest = rest.get(8 + size + size % 2..)?;
        }
    }

    /// The same without the silence before and after it, and as loud as every other text. `None` if all is silence.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "seconds of sound and samples of 16 bits"
    )]
    pub(crate) fn prepared(&self) -> Option<Self> {
        let peak = f32::from(self.samples.iter().map(|sample| sample.unsigned_abs()).max()?);
        let is_sound = |sample: &i16| f32::from(sample.unsigned_abs()) > QUIET * peak;
        let first = self.samples.iter().position(is_sound)?;
        let last = self.samples.iter().rposition(is_sound)?;
        let n_samples = |seconds: f32| (seconds * self.rate as f32) as usize;
        let end = (last + 1 + n_samples(AFTER)).min(self.samples.len());
        let samples = &self.samples[first.saturating_sub(n_samples(BEFORE))..end];

        let squares: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
        let loudness = (squares / samples.len() as f64).sqrt() as f32;
        let most = f32::from(i16::MAX);
        let factor = (LOUDNESS * most / loudness).min(PEAK * most / peak);
        let samples = samples.iter().map(|sample| (f32::from(*sample) * factor) as i16).collect();
        Some(Self { rate: self.rate, samples })
    }

    /// The samples as bytes, the lower half first.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(parts: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut wav = b"RIFF\xff\xff\xff\x7fWAVE".to_vec();
        for (name, content) in parts {
            wav.extend_from_slice(*name);
            wav.extend_from_slice(&u32::try_from(content.len()).unwrap().to_le_bytes());
            wav.extend_from_slice(content);
            wav.extend(std::iter::repeat_n(0, content.len() % 2));
        }
        wav
    }

    const FORMAT: &[u8] = &[1, 0, 1, 0, 0x22, 0x56, 0, 0, 0x44, 0xac, 0, 0, 2, 0, 16, 0];

    #[test]
    fn samples_are_read_and_other_parts_left_out() {
        let file = wav(&[(b"fmt ", FORMAT), (b"LIST", b"odd"), (b"data", &[1, 0, 0xff, 0xff])]);
        assert_eq!(Speech::read(&file), Some(Speech { rate: 22_050, samples: vec![1, -1] }));
    }

    #[test]
    fn a_length_that_is_too_long_is_not_believed() {
        let mut file = wav(&[(b"fmt ", FORMAT), (b"data", &[1, 0, 2, 0])]);
        let at = file.len() - 8;
        file[at..at + 4].copy_from_slice(&0x7fff_f000_u32.to_le_bytes());
        assert_eq!(Speech::read(&file).unwrap().samples, [1, 2]);
    }

    #[test]
    fn what_is_no_sound_of_one_channel_is_refused() {
        let mut stereo = FORMAT.to_vec();
        stereo[2] = 2;
        assert_eq!(Speech::read(&wav(&[(b"fmt ", &stereo), (b"data", &[0, 0])])), None);
        assert_eq!(Speech::read(&wav(&[(b"data", &[0, 0])])), None);
        assert_eq!(Speech::read(b"RIFF"), None);
        assert_eq!(Speech::read(b""), None);
    }

    #[test]
    fn silence_goes_and_every_text_becomes_as_loud() {
        let said = |height: i16| {
            let mut samples = vec![0; 22_050];
            samples.extend((0..22_050).map(|at| if at % 2 == 0 { height } else { -height }));
            samples.extend(vec![0; 22_050]);
            Speech { rate: 22_050, samples }.prepared().unwrap().samples
        };

        let (soft, loud) = (said(300), said(30_000));

        assert_eq!(soft.len(), 22_050 + 661 + 2646);
        let loudest = |samples: &[i16]| samples.iter().max().copied().unwrap();
        assert!(loudest(&soft).abs_diff(loudest(&loud)) < 30, "{} {}", loudest(&soft), loudest(&loud));
        assert!((4000..6000).contains(&loudest(&loud)), "{}", loudest(&loud));
    }

    #[test]
    fn nothing_becomes_too_loud_and_silence_is_nothing() {
        let mut samples = vec![10; 22_050];
        samples[100] = 20_000;
        let loud = Speech { rate: 22_050, samples }.prepared().unwrap();
        assert!(loud.samples.iter().all(|sample| sample.unsigned_abs() <= 29_491));
        assert_eq!(Speech { rate: 22_050, samples: vec![0; 10] }.prepared(), None);
        assert_eq!(Speech { rate: 22_050, samples: vec![] }.prepared(), None);
    }
}
