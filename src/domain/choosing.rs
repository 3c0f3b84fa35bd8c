//! Choosing some of several, wherever that is done.

/// Chooses `id`, or lets go of it if it was chosen. Where one is chosen, another takes its place. Where several are, and
/// `most` of them stand, nothing changes: nobody but the participant knows which of them is to go ([`exchange`]).
pub fn toggle(chosen: &mut Vec<String>, id: &str, most: usize) {
    if let Some(at) = chosen.iter().position(|one| one == id) {
        chosen.remove(at);
        return;
    }
    if most == 1 {
        chosen.clear();
    }
    if chosen.len() < most {
        chosen.push(id.to_owned());
    }
}

/// Lets go of `old`, which is chosen, and chooses `new`, which is not. Otherwise nothing changes.
pub fn exchange(chosen: &mut Vec<String>, old: &str, new: &str) {
    let place = chosen.iter().position(|one| one == old);
    if let Some(at) = place.filter(|_| !chosen.iter().any(|one| one == new)) {
        chosen.remove(at);
        chosen.push(new.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_too_many_pushes_none_out() {
        let mut chosen = vec!["a".to_owned(), "b".to_owned()];

        toggle(&mut chosen, "c", 2);
        assert_eq!(chosen, ["a", "b"]);

        exchange(&mut chosen, "a", "c");
        assert_eq!(chosen, ["b", "c"], "in the order of tapping");

        toggle(&mut chosen, "c", 2);
        assert_eq!(chosen, ["b"]);
    }

    #[test]
    fn only_what_is_chosen_can_be_exchanged_and_only_for_what_is_not() {
        let mut chosen = vec!["a".to_owned(), "b".to_owned()];

        exchange(&mut chosen, "x", "c");
        exchange(&mut chosen, "a", "b");

        assert_eq!(chosen, ["a", "b"]);
    }

    #[test]
    fn where_one_is_chosen_another_takes_its_place() {
        let mut chosen = vec!["a".to_owned()];

        toggle(&mut chosen, "b", 1);

        assert_eq!(chosen, ["b"]);
    }
}
