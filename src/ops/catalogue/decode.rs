//! Reading many entries at once: ten thousand take longer than everything else a list does, so all processors share them.

use std::num::NonZero;
use std::ops::Range;
use std::thread;

/// Fewer are read before a thread has started.
const FEW: usize = 400;
/// More threads than this wait for memory, not for each other.
const MOST_THREADS: usize = 8;

/// What `read` makes of the pieces at these places, in their order; nothing when it makes nothing of one of them.
pub fn all<T: Send>(
    bytes: &[u8],
    places: &[Range<usize>],
    read: &(dyn Fn(&[u8]) -> Option<T> + Sync),
) -> Option<Vec<T>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    if threads == 1 || places.len() < FEW {
        return part(bytes, places, read);
    }
    thread::scope(|scope| {
        let shares = places.chunks(places.len().div_ceil(threads));
        let workers: Vec<_> = shares.map(|share| scope.spawn(move || part(bytes, share, read))).collect();
        let mut all = Vec::with_capacity(places.len());
        for worker in workers {
            all.extend(worker.join().ok()??);
        }
        Some(all)
    })
}

fn part<T>(bytes: &[u8], places: &[Range<usize>], read: &dyn Fn(&[u8]) -> Option<T>) -> Option<Vec<T>> {
    places.iter().map(|place| read(bytes.get(place.clone())?)).collect()
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
            let number = |bytes: &[u8]| serde_json::from_slice::<usize>(bytes).ok();
            assert_eq!(all(text.as_bytes(), &places, &number), Some((0..count).collect()));
            places.push(0..text.len() + 1);
            assert_eq!(all(text.as_bytes(), &places, &number), None);
            places.pop();
            places.push(0..0);
            assert_eq!(all(text.as_bytes(), &places, &number), None);
        }
    }
}
