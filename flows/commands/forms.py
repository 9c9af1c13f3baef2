"""``loker forms setup``: the Google Form that partners answer, filled in from the office's questions."""

from __future__ import annotations

from pathlib import Path

from flows.errors import SettingsError


def set_up_form(config: Path | None) -> tuple[str, bool]:
    """Fill the form that staff made and shared; a second run changes nothing. What to tell, and whether a person has to
    do more before partners can answer."""
    from flows.forms.google import GoogleForm
    from flows.office import form_definition, form_provider, links, programmes
    from flows.settings import load

    settings = load(config)
    provider = form_provider(settings, form_definition(settings), programmes(settings), links(settings))
    if not isinstance(provider, GoogleForm):
        raise SettingsError(
            f"The partners of these settings answer by another way ({settings.forms})",
            where="feedback.provider",
            cure='set it to "google", with feedback.google_form_id and workbook.credentials',
        )
    made = provider.set_up()
    told = [
        f"The form {'is ready' if made.changed else 'was ready already'}: {made.url}",
        f"In its settings ({made.edit_url}), under Responses, leave 'Limit to 1 response' off: it asks for a sign-in.",
    ]
    if not made.open_to_all:
        told.append("Partners would have to sign in: choose Published, then under Responders 'Anyone with the link'.")
    told += [
        f"Nobody collects what is answered to '{title}': it is no question of feedback.toml." for title in made.others
    ]
    return "\n".join(told), not made.open_to_all
