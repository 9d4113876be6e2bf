"""`triplewire serve` as its clients meet it: a real server in a process of its own, asked over HTTP on loopback."""
