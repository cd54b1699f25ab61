"""The part of espeak-ng's C interface (speak_lib.h) that is used, declared for ctypes."""

import ctypes
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_short, c_size_t, c_ubyte, c_uint, c_void_p

SYNCHRONOUS = 2
DONT_EXIT = 0x8000
BY_CHARACTER = 1
UTF8_SSML = 0x01 | 0x10
RATE = 1
LIST_END, WORD, MARK = 0, 1, 3


class EventId(ctypes.Union):
    """What an event is about; only marks use it here."""

    _fields_ = (("number", c_int), ("name", c_char_p), ("string", ctypes.c_char * 8))


class Event(ctypes.Structure):
    """espeak_EVENT: positions count characters of the source from one, times are milliseconds."""

    _fields_ = (
        ("type", c_int),
        ("message", c_uint),
        ("text_position", c_int),
        ("length", c_int),
        ("audio_position", c_int),
        ("sample", c_int),
        ("user_data", c_void_p),
        ("id", EventId),
    )


class Voice(ctypes.Structure):
    """espeak_VOICE; `languages` is a list of (priority byte, zero-terminated code), then a zero."""

    _fields_ = (
        ("name", c_char_p),
        ("languages", c_void_p),
        ("identifier", c_char_p),
        ("gender", c_ubyte),
        ("age", c_ubyte),
        ("variant", c_ubyte),
        ("reserved", c_ubyte),
        ("score", c_int),
        ("spare", c_void_p),
    )


SynthCallback = CFUNCTYPE(c_int, POINTER(c_short), c_int, POINTER(Event))
UriCallback = CFUNCTYPE(c_int, c_int, c_char_p, c_char_p)


def load(path: str) -> ctypes.CDLL:
    """The library with its functions' types declared."""
    library = ctypes.CDLL(path)
    library.espeak_Initialize.argtypes = [c_int, c_int, c_char_p, c_int]
    library.espeak_SetSynthCallback.argtypes = [SynthCallback]
    library.espeak_SetUriCallback.argtypes = [UriCallback]
    library.espeak_SetVoiceByName.argtypes = [c_char_p]
    library.espeak_SetParameter.argtypes = [c_int, c_int, c_int]
    library.espeak_ListVoices.argtypes = [c_void_p]
    library.espeak_ListVoices.restype = POINTER(POINTER(Voice))
    library.espeak_Synth.argtypes = [
        *(c_char_p, c_size_t, c_uint, c_int),
        *(c_uint, c_uint, POINTER(c_uint), c_void_p),
    ]
    return library
