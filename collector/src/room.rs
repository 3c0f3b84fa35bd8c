//! Something of which there is not enough for everybody: connections, or memory for bodies.
//!
//! When it is all taken, whoever comes is let in and another has to leave: of the address that holds most, the one who has
//! been there longest. So a single neighbour, whatever they do, takes nothing from the others; and if all come from one
//! address, as behind a proxy, the one that is quick goes before the one that stays.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    net::{IpAddr, Ipv6Addr},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use tokio::sync::{Semaphore, oneshot};

/// What is shared out. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Room(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    most: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    size: usize,
    next: u64,
    /// In the order in which they came.
    guests: BTreeMap<u64, Guest>,
    /// One turn for each address that has somebody here.
    turns: BTreeMap<IpAddr, Arc<Semaphore>>,
}

#[derive(Debug)]
struct Guest {
    who: IpAddr,
    size: usize,
    may_be_sent_away: bool,
    /// Dropped when it has to leave.
    _leave: oneshot::Sender<()>,
}

/// What somebody holds of a [`Room`], until it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    room: Room,
    key: u64,
    leave: oneshot::Receiver<()>,
    has_to_leave: bool,
}

impl Room {
    /// One of which at most `most` is held at a time.
    pub(crate) fn new(most: usize) -> Self {
        Self(Arc::new(Shared { most, taken: Mutex::default() }))
    }

    /// Lets somebody in who holds nothing yet.
    pub(crate) fn enter(&self, who: IpAddr) -> Place {
        let (sender, leave) = oneshot::channel();
        let mut taken = self.taken();
        let key = taken.next;
        taken.next += 1;
        let guest = Guest { who: neighbour(who), size: 0, may_be_sent_away: true, _leave: sender };
        taken.guests.insert(key, guest);
        Place { room: self.clone(), key, leave, has_to_leave: false }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn remove(&mut self, key: u64) {
        let Some(guest) = self.guests.remove(&key) else { return };
        self.size -= guest.size;
        if !self.guests.values().any(|other| other.who == guest.who) {
            self.turns.remove(&guest.who);
        }
    }

    /// Who has to leave first. `None`: nobody can be sent away.
    fn first_to_leave(&self) -> Option<u64> {
        let mut held: BTreeMap<IpAddr, (usize, Option<u64>)> = BTreeMap::new();
        for (key, guest) in &self.guests {
            let (size, oldest) = held.entry(guest.who).or_default();
            *size += guest.size;
            if oldest.is_none() && guest.may_be_sent_away && guest.size > 0 {
                *oldest = Some(*key);
            }
        }
        let leaving = held.into_values().filter_map(|(size, oldest)| Some((size, Reverse(oldest?))));
        leaving.max().map(|(_, Reverse(oldest))| oldest)
    }
}

impl Place {
    /// Takes `more`, if need be from somebody else. `false`: this one has to leave.
    pub(crate) fn grow(&self, more: usize) -> bool {
        let mut taken = self.room.taken();
        let Some(guest) = taken.guests.get_mut(&self.key) else { return false };
        guest.size += more;
        taken.size += more;
        while taken.size > self.room.0.most {
            let leaving = taken.first_to_leave().unwrap_or(self.key);
            taken.remove(leaving);
            if leaving == self.key {
                return false;
            }
        }
        true
    }

    /// From now on it is not sent away. `false`: it was already.
    pub(crate) fn stay(&self) -> bool {
        let mut taken = self.room.taken();
        taken.guests.get_mut(&self.key).map(|guest| guest.may_be_sent_away = false).is_some()
    }

    /// Hands out turns to those of the same address: one at a time, in the order in which they ask.
    pub(crate) fn turn(&self) -> Arc<Semaphore> {
        let mut taken = self.room.taken();
        let Some(who) = taken.guests.get(&self.key).map(|guest| guest.who) else {
            return Arc::new(Semaphore::new(1));
        };
        Arc::clone(taken.turns.entry(who).or_insert_with(|| Arc::new(Semaphore::new(1))))
    }

    /// Ready once it has to leave.
    pub(crate) fn poll_leave(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if !self.has_to_leave {
            self.has_to_leave = Pin::new(&mut self.leave).poll(context).is_ready();
        }
        if self.has_to_leave { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Returns once it has to leave.
    pub(crate) async fn leave(&mut self) {
        std::future::poll_fn(|context| self.poll_leave(context)).await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.room.taken().remove(self.key);
    }
}

/// What counts as one address: a household or organisation is given networks of IPv6 by the thousands, and at most those that
/// have their first 48 bits in common.
fn neighbour(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 80 << 80)),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATTACKER: &str = "192.0.2.7";
    const TABLET: &str = "192.0.2.8";

    fn enter(room: &Room, who: &str) -> Place {
        room.enter(who.parse().unwrap())
    }

    fn has_to_leave(place: &mut Place) -> bool {
        place.poll_leave(&mut Context::from_waker(std::task::Waker::noop())).is_ready()
    }

    #[test]
    fn whoever_holds_most_makes_room_and_nobody_else() {
        let room = Room::new(10);
        let mut tablet = enter(&room, TABLET);
        assert!(tablet.grow(1));
        let mut many: Vec<Place> = (0..20).map(|_| enter(&room, ATTACKER)).collect();

        assert!(many.iter().all(|place| place.grow(1)));

        assert!(!has_to_leave(&mut tablet) && tablet.grow(3));
        let n_left = many.iter_mut().filter_map(|place| has_to_leave(place).then_some(())).count();
        assert_eq!(n_left, 14);
        assert!(has_to_leave(&mut many[13]) && !has_to_leave(&mut many[14]));
    }

    #[test]
    fn from_one_address_the_one_that_stays_makes_room_for_the_one_that_comes() {
        let room = Room::new(3);
        let mut places: Vec<Place> = (0..4).map(|_| enter(&room, TABLET)).collect();

        assert!(places.iter().all(|place| place.grow(1)));

        assert_eq!(places.iter_mut().map(has_to_leave).collect::<Vec<_>>(), [true, false, false, false]);
        assert!(!places[0].grow(1) && !places[0].stay());
    }

    #[test]
    fn who_is_at_work_is_not_sent_away() {
        let room = Room::new(3);
        let mut at_work = enter(&room, TABLET);
        assert!(at_work.grow(3) && at_work.stay());

        assert!(!enter(&room, TABLET).grow(1));

        assert!(!has_to_leave(&mut at_work));
        drop(at_work);
        assert!(enter(&room, TABLET).grow(3));
    }

    #[test]
    fn one_house_is_one_address_however_many_it_has() {
        for (one, other, same) in [
            ("2001:db8::1", "2001:db8::ffff:1", true),
            ("2001:db8::1", "2001:db8:0:ffff::1", true),
            ("2001:db8::1", "2001:db8:1::1", false),
            ("::ffff:192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
        ] {
            let [one, other] = [one, other].map(|address| neighbour(address.parse().unwrap()));
            assert_eq!(one == other, same, "{one} {other}");
        }
    }

    #[test]
    fn those_of_one_address_take_turns_and_wait_for_no_other() {
        let room = Room::new(3);
        let [one, other, tablet] = [ATTACKER, ATTACKER, TABLET].map(|who| enter(&room, who));

        let _held = one.turn().try_acquire_owned().unwrap();

        assert!(other.turn().try_acquire_owned().is_err());
        assert!(tablet.turn().try_acquire_owned().is_ok());
        drop((one, other, tablet));
        assert!(room.taken().turns.is_empty());
    }
}
