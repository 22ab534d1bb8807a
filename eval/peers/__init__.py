"""Other programs timed beside this one, each in an environment of its own: `python -m eval.peers`.

One module a peer, run by that peer's own Python; it imports nothing of this program but `protocol` and `sampling`. A peer's
requirements stand beside it in a .txt of the same name.
"""
