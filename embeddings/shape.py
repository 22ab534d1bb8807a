"""The one shape of model that the fast path runs, and where it deviates from plain eight bits.

Weights are integers of seven bits (two products fit sixteen bits), so that every processor, with or
without VNNI or AMX, gives the same vectors. Activations are quantised as they come. A few of them are far larger than the rest (Dettmers
et al. 2022, arXiv:2208.07339), so the inputs of two layers are evened out first (Xiao et al. 2022, arXiv:2211.10438), and the largest
places of the widest layer are multiplied apart, as floats. How large each place gets is measured once for a model folder
(`python -m embeddings.graph FOLDER`) and kept in its `ranges.safetensors`.
"""

LAYERS = 6
HIDDEN = 384
INNER = 1536
HEADS = 12
APART = 32  # places of the inner layer that stay floats
LARGEST = 63  # of a quantised weight: 2 * 255 * 63 < 2**15
RANGES = "ranges.safetensors"
GRAPH = "bert-6x384.onnx"
UPPER = 2  # layers of a reader's second top, which marks answers and starts from the states below the first
UPPER_GRAPH = "bert-2x384.onnx"
EPSILON = 1e-12  # of every layer norm
SHAPE = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "num_hidden_layers": LAYERS,
    "hidden_size": HIDDEN,
    "intermediate_size": INNER,
    "num_attention_heads": HEADS,
    "layer_norm_eps": EPSILON,
}
