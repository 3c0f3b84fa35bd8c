//! The studies of the site: for the words of what responses hold as ids.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use betekenis::{
    domain::{guidance::Guidance, study::Study},
    format::{
        guidance::{FILE, check_guidance},
        study::read_study,
    },
    workflow::open_study::STUDY,
};

/// The folder with the studies of the site, each in a folder that is called by its id.
#[derive(Debug, Clone)]
pub(crate) struct Studies(PathBuf);

/// A study with the texts of each of its languages (id), the first one first.
pub(crate) type InLanguages = Vec<(String, Study)>;

impl Studies {
    /// Those of the app in the folder `site`.
    pub(crate) fn new(site: &Path) -> Self {
        Self(site.join("studies"))
    }

    /// All that can be read, by id, with the texts of the first language, which is named. Waits for the disk; so do the others.
    pub(crate) fn all(&self) -> BTreeMap<String, (String, Study)> {
        let folders = fs::read_dir(&self.0).into_iter().flatten().flatten();
        let names = folders.filter_map(|folder| folder.file_name().into_string().ok());
        let first = |id: &str| {
            let study = self.read_file(id, STUDY)?;
            Some((study.languages.first()?.id.clone(), study))
        };
        names.filter_map(|id| first(&id).map(|first| (id, first))).collect()
    }

    /// The study `id`; `None` if the site has none that is called so and can be read.
    pub(crate) fn read(&self, id: &str) -> Option<InLanguages> {
        let first = self.read_file(id, STUDY)?;
        let of = |file: Option<&String>| {
            let other = file.and_then(|file| self.read_file(id, file));
            other.filter(|other| other.version == first.version).unwrap_or_else(|| first.clone())
        };
        let languages = first.languages.iter();
        let studies: InLanguages =
            languages.map(|language| (language.id.clone(), of(language.file.as_ref()))).collect();
        Some(studies).filter(|studies| !studies.is_empty())
    }

    /// What the study suggests to coordinators; nothing if that cannot be had.
    pub(crate) fn guidance(&self, study: &Study) -> Guidance {
        // Once the site has been built it stands beside the study; as people write it, in it.
        let of = |file: &&str| check_guidance(&self.read_text(&study.id, file)?, study).ok().flatten();
        [FILE, STUDY].iter().find_map(of).unwrap_or_default()
    }

    fn read_file(&self, id: &str, file: &str) -> Option<Study> {
        match read_study(&self.read_text(id, file)?) {
            Ok(study) => Some(study).filter(|study| study.id == id),
            Err(invalid) => {
                eprintln!("collector: the study in {id}/{file} cannot be read: {invalid}");
                None
            }
        }
    }

    fn read_text(&self, id: &str, file: &str) -> Option<String> {
        // What a tablet sends as the id of a study names no other folder.
        let is_name = |name: &str| Path::new(name).file_name().is_some_and(|whole| whole == name);
        if !is_name(id) || !is_name(file) {
            return None;
        }
        fs::read_to_string(self.0.join(id).join(file)).ok()
    }
}
