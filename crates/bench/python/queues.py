"""Seconds for one item through a queue.Queue: PRODUCERS CONSUMERS CAPACITY ITEMS."""
import queue
import sys
import threading
import time

producers, consumers, capacity, items = map(int, sys.argv[1:])
each = items // producers
items_of_all = queue.Queue(capacity)
start = threading.Barrier(producers + consumers)
begun = []


def produce():
    start.wait()
    begun.append(time.perf_counter())
    for item in range(each):
        items_of_all.put(item)


def consume():
    start.wait()
    while items_of_all.get() is not None:
        pass


makers = [threading.Thread(target=produce) for _ in range(producers)]
takers = [threading.Thread(target=consume) for _ in range(consumers)]
for thread in makers + takers:
    thread.start()
for thread in makers:
    thread.join()
for _ in takers:
    items_of_all.put(None)
for thread in takers:
    thread.join()
print((time.perf_counter() - min(begun)) / (each * producers))
