"""A server that forks: the parent has no loop, and each child has one."""
import asyncio
import os


async def main():
    await asyncio.sleep(0)


children = []
for _ in range(3):
    child = os.fork()
    if child == 0:
        asyncio.run(main())
        os._exit(0)
    children.append(child)
for child in children:
    assert os.waitpid(child, 0)[1] == 0
