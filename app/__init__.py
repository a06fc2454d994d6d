"""Latent Explorer: the Gradio app."""
