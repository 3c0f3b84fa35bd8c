use super::*;

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut write = |more: &[u8]| bytes.extend_from_slice(more);
    let mut writer = ZipWriter::new(&mut write);
    for (path, content) in files {
        writer.add(path, content).unwrap();
    }
    writer.finish().unwrap();
    bytes
}

/// Gives what is wanted until there is an answer; and how many bytes it has given.
fn answer<T>(
    file: &[u8],
    reader: &mut ZipReader,
    ask: impl Fn(&mut ZipReader) -> Result<T, Stopped>,
) -> (Result<T, NotZip>, u64) {
    let mut n_given = 0;
    for _ in 0..1000 {
        match ask(reader) {
            Ok(answer) => return (Ok(answer), n_given),
            Err(Stopped::NotZip) => return (Err(NotZip), n_given),
            Err(Stopped::Wants(wanted)) => {
                let from = usize::try_from(wanted.from).unwrap();
                let until = file.len().min(from + usize::try_from(wanted.most).unwrap());
                n_given += (until - from) as u64;
                reader.give(wanted.from, file[from..until].to_vec());
            }
        }
    }
    panic!("it asks for ever");
}

fn members(file: &[u8]) -> (Result<Vec<Member>, NotZip>, ZipReader) {
    let mut reader = ZipReader::new(file.len() as u64);
    (answer(file, &mut reader, ZipReader::members).0, reader)
}

fn read(file: &[u8]) -> Result<Vec<(String, Vec<u8>)>, NotZip> {
    let (members, mut reader) = members(file);
    let mut files = Vec::new();
    for member in members? {
        let content = answer(file, &mut reader, |reader| reader.content(&member)).0?;
        files.push((member.path, content));
    }
    Ok(files)
}

fn long(n: usize) -> Vec<u8> {
    (0..n).map(|at| ((at * at) >> 7).to_le_bytes()[0]).collect()
}

#[test]
fn what_is_put_in_comes_out() {
    let sound = long(300_000);
    let files: [(&str, &[u8]); 3] =
        [("sounds/nl.json", b"{}"), ("sounds/nl/card-coffee.wav", &sound), ("sounds/ar/\u{642}.wav", b"")];

    let read = read(&zip(&files)).unwrap();

    assert_eq!(read, files.map(|(path, content)| (path.to_owned(), content.to_vec())));
}

#[test]
fn a_large_file_is_never_whole_in_memory() {
    let sounds: Vec<(String, Vec<u8>)> =
        (0..40).map(|at| (format!("{at}.wav"), long(200_000 + at))).collect();
    let files: Vec<(&str, &[u8])> =
        sounds.iter().map(|(path, content)| (path.as_str(), &content[..])).collect();
    let file = zip(&files);

    let (listed, mut reader) = members(&file);

    for (member, (path, content)) in listed.unwrap().iter().zip(&files) {
        assert_eq!(member.path, *path);
        let (read, n_given) = answer(&file, &mut reader, |reader| reader.content(member));
        assert_eq!(read.unwrap(), *content);
        assert!(n_given <= member.compressed + PART, "{n_given} bytes for {}", member.compressed);
        let n_kept: usize = reader.parts.given.borrow().iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(n_kept as u64 <= 3 * PART, "{n_kept} bytes are kept");
    }
}

#[test]
fn what_is_stored_and_lies_behind_other_things_is_read_too() {
    // Made by another program: not compressed, with a folder and what a Mac adds.
    let made: &[u8] = include_bytes!("../../../tests/fixtures/formats/made-elsewhere.zip");

    let files = read(made).unwrap();

    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["stemmen/sounds/nl.json", "stemmen/sounds/nl/a.wav"]);
    assert_eq!(files[1].1, b"RIFF of a kind");
}

#[test]
fn what_is_no_zip_file_is_told() {
    let whole = zip(&[("a", &long(100_000))]);
    for file in [&b""[..], b"PK", &long(2_000_000), &whole[..whole.len() - 30], &whole[..1000]] {
        assert!(members(file).0.is_err(), "{} bytes", file.len());
    }
}

#[test]
fn a_file_in_it_that_was_altered_is_told_and_the_others_can_be_read() {
    let mut file = zip(&[("a", &long(1000)), ("b", b"whole")]);
    file[200] ^= 0xff;

    let (listed, mut reader) = members(&file);

    let listed = listed.unwrap();
    assert_eq!(answer(&file, &mut reader, |reader| reader.content(&listed[0])).0, Err(NotZip));
    assert_eq!(answer(&file, &mut reader, |reader| reader.content(&listed[1])).0, Ok(b"whole".to_vec()));
}

/// A zip file with one stored file, whose head is as long as a head can be.
fn with_long_head(content: &[u8]) -> Vec<u8> {
    let plain = zip(&[("a", b"")]);
    let find = |mark: &[u8; 4]| plain.windows(4).position(|four| four == mark).unwrap();
    let (directory, end) = (find(b"PK\x01\x02"), find(b"PK\x05\x06"));
    let size = u32::try_from(content.len()).unwrap().to_le_bytes();
    let mut head = plain[..30].to_vec();
    let mut listed = plain[directory..end].to_vec();
    // Neither with a descriptor behind it, nor compressed.
    for (part, at) in [(&mut head, 6), (&mut listed, 8)] {
        part[at..at + 4].copy_from_slice(&[0; 4]);
        let crc = rawzip::crc32(content).to_le_bytes();
        part[at + 8..at + 20].copy_from_slice(&[crc, size, size].concat());
    }
    head[26..30].copy_from_slice(&[0xff; 4]);
    let mut file = head;
    file.resize(30 + 2 * 65_535, b' ');
    file.extend_from_slice(content);
    let start = u32::try_from(file.len()).unwrap().to_le_bytes();
    let mut tail = plain[end..].to_vec();
    tail[16..20].copy_from_slice(&start);
    file.extend(listed);
    file.extend(tail);
    file
}

#[test]
fn a_file_with_the_longest_of_heads_is_read_and_no_part_is_asked_for_twice() {
    let content = long(100_000);
    let file = with_long_head(&content);

    let (listed, mut reader) = members(&file);
    let listed = listed.unwrap();
    let (read, n_given) = answer(&file, &mut reader, |reader| reader.content(&listed[0]));

    assert_eq!(read.unwrap(), content);
    assert!(n_given <= 2 * (content.len() as u64 + 3 * PART), "{n_given} bytes");
}

#[test]
fn a_reader_that_is_given_something_else_than_it_wants_comes_to_an_end() {
    let file = with_long_head(&long(100_000));
    let (listed, reader) = members(&file);
    let listed = listed.unwrap();
    // What it is given is too short, or of another place.
    for given in [0, 1, 100] {
        let mut n_asked = 0;
        while let Err(Stopped::Wants(wanted)) = reader.content(&listed[0]) {
            n_asked += 1;
            assert!(n_asked < 10, "it asks for ever");
            reader.give(wanted.from + given, vec![0; usize::try_from(given).unwrap()]);
        }
    }
    for length in [22, 100, 1 << 20, u64::MAX] {
        let mut reader = ZipReader::new(length);
        let mut n_asked = 0;
        while let Err(Stopped::Wants(wanted)) = reader.members() {
            n_asked += 1;
            assert!(n_asked < 10_000, "it asks for ever");
            reader.give(wanted.from, Vec::new());
        }
    }
}

#[test]
fn a_list_that_is_larger_than_any_of_ours_is_not_kept() {
    let n_files: u16 = 600;
    let mut entry = b"PK\x01\x02".to_vec();
    entry.resize(46, 0);
    entry[28] = 1;
    entry[30..32].copy_from_slice(&65_000_u16.to_le_bytes());
    entry.push(b'a');
    entry.resize(47 + 65_000, 0);
    let mut file = entry.repeat(n_files.into());
    let size = u32::try_from(file.len()).unwrap().to_le_bytes();
    let mut end = b"PK\x05\x06".to_vec();
    end.resize(22, 0);
    end[8..10].copy_from_slice(&n_files.to_le_bytes());
    end[10..12].copy_from_slice(&n_files.to_le_bytes());
    end[12..16].copy_from_slice(&size);
    file.extend(end);

    let (listed, reader) = members(&file);

    assert_eq!(listed.map(|members| members.len()), Err(NotZip));
    let n_kept: usize = reader.parts.given.borrow().iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(n_kept as u64 <= MOST_KEPT as u64 + PART, "{n_kept} bytes are kept");
}

/// A zip file whose list names `n` entries with a path of one byte each.
fn with_entries(path: u8, n: usize) -> Vec<u8> {
    let mut entry = b"PK\x01\x02".to_vec();
    entry.resize(46, 0);
    entry[28] = 1;
    entry.push(path);
    let mut file = entry.repeat(n);
    let size = u32::try_from(file.len()).unwrap().to_le_bytes();
    let n = u16::try_from(n).unwrap().to_le_bytes();
    let mut end = b"PK\x05\x06".to_vec();
    end.resize(22, 0);
    end[8..12].copy_from_slice(&[n, n].concat());
    end[12..16].copy_from_slice(&size);
    file.extend(end);
    file
}

#[test]
fn folders_and_paths_that_lead_nowhere_count_among_the_entries() {
    for (path, n_files) in [(b'a', MOST), (b'/', 0)] {
        let listed = members(&with_entries(path, MOST)).0;
        assert_eq!(listed.map(|members| members.len()), Ok(n_files), "{path}");
        let listed = members(&with_entries(path, MOST + 1)).0;
        assert_eq!(listed.map(|members| members.len()), Err(NotZip), "{path}");
    }
}

#[test]
fn a_file_that_would_be_huge_is_not_unpacked() {
    let trap = zip(&[("a", &vec![0; 9 << 20])]);
    assert!(trap.len() < 100_000);

    assert_eq!(read(&trap), Err(NotZip));
}
