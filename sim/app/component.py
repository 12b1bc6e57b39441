"""The page as one Vue component: the files of ``browser``, joined.

Solara takes one text of template, script and style, and a browser may fetch nothing else. Each
script is a module here, as in Node: it says what it takes by ``require`` and gives by
``module.exports``.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

FIRST: Final = "page.js"
_LOADER: Final = """\
const modules = {}, loaded = {};
function require(name) {
  if (!(name in loaded)) {
    loaded[name] = { exports: {} };
    modules[name](loaded[name]);
  }
  return loaded[name].exports;
}"""


@cache
def component() -> str:
    """Return the page's template, script and style as one text, as Vue's single files have it."""
    folder = resources.files("sim.app") / "browser"
    files = {
        file.name: file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith((".html", ".css", ".js"))
    }
    modules = [
        f'modules["./{name}"] = function (module) {{\n{files[name]}}};'
        for name in sorted(files)
        if name.endswith(".js")
    ]
    script = "\n".join([_LOADER, *modules, f'module.exports = require("./{FIRST}");'])
    return (
        f"<template>\n{files['page.html']}</template>\n"
        f"<script>\n{script}\n</script>\n"
        f"<style>\n{files['page.css']}</style>\n"
    )
