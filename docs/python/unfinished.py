import queue_of_tasks

for name, value in vars(queue_of_tasks).items():
    if hasattr(value, "unfinished_tasks"):
        print(f"{name}: {value.unfinished_tasks} items for which join() would still wait")
