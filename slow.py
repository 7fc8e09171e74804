import socket,threading,time
s=socket.socket(); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1); s.bind(('127.0.0.1',18078)); s.listen(50)
def f(c):
    c.recv(999); c.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc'); time.sleep(30)
while 1:
    c,_=s.accept(); threading.Thread(target=f,args=(c,),daemon=True).start()
