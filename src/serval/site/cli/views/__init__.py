"""Views of the command line: values in, text on the terminal out.

Colour where a person watches, plain in a pipe; text from files is shown as it stands and steers nothing.
May import engine, intake and reporting; views read no file and decide nothing.
"""
