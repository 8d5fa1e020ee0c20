"""Views of the command line: values in, text on the terminal out (colour where a person watches, plain in a pipe)."""
