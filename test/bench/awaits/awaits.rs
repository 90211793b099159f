// The peers of awaits.c in Rust: futures polled by hand, boxed ones, and tokio's tasks.
use std::arch::asm;
use std::future::Future;
use std::pin::{pin, Pin};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::task::yield_now;

// The value, about which the compiler knows nothing any more. No instruction.
#[inline(always)]
fn opaque(mut x: i64) -> i64 {
    unsafe { asm!("/* {0} */", inout(reg) x, options(nomem, nostack, preserves_flags)) };
    x
}

extern "C" {
    fn clock() -> i64; // microseconds of CPU time
}

fn now_ns() -> f64 {
    unsafe { clock() as f64 * 1000.0 }
}

fn ns(start: f64, n: i64) -> f64 {
    (now_ns() - start) / n as f64
}

#[inline]
async fn step(x: i64) -> i64 {
    if x < 0 {
        yield_now().await;
    }
    opaque(x) + 1
}

// As a trait object or from another crate: boxed.
#[inline(never)]
fn step_boxed(x: i64) -> Pin<Box<dyn Future<Output = i64>>> {
    Box::pin(step(x))
}

async fn ready_inlined(n: i64) -> i64 {
    let mut x = 0;
    for _ in 0..n {
        x = step(x).await;
    }
    x
}

async fn ready_boxed(n: i64) -> i64 {
    let mut x = 0;
    for _ in 0..n {
        x = step_boxed(x).await;
    }
    x
}

struct Once(bool);
impl Future for Once {
    type Output = i32;
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<i32> {
        if self.0 {
            return Poll::Ready(1);
        }
        self.0 = true;
        Poll::Pending
    }
}

async fn level_1() -> i64 {
    let mut count = 0;
    loop {
        Once(false).await;
        count += 1;
        if opaque(count) < 0 {
            return count;
        }
    }
}

macro_rules! level {
    ($name:ident, $below:ident) => {
        async fn $name() -> i64 {
            $below().await + 1
        }
    };
}
level!(level_2, level_1);
level!(level_3, level_2);
level!(level_4, level_3);
level!(level_5, level_4);
level!(level_6, level_5);
level!(level_7, level_6);
level!(level_8, level_7);
level!(level_9, level_8);
level!(level_10, level_9);

fn level_boxed(levels: i64) -> Pin<Box<dyn Future<Output = i64>>> {
    Box::pin(async move {
        if levels > 1 { level_boxed(levels - 1).await + 1 } else { level_1().await }
    })
}

#[inline(never)]
fn resumes(mut f: Pin<&mut dyn Future<Output = i64>>, n: i64) -> f64 {
    let mut cx = Context::from_waker(Waker::noop());
    assert!(f.as_mut().poll(&mut cx).is_pending());
    let start = now_ns();
    for _ in 0..n {
        assert!(f.as_mut().poll(&mut cx).is_pending());
    }
    ns(start, n)
}

fn polled(f: impl Future<Output = i64>, n: i64) -> f64 {
    let mut f = pin!(f);
    let mut cx = Context::from_waker(Waker::noop());
    let start = now_ns();
    let Poll::Ready(x) = f.as_mut().poll(&mut cx) else { panic!() };
    opaque(x);
    ns(start, n)
}

const FIB: i64 = 20;
const FIB_CALLS: i64 = 21891;
fn fib(n: i64) -> Pin<Box<dyn Future<Output = i64>>> {
    Box::pin(async move { if n < 2 { n } else { fib(n - 1).await + fib(n - 2).await } })
}

const TREE: usize = 65535;
struct Node {
    left: Option<usize>,
    right: Option<usize>,
    value: i64,
}

fn grow() -> Vec<Node> {
    let kid = |i| if i < TREE { Some(i) } else { None };
    (0..TREE)
        .map(|i| Node { left: kid(2 * i + 1), right: kid(2 * i + 2), value: i as i64 })
        .collect()
}

fn walk<'a>(nodes: &'a [Node], at: Option<usize>) -> Pin<Box<dyn Future<Output = i64> + 'a>> {
    Box::pin(async move {
        match at {
            Some(i) => {
                let t = &nodes[i];
                walk(nodes, t.left).await + t.value + walk(nodes, t.right).await
            }
            None => 0,
        }
    })
}

async fn fibs(n: i64) -> i64 {
    let mut x = 0;
    for _ in 0..n {
        x += fib(opaque(FIB)).await;
    }
    x
}

async fn walks(nodes: &[Node], n: i64) -> i64 {
    let mut x = 0;
    for _ in 0..n {
        x += walk(nodes, Some(opaque(0) as usize)).await;
    }
    x
}

async fn tasks(n: i64, count: i64) -> f64 {
    let each = n / count;
    let all: Vec<_> = (0..count)
        .map(|_| {
            tokio::spawn(async move {
                for _ in 0..each {
                    yield_now().await;
                }
            })
        })
        .collect();
    let start = now_ns();
    for task in all {
        task.await.unwrap();
    }
    ns(start, n)
}

async fn spawns(n: i64) -> f64 {
    let start = now_ns();
    let mut batch = Vec::with_capacity(1000);
    for i in 0..n {
        batch.push(tokio::spawn(async move { opaque(i) }));
        if batch.len() == 1000 || i == n - 1 {
            for task in batch.drain(..) {
                task.await.unwrap();
            }
        }
    }
    ns(start, n)
}

fn resident() -> f64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<f64>().unwrap() * 4096.0
}

static ASLEEP: AtomicUsize = AtomicUsize::new(0);

async fn sleepers(n: i64, ms: i64) {
    for warm in [false, true] {
        let (before, start) = (resident(), now_ns());
        for _ in 0..n {
            ASLEEP.store(ASLEEP.load(Relaxed) + 1, Relaxed);
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(ms as u64)).await;
                ASLEEP.store(ASLEEP.load(Relaxed) - 1, Relaxed);
            });
        }
        yield_now().await; // which begins them
        let spawned = now_ns();
        if warm {
            println!("warm {}", (spawned - start) / n as f64);
        } else {
            println!("bytes {}", (resident() - before) / n as f64);
            println!("cold {}", (spawned - start) / n as f64);
        }
        while ASLEEP.load(Relaxed) > 0 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let name = if warm { "fire" } else { "fire_cold" };
        println!("{} {}", name, (now_ns() - spawned) / n as f64);
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let n: i64 = args[2].parse().unwrap();
    let depth: i64 = args.get(3).map_or(1000, |d| d.parse().unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ns = match args[1].as_str() {
        "ready_inlined" => polled(ready_inlined(n), n),
        "ready_boxed" => polled(ready_boxed(n), n),
        "resume_1" => resumes(pin!(level_1()), n),
        "resume_10" => resumes(pin!(level_10()), n),
        "resume_boxed" => resumes(level_boxed(depth).as_mut(), n),
        "fib" => polled(fibs(n), n * FIB_CALLS),
        "tree" => {
            let nodes = grow();
            polled(walks(&nodes, n), n * (2 * TREE as i64 + 1))
        }
        // Spawned: what is blocked on would be polled in other ways.
        "tasks" => runtime.block_on(runtime.spawn(tasks(n, depth))).unwrap(),
        "spawn" => runtime.block_on(runtime.spawn(spawns(n))).unwrap(),
        "sleepers" => {
            runtime.block_on(runtime.spawn(sleepers(n, depth))).unwrap();
            return;
        }
        _ => std::process::exit(2),
    };
    println!("ns {}", ns);
}
