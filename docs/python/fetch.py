from time import perf_counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from urllib.request import urlopen

PAGES = [
    "http://httpbin.org/delay/0",
    "http://httpbin.org/uuid",
    "http://httpbin.org/ip",
    "http://httpbin.org/headers",
    "http://httpbin.org/get",
]

def download(page):
    begun = perf_counter()
    with urlopen(page, timeout=10) as answer:
        body = answer.read()
    took = perf_counter() - begun
    return page, len(body), took


begun = perf_counter()
with ThreadPoolExecutor(max_workers=5) as pool:
    page_of = {pool.submit(download, page): page for page in PAGES}
    for future in as_completed(page_of):
        page, size, took = future.result()
        print(f"{page}: {size} bytes, {took:.2f} s")
whole = perf_counter() - begun
print(f"all of them: {whole:.2f} s")
