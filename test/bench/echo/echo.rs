// The echo server on tokio, one task for each connection. One worker: a runtime of the current
// thread, which is tokio's fastest for that; more: its runtime of many threads. As in asyncc.c,
// memory for a message is needed only between reading and writing it.
use std::io::{ErrorKind, Write};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

const BUF: usize = 64 * 1024;

enum Step {
    Wait,
    End,
    Rest(Vec<u8>),
}

fn step(stream: &TcpStream) -> Step {
    let mut buf = std::mem::MaybeUninit::<[u8; BUF]>::uninit();
    // No part of it is read that was not written before.
    let buf = unsafe { &mut *buf.as_mut_ptr() };
    let n = match stream.try_read(buf) {
        Err(e) if e.kind() == ErrorKind::WouldBlock => return Step::Wait,
        Ok(0) | Err(_) => return Step::End,
        Ok(n) => n,
    };
    let put = match stream.try_write(&buf[..n]) {
        Err(e) if e.kind() == ErrorKind::WouldBlock => 0,
        Err(_) => return Step::End,
        Ok(put) => put,
    };
    if put == n {
        Step::Wait
    } else {
        Step::Rest(buf[put..n].to_vec())
    }
}

async fn serve(mut stream: TcpStream) {
    while stream.readable().await.is_ok() {
        match step(&stream) {
            Step::Wait => continue,
            Step::End => break,
            Step::Rest(rest) => {
                if stream.write_all(&rest).await.is_err() {
                    break;
                }
            }
        }
    }
}

async fn accept_all(listener: TcpListener) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        tokio::spawn(serve(stream));
    }
}

async fn start() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(4096).unwrap();
    println!("port {}", listener.local_addr().unwrap().port());
    std::io::stdout().flush().unwrap();
    accept_all(listener).await;
}

fn main() {
    let n: usize = std::env::args().nth(1).map_or(1, |s| s.parse().unwrap());
    let runtime = if n == 1 {
        tokio::runtime::Builder::new_current_thread().enable_all().build()
    } else {
        tokio::runtime::Builder::new_multi_thread().worker_threads(n).enable_all().build()
    };
    runtime.unwrap().block_on(start());
}
