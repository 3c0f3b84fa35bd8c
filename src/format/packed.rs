//! A compact form for what only this app reads, and only this version of it: numbers in as few bytes as they need, and each text once
//! for all that is packed together. Whatever is packed has to be there in another form too: to a version with another form it is
//! nothing.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

/// What can be packed.
pub(crate) trait Packed: Sized {
    /// Packs it.
    fn pack(&self, to: &mut Packer);

    /// What was packed; `None` of what is something else.
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self>;
}

/// Takes in what is to be packed.
#[derive(Debug, Default)]
pub(crate) struct Packer {
    /// All different texts, one behind the other, each with its length before it.
    texts: Vec<u8>,
    places: FxHashMap<String, u64>,
    content: Vec<u8>,
}

impl Packer {
    /// A text of which there may be many.
    pub(crate) fn text(&mut self, text: &str) {
        let place = if let Some(place) = self.places.get(text) {
            *place
        } else {
            let place = self.places.len() as u64;
            put_whole(&mut self.texts, text);
            self.places.insert(text.to_owned(), place);
            place
        };
        self.number(place);
    }

    /// A text of which there is but one.
    pub(crate) fn only_text(&mut self, text: &str) {
        put_whole(&mut self.content, text);
    }

    /// A number.
    pub(crate) fn number(&mut self, number: u64) {
        put_number(&mut self.content, number);
    }

    /// Everything that was packed, for [`Unpacker::new`].
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.texts.len() + self.content.len() + 10);
        put_number(&mut bytes, self.places.len() as u64);
        bytes.extend(self.texts);
        bytes.extend(self.content);
        bytes
    }
}

fn put_whole(bytes: &mut Vec<u8>, text: &str) {
    put_number(bytes, text.len() as u64);
    bytes.extend(text.as_bytes());
}

/// Seven bits in a byte, the lowest first; the eighth says that more follow.
fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let low = number.to_le_bytes()[0] & 0x7f;
        number >>= 7;
        bytes.push(if number == 0 { low } else { low | 0x80 });
        if number == 0 {
            return;
        }
    }
}

/// Gives back what was packed.
#[derive(Debug)]
pub(crate) struct Unpacker<'a> {
    texts: Vec<&'a str>,
    rest: &'a [u8],
}

impl<'a> Unpacker<'a> {
    /// Of what [`Packer::finish`] made; `None` of anything else, as far as that can be seen.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        let mut unpacker = Self { texts: Vec::new(), rest: bytes };
        let n = unpacker.length()?;
        let texts = (0..n).map(|_| unpacker.only_text()).collect::<Option<_>>()?;
        unpacker.texts = texts;
        Some(unpacker)
    }

    /// A text of which there may be many.
    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let place = usize::try_from(self.number()?).ok()?;
        self.texts.get(place).copied()
    }

    /// A text of which there is but one.
    pub(crate) fn only_text(&mut self) -> Option<&'a str> {
        let n = self.length()?;
        let (text, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        str::from_utf8(text).ok()
    }

    /// A number.
    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// How many things follow, each of a byte at least.
    pub(crate) fn length(&mut self) -> Option<usize> {
        let n = usize::try_from(self.number()?).ok()?;
        (n <= self.rest.len()).then_some(n)
    }
}

impl Packed for String {
    fn pack(&self, to: &mut Packer) {
        to.text(self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.text().map(str::to_owned)
    }
}

impl Packed for u64 {
    fn pack(&self, to: &mut Packer) {
        to.number(*self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.number()
    }
}

impl Packed for u32 {
    fn pack(&self, to: &mut Packer) {
        to.number(u64::from(*self));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.number()?.try_into().ok()
    }
}

impl Packed for bool {
    fn pack(&self, to: &mut Packer) {
        to.number(u64::from(*self));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(from.number()? != 0)
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, to: &mut Packer) {
        self.is_some().pack(to);
        if let Some(one) = self {
            one.pack(to);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        if bool::unpack(from)? { T::unpack(from).map(Some) } else { Some(None) }
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, to: &mut Packer) {
        to.number(self.len() as u64);
        for one in self {
            one.pack(to);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let n = from.length()?;
        let mut all = Self::with_capacity(n);
        for _ in 0..n {
            all.push(T::unpack(from)?);
        }
        Some(all)
    }
}

impl<K: Packed + Ord, V: Packed> Packed for BTreeMap<K, V> {
    fn pack(&self, to: &mut Packer) {
        to.number(self.len() as u64);
        for (key, value) in self {
            key.pack(to);
            value.pack(to);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        (0..from.length()?).map(|_| Some((K::unpack(from)?, V::unpack(from)?))).collect()
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, to: &mut Packer) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

/// Packs a type field by field. All of them have to be named, so that none is forgotten.
macro_rules! packed {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl $crate::format::packed::Packed for $type {
            fn pack(&self, to: &mut $crate::format::packed::Packer) {
                let Self { $($field),* } = self;
                $($crate::format::packed::Packed::pack($field, to);)*
            }

            fn unpack(from: &mut $crate::format::packed::Unpacker<'_>) -> Option<Self> {
                $(let $field = $crate::format::packed::Packed::unpack(from)?;)*
                Some(Self { $($field),* })
            }
        }
    };
}
pub(crate) use packed;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_packed_comes_back_and_a_text_is_there_once() {
        let all = vec![
            (Some("a text".to_owned()), BTreeMap::from([("a text".to_owned(), u64::MAX)])),
            (None, BTreeMap::from([(String::new(), 0), ("é".to_owned(), 0x80)])),
        ];
        let mut packer = Packer::default();
        all.pack(&mut packer);
        packer.only_text("one");
        let bytes = packer.finish();

        let mut unpacker = Unpacker::new(&bytes).unwrap();
        assert_eq!(Packed::unpack(&mut unpacker), Some(all));
        assert_eq!(unpacker.only_text(), Some("one"));
        assert_eq!(bytes.windows(6).filter(|part| part == b"a text").count(), 1);
    }

    #[test]
    fn what_is_cut_off_or_something_else_is_nothing() {
        let mut packer = Packer::default();
        vec!["one".to_owned(), "two".to_owned()].pack(&mut packer);
        let bytes = packer.finish();
        for n in 0..bytes.len() {
            let read = Unpacker::new(&bytes[..n]).and_then(|mut from| Vec::<String>::unpack(&mut from));
            assert_eq!(read, None, "the first {n} bytes");
        }
        assert!(Unpacker::new(&[0xff; 20]).is_none());
    }
}
