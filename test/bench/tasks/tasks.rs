// The peers of tasks.c: a set is a JoinSet of tokio's (joinset) or futures' join_all (joinall), a
// group join_all, select tokio's macro. All on one thread.
use futures::future::{join_all, BoxFuture};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::sync::{mpsc, Notify};
use tokio::task::{yield_now, JoinSet};

struct Counting;
static ALLOCATIONS: AtomicI64 = AtomicI64::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.store(ALLOCATIONS.load(Relaxed) + 1, Relaxed);
        System.alloc(layout)
    }
    unsafe fn dealloc(&self, p: *mut u8, layout: Layout) {
        System.dealloc(p, layout)
    }
}

#[global_allocator]
static GLOBAL: Counting = Counting;

const WAKES: i64 = 200000;
const HOUR: Duration = Duration::from_secs(3600);
static WOKEN: AtomicI64 = AtomicI64::new(0);
static ENDING: AtomicBool = AtomicBool::new(false);
static ALIVE: AtomicI64 = AtomicI64::new(0);

fn ns(start: Instant) -> f64 {
    start.elapsed().as_nanos() as f64
}

type Notices = Arc<Vec<Notify>>;

fn notices(n: usize) -> Notices {
    Arc::new((0..n).map(|_| Notify::new()).collect())
}

async fn member(notices: Notices, i: usize) {
    loop {
        notices[i].notified().await;
        if ENDING.load(Relaxed) {
            return;
        }
        WOKEN.store(WOKEN.load(Relaxed) + 1, Relaxed);
    }
}

async fn wake_some(notices: &Notices) -> f64 {
    let start = Instant::now();
    for i in 0..WAKES {
        notices[(i as usize) * 7919 % notices.len()].notify_one();
        while WOKEN.load(Relaxed) <= i {
            yield_now().await;
        }
    }
    ns(start) / WAKES as f64
}

fn end(notices: &Notices) {
    ENDING.store(true, Relaxed);
    for n in notices.iter() {
        n.notify_one();
    }
}

fn print_members(n: usize, all: f64, wakes: f64) {
    println!("member {}\nwake {}", (all - wakes * WAKES as f64) / n as f64, wakes);
}

async fn joinset(n: usize) {
    let notices = notices(n);
    let start = Instant::now();
    let mut set = JoinSet::new();
    for i in 0..n {
        set.spawn(member(notices.clone(), i));
    }
    yield_now().await;
    let wakes = wake_some(&notices).await;
    end(&notices);
    while set.join_next().await.is_some() {}
    print_members(n, ns(start), wakes);
}

// One task polls them all; another one wakes them.
async fn joinall(n: usize) {
    let notices = notices(n);
    let start = Instant::now();
    let members = (0..n).map(|i| member(notices.clone(), i)).collect::<Vec<_>>();
    let task = tokio::spawn(join_all(members));
    yield_now().await;
    let wakes = wake_some(&notices).await;
    end(&notices);
    task.await.unwrap();
    print_members(n, ns(start), wakes);
}

struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        ALIVE.store(ALIVE.load(Relaxed) - 1, Relaxed);
    }
}

fn node(first: usize, behind: usize) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        ALIVE.store(ALIVE.load(Relaxed) + 1, Relaxed);
        let _guard = Guard;
        let mut set = JoinSet::new();
        let rest = behind - first - 1;
        let part = (rest + 9) / 10;
        let mut i = first + 1;
        while i < behind {
            set.spawn(node(i, behind.min(i + part)));
            i += part;
        }
        tokio::time::sleep(HOUR).await;
    })
}

async fn tree(n: usize) {
    let task = tokio::spawn(node(0, n));
    while ALIVE.load(Relaxed) < n as i64 {
        yield_now().await;
    }
    let start = Instant::now();
    task.abort();
    while ALIVE.load(Relaxed) > 0 {
        yield_now().await;
    }
    let _ = task.await;
    println!("cancel {}", ns(start) / n as f64);
}

async fn selects(n: usize) {
    let (sender, mut receiver) = mpsc::channel::<i64>(1);
    let (mut from, _to) = tokio::net::UnixStream::pair().unwrap();
    let producer = tokio::spawn(async move {
        let mut i = 0;
        while sender.send(i).await.is_ok() {
            i += 1;
        }
    });
    let mut byte = [0u8; 1];
    let start = Instant::now();
    for i in 0..n {
        if i == n / 100 {
            ALLOCATIONS.store(0, Relaxed);
        }
        tokio::select! {
            value = receiver.recv() => assert_eq!(value, Some(i as i64)),
            _ = from.read(&mut byte) => unreachable!(),
            _ = tokio::time::sleep(HOUR) => unreachable!(),
        }
    }
    println!("round {}\nallocations {}", ns(start) / n as f64, ALLOCATIONS.load(Relaxed));
    drop(receiver);
    producer.await.unwrap();
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let n: usize = args[2].parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // Spawned: what is blocked on would be polled in other ways.
    let done = match args[1].as_str() {
        "joinset" => runtime.spawn(joinset(n)),
        "joinall" => runtime.spawn(joinall(n)),
        "tree" => runtime.spawn(tree(n)),
        "select" => runtime.spawn(selects(n)),
        _ => std::process::exit(2),
    };
    runtime.block_on(done).unwrap();
}
