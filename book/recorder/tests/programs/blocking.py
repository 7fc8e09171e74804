"""A step blocks the loop, in a function that a task calls."""
import asyncio
import time
from known import line, tell


def compress():
    global at
    at = line() + 1
    time.sleep(0.6)


async def upload():
    await asyncio.sleep(0)
    compress()


async def main():
    await asyncio.create_task(upload(), name="upload")
    tell(at=at, task="upload", milliseconds=600)


asyncio.run(main())
