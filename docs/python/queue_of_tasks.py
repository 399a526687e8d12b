from threading import Lock, Thread
from queue import Queue
from time import sleep
from random import uniform

inbox = Queue(maxsize=10)
done = []
done_lock = Lock()

def produce(how_many):
    for number in range(how_many):
        inbox.put(number)
        print(f"put task {number}")
        sleep(0.01)
    inbox.put(None)

def consume(name):
    while True:
        number = inbox.get()
        if number is None:
            inbox.put(None)
            break
        sleep(uniform(0.01, 0.05))
        line = f"worker {name} did task {number}"
        with done_lock:
            done.append(line)
        inbox.task_done()

source = Thread(target=produce, args=(5,))
crew = [Thread(target=consume, args=(name,)) for name in range(3)]
source.start()
for worker in crew: worker.start()
source.join()
for worker in crew: worker.join()
print(f"{len(done)} tasks done")
