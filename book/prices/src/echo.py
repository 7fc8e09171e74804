"""The echo server on asyncio. Prints its port, waits for a line, and serves until it is killed."""

import asyncio
import socket
import sys


async def echo(reader, writer):
    while chunk := await reader.read(1024):
        writer.write(chunk)
        await writer.drain()
    writer.close()


async def main():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(4096)
    print(listener.getsockname()[1], flush=True)
    sys.stdin.readline()
    server = await asyncio.start_server(echo, sock=listener, backlog=4096)
    await server.serve_forever()


asyncio.run(main())
