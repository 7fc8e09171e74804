"""Reads prices with three workers. It is done when the queue is empty."""
import asyncio

LINES = ["4.50", "12.00", "n/a", "3.20", "7.10", "n/a", "n/a", "9.99", "1.00"]


async def worker(lines, prices):
    while True:
        line = await lines.get()
        await asyncio.sleep(0.01)  # asks a service
        prices.append(float(line))
        lines.task_done()


async def main():
    lines = asyncio.Queue()
    prices = []
    workers = [asyncio.create_task(worker(lines, prices), name=f"worker {n}") for n in range(1, 4)]
    for line in LINES:
        lines.put_nowait(line)
    await lines.join()
    print(sum(prices))
    for task in workers:
        task.cancel()


asyncio.run(main())
