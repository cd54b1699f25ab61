"""Refusals of values in JSON bodies and queries; `api.refusals` says when each one is given."""

from api.errors import Refused


class WrongType(Refused):
    """A value is of another JSON type than the field."""

    code, status = "wrong_type", 422


class OutOfRange(Refused):
    """A number or a time is outside its bounds."""

    code, status = "out_of_range", 422


class NotFinite(Refused):
    """A number is not finite, or larger than a double can be."""

    code, status = "not_finite", 422


class NulCharacter(Refused):
    """A string holds the character NUL."""

    code, status = "nul_character", 422


class TooShort(Refused):
    """A string or a list is shorter than allowed."""

    code, status = "too_short", 422


class TooLong(Refused):
    """A string or a list is longer than allowed."""

    code, status = "too_long", 422


class InvalidValue(Refused):
    """A value is not one of those the field takes."""

    code, status = "invalid_value", 422


class ExtraField(Refused):
    """The body has a field that this route does not know."""

    code, status = "extra_field", 422


class UnknownAnalyzer(Refused):
    """There is no analyzer of this name."""

    code, status = "unknown_analyzer", 422


class InvalidOptions(Refused):
    """The options do not fit the analyzer."""

    code, status = "invalid_options", 422


class InvalidConfig(Refused):
    """The config of the model is not valid."""

    code, status = "invalid_config", 422


class InvalidParameters(Refused):
    """The parameters are not valid."""

    code, status = "invalid_parameters", 422


class OptionsTooLarge(Refused):
    """Options or parameters are larger than 64 kB."""

    code, status = "options_too_large", 422


class OptionsTooDeep(Refused):
    """Options or parameters are nested deeper than 32 levels."""

    code, status = "options_too_deep", 422
