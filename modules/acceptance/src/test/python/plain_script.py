"""What a first script with kazoo looks like: create with parents, get, set, delete."""

from kazoo.client import KazooClient

from connection import options

zk = KazooClient(**options())
zk.start()

zk.create("/plain/script/node", b"first", makepath=True)
data, stat = zk.get("/plain/script/node")
assert data == b"first", data
assert stat.version == 0, stat

zk.set("/plain/script/node", b"second")
data, stat = zk.get("/plain/script/node")
assert data == b"second", data
assert stat.version == 1, stat

zk.delete("/plain", recursive=True)
assert zk.exists("/plain") is None

zk.stop()
zk.close()
print("OK")
