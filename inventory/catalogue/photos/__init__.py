"""Photos of items: reading what people upload, keeping it, giving it back."""
