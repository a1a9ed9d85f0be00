"""Items in and out of files: readers and writers (formats/), dry run, import, undo, export."""
