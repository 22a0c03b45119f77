"""What programs call: `import proofer` (docs/api.md)."""
