// What size.c holds.
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

extern "C" {
    fn work(x: i64) -> i64;
    fn leaf_poll(leaf: *mut i64) -> i64;
}

struct Leaf(i64);
impl Future for Leaf {
    type Output = i64;
    #[inline(never)]
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<i64> {
        let result = unsafe { leaf_poll(&mut self.0) };
        if result < 0 { Poll::Pending } else { Poll::Ready(result) }
    }
}

macro_rules! one {
    ($x:ident, $y:ident) => {
        $x = unsafe { work($x) };
        $y += Leaf($x).await;
    };
}
macro_rules! eight {
    ($x:ident, $y:ident) => {
        one!($x, $y);
        one!($x, $y);
        one!($x, $y);
        one!($x, $y);
        one!($x, $y);
        one!($x, $y);
        one!($x, $y);
        one!($x, $y);
    };
}

async fn awaits(mut x: i64, mut y: i64) -> i64 {
    eight!(x, y);
    #[cfg(more)]
    {
        eight!(x, y);
    }
    x + y
}

pub fn boxed(x: i64, y: i64) -> Pin<Box<dyn Future<Output = i64>>> {
    Box::pin(awaits(x, y))
}
