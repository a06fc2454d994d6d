"""`make bench`: from a hand's input to the painted picture, beside the plain way in Gradio."""
