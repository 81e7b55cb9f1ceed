"""Words an explanation for authors: how a question was read, what fitted, and why the decision fell so."""

from __future__ import annotations

from bot.search.engine import Explanation

_SHOWN = 5


def explained(explanation: Explanation) -> str:
    """The explanation as lines of text."""
    verdict, thresholds = explanation.verdict, explanation.thresholds
    leaning = explanation.leaning
    lines = [
        f"read as:  {explanation.reading.text or '(nothing)'}",
        f"terms:    {' '.join(explanation.reading.terms) or '(none)'}",
        f"leaning:  small talk {leaning.small_talk:+.1f}, danger {leaning.danger:+.1f}, chatter {leaning.chatter:+.1f}",
        f"decision: {verdict.decision} (an answer needs a score of {thresholds.answer} and a lead of "
        f"{thresholds.lead}; a suggestion {thresholds.suggest})",
        f"nobody:   {explanation.fits.nobody:.2f} (how well the questions that no article answers fit)",
    ]
    scores = {entry.entry_id: entry.score for entry in explanation.scores}
    for place, fit in enumerate(explanation.fits.entries[:_SHOWN], start=1):
        lines.append(
            f"{place}. {fit.entry_id:<36} score {scores[fit.entry_id]:.2f}  fit {fit.blend:.2f}  "
            f"covers {100 * fit.coverage:3.0f}%  nearest: {fit.nearest[:60]}"
        )
    if explanation.fits.exact is not None:
        lines.append(f"to the word a phrasing of: {explanation.fits.exact or 'nobody'}")
    return "\n".join(lines)
