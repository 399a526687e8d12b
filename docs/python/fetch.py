import time
import concurrent.futures
import urllib.request

URLS = [
    "http://httpbin.org/delay/0",
    "http://httpbin.org/uuid",
    "http://httpbin.org/ip",
    "http://httpbin.org/headers",
    "http://httpbin.org/get",
]

def fetchPage(url):
    start = time.perf_counter()
    with urllib.request.urlopen(url, timeout=10) as response:
        content = response.read()
    elapsed = time.perf_counter() - start
    return url, len(content), elapsed


start = time.perf_counter()
with concurrent.futures.ThreadPoolExecutor(max_workers=5) as executor:
    futureToUrl = {executor.submit(fetchPage, url): url for url in URLS}
    for future in concurrent.futures.as_completed(futureToUrl):
        url, size, elapsed = future.result()
        print(f"{url}: {size} bytes in {elapsed:.2f}s")
totalTime = time.perf_counter() - start
print(f"All done in {totalTime:.2f}s")
