//! Reading many entries at once: ten thousand take longer than everything else a list does, so all processors share them.

use std::num::NonZero;
use std::ops::Range;
use std::thread;

use serde::de::DeserializeOwned;

/// Fewer are read before a thread has started.
const FEW: usize = 400;
/// More threads than this wait for memory, not for each other.
const MOST_THREADS: usize = 8;

/// Takes its checksum off an entry that is as it was written.
type Sound = fn(&[u8]) -> Option<&[u8]>;

/// The values at these places, in their order; nothing when one of them is none, or not sound.
pub fn all<T: DeserializeOwned + Send>(bytes: &[u8], places: &[Range<usize>], sound: Sound) -> Option<Vec<T>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    if threads == 1 || places.len() < FEW {
        return part(bytes, places, sound);
    }
    thread::scope(|scope| {
        let shares = places.chunks(places.len().div_ceil(threads));
        let workers: Vec<_> = shares.map(|share| scope.spawn(move || part(bytes, share, sound))).collect();
        let mut all = Vec::with_capacity(places.len());
        for worker in workers {
            all.extend(worker.join().ok()??);
        }
        Some(all)
    })
}

fn part<T: DeserializeOwned>(bytes: &[u8], places: &[Range<usize>], sound: Sound) -> Option<Vec<T>> {
    places.iter().map(|place| serde_json::from_slice(sound(bytes.get(place.clone())?)?).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::{FEW, all};

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
            let read: Vec<usize> = all(text.as_bytes(), &places, |bytes| Some(bytes)).unwrap();
            assert_eq!(read, (0..count).collect::<Vec<_>>());
            places.push(0..text.len() + 1);
            assert_eq!(all::<usize>(text.as_bytes(), &places, |bytes| Some(bytes)), None);
        }
        assert_eq!(all::<usize>("1é".as_bytes(), &[0..1, 1..2], |bytes| Some(bytes)), None);
    }
}
