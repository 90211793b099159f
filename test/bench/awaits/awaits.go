// The peers of awaits.c that have a loop: goroutines, on one thread.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

func ns(start float64, n int) float64 {
	return (cpu() - start) / float64(n)
}

func tasks(n, count int) float64 {
	var all sync.WaitGroup
	all.Add(count)
	for i := 0; i < count; i++ {
		go func() {
			for k := 0; k < n/count; k++ {
				runtime.Gosched()
			}
			all.Done()
		}()
	}
	start := cpu()
	all.Wait()
	return ns(start, n)
}

func spawns(n int) float64 {
	var all sync.WaitGroup
	start := cpu()
	for i := 0; i < n; i++ {
		all.Add(1)
		go all.Done()
		if i%1000 == 999 {
			all.Wait()
		}
	}
	all.Wait()
	return ns(start, n)
}

func resident() float64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		panic(err)
	}
	pages, err := strconv.ParseFloat(strings.Fields(string(text))[1], 64)
	if err != nil {
		panic(err)
	}
	return pages * float64(os.Getpagesize())
}

func cpu() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return float64(u.Utime.Nano() + u.Stime.Nano())
}

func sleepers(n, ms int) {
	for _, warm := range []bool{false, true} {
		var all sync.WaitGroup
		before, start := resident(), cpu()
		all.Add(n)
		for i := 0; i < n; i++ {
			go func() {
				time.Sleep(time.Duration(ms) * time.Millisecond)
				all.Done()
			}()
		}
		runtime.Gosched() // which begins them
		spawned := cpu()
		if warm {
			fmt.Println("warm", (spawned-start)/float64(n))
		} else {
			fmt.Println("bytes", (resident()-before)/float64(n))
			fmt.Println("cold", (spawned-start)/float64(n))
		}
		all.Wait()
		name := "fire_cold"
		if warm {
			name = "fire"
		}
		fmt.Println(name, (cpu()-spawned)/float64(n))
	}
}

func number(i, otherwise int) int {
	if i >= len(os.Args) {
		return otherwise
	}
	n, err := strconv.Atoi(os.Args[i])
	if err != nil {
		panic(err)
	}
	return n
}

func main() {
	runtime.GOMAXPROCS(1)
	n, depth := number(2, 0), number(3, 1000)
	switch os.Args[1] {
	case "tasks":
		fmt.Println("ns", tasks(n, depth))
	case "spawn":
		fmt.Println("ns", spawns(n))
	case "sleepers":
		sleepers(n, depth)
	default:
		os.Exit(2)
	}
}
