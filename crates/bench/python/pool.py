"""Seconds for one empty job of a ThreadPoolExecutor, its result taken as it completes: WORKERS JOBS."""
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

workers, jobs = map(int, sys.argv[1:])


def job(number):
    return number


with ThreadPoolExecutor(max_workers=workers) as executor:
    # The threads are started before the clock is.
    list(executor.map(job, range(10 * workers)))
    begun = time.perf_counter()
    futures = [executor.submit(job, number) for number in range(jobs)]
    total = sum(future.result() for future in as_completed(futures))
    spent = time.perf_counter() - begun
assert total == jobs * (jobs - 1) // 2
print(spent / jobs)
