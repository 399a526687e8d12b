import threading
import queue
import time
import random

taskQueue = queue.Queue(maxsize=10)
results = []
resultsLock = threading.Lock()

def producer(numItems):
    for itemId in range(numItems):
        taskQueue.put(itemId)
        print(f"Produced task {itemId}")
        time.sleep(0.01)
    taskQueue.put(None)

def consumer(workerId):
    while True:
        task = taskQueue.get()
        if task is None:
            taskQueue.put(None)
            break
        time.sleep(random.uniform(0.01, 0.05))
        result = f"Worker {workerId} processed task {task}"
        with resultsLock:
            results.append(result)
        taskQueue.task_done()

producerThread = threading.Thread(target=producer, args=(5,))
workers = [threading.Thread(target=consumer, args=(i,)) for i in range(3)]
producerThread.start()
for w in workers: w.start()
producerThread.join()
for w in workers: w.join()
print(f"Processed {len(results)} tasks")
