import queue_of_tasks

unfinished = queue_of_tasks.taskQueue.unfinished_tasks
print(f"taskQueue: {unfinished} items for which join() would still wait")
