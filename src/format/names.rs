//! What a tablet knows of names besides the responses: `names/1`. Names that were joined by hand are kept and carried; the
//! worker that makes results gets those centres besides that were corrected.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::activities::MOST_REMEMBERED;
use crate::domain::response::ActivityId;
use crate::domain::same::{Corrected, Joined, Joint, MOST_JOINED, Names, What};
use crate::format::codec::{Invalid, names, read_placed, write};
use crate::format::id;

names! {
    /// What a name is of.
    what: What {
        Centre = "centre",
        Neighbourhood = "neighbourhood",
        Kind = "kind",
        Round = "round",
        Word = "word",
    }
}

/// Most corrected centres that are read: each is of an activity that a tablet remembers.
const MOST_CORRECTED: usize = MOST_REMEMBERED;

/// `names/1`
#[derive(Serialize, Deserialize)]
pub(crate) struct NamesRecord {
    schema: Schema,
    #[serde(default, deserialize_with = "given")]
    joined: Vec<JoinedRecord>,
    #[serde(default, deserialize_with = "given")]
    corrected: Vec<CentreRecord>,
}

#[derive(Serialize, Deserialize)]
enum Schema {
    #[serde(rename = "names/1")]
    Names1,
}

#[derive(Serialize, Deserialize)]
struct JoinedRecord(#[serde(with = "JointRecord")] Joint);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Joint")]
struct JointRecord {
    #[serde(with = "what")]
    what: What,
    name: String,
    shown_as: String,
}

#[derive(Serialize, Deserialize)]
struct CentreRecord(#[serde(with = "CorrectedRecord")] Corrected);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Corrected")]
struct CorrectedRecord {
    #[serde(with = "id")]
    activity: ActivityId,
    centre: String,
    #[serde(default, deserialize_with = "given")]
    centre_type: String,
    #[serde(default, deserialize_with = "given")]
    neighbourhood: String,
}

/// What an app may have left out. A null is nothing as well.
pub(crate) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    from: D,
) -> Result<T, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

impl From<&Names> for NamesRecord {
    fn from(names: &Names) -> Self {
        Self {
            schema: Schema::Names1,
            joined: names.joined.all().iter().cloned().map(JoinedRecord).collect(),
            corrected: names.corrected.iter().cloned().map(CentreRecord).collect(),
        }
    }
}

impl From<NamesRecord> for Names {
    fn from(NamesRecord { joined, corrected, .. }: NamesRecord) -> Self {
        Self {
            joined: Joined::of(joined.into_iter().take(MOST_JOINED).map(|one| one.0)),
            corrected: corrected.into_iter().map(|one| one.0).collect(),
        }
    }
}

/// For a field of names.
impl NamesRecord {
    pub(crate) fn serialize<S: Serializer>(names: &Names, to: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(&Self::from(names), to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Names, D::Error> {
        <Self as Deserialize>::deserialize(from).map(Into::into)
    }
}

/// Writes what is known of names.
pub fn write_names(names: &Names) -> String {
    write(&NamesRecord::from(names))
}

/// Reads what is known of names; what is missing is nothing. Of more joined names than [`MOST_JOINED`] the first ones are read:
/// no tablet has made such a list.
///
/// # Errors
///
/// [`Invalid`] if it is something else, or has more corrected centres than a tablet remembers activities.
pub fn read_names(json: &str) -> Result<Names, Invalid> {
    let record: NamesRecord = read_placed(json)?;
    let n_corrected = record.corrected.len();
    if n_corrected > MOST_CORRECTED {
        let expected = format!("at most {MOST_CORRECTED} corrected centres");
        return Err(Invalid::new("corrected", format!("a list of {n_corrected}"), expected));
    }
    Ok(record.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_as_they_were() {
        let joints = what::ALL.iter().map(|(what, name)| Joint {
            what: *what,
            name: (*name).to_owned(),
            shown_as: "iets \"anders\"".to_owned(),
        });
        let activity = ActivityId::new("a");
        let [centre, centre_type, neighbourhood] = ["Betje", "living-room", "Moerwijk"].map(str::to_owned);
        let corrected = vec![Corrected { activity, centre, centre_type, neighbourhood }];
        let names = Names { joined: Joined::of(joints), corrected };

        assert_eq!(read_names(&write_names(&names)), Ok(names));
        assert_eq!(read_names("{\"schema\":\"names/1\"}"), Ok(Names::default()));
        for json in ["", "{}", "{\"schema\":\"names/1\",\"joined\":[{\"what\":\"day\"}]}"] {
            assert!(read_names(json).is_err(), "{json}");
        }
    }

    #[test]
    fn more_corrected_centres_than_a_tablet_remembers_activities_are_refused_in_words() {
        let with = |n: usize| {
            let one = |n: usize| format!(r#"{{"activity":"a{n}","centre":"Betje"}}"#);
            let list: Vec<String> = (0..n).map(one).collect();
            read_names(&format!(r#"{{"schema":"names/1","corrected":[{}]}}"#, list.join(",")))
        };

        assert_eq!(with(MOST_CORRECTED).unwrap().corrected.len(), MOST_CORRECTED);
        let refusal = with(MOST_CORRECTED + 1).unwrap_err().to_string();
        assert!(refusal.contains("corrected: found a list of 201"), "{refusal}");
        assert!(refusal.contains("at most 200 corrected centres"), "{refusal}");
    }

    #[test]
    fn of_more_joined_names_than_anybody_joins_the_first_ones_are_read() {
        let joint = |n: usize| format!(r#"{{"what":"word","name":"naam {n}","shown_as":"woord"}}"#);
        let many: Vec<String> = (0..=MOST_JOINED).map(joint).collect();

        let names = read_names(&format!(r#"{{"schema":"names/1","joined":[{}]}}"#, many.join(","))).unwrap();

        let last = names.joined.all().last().map(|joint| joint.name.clone());
        assert_eq!(
            (names.joined.all().len(), last),
            (MOST_JOINED, Some(format!("naam {}", MOST_JOINED - 1)))
        );
    }
}
