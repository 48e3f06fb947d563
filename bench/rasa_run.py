"""Runs in Rasa's own environment (build/rasa/env, Python 3.10): Rasa's components, trained and asked in one process.

`python rasa_run.py FOLDER`: trains the pipeline of FOLDER/config.yml on FOLDER/data; then JSON strings come in, one a
line, and for each all labels go out with their probabilities. `rasa train` does the same, but between the components it
reckons fingerprints for its cache, longer than it learns.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

Pipeline = list[Any]
"""Rasa's components, in their order."""


def trained(folder: Path) -> Pipeline:
    """The pipeline, each component trained on what those before it made of the examples."""
    import yaml
    from rasa.engine.graph import ExecutionContext, GraphSchema  # type: ignore[import-not-found]
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe  # type: ignore[import-not-found]
    from rasa.engine.storage.local_model_storage import LocalModelStorage  # type: ignore[import-not-found]
    from rasa.engine.storage.resource import Resource  # type: ignore[import-not-found]
    from rasa.shared.nlu.training_data.loading import load_data  # type: ignore[import-not-found]

    data = load_data(str(folder / "data"))
    storage = LocalModelStorage(Path(tempfile.mkdtemp(dir=folder)))
    made: Pipeline = []
    config = yaml.safe_load((folder / "config.yml").read_text(encoding="utf-8"))
    DefaultV1Recipe()  # registers the components
    for number, of in enumerate(config["pipeline"]):
        kind = DefaultV1Recipe._from_registry(of["name"]).clazz
        settings = {**kind.get_default_config(), **{key: value for key, value in of.items() if key != "name"}}
        context = ExecutionContext(GraphSchema({}), node_name=f"{number}_{of['name']}")
        one = kind.create(settings, storage, Resource(context.node_name), context)
        if hasattr(one, "train"):
            one.train(data)
        if hasattr(one, "process_training_data"):
            one.process_training_data(data)
        made.append(one)
    return made


def main() -> None:
    """All lines of standard input."""
    texts = [json.loads(line) for line in sys.stdin]
    pipeline = trained(Path(sys.argv[1]))
    from rasa.shared.nlu.training_data.message import Message  # type: ignore[import-not-found]

    for text in texts:
        messages = [Message.build(text=text)]
        for one in pipeline:
            messages = one.process(messages)
        ranking = messages[0].get("intent_ranking")
        print(json.dumps([(one["name"], one["confidence"]) for one in ranking]), flush=True)


if __name__ == "__main__":
    main()
