"""How fast the program is, part by part and at several sizes: `python -m eval.speed`."""
