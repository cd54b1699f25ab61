"""What other languages say around numbers, which their voices read by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """`units`: exactly one of it, and what follows any other number. Of the sentences, `at` has
    {time}, `page` {page} and `more` {count}."""

    minus: str
    to: str
    units: Mapping[str, tuple[str, str]]
    at: str
    start: str
    page: str
    one_more: str
    more: str


# fmt: off
_NAMES = ("h", "min", "s", "ms", "dB", "dBTP", "dBFS", "Hz", "kHz", "fps", "px", "kbit/s", "Mbit/s",
          "kB", "MB", "GB")


def _units(*words: tuple[str, str]) -> dict[str, tuple[str, str]]:
    return dict(zip(_NAMES, words, strict=True))


TONGUES = {
    "de": Tongue("minus", "bis", _units(
        ("eine Stunde", "Stunden"), ("eine Minute", "Minuten"), ("eine Sekunde", "Sekunden"),
        ("eine Millisekunde", "Millisekunden"), ("ein Dezibel", "Dezibel"),
        ("ein Dezibel True Peak", "Dezibel True Peak"),
        ("ein Dezibel Vollaussteuerung", "Dezibel Vollaussteuerung"),
        ("ein Hertz", "Hertz"), ("ein Kilohertz", "Kilohertz"),
        ("ein Bild pro Sekunde", "Bilder pro Sekunde"), ("ein Pixel", "Pixel"),
        ("ein Kilobit pro Sekunde", "Kilobit pro Sekunde"),
        ("ein Megabit pro Sekunde", "Megabit pro Sekunde"), ("ein Kilobyte", "Kilobyte"),
        ("ein Megabyte", "Megabyte"), ("ein Gigabyte", "Gigabyte")),
        "Zeitpunkt {time},", "Am Anfang,", "Auf Seite {page},",
        "Davon gibt es noch eins.", "Davon gibt es noch {count}."),
    "fr": Tongue("moins", "à", _units(
        ("une heure", "heures"), ("une minute", "minutes"), ("une seconde", "secondes"),
        ("une milliseconde", "millisecondes"), ("un décibel", "décibels"),
        ("un décibel crête vraie", "décibels crête vraie"),
        ("un décibel pleine échelle", "décibels pleine échelle"),
        ("un hertz", "hertz"), ("un kilohertz", "kilohertz"),
        ("une image par seconde", "images par seconde"), ("un pixel", "pixels"),
        ("un kilobit par seconde", "kilobits par seconde"),
        ("un mégabit par seconde", "mégabits par seconde"), ("un kilooctet", "kilooctets"),
        ("un mégaoctet", "mégaoctets"), ("un gigaoctet", "gigaoctets")),
        "À {time},", "Au début,", "À la page {page},",
        "Il y en a encore un de ce genre.", "Il y en a encore {count} de ce genre."),
    "es": Tongue("menos", "a", _units(
        ("una hora", "horas"), ("un minuto", "minutos"), ("un segundo", "segundos"),
        ("un milisegundo", "milisegundos"), ("un decibelio", "decibelios"),
        ("un decibelio de pico real", "decibelios de pico real"),
        ("un decibelio a fondo de escala", "decibelios a fondo de escala"),
        ("un hercio", "hercios"), ("un kilohercio", "kilohercios"),
        ("un fotograma por segundo", "fotogramas por segundo"), ("un píxel", "píxeles"),
        ("un kilobit por segundo", "kilobits por segundo"),
        ("un megabit por segundo", "megabits por segundo"), ("un kilobyte", "kilobytes"),
        ("un megabyte", "megabytes"), ("un gigabyte", "gigabytes")),
        "A {time},", "Al principio,", "En la página {page},",
        "Hay uno más como este.", "Hay {count} más como este."),
    "it": Tongue("meno", "a", _units(
        ("un'ora", "ore"), ("un minuto", "minuti"), ("un secondo", "secondi"),
        ("un millisecondo", "millisecondi"), ("un decibel", "decibel"),
        ("un decibel di picco reale", "decibel di picco reale"),
        ("un decibel fondo scala", "decibel fondo scala"),
        ("un hertz", "hertz"), ("un chilohertz", "chilohertz"),
        ("un fotogramma al secondo", "fotogrammi al secondo"), ("un pixel", "pixel"),
        ("un kilobit al secondo", "kilobit al secondo"),
        ("un megabit al secondo", "megabit al secondo"), ("un kilobyte", "kilobyte"),
        ("un megabyte", "megabyte"), ("un gigabyte", "gigabyte")),
        "A {time},", "All'inizio,", "A pagina {page},",
        "Ce n'è un altro come questo.", "Ce ne sono altri {count} come questo."),
    "pt": Tongue("menos", "a", _units(
        ("uma hora", "horas"), ("um minuto", "minutos"), ("um segundo", "segundos"),
        ("um milissegundo", "milissegundos"), ("um decibel", "decibéis"),
        ("um decibel de pico real", "decibéis de pico real"),
        ("um decibel de fundo de escala", "decibéis de fundo de escala"),
        ("um hertz", "hertz"), ("um quilohertz", "quilohertz"),
        ("um quadro por segundo", "quadros por segundo"), ("um píxel", "píxeis"),
        ("um quilobit por segundo", "quilobits por segundo"),
        ("um megabit por segundo", "megabits por segundo"), ("um quilobyte", "quilobytes"),
        ("um megabyte", "megabytes"), ("um gigabyte", "gigabytes")),
        "Em {time},", "No início,", "Na página {page},",
        "Há mais um como este.", "Há mais {count} como este."),
    "nl": Tongue("min", "tot", _units(
        ("één uur", "uur"), ("één minuut", "minuten"), ("één seconde", "seconden"),
        ("één milliseconde", "milliseconden"), ("één decibel", "decibel"),
        ("één decibel true peak", "decibel true peak"),
        ("één decibel volle schaal", "decibel volle schaal"),
        ("één hertz", "hertz"), ("één kilohertz", "kilohertz"),
        ("één beeld per seconde", "beelden per seconde"), ("één pixel", "pixels"),
        ("één kilobit per seconde", "kilobit per seconde"),
        ("één megabit per seconde", "megabit per seconde"), ("één kilobyte", "kilobyte"),
        ("één megabyte", "megabyte"), ("één gigabyte", "gigabyte")),
        "Bij {time},", "Aan het begin,", "Op pagina {page},",
        "Zo is er nog één.", "Zo zijn er nog {count}."),
}
# fmt: on


def tongue_of(language: str) -> Tongue | None:
    """What is known of a language (BCP 47); None of English, too, which has modules of its own."""
    return TONGUES.get(language.lower().split("-")[0])
