//! Pictures of screens, made small: 256 colours are enough for flat areas and soft edges.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter};

type Colour = [u8; 3];

/// Writes the picture `png` to `file` with at most 256 colours.
pub fn save(png: &[u8], file: &Path) {
    let (width, height, pixels) = read(png);
    let mut counts: BTreeMap<Colour, u32> = BTreeMap::new();
    for pixel in &pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let palette = palette(&counts);
    let nearest: BTreeMap<Colour, u8> = counts
        .keys()
        .map(|colour| {
            let distances = palette.iter().enumerate().map(|(at, other)| (distance(*colour, *other), at));
            (*colour, distances.min().and_then(|(_, at)| u8::try_from(at).ok()).unwrap_or(0))
        })
        .collect();
    let indices: Vec<u8> = pixels.iter().map(|pixel| nearest[pixel]).collect();

    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let mut encoder = Encoder::new(fs::File::create(file).unwrap(), width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(Compression::High);
    encoder.set_filter(Filter::NoFilter);
    encoder.write_header().unwrap().write_image_data(&indices).unwrap();
}

fn read(png: &[u8]) -> (u32, u32, Vec<Colour>) {
    let mut reader = Decoder::new(Cursor::new(png)).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    let n_channels = info.color_type.samples();
    let pixels = bytes[..info.buffer_size()].chunks_exact(n_channels);
    (info.width, info.height, pixels.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect())
}

/// Most colours of a picture.
const MOST: usize = 256;

/// How many of them are simply those that occur most: the areas of a screen, and the steps of a soft shadow.
const COMMON: usize = 200;

/// How far the others lie apart, so that every kind of edge has something close to its own.
const APART: u32 = 200;

fn palette(counts: &BTreeMap<Colour, u32>) -> Vec<Colour> {
    let mut colours: Vec<(u32, Colour)> = counts.iter().map(|(colour, count)| (*count, *colour)).collect();
    colours.sort_unstable_by(|one, other| other.cmp(one));
    let mut palette: Vec<Colour> = Vec::new();
    for (_, colour) in colours {
        let is_new = || palette.iter().all(|other| distance(colour, *other) > APART);
        if palette.len() < COMMON || palette.len() < MOST && is_new() {
            palette.push(colour);
        }
    }
    palette
}

fn distance(one: Colour, other: Colour) -> u32 {
    one.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}
