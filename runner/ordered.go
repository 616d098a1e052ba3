package runner

import "sync"

// window is how many results per worker may wait for a slower one before them:
// enough to keep the workers busy, little enough to keep memory flat.
const window = 16

// Ordered calls do(0) … do(n-1) on jobs goroutines and hands their results to
// emit in that order, from the calling goroutine. When emit fails, no further
// call of do is started and Ordered returns its error.
func Ordered[T any](n, jobs int, do func(i int) T, emit func(i int, v T) error) error {
	jobs = max(1, min(jobs, n))
	if jobs == 1 {
		for i := range n {
			if err := emit(i, do(i)); err != nil {
				return err
			}
		}
		return nil
	}
	slots := make([]chan T, n)
	for i := range slots {
		slots[i] = make(chan T, 1)
	}
	todo, room, stop := make(chan int), make(chan struct{}, jobs*window), make(chan struct{})
	var wg sync.WaitGroup
	for range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range todo {
				slots[i] <- do(i)
			}
		}()
	}
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer close(todo)
		for i := range n {
			select {
			case room <- struct{}{}:
			case <-stop:
				return
			}
			select {
			case todo <- i:
			case <-stop:
				return
			}
		}
	}()
	var err error
	for i := range n {
		v := <-slots[i]
		slots[i] = nil
		<-room
		if err = emit(i, v); err != nil {
			break
		}
	}
	close(stop)
	wg.Wait()
	return err
}
