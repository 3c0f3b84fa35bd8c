//! What becomes of sound that a microphone has heard: short, at an even loudness, in the one form in which recordings
//! are kept.
//!
//! Samples are numbers from -1 to 1, of one channel.

use std::time::Duration;

/// Samples in a second of a recording. Speech needs no more, and a word is then some 30 kB.
pub const RATE: u32 = 16_000;

/// The longest recording. What a card says takes two seconds, the longest sentence eight.
pub const LONGEST: Duration = Duration::from_secs(20);

/// Somebody was to speak, and nothing can be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nothing can be heard")]
pub struct NothingHeard;

/// Samples of a frame: 10 ms, over which loudness is measured.
const FRAME: usize = RATE as usize / 100;

/// What stays of the silence at both ends, in frames: cut closer, a voice begins with a shock.
const AROUND: usize = 10;

/// So many frames on end are speech; a tap on the screen is shorter.
const SPEECH: usize = 4;

/// Loudness below which nobody speaks (root mean square): -48 dB.
const SILENCE: f32 = 0.004;

/// The loudness at which every recording is kept: -20 dB, with room for what is louder.
const LOUDNESS: f32 = 0.1;

/// More than 30 times louder, and one hears the room instead of the voice.
const MOST_LOUDER: f32 = 30.0;

/// The highest sample that is kept.
const PEAK: f32 = 0.89;

/// Makes a recording of what was heard at `rate` samples in a second: silence at both ends is cut off, loudness is evened
/// out, the result has [`RATE`] samples in a second.
///
/// # Errors
///
/// [`NothingHeard`].
pub fn make_recording(heard: &[f32], rate: u32) -> Result<Vec<i16>, NothingHeard> {
    let mut samples = resample(heard, rate);
    samples.truncate(usize::try_from(LONGEST.as_secs()).unwrap_or(0) * RATE as usize);
    centre(&mut samples);
    let loudness: Vec<f32> = samples.chunks(FRAME).map(root_mean_square).collect();
    let (first, last) = speech(&loudness).ok_or(NothingHeard)?;
    let from = first.saturating_sub(AROUND) * FRAME;
    let until = ((last + 1 + AROUND) * FRAME).min(samples.len());
    let mut kept = samples[from..until].to_vec();
    even_out(&mut kept, &loudness[first..=last]);
    fade(&mut kept);
    Ok(kept.into_iter().map(whole).collect())
}

/// How long a recording of so many samples takes.
pub fn length(n_samples: usize) -> Duration {
    Duration::from_millis(n_samples as u64 * 1000 / u64::from(RATE))
}

/// How loud these samples are for a meter: 0 is silence, 1 as loud as can be; in between as ears hear it.
pub fn meter(samples: &[f32]) -> f32 {
    const QUIETEST_DB: f32 = -54.0;
    let decibels = 20.0 * root_mean_square(samples).max(1e-6).log10();
    // Loud speech lies around -12 dB.
    ((decibels - QUIETEST_DB) / (-12.0 - QUIETEST_DB)).clamp(0.0, 1.0)
}

/// One channel of several, as loud as they are on average.
pub fn mix(channels: &[Vec<f32>]) -> Vec<f32> {
    let length = channels.iter().map(Vec::len).min().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "a few channels")]
    let share = 1.0 / channels.len().max(1) as f32;
    (0..length).map(|at| channels.iter().map(|channel| channel[at]).sum::<f32>() * share).collect()
}

/// Zero crossings of the sinc on each side: enough that one does not hear the filter.
const CROSSINGS: usize = 12;

/// Points of the kernel between two crossings.
const FINENESS: usize = 128;

/// The same sound with [`RATE`] samples in a second: a windowed sinc, so that what is higher than can be kept does not
/// come back as noise.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places within a sound of seconds"
)]
fn resample(samples: &[f32], rate: u32) -> Vec<f32> {
    if rate == RATE || rate == 0 {
        return samples.to_vec();
    }
    let kernel = kernel();
    let step = f64::from(rate) / f64::from(RATE);
    // Below the lower of both rates' limits, with some room for the slope of the filter.
    let cutoff = (1.0 / step).min(1.0) * 0.92;
    let reach = CROSSINGS as f64 / cutoff;
    let n_new = (samples.len() as f64 / step) as usize;
    let mut new = Vec::with_capacity(n_new);
    for at in 0..n_new {
        let middle = at as f64 * step;
        let first = (middle - reach).ceil().max(0.0) as usize;
        let last = ((middle + reach).floor() as usize).min(samples.len().saturating_sub(1));
        let mut sum = 0.0;
        for (sample, place) in samples[first..=last].iter().zip(first..) {
            let distance = (place as f64 - middle).abs() * cutoff * FINENESS as f64;
            let (point, between) = (distance as usize, distance.fract() as f32);
            let weight = kernel[point] + (kernel[point + 1] - kernel[point]) * between;
            sum += sample * weight;
        }
        new.push(sum * cutoff as f32);
    }
    new
}

/// One side of the sinc under a Hann window.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a table of a thousand points"
)]
fn kernel() -> Vec<f32> {
    use std::f64::consts::PI;
    let n_points = CROSSINGS * FINENESS;
    let point = |at: usize| {
        let x = at as f64 / FINENESS as f64;
        let sinc = if at == 0 { 1.0 } else { (PI * x).sin() / (PI * x) };
        let window = if at < n_points { 0.5 + 0.5 * (PI * at as f64 / n_points as f64).cos() } else { 0.0 };
        (sinc * window) as f32
    };
    (0..n_points + 2).map(point).collect()
}

/// Takes away what some microphones add to every sample.
#[expect(clippy::cast_precision_loss, reason = "at most some hundred thousand")]
fn centre(samples: &mut [f32]) {
    let mean = samples.iter().sum::<f32>() / samples.len().max(1) as f32;
    for sample in samples {
        *sample -= mean;
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most some hundred thousand")]
fn root_mean_square(samples: &[f32]) -> f32 {
    (samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len().max(1) as f32).sqrt()
}

/// First and last frame of speech, from the loudness of each frame.
fn speech(loudness: &[f32]) -> Option<(usize, usize)> {
    let mut by_loudness = loudness.to_vec();
    by_loudness.sort_by(f32::total_cmp);
    let part = |tenths: usize| by_loudness.get(by_loudness.len() * tenths / 20).copied().unwrap_or(0.0);
    let (room, voice) = (part(2), part(19));
    // Clearly above the room, but never so high that a voice without a pause falls below it.
    let limit = (room * 3.0).min(voice * 0.2).max(SILENCE);
    let runs: Vec<usize> = (0..(loudness.len() + 1).saturating_sub(SPEECH))
        .filter(|at| loudness[*at..*at + SPEECH].iter().all(|frame| *frame > limit))
        .collect();
    Some((*runs.first()?, runs.last()? + SPEECH - 1))
}

/// Brings the speech, whose frames are as loud as `loudness` says, to [`LOUDNESS`], as far as its peaks allow.
#[expect(clippy::cast_precision_loss, reason = "at most two thousand frames")]
fn even_out(samples: &mut [f32], loudness: &[f32]) {
    // Pauses between words are no reason to be louder.
    let limit = loudness.iter().fold(0.0, |most, frame| frame.max(most)) * 0.1;
    let spoken: Vec<f32> = loudness.iter().copied().filter(|frame| *frame >= limit).collect();
    let power = spoken.iter().map(|frame| frame * frame).sum::<f32>() / spoken.len().max(1) as f32;
    let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let gain = (LOUDNESS / power.sqrt().max(1e-6)).min(MOST_LOUDER).min(PEAK / peak.max(1e-6));
    for sample in samples {
        *sample *= gain;
    }
}

/// Begins and ends without a click.
#[expect(clippy::cast_precision_loss, reason = "half a frame")]
fn fade(samples: &mut [f32]) {
    let n_faded = (FRAME / 2).min(samples.len() / 2);
    for at in 0..n_faded {
        let share = at as f32 / n_faded as f32;
        samples[at] *= share;
        let last = samples.len() - 1 - at;
        samples[last] *= share;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "between -32,767 and 32,767")]
fn whole(sample: f32) -> i16 {
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "sounds of seconds")]
mod tests {
    use std::f32::consts::TAU;

    use super::*;

    /// A tone, `ms` long.
    fn tone(hertz: f32, ms: u32, loud: f32, rate: u32) -> Vec<f32> {
        (0..rate * ms / 1000).map(|at| (TAU * hertz * at as f32 / rate as f32).sin() * loud).collect()
    }

    /// A room in which it is never quite silent.
    fn room(ms: u32, loud: f32, rate: u32) -> Vec<f32> {
        let mut seed = 7_u32;
        let noise = |_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((seed >> 8) as f32 / (1 << 23) as f32 - 1.0) * loud
        };
        (0..rate * ms / 1000).map(noise).collect()
    }

    fn spoken(parts: &[Vec<f32>]) -> Vec<f32> {
        parts.concat()
    }

    fn loudness_of(recording: &[i16]) -> f32 {
        let samples: Vec<f32> = recording.iter().map(|sample| f32::from(*sample) / 32_767.0).collect();
        root_mean_square(&samples[AROUND * FRAME..samples.len() - AROUND * FRAME])
    }

    #[track_caller]
    fn is_about(length: Duration, ms: u64) {
        let was = length.as_millis() as u64;
        assert!(was.abs_diff(ms) <= 30, "{was} ms instead of {ms}");
    }

    #[test]
    fn silence_at_both_ends_is_cut_to_a_tenth_of_a_second() {
        for rate in [16_000, 44_100, 48_000] {
            let heard =
                spoken(&[room(1500, 0.001, rate), tone(440.0, 700, 0.3, rate), room(900, 0.001, rate)]);

            let recording = make_recording(&heard, rate).unwrap();

            is_about(length(recording.len()), 900);
        }
    }

    #[test]
    fn a_pause_between_two_words_stays() {
        let rate = 48_000;
        let word = || tone(300.0, 400, 0.2, rate);
        let heard = spoken(&[room(500, 0.002, rate), word(), room(600, 0.002, rate), word()]);

        is_about(length(make_recording(&heard, rate).unwrap().len()), 400 + 600 + 400 + 100);
    }

    #[test]
    fn who_speaks_from_the_first_moment_to_the_last_loses_nothing() {
        let heard = tone(300.0, 1000, 0.2, 48_000);

        is_about(length(make_recording(&heard, 48_000).unwrap().len()), 1000);
    }

    #[test]
    fn soft_and_loud_voices_are_kept_equally_loud() {
        for loud in [0.02, 0.1, 0.5, 1.0] {
            let heard =
                spoken(&[room(300, 0.001, RATE), tone(250.0, 800, loud, RATE), room(300, 0.001, RATE)]);

            let loudness = loudness_of(&make_recording(&heard, RATE).unwrap());

            assert!((LOUDNESS * 0.9..LOUDNESS * 1.1).contains(&loudness), "{loud} became {loudness}");
        }
    }

    #[test]
    fn nothing_is_ever_louder_than_can_be_kept() {
        // Mostly soft, with a shout in it.
        let heard =
            spoken(&[tone(250.0, 900, 0.05, RATE), tone(250.0, 60, 1.0, RATE), tone(250.0, 900, 0.05, RATE)]);

        let recording = make_recording(&heard, RATE).unwrap();

        let peak = recording.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
        assert!(f32::from(peak) <= PEAK * 32_768.0, "{peak}");
    }

    #[test]
    fn an_empty_room_is_no_recording() {
        assert_eq!(make_recording(&[], 48_000), Err(NothingHeard));
        assert_eq!(make_recording(&room(3000, 0.002, 48_000), 48_000), Err(NothingHeard));
        assert_eq!(
            make_recording(&vec![0.3; 48_000], 48_000),
            Err(NothingHeard),
            "no sound, a faulty microphone"
        );
    }

    #[test]
    fn a_tap_on_the_screen_is_no_recording() {
        let heard = spoken(&[room(700, 0.001, RATE), tone(900.0, 20, 0.6, RATE), room(700, 0.001, RATE)]);

        assert_eq!(make_recording(&heard, RATE), Err(NothingHeard));
    }

    #[test]
    fn nobody_speaks_for_longer_than_twenty_seconds() {
        let heard = tone(300.0, 25_000, 0.2, RATE);

        assert_eq!(length(make_recording(&heard, RATE).unwrap().len()), LONGEST);
    }

    /// How much of a tone is left.
    fn passed(hertz: f32, rate: u32) -> f32 {
        let kept = resample(&tone(hertz, 500, 0.5, rate), rate);
        let middle = &kept[kept.len() / 4..kept.len() * 3 / 4];
        root_mean_square(middle) / (0.5 / 2.0_f32.sqrt())
    }

    #[test]
    fn voices_come_through_another_rate_unchanged_and_what_is_too_high_does_not() {
        for rate in [8_000, 22_050, 44_100, 48_000, 96_000] {
            for hertz in [150.0, 1000.0, 3000.0] {
                let left = passed(hertz, rate);
                assert!((0.97..1.03).contains(&left), "{hertz} Hz at {rate}: {left}");
            }
        }
        for hertz in [9500.0, 12_000.0, 20_000.0] {
            let left = passed(hertz, 48_000);
            assert!(left < 0.05, "{hertz} Hz: {left}");
        }
    }

    #[test]
    fn two_channels_become_one() {
        let mixed = mix(&[vec![0.5, 0.5, 0.1], vec![-0.5, 0.25]]);

        assert_eq!(mixed, [0.0, 0.375]);
    }

    #[test]
    fn the_meter_stands_at_nothing_in_silence_and_full_for_a_loud_voice() {
        assert!(meter(&[0.0; 512]) < 0.01);
        let spoken = meter(&tone(300.0, 50, 0.1, RATE));
        assert!((0.4..0.9).contains(&spoken), "{spoken}");
        assert!(meter(&tone(300.0, 50, 0.9, RATE)) > 0.99);
    }
}
