"""Compiles the ``.in`` files into hashed lock files: ``make lock`` (needs uv on the path).

PyTorch comes in two builds. The one on the public index asks for NVIDIA's libraries on Linux, the
CPU build does not. ``requirements.txt`` accepts both: it lists the hashes of both, and NVIDIA's
libraries stand in ``cuda.txt``, a file of constraints, so that only the build that asks for them
installs them.

Where pip's settings offer both, the CPU build must win. pip prefers a file whose announced hash
it knows, and indexes announce SHA-256; so the public build is listed by its SHA-512, which pip
checks just as well after the download, and then the higher version (``2.13.0+cpu``) is taken.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROJECT = FOLDER.parent

# torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl, the public build for the commonest machine
TORCH_PUBLIC_SHA256 = "60fcdcb2f3876e21146cb4524ef06397d727ca9ad5f020818547e25075fe3cb7"
TORCH_PUBLIC_SHA512 = (
    "6674fc7a026fd2336757e707497f0b30e9c49fb60184cc8acae48cc60374b8ce"
    "3221f2a4324277a9053a4ae05078aa7eaa33fcab8ec7763f252c6fa2d56b60eb"
)
# torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl, its CPU build
TORCH_CPU_SHA256 = "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b"
CUDA_PACKAGES = re.compile(r"(nvidia-|cuda-|triton==)")

HEADER = "# Locked by `make lock` from {source}; change that file, not this one.\n"


def compiled(source: str) -> list[str]:
    """Return the blocks of ``source``'s lock: one package each, with its hashes."""
    command = ["uv", "pip", "compile", "--quiet", "--no-header", "--no-config", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-annotate"]
    command += ["--no-emit-index-url", "--no-emit-find-links", source]
    answer = subprocess.run(command, cwd=FOLDER, check=True, capture_output=True, text=True)
    return re.split(r"\n(?=\S)", answer.stdout.strip())


def with_cpu_build(block: str) -> str:
    """Return ``block`` with both builds of PyTorch as said above, if it is PyTorch's."""
    if not block.startswith("torch=="):
        return block
    announced = f"sha256:{TORCH_PUBLIC_SHA256}"
    if announced not in block:
        sys.exit("PyTorch's version changed: look up the hashes at the top of lock.py anew.")
    block = block.replace(announced, f"sha512:{TORCH_PUBLIC_SHA512}")
    return f"{block} \\\n    --hash=sha256:{TORCH_CPU_SHA256}"


def write(name: str, source: str, blocks: list[str], first: str = "") -> None:
    text = HEADER.format(source=source) + first + "\n".join(blocks) + "\n"
    (PROJECT / name).write_text(text, encoding="utf-8")


def main() -> None:
    if shutil.which("uv") is None:
        sys.exit("make lock needs the program uv on the path.")
    runtime = [with_cpu_build(block) for block in compiled("runtime.in")]
    write(
        "requirements.txt",
        "requirements/runtime.in",
        [block for block in runtime if not CUDA_PACKAGES.match(block)],
        first="-c requirements/cuda.txt\n",
    )
    write(
        "requirements/cuda.txt",
        "requirements/runtime.in",
        [block for block in runtime if CUDA_PACKAGES.match(block)],
    )
    write("requirements/pip.txt", "requirements/pip.in", compiled("pip.in"))

    locked = {block.split()[0] for block in runtime}
    extra = [block for block in compiled("dev.in") if block.split()[0] not in locked]
    write("requirements-dev.txt", "requirements/dev.in", extra, first="-r requirements.txt\n")


if __name__ == "__main__":
    main()
