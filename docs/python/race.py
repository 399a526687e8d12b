from threading import Lock, Thread
from time import sleep

class RacyTally:
    def __init__(self):
        self.total = 0

    def add_one(self):
        seen = self.total
        sleep(0)
        self.total = seen + 1

class LockedTally:
    def __init__(self):
        self.total = 0
        self.guard = Lock()

    def add_one(self):
        with self.guard:
            self.total += 1

CROWD = 100

racy = RacyTally()
crowd = [Thread(target=racy.add_one) for _ in range(CROWD)]
for thread in crowd: thread.start()
for thread in crowd: thread.join()
print(f"Racy tally of {CROWD}: {racy.total}")

locked = LockedTally()
crowd = [Thread(target=locked.add_one) for _ in range(CROWD)]
for thread in crowd: thread.start()
for thread in crowd: thread.join()
print(f"Locked tally of {CROWD}: {locked.total}")
