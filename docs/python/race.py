import threading
import time

class UnsafeCounter:
    def __init__(self):
        self.count = 0

    def increment(self):
        currentValue = self.count
        time.sleep(0)
        self.count = currentValue + 1

class SafeCounter:
    def __init__(self):
        self.count = 0
        self._lock = threading.Lock()

    def increment(self):
        with self._lock:
            self.count += 1

THREAD_COUNT = 100

unsafeCounter = UnsafeCounter()
threads = [threading.Thread(target=unsafeCounter.increment) for _ in range(THREAD_COUNT)]
for t in threads: t.start()
for t in threads: t.join()
print(f"Unsafe counter (expected 100): {unsafeCounter.count}")

safeCounter = SafeCounter()
threads = [threading.Thread(target=safeCounter.increment) for _ in range(THREAD_COUNT)]
for t in threads: t.start()
for t in threads: t.join()
print(f"Safe counter (expected 100): {safeCounter.count}")
