"""The OpenAPI document, made from the descriptions of the handlers."""
