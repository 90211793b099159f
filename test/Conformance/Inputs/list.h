1, await leaf(2),
n
