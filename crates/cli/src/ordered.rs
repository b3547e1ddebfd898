//! Work on all cores, results in order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// So many results may wait for each worker before it waits itself.
const WAITING: usize = 16;

/// Runs `work` on all `items`, on all cores, and hands each item with its result to `take`, in the order
/// of the items, as soon as it is there. When `take` breaks, the rest is left undone.
pub(crate) fn run<T: Sync, R: Send, B>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&T, R) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let workers = cores.min(items.len());
    if workers <= 1 {
        return items.iter().try_for_each(|item| take(item, work(item)));
    }
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::sync_channel(workers * WAITING);
    thread::scope(|scope| {
        for _ in 0..workers {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    // Nobody receives any more when `take` has broken.
                    if send.send((at, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (at, result) in receive {
            early.insert(at, result);
            while let Some(result) = early.remove(&due) {
                take(&items[due], result)?;
                due += 1;
            }
        }
        ControlFlow::Continue(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whoever_is_ready_first() {
        let items: Vec<u64> = (0..500).collect();
        let mut taken = Vec::new();
        let work = |&n: &u64| (0..(500 - n) * 20).fold(n, |sum, _| std::hint::black_box(sum));
        let end: ControlFlow<()> = run(&items, work, |item, n| {
            assert_eq!(*item, n);
            taken.push(n);
            ControlFlow::Continue(())
        });
        assert!(end.is_continue());
        assert_eq!(taken, items);
    }

    #[test]
    fn a_break_ends_the_work() {
        let items: Vec<usize> = (0..100_000).collect();
        let done = AtomicUsize::new(0);
        let end = run(
            &items,
            |&n| {
                done.fetch_add(1, Ordering::Relaxed);
                n
            },
            |_, n| if n == 3 { ControlFlow::Break(n) } else { ControlFlow::Continue(()) },
        );
        assert_eq!(end, ControlFlow::Break(3));
        assert!(done.load(Ordering::Relaxed) < items.len());
    }
}
