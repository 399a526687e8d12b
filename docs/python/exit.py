from concurrent.futures import ThreadPoolExecutor
from threading import Event

last_line = Event()

def work():
    last_line.wait()
    print("the worker is done")

ThreadPoolExecutor().submit(work)
print("this is the last line of the program")
last_line.set()
