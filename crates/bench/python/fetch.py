"""Fetches all URLs by urllib, in a pool: WORKERS URL... Prints the seconds that took."""
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from urllib.request import ProxyHandler, build_opener

workers, urls = int(sys.argv[1]), sys.argv[2:]
opener = build_opener(ProxyHandler({}))


def fetch(url):
    with opener.open(url) as response:
        return len(response.read())


begun = time.perf_counter()
with ThreadPoolExecutor(max_workers=workers) as executor:
    futures = [executor.submit(fetch, url) for url in urls]
    sizes = [future.result() for future in as_completed(futures)]
assert all(sizes)
print(time.perf_counter() - begun)
