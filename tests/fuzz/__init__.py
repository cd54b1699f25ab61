"""schemathesis against a running API: whatever it sends, the answers are as the document says."""
