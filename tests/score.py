#!/usr/bin/env python3
"""Hold Aplomb's figures on labelled replies against tests/floor.toml.

    tests/score.py PROGRAM FOLDER

FOLDER holds the replies and their scorer, `score.py`. They are other people's words, so they are not part of
this project; without them there is nothing to do.
"""
import json
import subprocess
import sys
import tomllib
from pathlib import Path

FLOOR = Path(__file__).resolve().parent / "floor.toml"

# One label more or less moves a figure by about so much, and that is no news.
ROOM = 0.02


def share(part, whole):
    """A share of nothing is no achievement: a program that says nothing must not pass."""
    return part / whole if whole else 0.0


def measure(program, folder):
    """The scorer's figures by the names of the floor."""
    scorer = [sys.executable, str(folder / "score.py"), str(program), "--json"]
    done = subprocess.run(scorer, capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"The scorer failed:\n{done.stderr}")
    # The figures are the last line; above it is the same for people.
    figures = json.loads(done.stdout.splitlines()[-1])
    certainty = figures["certainty"]
    def missing(part):
        found = figures[part]
        return {
            "precision": share(found["tp"], found["tp"] + found["fp"]),
            "recall": share(found["tp"], found["tp"] + found["fn"]),
        }

    def tone(category):
        found = figures[category]
        return {
            "precision_at_information": share(found["info_right"], found["info"]),
            "recall_at_information": share(found["hit"], found["gold"]),
        }

    return {
        "blame": tone("blame"),
        "canned_empathy": tone("canned-empathy"),
        "false_hope": tone("false-hope"),
        "negative_phrasing": tone("negative-phrasing"),
        "closes_off": tone("closes-off"),
        "pointing": tone("pointing"),
        "greeting_missing": missing("greeting-missing"),
        "farewell_missing": missing("farewell-missing"),
        "tone_cues": {"firm_f1": figures["tone_cues"]["firm"]},
        "certainty": {
            "precision_at_warning": share(certainty["warn_right"], certainty["warn"]),
            "precision_at_information": share(certainty["info_right"], certainty["info"]),
            "recall_at_information": share(certainty["hit"], certainty["gold"]),
            "high_severity_recall_at_warning": share(
                certainty["high_warning"], certainty["by_severity"]["high"][1]),
        },
        "cue_senses": {"firm_f1": figures["cues"]["firm"]},
        "quotes": {"findings": figures["quoted"]},
    }


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    if not (folder / "score.py").is_file():
        print("There are no labelled replies here, so there is nothing to score.")
        return 0
    floors, seen = tomllib.loads(FLOOR.read_text(encoding="utf-8")), measure(program, folder)
    fallen = risen = 0
    for group, figures in floors.items():
        for name, floor in figures.items():
            figure = seen[group][name]
            if group == "quotes":
                # A count of mistakes: more is worse, and one is too many.
                low, high = figure > floor, False
            else:
                # Rounded, or 0.02 below would not always be 0.02 below.
                change = round(figure - floor, 6)
                low, high = change < -ROOM, change > ROOM
            fallen, risen = fallen + low, risen + high
            verdict = "FALLEN" if low else "risen" if high else "ok"
            print(f"  {verdict:6}  {group}.{name}: {figure:.3f}, floor {floor:.2f}")
    if fallen:
        print(f"{fallen} fell: see which findings changed with `score.py --show`, then mend the rule.")
        return 1
    if risen:
        print(f"{risen} rose. Well done: raise the floor in tests/floor.toml in this commit, so that it stays so.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
