"""Results come from other threads: of an executor, and of a thread that calls the loop."""
import asyncio
import threading
from known import tell


def add(a, b):
    return a + b


async def main():
    loop = asyncio.get_running_loop()
    sums = [await loop.run_in_executor(None, add, n, n) for n in range(5)]
    called = loop.create_future()
    thread = threading.Thread(target=lambda: loop.call_soon_threadsafe(called.set_result, 7), name="reader")
    thread.start()
    sums.append(await called)
    thread.join()
    tell(sums=sums, executor=5, reader=1, names=sorted(t.name for t in threading.enumerate() if "asyncio" not in t.name))


asyncio.run(main())
