//! Of how many people something may be told, so that nobody is to be found in it: one rule for every view, sheet and file of results.

/// Of fewer people than this it is not told what they said, nor how they are divided: one could tell who said what.
pub const FEWEST: usize = 5;

/// Of fewer people than this no share is told, only numbers: a per cent would sound more certain than it is.
pub const FEWEST_FOR_SHARE: usize = 20;

/// It may be told what so many people said.
pub fn may_tell(n_people: usize) -> bool {
    n_people >= FEWEST
}

/// `part` of `of` in per cent, rounded, if `n_people` are enough for that.
pub fn share(part: usize, of: usize, n_people: usize) -> Option<usize> {
    (n_people >= FEWEST_FOR_SHARE && of > 0).then(|| (part * 200 + of) / (of * 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_said_is_told_from_five_on() {
        assert_eq!([0, 4, 5, 6].map(may_tell), [false, false, true, true]);
    }

    #[test]
    fn a_share_is_told_from_twenty_on() {
        assert_eq!([share(7, 19, 19), share(7, 20, 20)], [None, Some(35)]);
        assert_eq!(share(1, 24, 24), Some(4));
        assert_eq!(share(1, 40, 40), Some(3), "half a per cent is rounded up");
        assert_eq!(share(1, 41, 41), Some(2));
        assert_eq!(share(1, 5, 20), Some(20), "of the people, however many answers there are");
        assert_eq!(share(1, 0, 20), None);
    }
}
