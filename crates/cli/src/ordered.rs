//! Work on all cores, results in order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// So many items for each worker are worked on or wait for their turn at the same time.
const WAITING: usize = 16;

/// Runs `work` on all `items`, on all cores, and hands each item with its result to `take`, in the order
/// of the items, as soon as it is there. When `take` breaks, the rest is left undone.
///
/// Items are asked for as they are needed: of many only a few are in memory at any time, however long one of
/// them takes.
pub(crate) fn run<T: Send, R: Send, B>(
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(T, R) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let workers = items.size_hint().1.map_or(cores, |most| cores.min(most));
    let mut items = items;
    if workers <= 1 {
        return items.try_for_each(|item| {
            let result = work(&item);
            take(item, result)
        });
    }
    let (send, receive) = mpsc::channel();
    // Each item needs a permit, which comes back once its result has been taken.
    let (permit, permits) = mpsc::channel();
    for _ in 0..workers * WAITING {
        // The receiver is right here.
        let _ = permit.send(());
    }
    let source = Mutex::new((items.enumerate(), permits));
    thread::scope(|scope| {
        let begin = |_: &usize| {
            let (send, source, work) = (send.clone(), &source, &work);
            let worker = move || {
                loop {
                    let next = {
                        let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
                        let (items, permits) = &mut *source;
                        // Nobody gives any more when `take` has broken.
                        permits.recv().ok().and_then(|()| items.next())
                    };
                    let Some((at, item)) = next else { break };
                    let result = work(&item);
                    if send.send((at, item, result)).is_err() {
                        break;
                    }
                }
            };
            thread::Builder::new().spawn_scoped(scope, worker).is_ok()
        };
        // Where the system gives fewer threads than there are cores, those do it all; where it gives none, this one.
        let begun = (0..workers).take_while(begin).count();
        drop(send);
        if begun == 0 {
            let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
            return source.0.try_for_each(|(_, item)| {
                let result = work(&item);
                take(item, result)
            });
        }
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (at, item, result) in receive {
            early.insert(at, (item, result));
            while let Some((item, result)) = early.remove(&due) {
                if let ControlFlow::Break(end) = take(item, result) {
                    // Whoever waits for a permit must not wait for ever.
                    drop(permit);
                    return ControlFlow::Break(end);
                }
                due += 1;
                // Where nobody asks for one any more, all items have been given out.
                let _ = permit.send(());
            }
        }
        ControlFlow::Continue(())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_order_whoever_is_ready_first() {
        let items: Vec<u64> = (0..500).collect();
        let mut taken = Vec::new();
        let work = |&&n: &&u64| (0..(500 - n) * 20).fold(n, |sum, _| std::hint::black_box(sum));
        let end: ControlFlow<()> = run(items.iter(), work, |item, n| {
            assert_eq!(*item, n);
            taken.push(n);
            ControlFlow::Continue(())
        });
        assert!(end.is_continue());
        assert_eq!(taken, items);
    }

    #[test]
    fn a_break_ends_the_work() {
        let done = AtomicUsize::new(0);
        let end = run(
            0..100_000,
            |&n| {
                done.fetch_add(1, Ordering::Relaxed);
                n
            },
            |_, n| if n == 3 { ControlFlow::Break(n) } else { ControlFlow::Continue(()) },
        );
        assert_eq!(end, ControlFlow::Break(3));
        assert!(done.load(Ordering::Relaxed) < 100_000);
    }

    #[test]
    fn few_items_are_asked_for_ahead_of_a_slow_one() {
        let asked = AtomicUsize::new(0);
        let items = (0..10_000).inspect(|_| {
            asked.fetch_add(1, Ordering::Relaxed);
        });
        let most = AtomicUsize::new(0);
        let end: ControlFlow<()> = run(
            items,
            |&n| {
                if n == 0 {
                    thread::sleep(std::time::Duration::from_millis(50));
                    most.store(asked.load(Ordering::Relaxed), Ordering::Relaxed);
                }
            },
            |_, ()| ControlFlow::Continue(()),
        );
        assert!(end.is_continue());
        assert!(most.load(Ordering::Relaxed) < 5_000);
        assert_eq!(asked.load(Ordering::Relaxed), 10_000);
    }
}
