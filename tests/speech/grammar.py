"""The part of SSML 1.1's grammar that mediaq uses, written down as RelaxNG from the
recommendation's text; independent of the code under test."""

from importlib import import_module
from typing import Any

# lxml carries no types.
etree: Any = import_module("lxml.etree")

RELAX_NG = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2001/10/synthesis"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start>
    <element name="speak">
      <attribute name="version"><value>1.1</value></attribute>
      <ref name="language"/>
      <mixed><zeroOrMore><choice>
        <ref name="p"/><ref name="s"/><ref name="inline"/>
      </choice></zeroOrMore></mixed>
    </element>
  </start>
  <define name="language">
    <attribute name="xml:lang"><data type="language"/></attribute>
  </define>
  <define name="p">
    <element name="p">
      <optional><ref name="language"/></optional>
      <mixed><zeroOrMore><choice><ref name="s"/><ref name="inline"/></choice></zeroOrMore></mixed>
    </element>
  </define>
  <define name="s">
    <element name="s">
      <optional><ref name="language"/></optional>
      <mixed><zeroOrMore><ref name="inline"/></zeroOrMore></mixed>
    </element>
  </define>
  <define name="inline"><choice>
    <element name="break">
      <optional><attribute name="time">
        <data type="string"><param name="pattern">(\\+)?([0-9]*\\.)?[0-9]+(ms|s)</param></data>
      </attribute></optional>
      <optional><attribute name="strength"/></optional>
    </element>
    <element name="mark"><attribute name="name"><data type="token"/></attribute></element>
    <element name="sub"><attribute name="alias"/><text/></element>
    <element name="emphasis">
      <optional><attribute name="level"><choice>
        <value>strong</value><value>moderate</value><value>none</value><value>reduced</value>
      </choice></attribute></optional>
      <mixed><zeroOrMore><ref name="inline"/></zeroOrMore></mixed>
    </element>
  </choice></define>
</grammar>
"""


def problems(ssml: str) -> list[str]:
    """What is wrong with the document; empty when it is valid."""
    schema = etree.RelaxNG(etree.fromstring(RELAX_NG))
    schema.validate(etree.fromstring(ssml.encode()))
    return [str(entry) for entry in schema.error_log]
