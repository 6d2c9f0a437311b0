//! Reading many entries at once: ten thousand take longer than everything else a list does, so all processors share them.

use std::num::NonZero;
use std::ops::Range;
use std::thread;

use serde::de::DeserializeOwned;

/// Fewer are read before a thread has started.
const FEW: usize = 400;
/// More threads than this wait for memory, not for each other.
const MOST_THREADS: usize = 8;

/// How bytes are read: what takes the checksum off an entry that is as it was written, and what is made of each.
pub struct Reading<'r, T, U> {
    /// The entry without its checksum.
    pub sound: fn(&[u8]) -> Option<&[u8]>,
    /// What becomes of it.
    pub then: &'r (dyn Fn(T) -> U + Sync),
}

/// What becomes of the values at these places, in their order; nothing when one of them is none, or not sound.
pub fn all<T: DeserializeOwned, U: Send>(
    bytes: &[u8],
    places: &[Range<usize>],
    reading: &Reading<'_, T, U>,
) -> Option<Vec<U>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    if threads == 1 || places.len() < FEW {
        return part(bytes, places, reading);
    }
    thread::scope(|scope| {
        let shares = places.chunks(places.len().div_ceil(threads));
        let workers: Vec<_> = shares.map(|share| scope.spawn(move || part(bytes, share, reading))).collect();
        let mut all = Vec::with_capacity(places.len());
        for worker in workers {
            all.extend(worker.join().ok()??);
        }
        Some(all)
    })
}

fn part<T: DeserializeOwned, U>(
    bytes: &[u8],
    places: &[Range<usize>],
    Reading { sound, then }: &Reading<'_, T, U>,
) -> Option<Vec<U>> {
    let one = |place: &Range<usize>| serde_json::from_slice(sound(bytes.get(place.clone())?)?).ok().map(then);
    places.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{FEW, Reading, all};

    #[test]
    fn many_come_in_order_and_one_that_is_none_spoils_them() {
        for count in [0, 1, FEW - 1, FEW, FEW * 3 + 1] {
            let mut text = String::new();
            let mut places = Vec::new();
            for number in 0..count {
                let from = text.len();
                text.push_str(&number.to_string());
                places.push(from..text.len());
            }
            let more = Reading { sound: |bytes| Some(bytes), then: &|number: usize| number + 1 };
            assert_eq!(all(text.as_bytes(), &places, &more), Some((1..=count).collect()));
            places.push(0..text.len() + 1);
            assert_eq!(all(text.as_bytes(), &places, &more), None);
        }
        let unsound = Reading { sound: |_| None, then: &|number: usize| number };
        assert_eq!(all(b"12", &[0..1, 1..2], &unsound), None);
    }
}
