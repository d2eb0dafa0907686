_TRANSCRIPTION = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def transcribe_umlauts(text: str) -> str:
    """ "Düsseldorf" -> "Duesseldorf", as Germans write addresses; slugify alone would drop the e."""
    return text.translate(_TRANSCRIPTION)
