"""What the page /api/v1/docs says before it lists the addresses. German, like the site; the details are in English."""

INTRODUCTION = """
Alle Angebote des Zentrums für Ihr eigenes Programm: Kurse, Veranstaltungen, Beratungen und Projekte, so aktuell wie auf
der Website. Sie brauchen keinen Zugang und keinen Schlüssel.

Die Schnittstelle liest dieselben Parameter wie die [Angebotssuche](/angebote/): Suchen Sie dort, was Sie brauchen, und
nehmen Sie alles nach dem Fragezeichen mit. Mehrere Werte eines Parameters bedeuten „oder“, verschiedene Parameter
bedeuten „und“. Welche Werte es gibt, sagt [/api/v1/facets/](/api/v1/facets/).

**Beispiele zum Ausprobieren**

- [/api/v1/offerings/?q=deutsch&price=free](/api/v1/offerings/?q=deutsch&price=free):
  kostenlose Deutschkurse
- [/api/v1/offerings/?weekday=sat&daytime=morning&lang=en](/api/v1/offerings/?weekday=sat&daytime=morning&lang=en):
  Angebote am Samstagvormittag, mit englischen Texten
- [/api/v1/offerings/?childcare=1&sort=start&page_size=5](/api/v1/offerings/?childcare=1&sort=start&page_size=5):
  die nächsten fünf Angebote mit Kinderbetreuung
- [/api/v1/facets/?type=project](/api/v1/facets/?type=project):
  Zahlen zu den Projekten
- [/api/v1/suggest/?q=deu](/api/v1/suggest/?q=deu):
  Vorschläge beim Tippen

**Alles auf einmal.** Die Treffer jeder Suche gibt es auch als Datei oder zum Abonnieren, ebenfalls mit denselben
Parametern: [Kalender](/angebote/export/ics/?q=deutsch), [RSS](/angebote/export/rss/?sort=new),
[Excel](/angebote/export/xlsx/), [CSV](/angebote/export/csv/) und [JSON](/angebote/export/json/).

**Gut zu wissen**

- `lang` bestimmt die Sprache: de, en, uk, ru, tr oder ar. Fehlt eine Übersetzung, steht der Text auf Deutsch da, und
  das Feld `lang` eines Angebots sagt es.
- Unbekannte Parameter überlesen wir. Unmögliche Werte beantworten wir mit 400 und sagen zu jedem Feld, was nicht
  stimmt.
- Antworten dürfen Sie eine Minute lang aufheben. Wer sehr oft fragt, bekommt 429 und versucht es eine Minute später.
- Preise stehen in Euro mit Punkt, Zeiten nach ISO 8601 in der Zeit von Berlin.
""".strip()
