//! Reading many entries at once: ten thousand take longer than everything else a list does, so all processors share them.

use std::num::NonZero;
use std::ops::Range;
use std::thread;

use serde::de::DeserializeOwned;

/// Fewer are read before a thread has started.
const FEW: usize = 400;
/// More threads than this wait for memory, not for each other.
const MOST_THREADS: usize = 8;

/// What `then` makes of the values at these places of a text, in their order; nothing when one of them is none.
pub fn all<T: DeserializeOwned, U: Send>(
    text: &str,
    places: &[Range<usize>],
    then: &(dyn Fn(T) -> U + Sync),
) -> Option<Vec<U>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    if threads == 1 || places.len() < FEW {
        return part(text, places, then);
    }
    thread::scope(|scope| {
        let shares = places.chunks(places.len().div_ceil(threads));
        let workers: Vec<_> = shares.map(|share| scope.spawn(move || part(text, share, then))).collect();
        let mut all = Vec::with_capacity(places.len());
        for worker in workers {
            all.extend(worker.join().ok()??);
        }
        Some(all)
    })
}

fn part<T: DeserializeOwned, U>(text: &str, places: &[Range<usize>], then: &dyn Fn(T) -> U) -> Option<Vec<U>> {
    places.iter().map(|place| serde_json::from_str(text.get(place.clone())?).ok().map(then)).collect()
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
            let read = all(&text, &places, &|number: usize| number + 1).unwrap();
            assert_eq!(read, (1..=count).collect::<Vec<_>>());
            places.push(0..text.len() + 1);
            assert_eq!(all(&text, &places, &|number: usize| number), None);
        }
        assert_eq!(all("1é", &[0..1, 1..2], &|number: usize| number), None);
    }
}
