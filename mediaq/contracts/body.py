"""The statements of a compiled function: a walk over the schema that writes PL/pgSQL."""

import re
from dataclasses import dataclass, field

from mediaq.contracts.plpgsql import Path, Writer
from mediaq.contracts.rules import NotCompilable, Rule, Schema, expect, quote, scalar, typed

# Names that read the same in SQL, in JSON and in a path.
NAME = r"[a-z][a-z0-9_]{0,59}"


@dataclass
class Body:
    """Writes one function; `definitions` are the named parts of its schema."""

    definitions: Schema
    write: Writer = field(default_factory=Writer)
    inside: list[str] = field(default_factory=list)

    def value(self, schema: Schema, name: str, path: Path, indent: int) -> None:
        """Statements that append to `errors` what is wrong with the variable `name`."""
        if "$ref" in schema:
            if schema["$ref"] in self.inside:
                raise NotCompilable("a model that contains itself")
            self.inside.append(schema["$ref"])
            self.value(self._definition(schema), name, path, indent)
            self.inside.pop()
        elif schema.get("type") == "object":
            write = self._object if "properties" in schema else self._free
            write(schema, name, path, indent)
        elif schema.get("type") == "array":
            self._array(schema, name, path, indent)
        else:
            self.write.refuse(scalar(schema), name, path, indent)

    def _definition(self, schema: Schema) -> Schema:
        expect(schema, "$ref")
        found: Schema = self.definitions[schema["$ref"].removeprefix("#/$defs/")]
        return found

    def _object(self, schema: Schema, name: str, path: Path, indent: int) -> None:
        expect(schema, "type", "properties", "required", "additionalProperties")
        if schema.get("additionalProperties") is not False:
            raise NotCompilable("a model that takes unknown fields")
        with self.write.unless([typed("object", "an object")], name, path, indent):
            for key, child in schema["properties"].items():
                if not re.fullmatch(NAME, key):
                    raise NotCompilable(f"the name {key!r}")
                item = self.write.variable(f"v{indent}", "jsonb")
                self.write.line(indent + 1, f"{item} := {name} -> {quote(key)};")
                here = [*path, quote("." * bool(path) + key)]
                self._property(child, item, here, indent + 1, key in schema.get("required", ()))
            self._strangers(sorted(schema["properties"]), name, path, indent + 1)

    def _property(self, schema: Schema, item: str, path: Path, indent: int, required: bool) -> None:
        word = "if"
        if required:
            self.write.line(indent, f"if {item} is null then")
            self.write.say(path, "is missing", indent + 1)
            word = "elsif"
        inner, nullable = _nullable(schema)
        self.write.line(indent, f"{word} {_present(item, nullable)} then")
        self.value(inner, item, path, indent + 1)
        self.write.line(indent, "end if;")

    def _strangers(self, known: list[str], name: str, path: Path, indent: int) -> None:
        """Unknown names are shown cut: they are the producer's and may be anything."""
        key = self.write.variable("key", "text")
        rest = f"{name} - array[{', '.join(map(quote, known))}]::text[]"
        self.write.line(indent, f"if {rest} <> '{{}}' then")
        self.write.line(indent + 1, f"for {key} in select jsonb_object_keys({rest}) loop")
        dot = ["'.'"] if path else []
        self.write.say([*path, *dot, f"left({key}, 60)"], "is not known", indent + 2)
        self.write.line(indent + 1, "end loop;")
        self.write.line(indent, "end if;")

    def _free(self, schema: Schema, name: str, path: Path, indent: int) -> None:
        """An object that may hold anything has bounds instead."""
        expect(schema, "type", "additionalProperties", "x-max-bytes", "x-max-depth")
        items = schema.get("additionalProperties")
        if isinstance(items, dict) and "$ref" in items:
            items = self._definition(items)
        if items not in (True, {}) or not {"x-max-bytes", "x-max-depth"} <= set(schema):
            raise NotCompilable("a mapping, unless of anything and within bounds")
        size, depth = schema["x-max-bytes"], schema["x-max-depth"]
        deep = f"'strict $.**{{{{{depth + 1} to last}}}}'"
        rules = [
            typed("object", "an object"),
            Rule(f"octet_length({{}}::text) > {size}", f"must not be larger than {size} bytes"),
            Rule(f"jsonb_path_exists({{}}, {deep})", f"must not be deeper than {depth} levels"),
            Rule("mediaq.json_overflows({})", "must not hold numbers beyond the range of a double"),
        ]
        self.write.refuse(rules, name, path, indent)

    def _array(self, schema: Schema, name: str, path: Path, indent: int) -> None:
        expect(schema, "type", "items", "minItems", "maxItems")
        least, most = schema.get("minItems", 0), schema.get("maxItems")
        if most is None or "items" not in schema:
            raise NotCompilable("an array without a bound, or of anything")
        rules = [
            typed("array", "an array"),
            Rule(f"jsonb_array_length({{}}) < {least}", f"must have {least} items or more"),
            Rule(f"jsonb_array_length({{}}) > {most}", f"must have {most} items or fewer"),
        ]
        item = self.write.variable(f"v{indent}", "jsonb")
        index = self.write.variable(f"i{indent}", "integer")
        inner, nullable = _nullable(schema["items"])
        with self.write.unless(rules, name, path, indent):
            self.write.line(indent + 1, f"{index} := 0;")
            self.write.line(indent + 1, f"for {item} in select jsonb_array_elements({name}) loop")
            self.write.line(indent + 2, f"if {_present(item, nullable)} then")
            self.value(inner, item, [*path, "'['", index, "']'"], indent + 3)
            self.write.line(indent + 2, "end if;")
            self.write.line(indent + 2, f"{index} := {index} + 1;")
            self.write.line(indent + 1, "end loop;")


def _nullable(schema: Schema) -> tuple[Schema, bool]:
    """The schema without its `or null`, and whether it had one."""
    if "anyOf" not in schema:
        return schema, False
    expect(schema, "anyOf")
    others = [choice for choice in schema["anyOf"] if choice != {"type": "null"}]
    if len(others) != 1:
        raise NotCompilable("a choice between types, unless one of them is null")
    return others[0], len(schema["anyOf"]) > 1


def _present(item: str, nullable: bool) -> str:
    return f"jsonb_typeof({item}) <> 'null'" if nullable else f"{item} is not null"
