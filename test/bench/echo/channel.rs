// The peer of channel.c: tokio's bounded mpsc, on one thread, or between the runtimes of two: on the
// workers of one runtime both tasks may run on the same thread.
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

const VALUES: i64 = 2000000;

async fn send(sender: mpsc::Sender<i64>) {
    for i in 0..VALUES {
        sender.send(i).await.unwrap();
    }
}

async fn receive(mut receiver: mpsc::Receiver<i64>) -> i64 {
    let mut sum = 0;
    while let Some(i) = receiver.recv().await {
        sum += i;
    }
    sum
}

fn runtime() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

fn main() {
    let shared = std::env::args().nth(1).as_deref() == Some("shared");
    let (sender, receiver) = mpsc::channel(64);
    let begin = Instant::now();
    let sum = runtime().block_on(async {
        if shared {
            std::thread::spawn(|| runtime().block_on(send(sender)));
        } else {
            tokio::spawn(send(sender));
        }
        receive(receiver).await
    });
    assert!(sum == VALUES * (VALUES - 1) / 2);
    println!("ns {}", begin.elapsed().as_nanos() as f64 / VALUES as f64);
}
