// The functions of test/bench/frames in Rust; functions.c says more.
#![allow(dead_code, unused_assignments, clippy::all)]
use std::cell::Cell;
use std::future::Future;
use std::hint::black_box;
use std::mem::size_of_val;
use std::pin::Pin;
use std::sync::atomic::{AtomicI32, Ordering};
use std::task::{Context, Poll};

struct Leaf(bool);
impl Future for Leaf {
    type Output = i32;
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<i32> {
        if self.0 {
            return Poll::Ready(black_box(1));
        }
        self.0 = true;
        Poll::Pending
    }
}
fn leaf() -> Leaf {
    Leaf(false)
}

// A leaf that waits once and keeps so many words meanwhile, borrowed things among them.
struct Words<'a, const N: usize>([usize; N], std::marker::PhantomData<&'a mut u8>);
impl<const N: usize> Future for Words<'_, N> {
    type Output = i32;
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<i32> {
        if self.0[0] == 0 {
            return Poll::Ready(black_box(1));
        }
        self.0[0] = 0;
        Poll::Pending
    }
}
fn words<'a, const N: usize>() -> Words<'a, N> {
    Words([1; N], std::marker::PhantomData)
}
type Tcp = usize;
fn net_connect<'a>(out: &'a mut Tcp, host: &'a str, port: i32) -> Words<'a, 3> {
    black_box((out, host, port));
    words()
}
fn net_accept<'a>(out: &'a mut Tcp, listener: usize) -> Words<'a, 5> {
    black_box((out, listener));
    words()
}
fn net_read<'a>(tcp: Tcp, buf: &'a mut [u8]) -> Words<'a, 3> {
    black_box((tcp, buf));
    words()
}
fn net_write<'a>(tcp: Tcp, buf: &'a [u8]) -> Words<'a, 3> {
    black_box((tcp, buf));
    words()
}
fn net_close<'a>(tcp: Tcp) -> Words<'a, 1> {
    black_box(tcp);
    words()
}
fn pause_ms<'a>(ms: i64) -> Words<'a, 4> {
    black_box(ms);
    words()
}
fn join<'a>(task: usize) -> Words<'a, 2> {
    black_box(task);
    words()
}
fn signal_wait<'a>(set: &'a [i64; 16]) -> Words<'a, 3> {
    black_box(set);
    words()
}

static SINK: AtomicI32 = AtomicI32::new(0);
#[inline(never)]
fn use_(n: i32) {
    SINK.store(n, Ordering::Relaxed);
}
#[inline(never)]
fn make(n: i32) -> i32 {
    SINK.load(Ordering::Relaxed) + n
}
#[inline(never)]
fn make64(n: i32) -> u64 {
    SINK.load(Ordering::Relaxed) as u64 + n as u64
}
#[inline(never)]
fn fill(p: &mut [u8]) {
    p.fill(SINK.load(Ordering::Relaxed) as u8);
}
#[inline(never)]
fn sum(p: &[u8]) -> i32 {
    p.iter().map(|&b| b as i32).sum()
}
#[inline(never)]
fn start_task(tcp: usize) -> usize {
    if SINK.load(Ordering::Relaxed) != 0 { tcp } else { 0 }
}

// ---------------------------------------------------------------------------------------------
// shapes
// ---------------------------------------------------------------------------------------------

async fn one_int(n: i32) -> i32 {
    let x = make(n);
    let r = leaf().await;
    x + r
}

async fn three_scoped_buffers() -> i32 {
    let mut s = 0;
    {
        let mut a = [0u8; 64];
        fill(&mut a);
        s += leaf().await;
        s += sum(&a);
    }
    {
        let mut b = [0u8; 64];
        fill(&mut b);
        s += leaf().await;
        s += sum(&b);
    }
    {
        let mut c = [0u8; 64];
        fill(&mut c);
        s += leaf().await;
        s += sum(&c);
    }
    s
}

async fn three_buffers() -> i32 {
    let mut s = 0;
    let (mut a, mut b, mut c);
    a = [0u8; 64];
    fill(&mut a);
    s += leaf().await;
    s += sum(&a);
    b = [0u8; 64];
    fill(&mut b);
    s += leaf().await;
    s += sum(&b);
    c = [0u8; 64];
    fill(&mut c);
    s += leaf().await;
    s += sum(&c);
    s
}

async fn kib_to_second_await() -> i32 {
    let mut buf = [0u8; 1024];
    fill(&mut buf);
    let mut r = leaf().await;
    r += sum(&buf);
    r + leaf().await
}

async fn kib_dead_before_await() -> i32 {
    let mut buf = [0u8; 1024];
    fill(&mut buf);
    let s = sum(&buf);
    s + leaf().await
}

async fn arms_scoped(n: i32) -> i32 {
    let mut r;
    if n != 0 {
        let mut a = [0u8; 256];
        fill(&mut a);
        r = leaf().await;
        r += sum(&a);
    } else {
        let mut b = [0u8; 256];
        fill(&mut b);
        r = leaf().await;
        r -= sum(&b);
    }
    r
}

async fn arms_on_top(n: i32) -> i32 {
    let (mut a, mut b);
    let mut r;
    if n != 0 {
        a = [0u8; 256];
        fill(&mut a);
        r = leaf().await;
        r += sum(&a);
    } else {
        b = [0u8; 256];
        fill(&mut b);
        r = leaf().await;
        r -= sum(&b);
    }
    r
}

fn recursion(n: i32) -> Pin<Box<dyn Future<Output = i32>>> {
    Box::pin(recursion_level(n))
}
async fn recursion_level(n: i32) -> i32 {
    if n == 0 {
        return leaf().await;
    }
    let x = make(n);
    let r = recursion(n - 1).await;
    x + r
}

async fn child(n: i32) -> i32 {
    let r = leaf().await;
    n + r
}

async fn loop_of_children(n: i32) -> i32 {
    let mut s = 0;
    for i in 0..n {
        s += child(i).await;
    }
    s
}

// What futures' join! keeps.
enum MaybeDone<F: Future> {
    Running(F),
    Done(F::Output),
    Taken,
}
impl<F: Future> MaybeDone<F> {
    fn poll(&mut self, cx: &mut Context<'_>) -> bool {
        if let MaybeDone::Running(f) = self {
            match unsafe { Pin::new_unchecked(f) }.poll(cx) {
                Poll::Ready(v) => *self = MaybeDone::Done(v),
                Poll::Pending => return false,
            }
        }
        true
    }
    fn take(&mut self) -> F::Output {
        match std::mem::replace(self, MaybeDone::Taken) {
            MaybeDone::Done(v) => v,
            _ => unreachable!(),
        }
    }
}
struct Join<F: Future, const N: usize>([MaybeDone<F>; N]);
impl<F: Future<Output = i32>, const N: usize> Future for Join<F, N> {
    type Output = [i32; N];
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<[i32; N]> {
        let this = unsafe { self.get_unchecked_mut() };
        let mut all = true;
        for f in this.0.iter_mut() {
            all &= f.poll(cx);
        }
        if !all {
            return Poll::Pending;
        }
        Poll::Ready(std::array::from_fn(|i| this.0[i].take()))
    }
}
struct Select<A, B>(A, B);
impl<A: Future<Output = i32>, B: Future<Output = i32>> Future for Select<A, B> {
    type Output = Option<i32>;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<i32>> {
        let this = unsafe { self.get_unchecked_mut() };
        if let Poll::Ready(v) = unsafe { Pin::new_unchecked(&mut this.0) }.poll(cx) {
            return Poll::Ready(Some(v));
        }
        unsafe { Pin::new_unchecked(&mut this.1) }.poll(cx).map(|_| None)
    }
}

async fn two_joined(n: i32) -> i32 {
    let [a, b] = Join([MaybeDone::Running(child(n)), MaybeDone::Running(child(n + 1))]).await;
    a + b
}

async fn chain_1(n: i32) -> i32 {
    let x = make(n);
    leaf().await + x
}
async fn chain_2(n: i32) -> i32 {
    let x = make(n);
    chain_1(n).await + x
}
async fn chain_3(n: i32) -> i32 {
    let x = make(n);
    chain_2(n).await + x
}
async fn chain_4(n: i32) -> i32 {
    let x = make(n);
    chain_3(n).await + x
}
async fn chain_of_five(n: i32) -> i32 {
    let x = make(n);
    chain_4(n).await + x
}

struct Kib {
    bytes: [u8; 1024],
}

async fn kib_argument(k: Kib) -> i32 {
    let r = leaf().await;
    r + sum(&k.bytes)
}

async fn kib_argument_wrapped(k: Kib) -> i32 {
    kib_argument(k).await
}

async fn seven_u64() -> u64 {
    let a = make64(1);
    let mut r = leaf().await;
    let b = make64(r) + a;
    r = leaf().await;
    let c = make64(r) + b;
    r = leaf().await;
    let d = make64(r) + c;
    r = leaf().await;
    let e = make64(r) + d;
    r = leaf().await;
    let f = make64(r) + e;
    r = leaf().await;
    let g = make64(r) + f;
    r = leaf().await;
    g + r as u64
}

async fn two_kib_scopes() -> i32 {
    let mut s = 0;
    {
        let mut a = [0u8; 1024];
        fill(&mut a);
        s += leaf().await;
        s += sum(&a);
    }
    {
        let mut b = [0u8; 1024];
        fill(&mut b);
        s += leaf().await;
        s += sum(&b);
    }
    s
}

async fn kib_child() -> i32 {
    let mut buf = [0u8; 1024];
    fill(&mut buf);
    let r = leaf().await;
    r + sum(&buf)
}

async fn cold_kib_child(n: i32) -> i32 {
    if n < 0 {
        return kib_child().await;
    }
    leaf().await
}

// ---------------------------------------------------------------------------------------------
// samples/echo.c
// ---------------------------------------------------------------------------------------------

static CONNECTIONS: AtomicI32 = AtomicI32::new(0);

async fn echo_serve(tcp: Tcp) {
    let mut buf = [0u8; 16 * 1024];
    CONNECTIONS.fetch_add(1, Ordering::Relaxed);
    loop {
        let n = net_read(tcp, &mut buf).await;
        if n <= 0 || net_write(tcp, &buf[..n as usize]).await < 0 {
            break;
        }
    }
    net_close(tcp).await;
    CONNECTIONS.fetch_sub(1, Ordering::Relaxed);
}

async fn echo_accept_all(listener: usize, host: &str) {
    leaf().await;
    use_(host.contains(':') as i32);
    loop {
        let mut tcp = 0;
        let rc = net_accept(&mut tcp, listener).await;
        if rc == -1 {
            break;
        }
        if rc < 0 {
            pause_ms(20).await;
            continue;
        }
        let task = start_task(tcp);
        if task == 0 {
            net_close(tcp).await;
        }
    }
    use_((listener != 0) as i32);
}

async fn echo_give_time() {
    if pause_ms(5000).await == 0 {
        use_(CONNECTIONS.load(Ordering::Relaxed));
    }
}

async fn echo_hurry(stop: &[i64; 16]) {
    if signal_wait(stop).await > 0 {
        use_(1);
    }
}

async fn echo_main(listener: usize, grace: usize) -> i32 {
    let acceptor = start_task(listener);
    let mut stop = [0i64; 16];
    fill(unsafe { std::slice::from_raw_parts_mut(stop.as_mut_ptr() as *mut u8, 128) });
    let rc = signal_wait(&stop).await;
    if rc < 0 {
        use_(rc);
    }
    join(acceptor).await;
    if rc > 0 && CONNECTIONS.load(Ordering::Relaxed) > 0 {
        join(grace).await;
    }
    (rc < 0) as i32
}

// ---------------------------------------------------------------------------------------------
// samples/fetch.c
// ---------------------------------------------------------------------------------------------

struct Input {
    tcp: Tcp,
    begin: usize,
    end: usize,
    buf: [u8; 16 * 1024],
}

async fn fetch_fill(input: &mut Input) -> i32 {
    input.buf.copy_within(input.begin..input.end, 0);
    input.end -= input.begin;
    input.begin = 0;
    if input.end == input.buf.len() {
        return -2;
    }
    let n = net_read(input.tcp, &mut input.buf[input.end..]).await;
    if n > 0 {
        input.end += n as usize;
    }
    n
}

async fn fetch_read_line(input: &mut Input, line: &mut usize) -> i32 {
    let end;
    loop {
        if let Some(at) = input.buf[input.begin..input.end].iter().position(|&b| b == b'\n') {
            end = input.begin + at;
            break;
        }
        let n = fetch_fill(input).await;
        if n <= 0 {
            return if n < 0 { n } else { -3 };
        }
    }
    *line = input.begin;
    input.begin = end + 1;
    input.buf[end] = 0;
    0
}

async fn fetch_send_request(tcp: Tcp, host: &str, path: &str) -> i32 {
    use std::io::Write;
    let mut request = [0u8; 4096];
    let room = request.len();
    let mut left = &mut request[..];
    if write!(left, "GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n").is_err() {
        return 2;
    }
    let n = room - left.len();
    let rc = net_write(tcp, &request[..n]).await;
    if rc < 0 { 4 } else { 0 }
}

async fn fetch_read_head(input: &mut Input, length: &mut i64) -> i32 {
    let mut line = 0;
    let mut rc = fetch_read_line(input, &mut line).await;
    if rc < 0 {
        return 5;
    }
    let code = make(input.buf[line] as i32);
    if code < 200 || code > 299 {
        return 6;
    }
    loop {
        rc = fetch_read_line(input, &mut line).await;
        if rc != 0 || input.buf[line] == 0 {
            break;
        }
        if input.buf[line] == b'C' {
            *length = make(input.buf[line + 1] as i32) as i64;
        }
    }
    if rc < 0 { 5 } else { 0 }
}

async fn fetch_copy_body(input: &mut Input, length: i64) -> i32 {
    let mut copied = 0i64;
    let mut n = 1;
    while n > 0 {
        let mut part = input.end - input.begin;
        if length >= 0 && part as i64 > length - copied {
            part = (length - copied) as usize;
        }
        use_(sum(&input.buf[input.begin..input.begin + part]));
        copied += part as i64;
        input.begin += part;
        n = if copied == length { 0 } else { fetch_fill(input).await };
    }
    if n < 0 {
        5
    } else if copied < length {
        6
    } else {
        0
    }
}

async fn fetch_fetch(host: &str, port: i32, path: &str) -> i32 {
    let mut input = Input { tcp: 0, begin: 0, end: 0, buf: [0; 16 * 1024] };
    let mut length = -1;
    let mut rc = net_connect(&mut input.tcp, host, port).await;
    if rc < 0 {
        return 3;
    }
    rc = fetch_send_request(input.tcp, host, path).await;
    if rc == 0 {
        rc = fetch_read_head(&mut input, &mut length).await;
    }
    if rc == 0 {
        rc = fetch_copy_body(&mut input, length).await;
    }
    net_close(input.tcp).await;
    rc
}

async fn fetch_main(host: &str, port: i32, path: &str) -> i32 {
    if port < 1 || port > 65535 {
        return 2;
    }
    fetch_fetch(host, port, path).await
}

// ---------------------------------------------------------------------------------------------
// what guides to asynchronous programming show
// ---------------------------------------------------------------------------------------------

async fn delay(ms: i64) -> i32 {
    pause_ms(ms).await;
    0
}

async fn read_then_write(tcp: Tcp) -> i32 {
    let mut buf = [0u8; 512];
    let mut n = net_read(tcp, &mut buf).await;
    if n <= 0 {
        return n;
    }
    let s = sum(&buf[..n as usize]);
    n = net_write(tcp, &buf[..n as usize]).await;
    if n < 0 { n } else { s }
}

async fn get_data(id: i32) -> i32 {
    pause_ms(10).await;
    id * 2
}

async fn process(data: i32) -> i32 {
    let before = make(data);
    pause_ms(10).await;
    data - before
}

async fn four_steps(id: i32) -> i32 {
    let data = get_data(id).await;
    let processed = process(data).await;
    let saved = get_data(processed).await;
    data + processed + saved
}

async fn self_reference() -> i32 {
    let mut buf = [0u8; 128];
    fill(&mut buf);
    let p = &buf[make(3) as usize];
    let r = leaf().await;
    r + *p as i32
}

async fn borrowed(text: &[u8]) -> i32 {
    let r = leaf().await;
    r + sum(text)
}

async fn yield_once() {
    leaf().await;
}

async fn unfold(n: i32) -> i32 {
    let (mut state, mut total) = (0, 0);
    while state < n {
        leaf().await;
        total += state;
        state = make(state);
    }
    total
}

async fn chunks() -> i32 {
    let mut items = [0; 8];
    let mut s = 0;
    for i in 0..8 {
        items[i] = leaf().await;
    }
    for i in 0..8 {
        s += items[i];
    }
    s
}

async fn sensor(readings: i32, limit: f64) -> i32 {
    let mut total = 0.0;
    let mut alerts = 0;
    for i in 0..readings {
        pause_ms(100).await;
        let t = make(i) as f64;
        total += t;
        if t > limit {
            net_write(0, b"alert").await;
            alerts += 1;
        }
    }
    alerts + total as i32
}

async fn joined_three(n: i32) -> i32 {
    let [a, b, c] = Join([
        MaybeDone::Running(get_data(n)),
        MaybeDone::Running(get_data(n + 1)),
        MaybeDone::Running(get_data(n + 2)),
    ])
    .await;
    a + b + c
}

async fn with_timeout(n: i32) -> i32 {
    match Select(get_data(n), pause_ms(1000)).await {
        Some(r) => r,
        None => -1,
    }
}

async fn retry(tcp: Tcp, attempts: i32) -> i32 {
    let mut wait = 100;
    for _ in 0..attempts {
        let rc = net_write(tcp, b"hello").await;
        if rc >= 0 {
            return rc;
        }
        pause_ms(wait).await;
        wait *= 2;
    }
    -1
}

struct Breaker {
    failures: i32,
    limit: i32,
    open_until: i64,
}

async fn through_breaker(b: &mut Breaker, tcp: Tcp) -> i32 {
    if b.failures >= b.limit && (make(0) as i64) < b.open_until {
        return -1;
    }
    let rc = net_write(tcp, b"hello").await;
    if rc < 0 {
        b.failures += 1;
    } else {
        b.failures = 0;
    }
    rc
}

async fn cleaned_up(host: &str) -> i32 {
    let mut tcp = 0;
    let mut rc = net_connect(&mut tcp, host, 80).await;
    if rc < 0 {
        return rc;
    }
    let mut buf = [0u8; 256];
    rc = net_read(tcp, &mut buf).await;
    if rc > 0 {
        rc = sum(&buf[..rc as usize]);
    }
    net_close(tcp).await;
    rc
}

async fn until_flag(stop: &Cell<bool>) -> i32 {
    let mut turns = 0;
    while !stop.get() {
        pause_ms(10).await;
        turns += 1;
    }
    turns
}

async fn fallback(first: &str, second: &str) -> i32 {
    let mut tcp = 0;
    let mut rc = net_connect(&mut tcp, first, 80).await;
    if rc < 0 {
        use_(rc);
        rc = net_connect(&mut tcp, second, 80).await;
    }
    if rc < 0 {
        return rc;
    }
    net_close(tcp).await;
    0
}

async fn partial_failures(n: i32) -> i32 {
    let (mut good, mut bad) = (0, 0);
    for i in 0..n {
        let r = get_data(i).await;
        if r >= 0 {
            good += r;
        } else {
            bad += 1;
        }
    }
    good - bad
}

async fn read_message(tcp: Tcp, body: &mut [u8]) -> i32 {
    let mut head = [0u8; 4];
    let mut n = net_read(tcp, &mut head).await;
    if n < 4 {
        return -1;
    }
    let length = head[0] as usize | (head[1] as usize) << 8;
    if length > body.len() {
        return -2;
    }
    let mut got = 0;
    while got < length {
        n = net_read(tcp, &mut body[got..length]).await;
        if n <= 0 {
            return -3;
        }
        got += n as usize;
    }
    length as i32
}

async fn serve_messages(tcp: Tcp) -> i32 {
    let mut served = 0;
    loop {
        let mut request = [0u8; 512];
        let mut response = [0u8; 512];
        let n = read_message(tcp, &mut request).await;
        if n < 0 {
            break;
        }
        let s = sum(&request[..n as usize]);
        fill(&mut response);
        response[0] = s as u8;
        if net_write(tcp, &response).await < 0 {
            break;
        }
        served += 1;
    }
    net_close(tcp).await;
    served
}

struct Record {
    id: i32,
    text: [u8; 60],
}
fn bytes_of(r: &mut Record) -> &mut [u8] {
    unsafe { std::slice::from_raw_parts_mut(r as *mut Record as *mut u8, 64) }
}

async fn stage(from: Tcp, to: Tcp) -> i32 {
    let mut count = 0;
    let mut r = Record { id: 0, text: [0; 60] };
    while net_read(from, bytes_of(&mut r)).await > 0 {
        r.id = make(r.id);
        net_write(to, bytes_of(&mut r)).await;
        count += 1;
    }
    count
}

async fn health_check(host: &str, port: i32) -> i32 {
    let mut tcp = 0;
    let mut rc = net_connect(&mut tcp, host, port).await;
    if rc < 0 {
        return 0;
    }
    let mut answer = [0u8; 256];
    rc = net_write(tcp, b"GET /health HTTP/1.0\r\n\r\n").await;
    if rc >= 0 {
        rc = net_read(tcp, &mut answer).await;
    }
    let good = rc > 0 && sum(&answer[..rc as usize]) > 0;
    net_close(tcp).await;
    good as i32
}

async fn balanced(hosts: &[&str]) -> i32 {
    for i in 0..hosts.len() {
        let host = hosts[make(i as i32) as usize % hosts.len()];
        if health_check(host, 80).await == 0 {
            continue;
        }
        let rc = cleaned_up(host).await;
        if rc >= 0 {
            return rc;
        }
    }
    -1
}

fn main() {
    let zero = [0i64; 16];
    let mut input = Input { tcp: 0, begin: 0, end: 0, buf: [0; 16 * 1024] };
    let mut line = 0;
    let mut length = 0;
    let mut breaker = Breaker { failures: 0, limit: 0, open_until: 0 };
    let flag = Cell::new(false);
    let mut body = [0u8; 8];
    macro_rules! sizes { ($($name:ident($($arg:expr),*);)*) => {
        $(println!("{} {}", stringify!($name), size_of_val(&$name($($arg),*)));)*
    } }
    sizes! {
        one_int(1); three_scoped_buffers(); three_buffers(); kib_to_second_await();
        kib_dead_before_await(); arms_scoped(1); arms_on_top(1); loop_of_children(1);
        two_joined(1); chain_of_five(1); kib_argument(Kib { bytes: [0; 1024] });
        kib_argument_wrapped(Kib { bytes: [0; 1024] }); seven_u64(); two_kib_scopes();
        cold_kib_child(1);
        echo_serve(1); echo_accept_all(1, "h"); echo_give_time(); echo_hurry(&zero);
        echo_main(1, 2);
        fetch_fill(&mut input); fetch_read_line(&mut input, &mut line);
        fetch_send_request(1, "h", "/"); fetch_read_head(&mut input, &mut length);
        fetch_copy_body(&mut input, 1); fetch_fetch("h", 1, "/"); fetch_main("h", 1, "/");
        delay(1); read_then_write(1); four_steps(1); self_reference(); borrowed(b"text");
        yield_once(); unfold(1); chunks(); sensor(1, 1.0); joined_three(1); with_timeout(1);
        retry(1, 1); through_breaker(&mut breaker, 1); cleaned_up("h"); until_flag(&flag);
        fallback("h", "i"); partial_failures(1); read_message(1, &mut body); serve_messages(1);
        stage(1, 2); health_check("h", 1); balanced(&["h"]);
    }
    println!("recursion {}", size_of_val(&recursion_level(1)));
}
