"""The grammar of what mediaq may speak, written down as RelaxNG from the text of the SSML 1.1
recommendation, core profile; independent of the code under test."""

from functools import cache
from importlib import import_module
from typing import Any

# lxml carries no types.
etree: Any = import_module("lxml.etree")

RELAX_NG = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2001/10/synthesis"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="speak">
    <attribute name="version"><value>1.1</value></attribute>
    <ref name="language"/>
    <ref name="anything"/>
  </element></start>

  <define name="language"><attribute name="xml:lang"><data type="language"/></attribute></define>

  <define name="anything"><mixed><zeroOrMore><choice>
    <ref name="p"/><ref name="s"/><ref name="inline"/>
  </choice></zeroOrMore></mixed></define>

  <define name="p"><element name="p">
    <optional><ref name="language"/></optional>
    <mixed><zeroOrMore><choice><ref name="s"/><ref name="inline"/></choice></zeroOrMore></mixed>
  </element></define>

  <define name="s"><element name="s">
    <optional><ref name="language"/></optional>
    <mixed><zeroOrMore><ref name="inline"/></zeroOrMore></mixed>
  </element></define>

  <define name="inline"><choice>
    <ref name="break"/><ref name="emphasis"/><ref name="lang"/><ref name="mark"/>
    <ref name="prosody"/><ref name="say-as"/><ref name="sub"/>
  </choice></define>

  <define name="break"><element name="break">
    <optional><attribute name="time"><data type="string">
      <param name="pattern">\\+?([0-9]*\\.)?[0-9]+m?s</param>
    </data></attribute></optional>
    <optional><attribute name="strength"><data type="string">
      <param name="pattern">none|x-weak|weak|medium|strong|x-strong</param>
    </data></attribute></optional>
  </element></define>

  <define name="emphasis"><element name="emphasis">
    <optional><attribute name="level"><data type="string">
      <param name="pattern">strong|moderate|none|reduced</param>
    </data></attribute></optional>
    <mixed><zeroOrMore><ref name="inline"/></zeroOrMore></mixed>
  </element></define>

  <define name="lang"><element name="lang">
    <ref name="language"/>
    <ref name="anything"/>
  </element></define>

  <define name="mark"><element name="mark">
    <attribute name="name"><data type="token"/></attribute>
  </element></define>

  <define name="prosody"><element name="prosody">
    <optional><attribute name="rate"><choice>
      <data type="string"><param name="pattern">([0-9]*\\.)?[0-9]+%</param></data>
      <data type="string">
        <param name="pattern">default|x-slow|slow|medium|fast|x-fast</param>
      </data>
    </choice></attribute></optional>
    <optional><attribute name="pitch"><ref name="height"/></attribute></optional>
    <optional><attribute name="range"><ref name="height"/></attribute></optional>
    <optional><attribute name="volume"><choice>
      <data type="string"><param name="pattern">[+\\-]([0-9]*\\.)?[0-9]+dB</param></data>
      <data type="string">
        <param name="pattern">default|silent|x-soft|soft|medium|loud|x-loud</param>
      </data>
    </choice></attribute></optional>
    <ref name="anything"/>
  </element></define>

  <define name="height"><choice>
    <data type="string"><param name="pattern">[+\\-]?([0-9]*\\.)?[0-9]+(Hz|%)</param></data>
    <data type="string"><param name="pattern">[+\\-]([0-9]*\\.)?[0-9]+st</param></data>
    <data type="string">
      <param name="pattern">default|x-low|low|medium|high|x-high</param>
    </data>
  </choice></define>

  <define name="say-as"><element name="say-as">
    <attribute name="interpret-as"><data type="NMTOKEN"/></attribute>
    <optional><attribute name="format"><data type="NMTOKEN"/></attribute></optional>
    <optional><attribute name="detail"><data type="NMTOKEN"/></attribute></optional>
    <text/>
  </element></define>

  <define name="sub"><element name="sub">
    <attribute name="alias"><data type="string"/></attribute>
    <text/>
  </element></define>
</grammar>
"""


def problems(ssml: str) -> list[str]:
    """What is wrong with the document; empty when it is valid."""
    schema = _schema()
    schema.validate(etree.fromstring(ssml.encode()))
    return [str(entry) for entry in schema.error_log]


@cache
def _schema() -> Any:
    return etree.RelaxNG(etree.fromstring(RELAX_NG))
