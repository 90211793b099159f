// The peer of channel.c: a buffered channel of Go, on one processor, or between two threads: without
// locking them both goroutines may run on the same one.
package main

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

const values = 2000000

func main() {
	shared := len(os.Args) > 1 && os.Args[1] == "shared"
	if shared {
		runtime.GOMAXPROCS(2)
		runtime.LockOSThread()
	} else {
		runtime.GOMAXPROCS(1)
	}
	channel := make(chan int64, 64)
	begin := time.Now()
	go func() {
		if shared {
			runtime.LockOSThread()
		}
		for i := int64(0); i < values; i++ {
			channel <- i
		}
		close(channel)
	}()
	sum := int64(0)
	for i := range channel {
		sum += i
	}
	if sum != values*(values-1)/2 {
		panic("lost")
	}
	fmt.Println("ns", float64(time.Since(begin).Nanoseconds())/values)
}
